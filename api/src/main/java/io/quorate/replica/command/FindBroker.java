package io.quorate.replica.command;

import io.quorate.replica.ReplicaBroker;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Optional;

/** Reads the cluster's replica broker; empty after a list of resources without one. */
public record FindBroker() implements ReadCommand<Optional<ReplicaBroker>> {
    @Override
    public String name() {
        return "replica.broker.find";
    }

    @Override
    public Target target() {
        return new Target("replica broker", "of the cluster");
    }
}
