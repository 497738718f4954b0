package io.quorate.call;

import io.quorate.Consent;
import io.quorate.spi.Destructive;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of the audit log. An order that changes something has two: the intent before anything is sent, the outcome afterwards.
 *
 * @param at wall-clock time
 * @param callId the same in both lines, in error messages and in logs
 * @param step which of the two lines this is
 * @param order what was ordered
 * @param arguments what the order's command holds, as {@link Order#arguments()} tells it: no secrets, and of bytes their SHA-256
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
        Order<?> order,
        Map<String, Object> arguments,
        @Nullable Outcome outcome,
        @Nullable String host,
        int attempts,
        Duration took,
        @Nullable ErrorKind error,
        @Nullable String code,
        @Nullable String message) {
    public AuditRecord {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(callId, "callId");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(order, "order");
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        Objects.requireNonNull(took, "took");
    }

    /** Returns the endpoint it was ordered for. */
    public String endpoint() {
        return order.endpoint();
    }

    /** Returns the command's name. */
    public String operation() {
        return order.command().name();
    }

    /** Returns the object it acts on. */
    public Target target() {
        return order.command().target();
    }

    /** Returns what may be repeated. */
    public Safety safety() {
        return order.command().safety();
    }

    /** Returns the identity of the object a consent is bound to; null for commands that need none. */
    public @Nullable String identity() {
        return order.command() instanceof Destructive destructive ? destructive.identity() : null;
    }

    /** Returns the consent's reason; null where none was given. */
    public @Nullable String reason() {
        Consent consent = order.consent();
        return consent == null ? null : consent.reason();
    }

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
