package io.quorate.replica.command;

import io.quorate.replica.ReplicaServer;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Reads how a host receives replicas, and from whom.
 *
 * @param host the host
 */
public record GetReplicaServer(String host) implements ReadCommand<ReplicaServer>, HostCommand<ReplicaServer> {
    public GetReplicaServer {
        Objects.requireNonNull(host, "host");
    }

    @Override
    public String name() {
        return "replica.server.get";
    }

    @Override
    public Target target() {
        return new Target("replica server", host);
    }
}
