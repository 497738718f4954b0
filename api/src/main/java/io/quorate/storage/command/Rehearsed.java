package io.quorate.storage.command;

import io.quorate.san.Naa;

/** What stands for an identity that nobody has given yet, in what a rehearsal pretends. */
final class Rehearsed {
    static final String ID = "(rehearsed)";
    static final Naa NAA = Naa.of("00000000000000000000000000000000");

    private Rehearsed() {}
}
