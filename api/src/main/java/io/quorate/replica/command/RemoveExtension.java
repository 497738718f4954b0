package io.quorate.replica.command;

import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Ends the replication from a replica to a third server, on one of these two. What the replica receives goes on; both machines stay.
 *
 * @param host the replica's host, or the third server
 * @param id the machine's id
 */
public record RemoveExtension(String host, UUID id)
        implements ReplicationCommand<VmReplication>, ConvergingCommand<VmReplication>, Destructive {
    public RemoveExtension {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String identity() {
        return id.toString();
    }

    @Override
    public String name() {
        return "replica.extension.remove";
    }

    @Override
    public VmReplication rehearsed() {
        return after(Rehearsed.replication(host, id).with(ReplicationMode.REPLICA, ReplicationState.REPLICATING));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetReplication(host, id), RemoveExtension::after));
    }

    private static VmReplication after(VmReplication before) {
        return before.mode().equals(ReplicationMode.EXTENDED_REPLICA)
                ? before.with(ReplicationMode.NONE, ReplicationState.DISABLED)
                : before.extendedTo(null);
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("replication", "virtual machine");
    }
}
