package io.quorate.storage.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import io.quorate.storage.RemovalPlan;
import io.quorate.storage.Volumes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Removes a volume as planned: promotes clones, then destroys it with the snapshots that are left. Refused when what is there goes beyond the plan. Done when it is gone.
 *
 * @param plan what goes and what is promoted
 * @see Volumes#remove
 */
public record RemoveVolume(RemovalPlan plan) implements ConvergingCommand<Void>, Destructive {
    public RemoveVolume {
        Objects.requireNonNull(plan, "plan");
    }

    @Override
    public String identity() {
        return plan.volume().guid();
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public String name() {
        return "storage.volume.remove";
    }

    @Override
    public Target target() {
        return new Target("volume", plan.volume().path().value());
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Stream.<Foretold<?>>concat(
                        Stream.of(
                                Foretold.gone(new GetVolume(plan.volume().path())),
                                Foretold.gone(new GetLogicalUnit(plan.volume().path()))),
                        plan.promotions().stream().map(clone -> Foretold.unknown(new GetVolume(clone))))
                .toList();
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("snapshot", "LUN mapping");
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("snapshot", "LUN mapping");
    }
}
