package io.quorate.spi;

/**
 * A command that creates or adds something whose presence can be observed; a lost answer is settled by looking.
 *
 * @param <R> what a successful run returns
 */
public interface GuardedCommand<R> extends Command<R> {
    @Override
    default Safety safety() {
        return Safety.GUARDED;
    }
}
