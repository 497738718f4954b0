package io.quorate.storage.command;

import io.quorate.storage.RemovalPlan;
import io.quorate.storage.Volumes;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.Objects;

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
}
