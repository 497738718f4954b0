package io.quorate.replica.command;

import io.quorate.cluster.ResourceState;
import io.quorate.replica.ReplicaBroker;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the cluster's replica broker: a client access point, the broker's resource behind it, online. What of it is there already is taken.
 *
 * @param broker the client access point's name, a host name of 15 characters at most
 * @param addresses its addresses; none for DHCP
 */
public record CreateBroker(String broker, List<String> addresses) implements GuardedCommand<ReplicaBroker> {
    public CreateBroker {
        Objects.requireNonNull(broker, "broker");
        addresses = List.copyOf(addresses);
        if (!broker.matches("[A-Za-z0-9]([A-Za-z0-9-]{0,13}[A-Za-z0-9])?")) {
            throw new IllegalArgumentException("no host name of 15 characters at most: " + broker);
        }
    }

    @Override
    public String name() {
        return "replica.broker.create";
    }

    @Override
    public Target target() {
        return new Target("replica broker", broker);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public ReplicaBroker rehearsed() {
        return new ReplicaBroker(broker, broker, ResourceState.ONLINE, Placeholder.TEXT);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.found(new FindBroker(), Optional.of(rehearsed())));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("group", "replica server");
    }
}
