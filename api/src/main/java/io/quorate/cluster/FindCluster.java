package io.quorate.cluster;

import io.quorate.spi.Placement;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Optional;

/**
 * Reads the cluster that a host is in; empty only if the host says that no cluster was ever set up on it.
 *
 * @param host the host to ask
 */
public record FindCluster(String host) implements ReadCommand<Optional<Cluster>> {
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

    @Override
    public Placement placement() {
        return Placement.on(host);
    }
}
