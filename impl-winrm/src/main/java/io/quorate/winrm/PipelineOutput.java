package io.quorate.winrm;

import io.quorate.Deadline;
import io.quorate.spi.Cursor;
import io.quorate.winrm.psrp.PipelineListener;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's output as it is asked for: holds what one Receive brought, and asks for the next when that has been taken. What came before an error
 * is handed out before it is thrown.
 */
final class PipelineOutput implements Cursor<PsValue> {
    /** How long a host may take to stop what nobody reads any more, before the session's pool is given up with it. */
    private static final Duration STOPS = Duration.ofSeconds(5);

    /** More errors than that say nothing more. */
    private static final int MOST_ERRORS = 20;

    private final WinRmSession session;
    private final PsPipeline pipeline;
    private final Deque<PsValue> arrived = new ArrayDeque<>();
    private final List<PsErrorRecord> errors = new ArrayList<>();
    private @Nullable RunningPipeline running;
    private boolean over;

    PipelineOutput(WinRmSession session, PsPipeline pipeline) {
        this.session = session;
        this.pipeline = pipeline;
    }

    private final class Arriving implements PipelineListener {
        @Override
        public void output(PsValue value) {
            if (!over) {
                arrived.add(value);
            }
        }

        @Override
        public void error(PsErrorRecord error) {
            if (errors.size() < MOST_ERRORS) {
                errors.add(error);
            }
        }
    }

    @Override
    public @Nullable PsValue next(Deadline deadline) {
        PsValue first = arrived.poll();
        if (first != null || over) {
            return first;
        }
        RunningPipeline from = running;
        if (from == null) {
            from = session.stream(pipeline, new Arriving(), deadline);
            running = from;
        }
        from.until(deadline);
        boolean runs = true;
        while (arrived.isEmpty() && runs) {
            runs = from.advance();
        }
        PsValue next = arrived.poll();
        if (next == null) {
            over = true;
            SessionPowerShell.judge(from.result(), errors);
        }
        return next;
    }

    @Override
    public void close() {
        over = true;
        arrived.clear();
        RunningPipeline from = running;
        running = null;
        if (from != null) {
            from.quit(session.in(STOPS));
        }
    }
}
