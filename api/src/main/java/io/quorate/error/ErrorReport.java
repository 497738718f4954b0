package io.quorate.error;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an exception knows, in the order its message tells it.
 *
 * @param operation what was attempted, e.g. {@code cluster.node.add}
 * @param object on what, e.g. {@code cluster node HV3}
 * @param host which host was asked last; null when none was
 * @param wire over which wire, e.g. {@code winrm https}
 * @param endpoint through which endpoint
 * @param attempts how often the command was sent or tried to be sent; 0 when nothing left
 * @param elapsed how long it took until the failure
 * @param said what the other side said, or what was found here
 * @param code the native error code
 * @param hint what to try
 * @param callId the call's id, the same in audit and logs
 */
public record ErrorReport(
        String operation,
        @Nullable String object,
        @Nullable String host,
        @Nullable String wire,
        @Nullable String endpoint,
        int attempts,
        Duration elapsed,
        String said,
        @Nullable String code,
        @Nullable String hint,
        @Nullable String callId)
        implements Serializable {
    public ErrorReport {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(said, "said");
    }

    /** Returns the same with a hint in front of the one that it has. */
    public ErrorReport withHint(String first) {
        return new ErrorReport(
                operation,
                object,
                host,
                wire,
                endpoint,
                attempts,
                elapsed,
                said,
                code,
                hint == null ? first : first + "; " + hint,
                callId);
    }
}
