package io.quorate.cluster.command;

import io.quorate.cluster.Quorum;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads how the cluster decides that it may run.
 */
public record GetQuorum() implements ReadCommand<Quorum> {
    @Override
    public String name() {
        return "cluster.quorum.get";
    }

    @Override
    public Target target() {
        return new Target("cluster", "quorum");
    }
}
