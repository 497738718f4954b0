package io.quorate.engine;

import io.quorate.call.AuditRecord;
import io.quorate.call.AuditSink;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.QuorateException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Safety;
import io.quorate.text.Visible;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the intent of every command that changes something before it is sent, and the outcome afterwards. What was found to be there
 * already is not a change and leaves no line.
 */
final class AuditStage implements Stage {
    private static final Logger log = LoggerFactory.getLogger(AuditStage.class);

    private final @Nullable AuditSink sink;

    /** Makes one; without a sink it keeps nothing. */
    AuditStage(@Nullable AuditSink sink) {
        this.sink = sink;
    }

    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        if (sink == null || !passage.changesSomething()) {
            return rest.run(passage);
        }
        intent(sink, passage);
        R result;
        try {
            result = rest.run(passage);
        } catch (RuntimeException | Error e) {
            outcome(sink, passage, failedOrUnknown(passage, e), e);
            throw e;
        }
        outcome(sink, passage, AuditRecord.Outcome.DONE, null);
        return result;
    }

    private static void intent(AuditSink sink, Passage<?> passage) {
        try {
            sink.record(line(passage, AuditRecord.Step.INTENT, null, null));
        } catch (RuntimeException e) {
            throw Failures.of(
                    passage,
                    ErrorKind.REJECTED,
                    "the audit log could not take the intent, so nothing was sent",
                    null,
                    "make the audit log writable",
                    e,
                    List.of());
        }
    }

    private static void outcome(
            AuditSink sink, Passage<?> passage, AuditRecord.Outcome outcome, @Nullable Throwable failure) {
        try {
            sink.record(line(passage, AuditRecord.Step.OUTCOME, outcome, failure));
        } catch (RuntimeException e) {
            log.warn(
                    "the audit log could not take an outcome [call={} operation={} outcome={}]",
                    passage.id,
                    passage.command.name(),
                    outcome,
                    passage.redactor.cleanCause(e));
        }
    }

    private static AuditRecord.Outcome failedOrUnknown(Passage<?> passage, Throwable failure) {
        // After a lost answer a guarded command fails only when reading back found nothing; the others did not look.
        boolean settled = failure instanceof QuorateException && !(failure instanceof OutcomeUnknownException);
        boolean looked = passage.safety == Safety.GUARDED;
        return settled && (looked || !passage.lost) ? AuditRecord.Outcome.FAILED : AuditRecord.Outcome.UNKNOWN;
    }

    private static AuditRecord line(
            Passage<?> passage,
            AuditRecord.Step step,
            AuditRecord.@Nullable Outcome outcome,
            @Nullable Throwable failure) {
        QuorateException known = failure instanceof QuorateException q ? q : null;
        Redactor redactor = passage.redactor;
        return new AuditRecord(
                passage.runtime.now(),
                passage.id,
                step,
                redactor.clean(passage.order),
                redactor.cleanTree(passage.order.arguments()),
                outcome,
                step == AuditRecord.Step.INTENT ? null : passage.host,
                passage.tries,
                passage.elapsed(),
                known == null ? null : known.kind(),
                known == null ? null : known.code(),
                failure == null ? null : Visible.line(redactor.clean(String.valueOf(failure.getMessage()))));
    }
}
