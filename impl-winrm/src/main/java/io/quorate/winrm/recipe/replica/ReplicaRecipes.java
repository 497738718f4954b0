package io.quorate.winrm.recipe.replica;

import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicationAct;
import io.quorate.replica.TakeoverEvidence;
import io.quorate.replica.VmReplication;
import io.quorate.replica.command.ChangeReplication;
import io.quorate.replica.command.FailOverUnplanned;
import io.quorate.replica.command.GetReplicaServer;
import io.quorate.replica.command.GetReplication;
import io.quorate.replica.command.GiveUpReplication;
import io.quorate.replica.command.ListReplications;
import io.quorate.replica.command.TestRecoveryPoint;
import io.quorate.replica.command.TestReplicaConnection;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.Reading;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** The recipes of this package. */
public final class ReplicaRecipes {
    private ReplicaRecipes() {}

    /** Returns all of them. */
    public static List<Recipe<?, ?>> all() {
        return List.of(
                new Reading<>(
                        GetReplicaServer.class,
                        ServerReads.message(),
                        (command, output) -> ServerReads.read(command.host(), output)),
                new Reading<>(
                        ListReplications.class,
                        ReplicationReads.message(),
                        (command, output) -> ReplicationReads.list(command.host(), output)),
                new Get(),
                new Connection(),
                CertificateReads.certificate(),
                new CertificateReads.Guardians(),
                new CertificateReads.Security(),
                new SetServerRecipe(),
                new AddAuthorizationRecipe(),
                new RemoveAuthorizationRecipe(),
                new EnableReplicationRecipe(),
                new ConfigureReplicationRecipe(),
                BrokerRecipe.reading(),
                new BrokerRecipe(),
                new RemoveBrokerRecipe(),
                ListenerRecipe.reading(),
                new ListenerRecipe(),
                new RecoveryPoints(),
                new ExtendReplicationRecipe(),
                new CopyExtensionRecipe(),
                new RemoveExtensionRecipe(),
                new InitialCopyRecipe(),
                new ImportCopyRecipe(),
                new ReceiveAsReplicaRecipe(),
                new FailoverAddresses.Listing(),
                new FailoverAddresses(),
                new ReplicationChange<>(
                        ChangeReplication.class, ChangeReplication::act, command -> null, (command, seen) -> {}),
                new ReplicationChange<>(
                        GiveUpReplication.class, GiveUpReplication::act, command -> null, (command, seen) -> {}),
                new ReplicationChange<>(
                        TestRecoveryPoint.class,
                        command -> ReplicationAct.START_TEST,
                        TestRecoveryPoint::point,
                        (command, seen) -> {}),
                new ReplicationChange<>(
                        FailOverUnplanned.class,
                        command -> ReplicationAct.FAIL_OVER_UNPLANNED,
                        FailOverUnplanned::point,
                        ReplicaRecipes::checkEvidence));
    }

    /** The time is the host's: an order that was written down may be run much later, elsewhere. */
    private static void checkEvidence(FailOverUnplanned command, VmReplication seen) {
        TakeoverEvidence evidence = command.evidence();
        if (!evidence.machine().equals(command.id())) {
            throw Answers.refused("the evidence is for " + evidence.machine() + ", not for " + command.id(), null);
        }
        if (!evidence.isEnough()) {
            throw Answers.refused(
                    "evidence of grade " + evidence.grade() + " does not show that the primary does not run",
                    "grade E3 is needed (its storage is silent), or an operator's word: TakeoverEvidence.attestation");
        }
        if (evidence.isOver(seen.clock())) {
            throw Answers.refused(
                    "the evidence held until " + evidence.until() + ", and " + seen.host() + " has " + seen.clock(),
                    "look again whether the primary runs, and attest it anew");
        }
    }

    /** Reads one replication out of the list. */
    private static final class Get implements ReadingRecipe<GetReplication, VmReplication> {
        @Override
        public Class<GetReplication> handles() {
            return GetReplication.class;
        }

        @Override
        public VmReplication run(GetReplication command, WindowsHost host) {
            return ReplicationReads.get(command.host(), command.id(), host.powerShell());
        }
    }

    /** Tries a connection; what it says is a text, so that it says it at all is what counts. */
    private static final class Connection implements ReadingRecipe<TestReplicaConnection, Boolean> {
        @Override
        public Class<TestReplicaConnection> handles() {
            return TestReplicaConnection.class;
        }

        @Override
        public Boolean run(TestReplicaConnection command, WindowsHost host) {
            ReplicaPartner partner = command.partner();
            String thumbprint = partner.thumbprint();
            Line line = Cmdlet.TEST_VM_REPLICATION_CONNECTION
                    .line()
                    .with("ReplicaServerName", partner.server())
                    .with("ReplicaServerPort", partner.port())
                    .with("AuthenticationType", EnableReplicationRecipe.authentication(partner));
            if (thumbprint != null) {
                line = line.with("CertificateThumbprint", thumbprint);
            }
            host.powerShell().run(Line.message(Line.statement(line)));
            return true;
        }
    }
}
