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
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;

/** Enables with {@code Enable-VMReplication}, the machine piped; what is replicated otherwise is a conflict. */
final class EnableReplicationRecipe extends Changing<EnableReplication, VmReplication, VmReplication> {
    @Override
    public Class<EnableReplication> handles() {
        return EnableReplication.class;
    }

    @Override
    protected VmReplication read(EnableReplication command, WindowsHost host) {
        return ReplicationReads.get(command.host(), command.id(), host.powerShell());
    }

    @Override
    protected Observation<VmReplication> done(EnableReplication command, VmReplication seen) {
        return isSo(command, seen) ? Observation.present(seen) : Observation.absent();
    }

    private static boolean isSo(EnableReplication command, VmReplication seen) {
        ReplicationSettings wanted = command.settings();
        return seen.mode().equals(ReplicationMode.PRIMARY)
                && seen.replica().equalsIgnoreCase(wanted.partner().server())
                && seen.frequency().equals(wanted.frequency().interval())
                && seen.recoveryPoints() == wanted.recoveryPoints();
    }

    @Override
    protected void refuse(EnableReplication command, VmReplication seen) {
        if (!seen.mode().equals(ReplicationMode.NONE)) {
            throw Answers.conflict(
                    "it is replicated otherwise: " + seen.mode() + ", from " + seen.primary() + " to "
                            + seen.replica() + " every " + seen.frequency() + ", " + seen.recoveryPoints()
                            + " points; it is " + seen.state(),
                    "remove that replication first, if it is not the one that counts");
        }
    }

    @Override
    protected List<PipelineStep> change(EnableReplication command, VmReplication seen) {
        return PipelineStep.of(enable(command));
    }

    @Override
    protected VmReplication unseen(EnableReplication command) {
        return command.rehearsed();
    }

    private static PsPipeline enable(EnableReplication command) {
        ReplicationSettings wanted = command.settings();
        ReplicaPartner partner = wanted.partner();
        String thumbprint = partner.thumbprint();
        Line line = Cmdlet.ENABLE_VM_REPLICATION
                .line()
                .with("ReplicaServerName", partner.server())
                .with("ReplicaServerPort", partner.port())
                .with("AuthenticationType", authentication(partner));
        if (thumbprint != null) {
            line = line.with("CertificateThumbprint", thumbprint);
        }
        line = line.with("ReplicationFrequencySec", (int)
                        wanted.frequency().interval().toSeconds())
                .with("RecoveryHistory", wanted.recoveryPoints())
                .with("CompressionEnabled", wanted.compression());
        if (wanted.consistentEveryHours() > 0) {
            line = line.with("VSSSnapshotFrequencyHour", wanted.consistentEveryHours());
        }
        if (!wanted.excludedDisks().isEmpty()) {
            line = line.with("ExcludedVhdPath", wanted.excludedDisks());
        }
        return Line.message(Line.statement(Cmdlet.GET_VM.line().with("Id", command.id()), line.unasked()));
    }

    static String authentication(ReplicaPartner partner) {
        return partner.authentication() == ReplicaAuthentication.KERBEROS ? "Kerberos" : "Certificate";
    }

    @Override
    protected VmReplication carryOut(EnableReplication command, VmReplication seen, WindowsHost host) {
        PowerShell shell = host.powerShell();
        Fault refusal = Answers.attempt(shell, enable(command));
        VmReplication after = ReplicationReads.get(command.host(), command.id(), shell);
        if (!isSo(command, after)) {
            throw Answers.failed(refusal, "the machine is replicated so: " + after);
        }
        return after;
    }
}
