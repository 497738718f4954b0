package io.quorate.replica.command;

import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Takes the first copy of a machine in from the folder it was carried to. One that is there already is left alone.
 *
 * @param host the replica's host
 * @param id the machine's id
 * @param folder the folder on that host
 */
public record ImportInitialCopy(String host, UUID id, String folder)
        implements ReplicationCommand<VmReplication>, ConvergingCommand<VmReplication> {
    public ImportInitialCopy {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(folder, "folder");
    }

    @Override
    public String name() {
        return "replica.import-initial-copy";
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public VmReplication rehearsed() {
        return Rehearsed.replication(host, id).with(ReplicationMode.REPLICA, ReplicationState.REPLICATING);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(
                new GetReplication(host, id),
                before -> before.with(ReplicationMode.REPLICA, ReplicationState.REPLICATING)));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("replication", "virtual machine");
    }
}
