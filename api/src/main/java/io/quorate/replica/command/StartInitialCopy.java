package io.quorate.replica.command;

import io.quorate.replica.CopySource;
import io.quorate.replica.ReplicationAct;
import io.quorate.replica.VmReplication;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Has the first copy of a machine get to its replica otherwise than over the network now. One that is under way or done is left alone.
 *
 * @param host the primary
 * @param id the machine's id
 * @param source how
 */
public record StartInitialCopy(String host, UUID id, CopySource source)
        implements ReplicationCommand<VmReplication>, ConvergingCommand<VmReplication> {
    public StartInitialCopy {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(source, "source");
    }

    @Override
    public String name() {
        return "replica.start-initial-copy-otherwise";
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
        return source.kind() == CopySource.Kind.SCHEDULED
                ? before.copiedAt(source.at())
                : Rehearsed.after(before, ReplicationAct.START_INITIAL_COPY);
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("replication", "virtual machine");
    }
}
