package io.quorate.winrm.recipe.replica;

import io.quorate.replica.ReplicaAuthentication;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.VmReplication;
import io.quorate.replica.command.EnableReplication;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Changing;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/**
 * Enables with {@code Enable-VMReplication}, the machine piped; what is replicated otherwise is a conflict, and what the host's Windows does not
 * have is refused before anything is sent.
 */
final class EnableReplicationRecipe extends Changing<EnableReplication, EnableReplicationRecipe.Seen, VmReplication> {

    /** What a look sees; the version only where it is to be enabled. */
    record Seen(VmReplication now, ReplicaVersion version) {}

    @Override
    public Class<EnableReplication> handles() {
        return EnableReplication.class;
    }

    @Override
    protected Seen read(EnableReplication command, WindowsHost host) {
        return new Seen(ReplicationReads.get(command.host(), command.id(), host.powerShell()), ReplicaVersion.newest());
    }

    @Override
    protected Observation<VmReplication> done(EnableReplication command, Seen seen) {
        VmReplication now = seen.now();
        ReplicationSettings there = now.settings();
        if (!now.mode().equals(ReplicationMode.PRIMARY)) {
            return Observation.absent();
        }
        if (there == null) {
            return Answers.untold(Decode.badReply("the host does not tell how the machine is replicated"));
        }
        return command.settings().differencesFrom(there).isEmpty() ? Observation.present(now) : Observation.absent();
    }

    @Override
    protected void refuse(EnableReplication command, Seen seen) {
        VmReplication now = seen.now();
        ReplicationSettings there = now.settings();
        if (!now.mode().equals(ReplicationMode.NONE)) {
            throw Answers.conflict(
                    "it is replicated otherwise: " + now.mode() + ", from " + now.primary() + " to " + now.replica()
                            + "; it is " + now.state()
                            + (there == null
                                    ? ""
                                    : "; "
                                            + String.join(
                                                    "; ", command.settings().differencesFrom(there))),
                    "remove that replication first, if it is not the one that counts");
        }
    }

    @Override
    protected Seen lookCloser(EnableReplication command, Seen seen, WindowsHost host) {
        ReplicaVersion version = ReplicaVersion.read(host.powerShell());
        version.check(command.settings());
        OwnCertificate.check(command.host(), command.settings().partner(), host.powerShell());
        return new Seen(seen.now(), version);
    }

    @Override
    protected List<PipelineStep> change(EnableReplication command, Seen seen) {
        return PipelineStep.of(message(command, seen));
    }

    @Override
    protected Seen unseen(EnableReplication command) {
        return new Seen(command.rehearsed(), ReplicaVersion.newest());
    }

    private static PsPipeline message(EnableReplication command, Seen seen) {
        return Line.message(Line.statement(
                Cmdlet.GET_VM.line().with("Id", command.id()),
                SettingsLine.enable(command.settings(), seen.version()).unasked()));
    }

    static String authentication(ReplicaPartner partner) {
        return partner.authentication() == ReplicaAuthentication.KERBEROS ? "Kerberos" : "Certificate";
    }

    @Override
    protected VmReplication carryOut(EnableReplication command, Seen seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, message(command, seen));
        VmReplication after = ReplicationReads.get(command.host(), command.id(), shell);
        ReplicationSettings there = after.settings();
        if (!after.mode().equals(ReplicationMode.PRIMARY)
                || there == null
                || !command.settings().differencesFrom(there).isEmpty()) {
            throw Answers.failed(refusal, "the machine is replicated so: " + after);
        }
        return after;
    }
}
