package io.quorate.replica;

import java.time.Duration;
import java.util.Objects;

/**
 * When both copies are compared by themselves, where that has to be: between two times of a day, by the host's clock. The second may be
 * earlier than the first: then midnight is between them.
 *
 * @param from since midnight, whole minutes
 * @param until since midnight, whole minutes
 */
public record AutoResynchronize(Duration from, Duration until) {
    private static final Duration DAY = Duration.ofDays(1);

    public AutoResynchronize {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(until, "until");
        for (Duration time : new Duration[] {from, until}) {
            if (time.isNegative() || time.compareTo(DAY) >= 0 || time.toSeconds() % 60 != 0 || time.getNano() != 0) {
                throw new IllegalArgumentException("no time of a day in whole minutes: " + time);
            }
        }
    }

    /** In the night, when Windows' own dialogue does it: from half past six in the evening until six in the morning. */
    public static AutoResynchronize atNight() {
        return new AutoResynchronize(Duration.ofMinutes(18 * 60 + 30), Duration.ofHours(6));
    }

    /** Whenever it has to be. */
    public static AutoResynchronize always() {
        return new AutoResynchronize(Duration.ZERO, Duration.ofMinutes(24 * 60 - 1));
    }
}
