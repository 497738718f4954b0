package io.quorate.vm.command;

import io.quorate.cluster.ClusterGroup;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Begins to move a running, clustered virtual machine to another node without stopping it, and does not wait. Any node of the cluster can
 * be asked.
 *
 * @param id its id
 * @param node where to
 */
public record BeginMigrateLive(UUID id, String node) implements ConvergingCommand<ClusterGroup> {
    public BeginMigrateLive {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(node, "node");
    }

    @Override
    public String name() {
        return "vm.migrate-live.begin";
    }

    @Override
    public Target target() {
        return new Target("virtual machine", id.toString());
    }

    @Override
    public ClusterGroup rehearsed() {
        return MigrateLive.group(id, node);
    }

    /** A rehearsal does not wait, so it sees the machine where it will be in the end. */
    @Override
    public List<Foretold<?>> foretold() {
        return MigrateLive.foretold(id, node);
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
