package io.quorate.sql;

import io.quorate.Size;
import io.quorate.Span;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A database's log that needs looking after.
 *
 * @param kind how badly
 * @param growth what was measured
 */
public record LogWarning(Kind kind, LogGrowth growth) {
    /** How badly. */
    public enum Kind {
        /** A replica keeps it from being used again, and it grows. */
        HELD_AND_GROWING,
        /** It is full soon if it goes on so. */
        FULL_SOON,
        /** It is full: nothing can be written. */
        FULL
    }

    public LogWarning {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(growth, "growth");
    }

    /** Says it in a sentence. */
    public String words() {
        LogUse now = growth.now();
        String holders = growth.holders().stream().map(LogHolder::toString).collect(Collectors.joining(", "));
        return "the log of database " + now.database() + " at " + now.server() + " uses " + now.used() + " of "
                + now.size()
                + (growth.perSecond().isPresent() && growth.perSecond().getAsDouble() > 0
                        ? ", grows by " + Size.bytes((long) growth.perSecond().getAsDouble()) + " a second"
                        : "")
                + (now.room() == null
                        ? ", when it is full cannot be told"
                        : growth.untilFull()
                                .map(left -> ", is full in " + Span.words(left))
                                .orElse(""))
                + ", and waits for " + now.reuseWait()
                + (holders.isEmpty() ? "" : " (" + holders + ")");
    }
}
