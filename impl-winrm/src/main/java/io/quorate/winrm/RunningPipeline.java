package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.winrm.psrp.PipelineMachine;
import io.quorate.winrm.psrp.PsPipelineState;
import io.quorate.winrm.psrp.PsResult;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that the server has accepted. Advance it until it has ended, and close it in any case: that frees it on the server after the
 * caller went on. Used by the thread that started it; {@link #stop} may come from another.
 */
final class RunningPipeline implements AutoCloseable {
    private final PoolShell pool;
    private final PipelineMachine pipeline;
    private final String commandId;
    private final Deadline deadline;
    private @Nullable Runnable whenClosed;
    private boolean closed;

    RunningPipeline(PoolShell pool, PipelineMachine pipeline, String commandId, Deadline deadline) {
        this.pool = pool;
        this.pipeline = pipeline;
        this.commandId = commandId;
        this.deadline = deadline;
    }

    RunningPipeline whenClosed(Runnable action) {
        whenClosed = action;
        return this;
    }

    /**
     * Does one Receive; what it brings goes to the pipeline's listener or into its result.
     *
     * @return whether the pipeline still runs
     * @throws io.quorate.spi.Fault {@code UNANSWERED} if its end is not heard of; the session gives the pool up then
     */
    boolean advance() {
        if (!pipeline.ended()) {
            pool.advance(pipeline, commandId, deadline);
        }
        return !pipeline.ended();
    }

    /** Advances to the end and returns what came. */
    PsResult result() {
        while (advance()) {
            continue;
        }
        return pipeline.result();
    }

    PsPipelineState state() {
        return pipeline.state();
    }

    /** Asks for a graceful stop; the pipeline ends {@code STOPPED}, or as it was about to. */
    void stop() {
        pipeline.stopRequested();
        pool.stop(commandId, deadline);
    }

    /** Frees the pipeline, and stops it first if it has not ended. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (pipeline.ended()) {
                pool.release(commandId, deadline);
            } else {
                pool.retire(commandId);
            }
        } finally {
            if (whenClosed != null) {
                whenClosed.run();
            }
        }
    }
}
