package io.quorate.spi;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a read finds once a command is done, so that a rehearsal can answer it. Values that only a server gives are marked placeholders.
 *
 * @param read the read, by the object's identity
 * @param answer makes the answer; from what the read found before where {@code needsBefore}, else of null. Null stands for an object that
 *     is not there
 * @param needsBefore whether the answer is made from what was found before
 * @param <T> what the read returns
 */
public record Foretold<T>(ReadCommand<T> read, UnaryOperator<@Nullable T> answer, boolean needsBefore) {
    public Foretold {
        Objects.requireNonNull(read, "read");
        Objects.requireNonNull(answer, "answer");
    }

    /** The read finds just this. */
    public static <T> Foretold<T> found(ReadCommand<T> read, T value) {
        Objects.requireNonNull(value, "value");
        return new Foretold<>(read, before -> value, false);
    }

    /** The read finds what it found before, changed. */
    public static <T> Foretold<T> changed(ReadCommand<T> read, UnaryOperator<T> change) {
        return new Foretold<>(read, before -> before == null ? null : change.apply(before), true);
    }

    /** The read finds nothing. */
    public static <T> Foretold<T> gone(ReadCommand<T> read) {
        return new Foretold<>(read, before -> null, false);
    }
}
