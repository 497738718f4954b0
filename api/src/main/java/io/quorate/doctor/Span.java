package io.quorate.doctor;

import java.time.Duration;
import java.util.Locale;

/** Says how long something is, to a person. */
final class Span {
    private Span() {}

    /** Returns the two largest units that matter, such as {@code 10 min 2 s}; below a minute, seconds and thousandths. */
    static String words(Duration time) {
        Duration length = time.abs();
        String sign = time.isNegative() ? "-" : "";
        if (length.toDays() > 0) {
            return sign + length.toDays() + " d " + length.toHoursPart() + " h";
        }
        if (length.toHours() > 0) {
            return sign + length.toHours() + " h " + length.toMinutesPart() + " min";
        }
        if (length.toMinutes() > 0) {
            return sign + length.toMinutes() + " min " + length.toSecondsPart() + " s";
        }
        return sign + String.format(Locale.ROOT, "%d.%03d s", length.toSeconds(), length.toMillisPart());
    }
}
