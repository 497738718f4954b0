package io.quorate;

import java.time.Duration;
import java.util.Locale;

/** Says how long something is, to a person: the one spelling for messages, tables and reports. Does no I/O. */
public final class Span {
    private static final Duration LONG = Duration.ofSeconds(Long.MAX_VALUE);

    private Span() {}

    /**
     * Returns the two largest units that matter: {@code 3 d 4 h}, {@code 10 min 2 s}, {@code 2 min}. Below a minute, seconds, with thousandths
     * where there are some: {@code 30 s}, {@code 0.250 s}. A time of many years is that many days.
     */
    public static String words(Duration time) {
        boolean ahead = !time.isNegative();
        Duration length = ahead ? time : time.getSeconds() == Long.MIN_VALUE ? LONG : time.negated();
        String text = length(length);
        return ahead || text.equals("0 s") ? text : "-" + text;
    }

    private static String length(Duration length) {
        if (length.toDays() > 0) {
            return both(length.toDays(), "d", length.toHoursPart(), "h");
        }
        if (length.toHours() > 0) {
            return both(length.toHours(), "h", length.toMinutesPart(), "min");
        }
        if (length.toMinutes() > 0) {
            return both(length.toMinutes(), "min", length.toSecondsPart(), "s");
        }
        return length.toMillisPart() == 0
                ? length.toSeconds() + " s"
                : String.format(Locale.ROOT, "%d.%03d s", length.toSeconds(), length.toMillisPart());
    }

    private static String both(long most, String unit, int rest, String smaller) {
        return most + " " + unit + (rest == 0 ? "" : " " + rest + " " + smaller);
    }
}
