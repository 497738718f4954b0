package io.quorate.cluster.command;

import io.quorate.Span;
import io.quorate.cluster.Cluster;
import io.quorate.cluster.ClusterSettings;
import io.quorate.cluster.ResiliencyLevel;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
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
    /** What the cluster keeps: an unsigned 32-bit number of milliseconds, and of seconds. */
    private static final Duration LONGEST = Duration.ofMillis(0xFFFF_FFFFL);

    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(0xFFFF_FFFFL);

    public UpdateSettings {
        checkDelay("sameSubnetDelay", sameSubnetDelay);
        checkThreshold("sameSubnetThreshold", sameSubnetThreshold);
        checkDelay("crossSubnetDelay", crossSubnetDelay);
        checkThreshold("crossSubnetThreshold", crossSubnetThreshold);
        if (resiliencyDefaultPeriod != null
                && (resiliencyDefaultPeriod.isNegative()
                        || resiliencyDefaultPeriod.toNanosPart() != 0
                        || resiliencyDefaultPeriod.compareTo(LONGEST_PERIOD) > 0)) {
            throw new IllegalArgumentException("resiliencyDefaultPeriod is whole seconds, at most "
                    + Span.words(LONGEST_PERIOD) + ": " + Span.words(resiliencyDefaultPeriod));
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
        if (value != null
                && (value.compareTo(Duration.ofMillis(1)) < 0
                        || value.compareTo(LONGEST) > 0
                        || value.toNanosPart() % 1_000_000 != 0)) {
            throw new IllegalArgumentException(name + " is whole milliseconds, at least one, at most "
                    + Span.words(LONGEST) + ": " + Span.words(value));
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
        return after(new Cluster(Placeholder.TEXT, Placeholder.TEXT, "", Names.USUAL, true, 0));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.changed(new GetCluster(), this::after),
                Foretold.each(FindCluster.class, find -> true).changed(found -> found.map(this::after)));
    }

    private Cluster after(Cluster before) {
        ClusterSettings old = before.settings();
        ClusterSettings now = new ClusterSettings(
                sameSubnetDelay == null ? old.sameSubnetDelay() : sameSubnetDelay,
                sameSubnetThreshold == null ? old.sameSubnetThreshold() : sameSubnetThreshold,
                crossSubnetDelay == null ? old.crossSubnetDelay() : crossSubnetDelay,
                crossSubnetThreshold == null ? old.crossSubnetThreshold() : crossSubnetThreshold,
                resiliencyLevel == null ? old.resiliencyLevel() : resiliencyLevel,
                resiliencyDefaultPeriod == null ? old.resiliencyDefaultPeriod() : resiliencyDefaultPeriod,
                old.quorumArbitrationTimeMax());
        return new Cluster(
                before.name(), before.id(), before.domain(), now, before.dynamicQuorum(), before.witnessVote());
    }
}
