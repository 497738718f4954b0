package io.quorate.engine;

import io.quorate.call.CallListener;
import io.quorate.spi.Cursor;
import io.quorate.text.Visible;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener when a call begins and how it ended. */
final class MeasureStage implements Stage {
    private static final Logger log = LoggerFactory.getLogger(MeasureStage.class);

    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        passage.listener.started(new CallListener.Started(
                passage.id,
                passage.site.endpoint.name(),
                passage.command.name(),
                passage.command.target(),
                passage.safety));
        R result;
        try {
            result = rest.run(passage);
        } catch (RuntimeException | Error e) {
            ended(passage, e);
            throw e;
        }
        if (!(result instanceof Cursor)) {
            ended(passage, null);
        }
        return result;
    }

    /** Tells how it ended; of what comes piece by piece, by whoever reads it. */
    static void ended(Passage<?> passage, @Nullable Throwable failure) {
        log.debug(
                "call ended [call={} operation={} target={} host={} attempts={} took={} ok={}]",
                passage.id,
                passage.command.name(),
                Visible.line(passage.command.target().toString()),
                passage.host,
                passage.tries,
                passage.elapsed(),
                failure == null);
        passage.listener.ended(new CallListener.Ended(
                passage.id,
                passage.site.endpoint.name(),
                passage.command.name(),
                passage.command.target(),
                passage.safety,
                passage.host,
                passage.tries,
                passage.elapsed(),
                failure));
    }
}
