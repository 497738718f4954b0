package io.quorate.flow;

import java.util.Objects;
import java.util.Optional;

/**
 * A link of an identity chain: it is there, it is surely missing, or it cannot be told. "Cannot tell" is never "missing".
 *
 * @param <T> what it holds
 */
public sealed interface Link<T> {

    /** It is there. */
    record Found<T>(T value) implements Link<T> {
        public Found {
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * It is not there, as a successful look has shown.
     *
     * @param what what is missing, for a person
     */
    record Missing<T>(String what) implements Link<T> {
        public Missing {
            Objects.requireNonNull(what, "what");
        }
    }

    /**
     * It could not be told.
     *
     * @param why the reason, for a person
     */
    record Untold<T>(String why) implements Link<T> {
        public Untold {
            Objects.requireNonNull(why, "why");
        }
    }

    /** Returns what is there; empty both if it is missing and if it cannot be told. */
    default Optional<T> found() {
        return this instanceof Found<T> it ? Optional.of(it.value()) : Optional.empty();
    }
}
