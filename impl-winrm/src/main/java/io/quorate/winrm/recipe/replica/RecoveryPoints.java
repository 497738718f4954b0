package io.quorate.winrm.recipe.replica;

import io.quorate.replica.RecoveryPoint;
import io.quorate.replica.RecoveryPointKind;
import io.quorate.replica.command.ListRecoveryPoints;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.Words;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Reads a replica's recovery points with {@code Get-VMSnapshot}; an administrator's own checkpoints are none, told by the number of their kind. */
final class RecoveryPoints implements ReadingRecipe<ListRecoveryPoints, List<RecoveryPoint>> {
    private static final Words KIND = Words.of(0, "Standard")
            .and(1, "Recovery")
            .and(2, "Planned")
            .and(5, "Missing")
            .and(6, "Replica")
            .and(7, "AppConsistentReplica")
            .and(8, "SyncedReplica");

    @Override
    public Class<ListRecoveryPoints> handles() {
        return ListRecoveryPoints.class;
    }

    @Override
    public List<RecoveryPoint> run(ListRecoveryPoints command, WindowsHost host) {
        // A host without the machine is told from one without points.
        ReplicationReads.get(command.host(), command.id(), host.powerShell());
        return read(command.id(), host.powerShell());
    }

    private static PsPipeline message(UUID id) {
        return Line.message(Line.statement(
                Cmdlet.GET_VM.line().with("Id", id),
                Cmdlet.GET_VM_SNAPSHOT.line(),
                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("Id", "Name", "SnapshotType", "CreationTime"))));
    }

    static List<RecoveryPoint> read(UUID id, PowerShell shell) {
        return Decode.each(shell.run(message(id)), RecoveryPoints::point).stream()
                .filter(point -> point.kind().known())
                .sorted(Comparator.comparing(RecoveryPoint::time).reversed())
                .toList();
    }

    private static RecoveryPoint point(PsValue value) {
        Decode from = Decode.of(value, "recovery point");
        return new RecoveryPoint(
                from.guid("Id"),
                from.textOrEmpty("Name"),
                RecoveryPointKind.of(from.word("SnapshotType", KIND)),
                from.instant("CreationTime", ZoneOffset.UTC));
    }
}
