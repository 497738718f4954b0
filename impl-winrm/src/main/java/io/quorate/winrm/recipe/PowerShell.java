package io.quorate.winrm.recipe;

import io.quorate.spi.Cursor;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;

/** Runs structured pipelines on one host, on behalf of a recipe. */
@FunctionalInterface
public interface PowerShell {

    /**
     * Runs a pipeline to its end and returns its output.
     *
     * @throws Fault if it failed, if any error record came, or if the answer was lost
     */
    List<PsValue> run(PsPipeline pipeline) throws Fault;

    /**
     * Runs a pipeline that only reads, and returns its output piece by piece. Begins when the first piece is asked for; the host waits with more
     * while nothing is.
     */
    default Cursor<PsValue> open(PsPipeline pipeline) {
        return new Whole(() -> run(pipeline));
    }
}
