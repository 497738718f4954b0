package io.quorate.doctor;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What came of one question: an answer, or the reason why there is none. That it cannot be told is never the same as no.
 *
 * @param <T> what was asked for
 */
public sealed interface Told<T> {

    /** An answer. */
    record Known<T>(T value) implements Told<T> {
        public Known {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    /**
     * No answer.
     *
     * @param cause of what kind the reason is
     * @param why what was said
     * @param code the native code; null where there is none
     */
    record Untold<T>(Cause cause, String why, @Nullable String code) implements Told<T> {
        public Untold {
            Objects.requireNonNull(cause, "cause");
            Objects.requireNonNull(why, "why");
        }

        @Override
        public String toString() {
            return "cannot tell: " + why;
        }
    }

    /** Why there is no answer. */
    enum Cause {
        /** The host refused it to this account. */
        REFUSED,
        /** The session does not have what tells it. */
        MISSING,
        /** The host did not answer, or not in time. */
        SILENT,
        /** Nobody asked, because something before it failed. */
        NOT_ASKED,
        /** The host answered something else. */
        OTHER
    }

    /** Makes an answer. */
    static <T> Told<T> known(T value) {
        return new Known<>(value);
    }

    /** Makes a missing answer. */
    static <T> Told<T> untold(Cause cause, String why, @Nullable String code) {
        return new Untold<>(cause, why, code);
    }

    /** Returns the answer; null where there is none. */
    default @Nullable T orNull() {
        return this instanceof Known<T> known ? known.value() : null;
    }

    /** Tells whether there is an answer, and it is such a one. */
    default boolean is(Predicate<? super T> so) {
        T value = orNull();
        return value != null && so.test(value);
    }

    /** Tells whether there is no answer for a kind of reason. */
    default boolean isUntold(Cause cause) {
        return this instanceof Untold<T> untold && untold.cause() == cause;
    }

    /** Returns what is made of the answer, or the same reason. */
    default <R> Told<R> map(Function<? super T, ? extends R> how) {
        if (this instanceof Untold<T> untold) {
            return untold(untold.cause(), untold.why(), untold.code());
        }
        return known(how.apply(((Known<T>) this).value()));
    }
}
