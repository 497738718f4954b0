package io.quorate.winrm.recipe.cluster;

import io.quorate.cluster.AvailableDisk;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import java.util.List;

/**
 * Hands one available disk to {@code Add-ClusterDisk}, which takes live objects only. The disk is kept in a variable first: piped
 * directly, an error would stop {@code Get-ClusterAvailableDisk}, and cluster cmdlets report a bogus error when they are stopped.
 */
final class AvailableDisks {
    private static final String DISK = "quorateDisk";

    private AvailableDisks() {}

    /** Finds the disk of an identity in a fresh list and returns the identity as Windows spells it. */
    static String spelling(String diskId, PowerShell shell) {
        return Decode.each(shell.run(Line.message(ClusterReads.availableDisks())), ClusterReads::availableDisk).stream()
                .map(AvailableDisk::id)
                .filter(id -> DiskIdentity.same(id, diskId))
                .findFirst()
                .orElseThrow(() -> Answers.notFound("no disk " + diskId
                        + " is available to the cluster: every node must see it, and nothing may use it"));
    }

    /** Keeps the disk of exactly that identity. */
    static List<PsCommand> keep(String id) {
        return Line.statement(
                Cmdlet.GET_CLUSTER_AVAILABLE_DISK.line(),
                Cmdlet.WHERE_OBJECT.line().with("Property", "Id").flag("EQ").with("Value", id),
                Cmdlet.SET_VARIABLE.line().with("Name", DISK).unasked());
    }

    /** Adds the kept disk and pipes the new resource on. */
    static List<PsCommand> add(Line then) {
        return Line.statement(
                Cmdlet.GET_VARIABLE.line().with("Name", List.of(DISK)).flag("ValueOnly"),
                Cmdlet.ADD_CLUSTER_DISK.line(),
                then);
    }
}
