package io.quorate.winrm.psrp;

import java.util.Objects;

/**
 * How a pipeline is to run, besides what it does.
 *
 * @param protocol the negotiated version: 2.1 knows neither several statements nor the merging of single streams
 * @param addToHistory whether the session's history keeps it
 * @param nested whether it runs inside a pipeline that is running already
 * @param redirectErrorsToOutputPipe the shell's own error output ({@code RedirectShellErrorOutputPipe}); no effect was seen
 * @param remoteStreamOptions for which streams the records tell who wrote them, a bit each: 1 error, 2 warning, 4 debug, 8 verbose
 */
public record PipelineOptions(
        PsrpVersion protocol,
        boolean addToHistory,
        boolean nested,
        boolean redirectErrorsToOutputPipe,
        int remoteStreamOptions) {
    public PipelineOptions {
        Objects.requireNonNull(protocol, "protocol");
    }

    /** Makes the usual options: no history, not nested, records without invocation info. */
    public static PipelineOptions of(PsrpVersion protocol) {
        return new PipelineOptions(protocol, false, false, false, 0);
    }
}
