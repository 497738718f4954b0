package io.quorate.replica.command;

import io.quorate.replica.ExtendedReplication;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Begins to send the first copy of a replica that is replicated in turn, over the network now. One that is under way or done is left alone.
 *
 * @param host the replica's host
 * @param id the machine's id
 */
public record CopyExtension(String host, UUID id)
        implements ReplicationCommand<VmReplication>, ConvergingCommand<VmReplication> {
    public CopyExtension {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "replica.extension.start-initial-copy";
    }

    @Override
    public VmReplication rehearsed() {
        return after(Rehearsed.replication(host, id).with(ReplicationMode.REPLICA, ReplicationState.REPLICATING));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetReplication(host, id), CopyExtension::after));
    }

    private static VmReplication after(VmReplication before) {
        ExtendedReplication extended = before.extended();
        return extended == null
                ? before
                : before.extendedTo(new ExtendedReplication(
                        ReplicationState.INITIAL_REPLICATION_IN_PROGRESS,
                        extended.health(),
                        extended.replica(),
                        extended.frequency(),
                        extended.lastReplication(),
                        extended.pending()));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("replication", "virtual machine");
    }
}
