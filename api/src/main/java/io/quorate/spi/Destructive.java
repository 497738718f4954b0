package io.quorate.spi;

/**
 * A command that can lose data or service. The engine refuses an order of it without a consent bound to {@link #identity()}.
 */
public interface Destructive {

    /** Returns the identity the consent must name: an id where there is one, never just a display name. */
    String identity();
}
