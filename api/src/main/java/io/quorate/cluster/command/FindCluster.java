package io.quorate.cluster.command;

import io.quorate.cluster.Cluster;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Optional;

/**
 * Reads the cluster that a host is in; empty only if the host says that no cluster was ever set up on it.
 *
 * @param host the host to ask
 */
public record FindCluster(String host) implements ReadCommand<Optional<Cluster>>, HostCommand<Optional<Cluster>> {
    public FindCluster {
        Names.check("host", host);
    }

    @Override
    public String name() {
        return "cluster.find";
    }

    @Override
    public Target target() {
        return new Target("cluster of host", host);
    }
}
