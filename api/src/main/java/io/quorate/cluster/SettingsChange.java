package io.quorate.cluster;

import io.quorate.Shown;
import io.quorate.cluster.command.UpdateSettings;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which settings of a cluster to change. Mutable inside the lambda it is handed to, and of no use outside. */
public final class SettingsChange {
    private @Nullable Duration sameSubnetDelay;
    private @Nullable Integer sameSubnetThreshold;
    private @Nullable Duration crossSubnetDelay;
    private @Nullable Integer crossSubnetThreshold;
    private @Nullable ResiliencyLevel resiliencyLevel;
    private @Nullable Duration resiliencyDefaultPeriod;

    SettingsChange() {}

    /** Sets how often nodes of one subnet send heartbeats: whole milliseconds, 250 ms to 2 s. */
    public SettingsChange sameSubnetDelay(Duration value) {
        sameSubnetDelay = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets how many heartbeats in a row may be missed within a subnet: 3 to 120. */
    public SettingsChange sameSubnetThreshold(int value) {
        sameSubnetThreshold = value;
        return this;
    }

    /** Sets how often nodes of different subnets send heartbeats: whole milliseconds, 250 ms to 4 s. */
    public SettingsChange crossSubnetDelay(Duration value) {
        crossSubnetDelay = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets how many heartbeats in a row may be missed between subnets: 3 to 120. */
    public SettingsChange crossSubnetThreshold(int value) {
        crossSubnetThreshold = value;
        return this;
    }

    /** Sets what becomes of a node that falls silent. */
    public SettingsChange resiliencyLevel(ResiliencyLevel value) {
        resiliencyLevel = Objects.requireNonNull(value, "value");
        return this;
    }

    /** Sets how long an isolated node keeps its virtual machines: whole seconds. */
    public SettingsChange resiliencyDefaultPeriod(Duration value) {
        resiliencyDefaultPeriod = Objects.requireNonNull(value, "value");
        return this;
    }

    UpdateSettings build() {
        return new UpdateSettings(
                sameSubnetDelay,
                sameSubnetThreshold,
                crossSubnetDelay,
                crossSubnetThreshold,
                resiliencyLevel,
                resiliencyDefaultPeriod);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("sameSubnetDelay", sameSubnetDelay)
                .with("sameSubnetThreshold", sameSubnetThreshold)
                .with("crossSubnetDelay", crossSubnetDelay)
                .with("crossSubnetThreshold", crossSubnetThreshold)
                .with("resiliencyLevel", resiliencyLevel)
                .with("resiliencyDefaultPeriod", resiliencyDefaultPeriod)
                .toString();
    }
}
