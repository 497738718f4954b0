package io.quorate.lab;

import java.io.IOException;

/**
 * A way into a machine of the lab: a service on a loopback port of its own, which decodes real bytes and acts on the lab's world. The lab
 * brings it up and down with its machine's power ({@link Site#place}). Implementations are thread-safe and answer on daemon threads whose
 * names begin with {@code quorate-lab-}; none is left after {@link #close}.
 */
public interface Face extends AutoCloseable {

    /** Returns which protocol it speaks, in a word, e.g. {@code winrm}; a machine has one face of a name. */
    String name();

    /** Returns the port of 127.0.0.1 where it really listens; the same over power cuts, once it was up. */
    int port();

    /**
     * Has it listen; does nothing if it does already.
     *
     * @throws IOException if the port is taken
     */
    void up() throws IOException;

    /** Takes it down, as a power cut does: the port refuses, connections are reset, what it remembered is gone. Repeatable. */
    void down();

    /** Takes its network away: the port refuses, connections are reset, what it remembers it keeps. Repeatable; undone by {@link #up}. */
    default void cut() {
        down();
    }

    /** Returns what reached it; always the same object. */
    Traffic traffic();

    /** Takes it down for good and lets its threads go. Repeatable. */
    @Override
    void close();
}
