package io.quorate.vm.command;

import io.quorate.cluster.ClusterGroup;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;
import java.util.UUID;

/**
 * Reads the cluster group of one virtual machine; fails with kind {@code NOT_FOUND} if the machine is not clustered. Any node of the
 * cluster can be asked.
 *
 * @param id the machine's id
 */
public record GetVirtualMachineGroup(UUID id) implements ReadCommand<ClusterGroup> {
    public GetVirtualMachineGroup {
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "vm.group.get";
    }

    @Override
    public Target target() {
        return new Target("virtual machine", id.toString());
    }
}
