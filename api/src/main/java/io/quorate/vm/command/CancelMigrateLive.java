package io.quorate.vm.command;

import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.GroupState;
import io.quorate.cluster.GroupStatus;
import io.quorate.cluster.GroupType;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Cancels the live migration of a virtual machine that is under way, wherever it goes to; the machine goes on where it is. One that does
 * not move is left alone. Any node of the cluster can be asked.
 *
 * @param id its id
 */
public record CancelMigrateLive(UUID id) implements ConvergingCommand<ClusterGroup> {
    public CancelMigrateLive {
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "vm.migrate-live.cancel";
    }

    @Override
    public Target target() {
        return new Target("virtual machine", id.toString());
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
    public Set<String> alsoChanges() {
        return Set.of("cluster group");
    }

    /** It ends the migration that is under way. */
    @Override
    public boolean cutsIn() {
        return true;
    }
}
