package io.quorate.replica.command;

import io.quorate.replica.ReplicaListener;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Reads whether a host's firewall lets replicas in.
 *
 * @param host the host
 */
public record GetReplicaListener(String host) implements ReadCommand<ReplicaListener>, HostCommand<ReplicaListener> {
    public GetReplicaListener {
        Objects.requireNonNull(host, "host");
    }

    @Override
    public String name() {
        return "replica.listener.get";
    }

    @Override
    public Target target() {
        return new Target("replica listener", host);
    }
}
