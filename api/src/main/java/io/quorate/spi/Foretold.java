package io.quorate.spi;

import io.quorate.Shown;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a read finds once a command is done, so that a rehearsal can answer it. Values that only a server gives are {@link Placeholder}s.
 * Immutable.
 *
 * @param <T> what the read returns
 */
public final class Foretold<T> {

    /** What becomes of the answer. */
    private enum Kind {
        FOUND,
        CHANGED,
        UNCHANGED,
        UNKNOWN
    }

    private final Predicate<ReadCommand<?>> reads;
    private final @Nullable Target object;
    private final Kind kind;
    private final UnaryOperator<@Nullable T> answer;

    private Foretold(
            Predicate<ReadCommand<?>> reads, @Nullable Target object, Kind kind, UnaryOperator<@Nullable T> answer) {
        this.reads = reads;
        this.object = object;
        this.kind = kind;
        this.answer = answer;
    }

    private static <T> Foretold<T> one(ReadCommand<T> read, Kind kind, UnaryOperator<@Nullable T> answer) {
        Objects.requireNonNull(read, "read");
        Target object = kind == Kind.UNCHANGED || !read.lists().isEmpty() ? null : read.target();
        return new Foretold<>(read::equals, object, kind, answer);
    }

    /** The read finds just this. */
    public static <T> Foretold<T> found(ReadCommand<T> read, T value) {
        Objects.requireNonNull(value, "value");
        return one(read, Kind.FOUND, before -> value);
    }

    /** The read finds what it found before, or this if that was nothing. */
    public static <T> Foretold<T> foundOr(ReadCommand<T> read, T value) {
        Objects.requireNonNull(value, "value");
        return one(read, Kind.CHANGED, before -> before == null ? value : before);
    }

    /** The read finds what it found before, changed. */
    public static <T> Foretold<T> changed(ReadCommand<T> read, UnaryOperator<T> change) {
        return one(read, Kind.CHANGED, orNothing(change));
    }

    /** The read finds what it found before, although the command acts on its object. */
    public static <T> Foretold<T> unchanged(ReadCommand<T> read) {
        return one(read, Kind.UNCHANGED, before -> before);
    }

    /** The read finds nothing. */
    public static <T> Foretold<T> gone(ReadCommand<T> read) {
        return one(read, Kind.FOUND, before -> null);
    }

    /** The read finds something else than before, and nobody can tell what. */
    public static <T> Foretold<T> unknown(ReadCommand<T> read) {
        return one(read, Kind.UNKNOWN, before -> before);
    }

    /** Begins to tell what many reads of one class find. */
    public static <T, C extends ReadCommand<T>> Each<T> each(Class<C> read, Predicate<? super C> which) {
        Objects.requireNonNull(which, "which");
        return new Each<>(asked -> read.isInstance(asked) && which.test(read.cast(asked)));
    }

    /**
     * Reads of one class.
     *
     * @param <T> what they return
     */
    public static final class Each<T> {
        private final Predicate<ReadCommand<?>> reads;

        private Each(Predicate<ReadCommand<?>> reads) {
            this.reads = reads;
        }

        /** They find just this. */
        public Foretold<T> found(T value) {
            Objects.requireNonNull(value, "value");
            return new Foretold<>(reads, null, Kind.FOUND, before -> value);
        }

        /** They find what they found before, changed. */
        public Foretold<T> changed(UnaryOperator<T> change) {
            return new Foretold<>(reads, null, Kind.CHANGED, orNothing(change));
        }

        /** They find what they found before. */
        public Foretold<T> unchanged() {
            return new Foretold<>(reads, null, Kind.UNCHANGED, before -> before);
        }

        /** They find nothing. */
        public Foretold<T> gone() {
            return new Foretold<>(reads, null, Kind.FOUND, before -> null);
        }

        /** They find something else than before, and nobody can tell what. */
        public Foretold<T> unknown() {
            return new Foretold<>(reads, null, Kind.UNKNOWN, before -> before);
        }

        @Override
        public String toString() {
            return Shown.as(this).toString();
        }
    }

    private static <T> UnaryOperator<@Nullable T> orNothing(UnaryOperator<T> change) {
        Objects.requireNonNull(change, "change");
        return before -> before == null ? null : change.apply(before);
    }

    /** Tells whether it is about that read. */
    public boolean answers(ReadCommand<?> read) {
        return reads.test(read);
    }

    /** Returns the one object whose state it tells; empty for a list, for several reads, and where nothing changes. */
    public Optional<Target> object() {
        return Optional.ofNullable(object);
    }

    /** Tells whether it is known what the read finds. */
    public boolean isKnown() {
        return kind != Kind.UNKNOWN;
    }

    /** Tells whether the read finds what it found before. */
    public boolean isUnchanged() {
        return kind == Kind.UNCHANGED;
    }

    /** Tells whether the answer is made from what was found before. */
    public boolean needsBefore() {
        return kind == Kind.CHANGED;
    }

    /** Returns what the read finds; null stands for an object that is not there. */
    public @Nullable T after(@Nullable T before) {
        return answer.apply(before);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("kind", kind).with("object", object).toString();
    }
}
