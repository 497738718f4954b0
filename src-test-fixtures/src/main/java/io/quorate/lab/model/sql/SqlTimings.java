package io.quorate.lab.model.sql;

import java.time.Duration;

/**
 * How long things take. What the product's documentation does not say is assumed.
 *
 * @param hop a message from primary to secondary and its answer
 * @param redo from hardened to readable
 * @param detection how long a silent host takes to be declared down where there is no lab cluster that knows
 * @param failure how long a stopped instance on a live host takes to be noticed
 * @param lease how long an instance that hangs keeps its lease
 * @param takeover from the decision to the new role
 * @param recovery from the new role to an open database
 * @param start of the service
 * @param seedingStart before the first byte
 * @param seedingRate bytes a second
 * @param join of a replica, and of a database
 */
public record SqlTimings(
        Duration hop,
        Duration redo,
        Duration detection,
        Duration failure,
        Duration lease,
        Duration takeover,
        Duration recovery,
        Duration start,
        Duration seedingStart,
        long seedingRate,
        Duration join) {

    /** What a small estate is like. */
    public static final SqlTimings TYPICAL = new SqlTimings(
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofSeconds(20),
            Duration.ofSeconds(2),
            Duration.ofSeconds(20),
            Duration.ofMillis(500),
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            100L << 20,
            Duration.ofMillis(500));

    /** For tests in real time: whatever can be short is. */
    public static final SqlTimings SWIFT = new SqlTimings(
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            Duration.ofMillis(500),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofMillis(50),
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofMillis(20),
            1L << 30,
            Duration.ofMillis(10));
}
