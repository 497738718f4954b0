package io.quorate.engine;

import java.util.List;

/** Stages in the order a call passes them. Immutable. */
final class Chain {
    private final List<Stage> stages;

    private Chain(List<Stage> stages) {
        this.stages = stages;
    }

    /** Makes one; the last stage lets nothing pass on. */
    static Chain of(Stage... stages) {
        return new Chain(List.of(stages));
    }

    /** Sends a call through what is left of it. */
    <R> R run(Passage<R> passage) {
        return stages.get(0).run(passage, new Chain(stages.subList(1, stages.size())));
    }
}
