package io.quorate.engine;

/** One concern of a call. */
interface Stage {

    /** Deals with its concern, lets the rest deal with the others, and returns the call's result. */
    <R> R run(Passage<R> passage, Chain rest);
}
