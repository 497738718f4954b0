package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placement;
import io.quorate.spi.Target;
import io.quorate.sql.AvailabilityListener;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Gives a group its listener. The cluster makes a computer object and a DNS name for it.
 *
 * @param group the group's name
 * @param listener the listener as it is to be
 */
public record AddListener(String group, ListenerDefinition listener) implements GuardedCommand<AvailabilityListener> {
    public AddListener {
        Inputs.checkName("group", group);
        Objects.requireNonNull(listener, "listener");
    }

    @Override
    public String name() {
        return "sql.listener.add";
    }

    @Override
    public Target target() {
        return new Target("availability listener", listener.dnsName() + "@" + group);
    }

    @Override
    public Placement placement() {
        return Placement.owner();
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public AvailabilityListener rehearsed() {
        return Rehearsed.listener(group, listener);
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("availability group");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.of(group, it -> it.listeners.add(rehearsed()));
    }
}
