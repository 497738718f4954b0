package io.quorate.lab.model;

import java.time.Duration;

/**
 * How long a host's storage takes.
 *
 * @param reconnect between two attempts to bring a lost session back
 * @param hold how long requests to a disk without a path wait before they fail
 * @param discovery until Windows finds new and vanished disks by itself
 * @param deadPortal how long Windows tries a portal that does not answer
 */
public record StorageTimings(Duration reconnect, Duration hold, Duration discovery, Duration deadPortal) {
    /** The initiator's defaults, as far as they are known. */
    public static final StorageTimings TYPICAL = new StorageTimings(
            Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(3), Duration.ofMinutes(2));

    public StorageTimings {
        if (reconnect.isNegative() || reconnect.isZero() || hold.isNegative() || discovery.isNegative()) {
            throw new IllegalArgumentException("times are positive");
        }
    }
}
