package io.quorate;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit log. A command that changes something has two: the intent before anything is sent, the outcome afterwards.
 *
 * @param at wall-clock time
 * @param callId the same in both lines, in error messages and in logs
 * @param step which of the two lines this is
 * @param identity of the object a consent is bound to; null for commands that need none
 * @param reason the consent's; null for commands that need none
 * @param outcome null in the intent line
 * @param host the host that was asked last; null in the intent line
 * @param attempts how often the command was sent or tried to be sent
 * @param took from the call's start to this line
 * @param error the kind of failure; null unless it failed
 * @param code the native error code; null where there is none
 * @param message the error message; null unless it failed
 */
public record AuditRecord(
        Instant at,
        String callId,
        Step step,
        String endpoint,
        String operation,
        Target target,
        Safety safety,
        @Nullable String identity,
        @Nullable String reason,
        @Nullable Outcome outcome,
        @Nullable String host,
        int attempts,
        Duration took,
        @Nullable ErrorKind error,
        @Nullable String code,
        @Nullable String message) {

    /** Before or after. */
    public enum Step {
        INTENT,
        OUTCOME
    }

    /** What became of it. */
    public enum Outcome {
        /** It was done. */
        DONE,
        /** It was not done. */
        FAILED,
        /** It may or may not have been done. */
        UNKNOWN
    }
}
