package io.quorate.replica.command;

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
 * Makes a machine of one of a replica's recovery points that can be tried out, connected to no network. One that a test made already is taken,
 * from whichever point.
 *
 * @param host the replica's host
 * @param id the machine's id
 * @param point the recovery point's id
 */
public record TestRecoveryPoint(String host, UUID id, UUID point)
        implements ReplicationCommand<VmReplication>, ConvergingCommand<VmReplication> {
    public TestRecoveryPoint {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(point, "point");
    }

    @Override
    public String name() {
        return "replica.start-test-of-point";
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public VmReplication rehearsed() {
        return Rehearsed.after(Rehearsed.replication(host, id), ReplicationAct.START_TEST);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(
                new GetReplication(host, id), before -> Rehearsed.after(before, ReplicationAct.START_TEST)));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("virtual machine");
    }
}
