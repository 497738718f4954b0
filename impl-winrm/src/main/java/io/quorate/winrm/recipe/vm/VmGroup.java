package io.quorate.winrm.recipe.vm;

import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.GroupState;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Owner;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.cluster.ClusterReads;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The cluster group of a virtual machine, by the machine's id. */
final class VmGroup {
    private VmGroup() {}

    static List<PsCommand> statement(UUID id) {
        return ClusterReads.projectGroup(Cmdlet.GET_CLUSTER_GROUP.line().with("VMId", id));
    }

    /** Migrates live, waits for some seconds, and reads the group. */
    static PsPipeline move(UUID id, String node, int wait) {
        Line move = Cmdlet.MOVE_CLUSTER_VIRTUAL_MACHINE_ROLE
                .line()
                .with("VMId", id)
                .with("Node", node)
                .with("MigrationType", "Live")
                .with("Wait", wait);
        return Line.message(ClusterReads.projectGroup(move), statement(id));
    }

    static ClusterGroup read(UUID id, PowerShell shell) {
        return last(shell.run(Line.message(statement(id))));
    }

    /**
     * Returns the node that the cluster says has the machine, surely where its group is online or on its way; empty if no cluster knows it, and
     * where none can be asked.
     */
    static Optional<Owner> owner(UUID id, PowerShell shell) {
        return asked(() -> Optional.of(read(id, shell)));
    }

    /** Does the same at less cost; empty proves nothing. */
    static Optional<Owner> glimpsed(UUID id, PowerShell shell) {
        List<PsCommand> quietly =
                ClusterReads.projectGroup(Cmdlet.GET_CLUSTER_GROUP.tolerant().with("VMId", id));
        return asked(() -> Optional.of(shell.run(Line.message(quietly)))
                .filter(output -> !output.isEmpty())
                .map(VmGroup::last));
    }

    private static Optional<Owner> asked(Supplier<Optional<ClusterGroup>> read) {
        try {
            return read.get().flatMap(VmGroup::owner);
        } catch (Fault fault) {
            if (fault.phase() == FaultPhase.UNANSWERED || fault.phase() == FaultPhase.NEVER_SENT) {
                throw fault;
            }
            return Optional.empty();
        }
    }

    private static Optional<Owner> owner(ClusterGroup group) {
        boolean runs = group.state().equals(GroupState.ONLINE) || group.state().equals(GroupState.PENDING);
        return Optional.of(group.owner())
                .filter(owner -> !owner.isBlank())
                .map(owner -> new Owner(owner, runs, true, true));
    }

    static ClusterGroup last(List<PsValue> output) {
        return Decode.last(output, "GroupType", "cluster group", ClusterReads::group);
    }
}
