package io.quorate.cluster.command;

import io.quorate.cluster.Cluster;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads the cluster that a host belongs to. Fails with kind {@code UNREACHABLE} on a host whose cluster service does not run.
 */
public record GetCluster() implements ReadCommand<Cluster> {
    @Override
    public String name() {
        return "cluster.get";
    }

    @Override
    public Target target() {
        return new Target("cluster", "of the host");
    }
}
