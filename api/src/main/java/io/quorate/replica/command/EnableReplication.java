package io.quorate.replica.command;

import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Enables the replication of a machine on the host it is on. The first copy is begun by itself.
 *
 * @param host the machine's host
 * @param id the machine's id
 * @param settings where to, and how
 */
public record EnableReplication(String host, UUID id, ReplicationSettings settings)
        implements ReplicationCommand<VmReplication>, GuardedCommand<VmReplication> {
    public EnableReplication {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(settings, "settings");
    }

    @Override
    public String name() {
        return "replica.enable";
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public VmReplication rehearsed() {
        return after(Rehearsed.replication(host, id));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetReplication(host, id), this::after));
    }

    private VmReplication after(VmReplication before) {
        return before.with(ReplicationMode.PRIMARY, ReplicationState.READY_FOR_INITIAL_REPLICATION)
                .from(host)
                .with(settings);
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("replication", "virtual machine");
    }
}
