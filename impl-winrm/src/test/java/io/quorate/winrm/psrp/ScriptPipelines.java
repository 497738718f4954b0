package io.quorate.winrm.psrp;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pipelines that our public model cannot say, for tests that replay recorded clients: script text, or whatever was recorded. It lives in
 * the tests, in the package whose insides it needs, and is exported to nobody.
 */
public final class ScriptPipelines {
    private ScriptPipelines() {}

    /** Makes a pipeline that runs script text. */
    public static PipelineMachine script(
            RunspacePoolMachine pool,
            UUID id,
            String script,
            List<PsValue> input,
            @Nullable PipelineListener listener) {
        WirePipeline wire = new WirePipeline(
                List.of(List.of(new WirePipeline.Command(script, true, null, List.of(), WirePipeline.Merges.NOTHING))),
                input.isEmpty(),
                false,
                false,
                false,
                0);
        return pool.pipeline(id, PipelineCodec.encode(wire, pool.protocol()), input, listener);
    }

    /** Makes a pipeline of a recorded CREATE_PIPELINE's content. */
    public static PipelineMachine recorded(
            RunspacePoolMachine pool,
            UUID id,
            PsValue createPipeline,
            List<PsValue> input,
            @Nullable PipelineListener listener) {
        return pool.pipeline(id, (PsObject) createPipeline, input, listener);
    }
}
