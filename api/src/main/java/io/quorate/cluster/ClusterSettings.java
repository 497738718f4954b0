package io.quorate.cluster;

import java.time.Duration;
import java.util.Objects;

/**
 * The common properties of a cluster that decide how fast it notices a dead node and what it does then.
 *
 * @param sameSubnetDelay how often nodes of one subnet send heartbeats
 * @param sameSubnetThreshold how many heartbeats in a row may be missed there
 * @param crossSubnetDelay how often nodes of different subnets send heartbeats
 * @param crossSubnetThreshold how many heartbeats in a row may be missed there
 * @param resiliencyLevel what becomes of a node that falls silent
 * @param resiliencyDefaultPeriod how long an isolated node keeps its virtual machines before they fail over
 * @param quorumArbitrationTimeMax the longest the nodes may fight over a disk witness
 */
public record ClusterSettings(
        Duration sameSubnetDelay,
        int sameSubnetThreshold,
        Duration crossSubnetDelay,
        int crossSubnetThreshold,
        ResiliencyLevel resiliencyLevel,
        Duration resiliencyDefaultPeriod,
        Duration quorumArbitrationTimeMax) {
    public ClusterSettings {
        Objects.requireNonNull(sameSubnetDelay, "sameSubnetDelay");
        Objects.requireNonNull(crossSubnetDelay, "crossSubnetDelay");
        Objects.requireNonNull(resiliencyLevel, "resiliencyLevel");
        Objects.requireNonNull(resiliencyDefaultPeriod, "resiliencyDefaultPeriod");
        Objects.requireNonNull(quorumArbitrationTimeMax, "quorumArbitrationTimeMax");
    }

    /** Returns how long a node of the same subnet may be silent before it counts as gone: delay times threshold. */
    public Duration sameSubnetTimeout() {
        return sameSubnetDelay.multipliedBy(sameSubnetThreshold);
    }

    /** Returns how long a node of another subnet may be silent before it counts as gone: delay times threshold. */
    public Duration crossSubnetTimeout() {
        return crossSubnetDelay.multipliedBy(crossSubnetThreshold);
    }
}
