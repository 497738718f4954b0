package io.quorate.replica.command;

import io.quorate.replica.ReplicaAuthorization;
import io.quorate.replica.ReplicaServer;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Has a replica server take the machines of a primary.
 *
 * @param host the replica server
 * @param entry whose, and where to keep them
 */
public record AddAuthorization(String host, ReplicaAuthorization entry)
        implements GuardedCommand<ReplicaServer>, HostCommand<ReplicaServer> {
    public AddAuthorization {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(entry, "entry");
    }

    @Override
    public String name() {
        return "replica.authorization.add";
    }

    @Override
    public Target target() {
        return new Target("replica server", host);
    }

    @Override
    public ReplicaServer rehearsed() {
        return after(Rehearsed.server(host));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetReplicaServer(host), this::after));
    }

    private ReplicaServer after(ReplicaServer before) {
        return Rehearsed.with(
                before,
                Stream.concat(
                                before.authorizations().stream()
                                        .filter(one -> !one.primary().equalsIgnoreCase(entry.primary())),
                                Stream.of(entry))
                        .toList());
    }
}
