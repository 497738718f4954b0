package io.quorate.spi;

import org.jspecify.annotations.Nullable;

/**
 * A command on one host of several that must not be carried out while another host of its endpoint says something against it. The others are
 * asked side by side before anything is sent, whoever gives the order.
 *
 * @param <A> what they are asked for
 */
public interface AskedElsewhere<A> {

    /** Returns the host that the command goes to, which is not asked. */
    String host();

    /** Tells whether they are asked at all. */
    boolean asksElsewhere();

    /** Returns what another host is asked. */
    ReadCommand<A> askedOf(String other);

    /** Returns what speaks against it in a host's answer; null if nothing does. */
    @Nullable
    String against(String other, A answer);

    /** Tells whether a host that cannot be asked is passed over; else its failure is the command's. */
    boolean passesOverSilence();
}
