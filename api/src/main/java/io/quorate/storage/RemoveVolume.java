package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Removes a volume as planned: promotes clones, then destroys it with the snapshots that are left. Refused when what is there goes beyond the plan. Done when it is gone.
 *
 * @param plan what goes and what is promoted
 * @param consent bound to the volume's guid
 * @see Volumes#remove
 */
public record RemoveVolume(RemovalPlan plan, @Nullable Consent consent) implements Command<Void>, Destructive {
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
    public Safety safety() {
        return Safety.CONVERGE;
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }
}
