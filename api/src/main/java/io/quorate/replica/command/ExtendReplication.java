package io.quorate.replica.command;

import io.quorate.Size;
import io.quorate.replica.ExtendedReplication;
import io.quorate.replica.ReplicationHealth;
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
 * Has a replica be replicated in turn, to a third server; never every 30 seconds, and never more often than it receives itself. The first copy
 * is begun by itself.
 *
 * @param host the replica's host
 * @param id the machine's id
 * @param settings where to, and how
 */
public record ExtendReplication(String host, UUID id, ReplicationSettings settings)
        implements ReplicationCommand<VmReplication>, GuardedCommand<VmReplication> {
    public ExtendReplication {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(settings, "settings");
    }

    @Override
    public String name() {
        return "replica.extend";
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public VmReplication rehearsed() {
        return after(Rehearsed.replication(host, id).with(ReplicationMode.REPLICA, ReplicationState.REPLICATING));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetReplication(host, id), this::after));
    }

    private VmReplication after(VmReplication before) {
        return before.extendedTo(new ExtendedReplication(
                ReplicationState.READY_FOR_INITIAL_REPLICATION,
                ReplicationHealth.NORMAL,
                settings.partner().server(),
                settings.frequency().interval(),
                null,
                Size.bytes(0)));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("replication", "virtual machine");
    }
}
