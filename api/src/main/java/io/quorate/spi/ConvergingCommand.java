package io.quorate.spi;

/**
 * A command that sets a wanted state; doing it twice is doing it once.
 *
 * @param <R> what a successful run returns
 */
public interface ConvergingCommand<R> extends Command<R> {
    @Override
    default Safety safety() {
        return Safety.CONVERGE;
    }
}
