package io.quorate.vm.command;

import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.GroupState;
import io.quorate.cluster.GroupStatus;
import io.quorate.cluster.GroupType;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placeholder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Hands a virtual machine to the cluster, which keeps it alive from then on.
 *
 * @param id its id
 */
public record MakeHighlyAvailable(UUID id)
        implements VirtualMachineCommand<ClusterGroup>, GuardedCommand<ClusterGroup> {
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
                Placeholder.text("group of " + id),
                Placeholder.TEXT,
                GroupType.VIRTUAL_MACHINE,
                GroupState.ONLINE,
                Placeholder.TEXT,
                false,
                GroupStatus.NONE);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return AdapterInputs.both(
                List.of(Foretold.changed(
                        new GetVirtualMachine(id), before -> Rehearsed.machine(before, before.host(), true))),
                AdapterInputs.untouched(id));
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
