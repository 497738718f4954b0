package io.quorate.replica.command;

import io.quorate.replica.ReplicaServer;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Has a replica server take the machines of a primary no more; those it has stay.
 *
 * @param host the replica server
 * @param primary as the entry names it
 */
public record RemoveAuthorization(String host, String primary)
        implements ConvergingCommand<ReplicaServer>, HostCommand<ReplicaServer> {
    public RemoveAuthorization {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(primary, "primary");
    }

    @Override
    public String name() {
        return "replica.authorization.remove";
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
                before.authorizations().stream()
                        .filter(one -> !one.primary().equalsIgnoreCase(primary))
                        .toList());
    }
}
