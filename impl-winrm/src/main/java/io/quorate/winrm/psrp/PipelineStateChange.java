package io.quorate.winrm.psrp;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * PIPELINE_STATE ([MS-PSRP] 2.2.2.21).
 *
 * @param state the new state
 * @param reason the error record that led there: with {@code FAILED} always, with {@code STOPPED} usually
 */
public record PipelineStateChange(
        PsPipelineState state, @Nullable PsValue reason) {
    private static final String MESSAGE = "PIPELINE_STATE";

    public PipelineStateChange {
        Objects.requireNonNull(state, "state");
    }

    /** Reads the message's content. */
    public static PipelineStateChange decode(PsValue value) {
        Fields fields = Fields.of(MESSAGE, value);
        PsValue reason = fields.value("ExceptionAsErrorRecord");
        return new PipelineStateChange(state(fields.int32("PipelineState")), reason.isNil() ? null : reason);
    }

    /** Returns the message's content. */
    public PsObject toValue() {
        PsObject value = new PsObject().with("PipelineState", PsValue.int32(state.number()));
        return reason == null ? value : value.with("ExceptionAsErrorRecord", reason);
    }

    private static PsPipelineState state(int number) {
        for (PsPipelineState state : PsPipelineState.values()) {
            if (state.number() == number) {
                return state;
            }
        }
        throw new PsrpProtocolException("pipeline state " + number + " is unknown");
    }
}
