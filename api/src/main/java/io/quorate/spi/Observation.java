package io.quorate.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What reading back found: the effect is there (with the result), surely absent, or it cannot be told. "Cannot tell" is never "absent".
 *
 * @param <R> the command's result
 */
public sealed interface Observation<R> {

    /** The effect is there. */
    record Present<R>(@Nullable R value) implements Observation<R> {}

    /** The effect is surely not there, proved by a successful listing. */
    record Absent<R>() implements Observation<R> {}

    /**
     * It could not be told. A cause that is a {@link Fault} of kind {@code CONFLICT} says that something else is there in its place: then
     * looking again is of no use, and the call ends with that conflict.
     */
    record Unknown<R>(String reason, @Nullable Throwable cause) implements Observation<R> {
        public Unknown {
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** Makes one of an effect that is there. */
    static <R> Observation<R> present(R value) {
        return new Present<>(value);
    }

    /** Makes one of an effect that is surely not there. */
    static <R> Observation<R> absent() {
        return new Absent<>();
    }

    /** Makes one that could not be told, and why. */
    static <R> Observation<R> unknown(String reason, @Nullable Throwable cause) {
        return new Unknown<>(reason, cause);
    }
}
