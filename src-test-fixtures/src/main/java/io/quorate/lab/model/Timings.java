package io.quorate.lab.model;

import java.time.Duration;
import java.util.Objects;

/**
 * How long things take that no cluster setting decides. All of grade {@link Evidence#E}: typical, chosen by us.
 *
 * @param post firmware self-test
 * @param boot Windows start until WinRM and the services answer
 * @param join from the cluster service's start to Up
 * @param serviceRestart until a cluster service that lost quorum is started again
 * @param vmStart Starting to Running
 * @param guestBoot Running to a heartbeat
 * @param guestShutdown a guest's clean shutdown
 * @param save writing the saved state
 * @param migrationSetup before memory is copied
 * @param migrationBytesPerSecond memory copy
 * @param migrationBlackout the switch-over
 */
public record Timings(
        Duration post,
        Duration boot,
        Duration join,
        Duration serviceRestart,
        Duration vmStart,
        Duration guestBoot,
        Duration guestShutdown,
        Duration save,
        Duration migrationSetup,
        long migrationBytesPerSecond,
        Duration migrationBlackout) {

    /** A typical small server room. */
    public static final Timings TYPICAL = new Timings(
            Duration.ofSeconds(45),
            Duration.ofSeconds(75),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofSeconds(25),
            Duration.ofSeconds(12),
            Duration.ofSeconds(6),
            Duration.ofSeconds(2),
            1L << 30,
            Duration.ofMillis(300));

    public Timings {
        Objects.requireNonNull(post, "post");
        if (migrationBytesPerSecond <= 0) {
            throw new IllegalArgumentException("migration needs a rate");
        }
    }

    /** Returns how long the memory of a VM takes to copy. */
    public Duration copy(long bytes) {
        return Duration.ofMillis(bytes * 1000 / migrationBytesPerSecond);
    }
}
