package io.quorate.spi;

/**
 * A command that changes nothing. It is sent in a rehearsal, too, so it has nothing to pretend.
 *
 * @param <R> what a successful run returns
 */
public interface ReadCommand<R> extends Command<R> {
    @Override
    default Safety safety() {
        return Safety.READ;
    }

    @Override
    default R rehearsed() {
        throw new IllegalStateException(name() + " changes nothing, so a rehearsal runs it");
    }
}
