package io.quorate.engine;

/** One concern of a call. Stateless: what belongs to a call is in its {@link Passage}. */
interface Stage {
    <R> R run(Passage<R> passage);
}
