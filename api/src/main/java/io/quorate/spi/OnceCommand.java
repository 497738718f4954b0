package io.quorate.spi;

/**
 * A command that may happen at most once; a lost answer stays unknown.
 *
 * @param <R> what a successful run returns
 */
public interface OnceCommand<R> extends Command<R> {
    @Override
    default Safety safety() {
        return Safety.ONCE;
    }
}
