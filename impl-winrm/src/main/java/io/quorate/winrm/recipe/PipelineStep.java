package io.quorate.winrm.recipe;

import io.quorate.spi.Step;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One message to PowerShell.
 *
 * @param pipeline what is sent
 * @param configuration the session configuration it is sent to; null for the endpoint's usual one
 */
public record PipelineStep(PsPipeline pipeline, @Nullable String configuration) implements Step {
    /** Stands for a value that only a look, or the answer to an earlier step, will tell. */
    public static final PsValue PLACEHOLDER = PsValue.string("(as seen)");

    public PipelineStep {
        Objects.requireNonNull(pipeline, "pipeline");
    }

    /** Makes steps for the usual session configuration, in order. */
    public static List<PipelineStep> of(PsPipeline... pipelines) {
        return Stream.of(pipelines)
                .map(pipeline -> new PipelineStep(pipeline, null))
                .toList();
    }

    /** Returns this step for another session configuration. */
    public PipelineStep in(String other) {
        return new PipelineStep(pipeline, other);
    }

    @Override
    public String text() {
        String line = PipelineText.of(pipeline);
        return configuration == null ? line : line + "  # session configuration " + configuration;
    }
}
