package io.quorate.lab;

import io.quorate.lab.shell.PipelineSink;
import io.quorate.lab.winrm.Runspace;
import io.quorate.winrm.psrp.PsPipeline;
import java.time.Duration;
import java.util.Map;

/** A lab whose hosts take their time for each pipeline. */
public final class SlowLab {

    private SlowLab() {}

    /** Starts one; each pipeline takes so long in the lab's time. */
    public static Lab start(LabBuilder builder, Duration each) {
        return builder.sessions((world, estate, locale) -> {
                    ShellSessions real = new ShellSessions(world, estate, locale, Map.of(), Map.of());
                    return (caller, configuration) -> {
                        Runspace runspace = real.open(caller, configuration);
                        return new Runspace() {
                            @Override
                            public void run(PsPipeline pipeline, PipelineSink sink) {
                                try {
                                    world.time().clock().sleep(each);
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                runspace.run(pipeline, sink);
                            }

                            @Override
                            public void stop() {
                                runspace.stop();
                            }
                        };
                    };
                })
                .start();
    }
}
