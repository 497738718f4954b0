package io.quorate.storage;

import java.util.Locale;
import java.util.Objects;

/**
 * A pool's health as ZFS names it; an unknown word survives.
 *
 * @param word ONLINE, DEGRADED, FAULTED, OFFLINE, UNAVAIL, REMOVED, SUSPENDED or what else the appliance says
 */
public record PoolHealth(String word) {
    public static final PoolHealth ONLINE = new PoolHealth("ONLINE");
    public static final PoolHealth DEGRADED = new PoolHealth("DEGRADED");
    public static final PoolHealth FAULTED = new PoolHealth("FAULTED");
    public static final PoolHealth SUSPENDED = new PoolHealth("SUSPENDED");
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
