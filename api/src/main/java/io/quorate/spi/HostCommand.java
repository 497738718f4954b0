package io.quorate.spi;

/**
 * A command that runs on one named host and no other.
 *
 * @param <R> what a successful run returns
 */
public interface HostCommand<R> extends Command<R> {

    /** Returns the host, as the endpoint names it. */
    String host();

    @Override
    default Placement placement() {
        return Placement.on(host());
    }
}
