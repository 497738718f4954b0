package io.quorate.spi;

import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A command that changes nothing. It is sent in a rehearsal, too, so it has nothing to pretend.
 *
 * @param <R> what a successful run returns
 */
public interface ReadCommand<R> extends Command<R> {

    /**
     * Returns the kinds of object it reads whole lists of; none, by default, for a read of one object by its identity, its target. A
     * rehearsal that changed one of them cannot answer it unless what changed it foretells what it finds.
     */
    default Set<String> lists() {
        return Set.of();
    }

    /** Returns what one more object, known by its identity alone, makes of its list; empty, by default, if that cannot be told. */
    default Optional<UnaryOperator<R>> adding(Target object) {
        return Optional.empty();
    }

    @Override
    default Safety safety() {
        return Safety.READ;
    }

    @Override
    default R rehearsed() {
        throw new IllegalStateException(name() + " changes nothing, so a rehearsal runs it");
    }
}
