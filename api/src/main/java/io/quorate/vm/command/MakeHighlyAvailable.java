package io.quorate.vm.command;

import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.GroupState;
import io.quorate.cluster.GroupStatus;
import io.quorate.cluster.GroupType;
import io.quorate.spi.GuardedCommand;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * Hands a virtual machine to the cluster, which keeps it alive from then on.
 *
 * @param id its id
 */
public record MakeHighlyAvailable(UUID id) implements VirtualMachineCommand<ClusterGroup>, GuardedCommand<ClusterGroup> {
    public MakeHighlyAvailable {
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "vm.make-highly-available";
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public ClusterGroup rehearsed() {
        return new ClusterGroup(
                Rehearsed.TEXT,
                Rehearsed.TEXT,
                GroupType.VIRTUAL_MACHINE,
                GroupState.ONLINE,
                Rehearsed.TEXT,
                false,
                GroupStatus.NONE);
    }
}
