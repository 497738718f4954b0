package io.quorate.storage;

import java.util.Locale;
import java.util.Objects;

/**
 * A pool's health as ZFS names it; an unknown word survives.
 *
 * @param word ONLINE, DEGRADED, FAULTED, OFFLINE, UNAVAIL, REMOVED, SUSPENDED or what else the appliance says
 */
public record PoolHealth(String word) {
    /** All of its devices work. */
    public static final PoolHealth ONLINE = new PoolHealth("ONLINE");
    /** A device is missing and redundancy stands in: it serves. */
    public static final PoolHealth DEGRADED = new PoolHealth("DEGRADED");
    /** Too much is missing or damaged: it does not serve. */
    public static final PoolHealth FAULTED = new PoolHealth("FAULTED");
    /** Reads and writes wait until a device comes back. */
    public static final PoolHealth SUSPENDED = new PoolHealth("SUSPENDED");
    /** It cannot be opened. */
    public static final PoolHealth UNAVAIL = new PoolHealth("UNAVAIL");

    public PoolHealth {
        word = Objects.requireNonNull(word, "word").toUpperCase(Locale.ROOT);
    }

    /** Makes one of the appliance's word. */
    public static PoolHealth of(String word) {
        return new PoolHealth(word);
    }

    @Override
    public String toString() {
        return word;
    }
}
