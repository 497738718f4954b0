package io.quorate.winrm.token;

import java.time.Duration;
import java.time.Instant;

/** The time of Windows: in 100 ns since 1601. */
public final class NtlmTime {
    private static final Instant EPOCH = Instant.parse("1601-01-01T00:00:00Z");

    private NtlmTime() {}

    public static long of(Instant time) {
        Duration since = Duration.between(EPOCH, time);
        return since.getSeconds() * 10_000_000L + since.getNano() / 100;
    }

    /** Reads a time; one that is negative, thus none, is the first of all. */
    public static Instant instant(long time) {
        long since = Math.max(0, time);
        return EPOCH.plusSeconds(since / 10_000_000L).plusNanos(since % 10_000_000L * 100);
    }
}
