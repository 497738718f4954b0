package io.quorate.winrm.psrp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline ended and what it produced, stream by stream.
 *
 * @param state how it ended
 * @param output the output objects; {@code $null} is {@link PsNil#NIL}
 * @param errors non-terminating errors, in order
 * @param records warnings, verbose, debug, information and progress records, in the order they came
 * @param failure the error that ended it; null unless the state is {@code FAILED} (or {@code STOPPED} with a reason)
 */
public record PsResult(
        PsPipelineState state,
        List<PsValue> output,
        List<PsErrorRecord> errors,
        List<PsRecord> records,
        @Nullable PsErrorRecord failure) {
    public PsResult {
        output = List.copyOf(output);
        errors = List.copyOf(errors);
        records = List.copyOf(records);
    }
}
