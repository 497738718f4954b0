package io.quorate.engine;

/**
 * Starts nothing that has no time. The deadline itself begins when the call enters the engine and spans every stage; stages that wait
 * end by it, and backends get it with every request.
 */
final class DeadlineStage implements Stage {
    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        if (passage.deadline.expired()) {
            throw Failures.tooLate(passage, null);
        }
        return rest.run(passage);
    }
}
