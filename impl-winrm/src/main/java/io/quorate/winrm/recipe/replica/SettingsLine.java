package io.quorate.winrm.recipe.replica;

import io.quorate.replica.AutoResynchronize;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicationSettings;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import java.util.List;
import java.util.Objects;

/** The parameters that say how a machine is replicated, for enabling it and for changing what differs. */
final class SettingsLine {
    private SettingsLine() {}

    static Line enable(ReplicationSettings wanted, ReplicaVersion version) {
        ReplicaPartner partner = wanted.partner();
        String thumbprint = partner.thumbprint();
        Line line = Cmdlet.ENABLE_VM_REPLICATION
                .line()
                .with("ReplicaServerName", partner.server())
                .with("ReplicaServerPort", partner.port())
                .with("AuthenticationType", EnableReplicationRecipe.authentication(partner));
        if (thumbprint != null) {
            line = line.with("CertificateThumbprint", thumbprint);
        }
        if (version.isR2()) {
            line = frequency(line, wanted);
        }
        line = line.with("RecoveryHistory", wanted.recoveryPoints()).with("CompressionEnabled", wanted.compression());
        if (wanted.consistentEveryHours() > 0) {
            line = line.with("VSSSnapshotFrequencyHour", wanted.consistentEveryHours());
        }
        if (!wanted.excludedDisks().isEmpty()) {
            line = line.with("ExcludedVhdPath", wanted.excludedDisks());
        }
        return resynchronize(line, wanted);
    }

    /**
     * Returns what changes those settings that differ, and no other.
     *
     * @param disks the paths of the machine's disks, where some that were left out are to be replicated
     */
    static Line change(ReplicationSettings wanted, ReplicationSettings there, List<String> disks) {
        ReplicaPartner partner = wanted.partner();
        String thumbprint = partner.thumbprint();
        Line line = Cmdlet.SET_VM_REPLICATION.line();
        if (partner.port() != there.partner().port()
                || partner.authentication() != there.partner().authentication()) {
            line = line.with("ReplicaServerPort", partner.port())
                    .with("AuthenticationType", EnableReplicationRecipe.authentication(partner));
        }
        if (thumbprint != null && !thumbprint.equalsIgnoreCase(there.partner().thumbprint())) {
            line = line.with("CertificateThumbprint", thumbprint);
        }
        if (wanted.frequency() != there.frequency()) {
            line = frequency(line, wanted);
        }
        if (wanted.recoveryPoints() != there.recoveryPoints()) {
            line = line.with("RecoveryHistory", wanted.recoveryPoints());
        }
        if (wanted.compression() != there.compression()) {
            line = line.with("CompressionEnabled", wanted.compression());
        }
        if (wanted.consistentEveryHours() != there.consistentEveryHours()) {
            line = wanted.consistentEveryHours() == 0
                    ? line.flag("DisableVSSSnapshotReplication")
                    : line.with("VSSSnapshotFrequencyHour", wanted.consistentEveryHours());
        }
        if (!disks.isEmpty()) {
            line = line.with(
                    "ReplicatedDiskPaths",
                    disks.stream()
                            .filter(disk -> !wanted.isWithout(List.of(disk)))
                            .toList());
        }
        return Objects.equals(wanted.autoResynchronize(), there.autoResynchronize())
                ? line
                : resynchronize(line, wanted);
    }

    private static Line frequency(Line line, ReplicationSettings wanted) {
        return line.with(
                "ReplicationFrequencySec", (int) wanted.frequency().interval().toSeconds());
    }

    private static Line resynchronize(Line line, ReplicationSettings wanted) {
        AutoResynchronize when = wanted.autoResynchronize();
        return when == null
                ? line.with("AutoResynchronizeEnabled", false)
                : line.with("AutoResynchronizeEnabled", true)
                        .with("AutoResynchronizeIntervalStart", when.from())
                        .with("AutoResynchronizeIntervalEnd", when.until());
    }
}
