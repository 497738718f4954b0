package io.quorate.vm.command;

import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.GroupState;
import io.quorate.cluster.GroupStatus;
import io.quorate.cluster.GroupType;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Moves a running, clustered virtual machine to another node without stopping it, and waits until it is there. Any node of the cluster
 * can be asked.
 *
 * @param id its id
 * @param node where to
 * @param atMost how long to wait until it is there
 */
public record MigrateLive(UUID id, String node, Duration atMost) implements ConvergingCommand<ClusterGroup> {
    public MigrateLive {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(node, "node");
        Inputs.checkWait(atMost);
    }

    @Override
    public String name() {
        return "vm.migrate-live";
    }

    @Override
    public Target target() {
        return new Target("virtual machine", id.toString());
    }

    @Override
    public Duration deadline() {
        return atMost.plusMinutes(2);
    }

    @Override
    public ClusterGroup rehearsed() {
        return group(id, node);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return foretold(id, node);
    }

    /** What a rehearsal pretends of the group that has arrived. */
    static ClusterGroup group(UUID id, String node) {
        return new ClusterGroup(
                Placeholder.text("group of " + id),
                Placeholder.TEXT,
                GroupType.VIRTUAL_MACHINE,
                GroupState.ONLINE,
                node,
                false,
                GroupStatus.NONE);
    }

    /** What reads find of a machine that has arrived, and of its group. */
    static List<Foretold<?>> foretold(UUID id, String node) {
        return List.of(
                Foretold.changed(
                        new GetVirtualMachine(id), before -> Rehearsed.machine(before, node, before.clustered())),
                Foretold.found(new GetVirtualMachineGroup(id), group(id, node)));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("cluster group");
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("cluster node");
    }
}
