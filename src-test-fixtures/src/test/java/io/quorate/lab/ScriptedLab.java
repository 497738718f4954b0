package io.quorate.lab;

import io.quorate.lab.shell.PipelineSink;
import io.quorate.lab.winrm.Runspace;
import io.quorate.winrm.psrp.PsPipeline;
import java.util.function.UnaryOperator;

/** The story's lab with a script in place of cmdlets. */
public final class ScriptedLab {

    /** What every pipeline does before it completes. */
    public interface Script {
        void run(PsPipeline pipeline, PipelineSink sink);
    }

    private ScriptedLab() {}

    public static Lab start(Script script) {
        return start(Lab.storyBuilder(), script);
    }

    /** Starts one that is more than the story's. */
    public static Lab start(Script script, UnaryOperator<LabBuilder> details) {
        return start(details.apply(Lab.storyBuilder()), script);
    }

    public static Lab start(LabBuilder builder, Script script) {
        return builder.sessions((world, estate, locale) -> (caller, configuration) -> new Runspace() {
                    @Override
                    public void run(PsPipeline pipeline, PipelineSink sink) {
                        script.run(pipeline, sink);
                        sink.ended(PipelineSink.State.COMPLETED, null);
                    }

                    @Override
                    public void stop() {}
                })
                .start();
    }
}
