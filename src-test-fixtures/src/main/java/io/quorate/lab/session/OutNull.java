package io.quorate.lab.session;

import io.quorate.lab.shell.Bound;

/** Out-Null: swallows its input. */
final class OutNull extends Stage {
    @Override
    void process(Bound args) {
        // what comes in is what Out-Null is for
    }
}
