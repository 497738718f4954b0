package io.quorate.lab.shell;

/** Out-Null: swallows its input. */
final class OutNull extends Stage {
    @Override
    void process(Bound args) {
        // what comes in is what Out-Null is for
    }
}
