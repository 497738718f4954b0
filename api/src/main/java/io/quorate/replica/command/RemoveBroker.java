package io.quorate.replica.command;

import io.quorate.replica.ReplicaBroker;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Removes the cluster's replica broker with its client access point: the group, all that is in it. A broker of another name is left alone.
 *
 * @param broker the client access point's name
 */
public record RemoveBroker(String broker) implements ConvergingCommand<Optional<ReplicaBroker>>, Destructive {
    public RemoveBroker {
        Objects.requireNonNull(broker, "broker");
        if (broker.isBlank()) {
            throw new IllegalArgumentException("a broker has a name");
        }
    }

    @Override
    public String identity() {
        return broker;
    }

    @Override
    public String name() {
        return "replica.broker.remove";
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
    public Optional<ReplicaBroker> rehearsed() {
        return Optional.empty();
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(
                new FindBroker(), before -> before.filter(one -> !one.name().equalsIgnoreCase(broker))));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("group", "replica server");
    }
}
