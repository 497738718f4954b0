package io.quorate.winrm.psrp;

/** Sees what a pipeline produces as it arrives, in the thread that receives. All methods do nothing unless overridden. */
public interface PipelineListener {
    /** Hears nothing. */
    PipelineListener NONE = new PipelineListener() {};

    /** An output object; {@code $null} is {@link PsNil#NIL}. */
    default void output(PsValue value) {}

    /** A non-terminating error. */
    default void error(PsErrorRecord error) {}

    /** A record of another stream. */
    default void record(PsRecord record) {}
}
