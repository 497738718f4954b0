package io.quorate.cluster.command;

import io.quorate.cluster.Cluster;
import io.quorate.cluster.ClusterSettings;
import io.quorate.cluster.ResiliencyLevel;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sets common properties of the cluster; null leaves one as it is.
 *
 * @param sameSubnetDelay how often nodes of one subnet send heartbeats, in whole milliseconds
 * @param sameSubnetThreshold how many may be missed in a row
 * @param crossSubnetDelay how often nodes of different subnets send heartbeats, in whole milliseconds
 * @param crossSubnetThreshold how many may be missed in a row
 * @param resiliencyLevel what becomes of a node that falls silent
 * @param resiliencyDefaultPeriod how long an isolated node keeps its virtual machines, in whole seconds
 */
public record UpdateSettings(
        @Nullable Duration sameSubnetDelay,
        @Nullable Integer sameSubnetThreshold,
        @Nullable Duration crossSubnetDelay,
        @Nullable Integer crossSubnetThreshold,
        @Nullable ResiliencyLevel resiliencyLevel,
        @Nullable Duration resiliencyDefaultPeriod)
        implements ConvergingCommand<Cluster> {
    public UpdateSettings {
        checkDelay("sameSubnetDelay", sameSubnetDelay);
        checkThreshold("sameSubnetThreshold", sameSubnetThreshold);
        checkDelay("crossSubnetDelay", crossSubnetDelay);
        checkThreshold("crossSubnetThreshold", crossSubnetThreshold);
        if (resiliencyDefaultPeriod != null
                && (resiliencyDefaultPeriod.isNegative() || resiliencyDefaultPeriod.toNanosPart() != 0)) {
            throw new IllegalArgumentException("resiliencyDefaultPeriod is whole seconds: " + resiliencyDefaultPeriod);
        }
        if (sameSubnetDelay == null
                && sameSubnetThreshold == null
                && crossSubnetDelay == null
                && crossSubnetThreshold == null
                && resiliencyLevel == null
                && resiliencyDefaultPeriod == null) {
            throw new IllegalArgumentException("no setting to change was named");
        }
    }

    private static void checkDelay(String name, @Nullable Duration value) {
        if (value != null && (value.toMillis() <= 0 || value.toNanosPart() % 1_000_000 != 0)) {
            throw new IllegalArgumentException(name + " is whole milliseconds, at least one: " + value);
        }
    }

    private static void checkThreshold(String name, @Nullable Integer value) {
        if (value != null && value <= 0) {
            throw new IllegalArgumentException(name + " is at least one heartbeat: " + value);
        }
    }

    @Override
    public String name() {
        return "cluster.settings.update";
    }

    @Override
    public Target target() {
        return new Target("cluster", "settings");
    }

    @Override
    public Cluster rehearsed() {
        return new Cluster(
                Names.REHEARSED,
                Names.REHEARSED,
                "",
                new ClusterSettings(
                        sameSubnetDelay == null ? Duration.ofSeconds(1) : sameSubnetDelay,
                        sameSubnetThreshold == null ? 20 : sameSubnetThreshold,
                        crossSubnetDelay == null ? Duration.ofSeconds(1) : crossSubnetDelay,
                        crossSubnetThreshold == null ? 20 : crossSubnetThreshold,
                        resiliencyLevel == null ? ResiliencyLevel.ALWAYS_ISOLATE : resiliencyLevel,
                        resiliencyDefaultPeriod == null ? Duration.ofMinutes(4) : resiliencyDefaultPeriod,
                        Duration.ofSeconds(20)),
                true,
                0);
    }
}
