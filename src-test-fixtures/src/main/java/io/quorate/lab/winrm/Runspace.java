package io.quorate.lab.winrm;

import io.quorate.lab.shell.PipelineSink;
import io.quorate.winrm.psrp.PsPipeline;

/** One session that runs one pipeline at a time; variables survive between them. */
public interface Runspace {

    /** Runs a pipeline on the calling thread; the sink hears of its end exactly once. */
    void run(PsPipeline pipeline, PipelineSink sink);

    /** Asks the running pipeline to stop; called from another thread, does nothing if none runs. */
    void stop();
}
