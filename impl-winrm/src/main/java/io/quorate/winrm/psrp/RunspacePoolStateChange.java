package io.quorate.winrm.psrp;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * RUNSPACEPOOL_STATE ([MS-PSRP] 2.2.2.9).
 *
 * @param state the new state
 * @param reason the error that led there, as an error record
 */
public record RunspacePoolStateChange(
        RunspacePoolState state, @Nullable PsValue reason) {
    private static final String MESSAGE = "RUNSPACEPOOL_STATE";

    public RunspacePoolStateChange {
        Objects.requireNonNull(state, "state");
    }

    /** Reads the message's content. */
    public static RunspacePoolStateChange decode(PsValue value) {
        Fields fields = Fields.of(MESSAGE, value);
        PsValue reason = fields.value("ExceptionAsErrorRecord");
        return new RunspacePoolStateChange(
                RunspacePoolState.of(fields.int32("RunspaceState")), reason.isNil() ? null : reason);
    }

    /** Returns the message's content. */
    public PsObject toValue() {
        PsObject value = new PsObject().with("RunspaceState", PsValue.int32(state.number()));
        return reason == null ? value : value.with("ExceptionAsErrorRecord", reason);
    }
}
