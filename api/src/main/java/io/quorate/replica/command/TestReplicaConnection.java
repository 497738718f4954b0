package io.quorate.replica.command;

import io.quorate.replica.ReplicaPartner;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Tries whether a host reaches a replica server that would take its machines.
 *
 * @param host the host that tries
 * @param partner the server
 */
public record TestReplicaConnection(String host, ReplicaPartner partner)
        implements ReadCommand<Boolean>, HostCommand<Boolean> {
    public TestReplicaConnection {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(partner, "partner");
    }

    @Override
    public String name() {
        return "replica.connection.test";
    }

    @Override
    public Target target() {
        return new Target("replica connection", host + " to " + partner.server());
    }
}
