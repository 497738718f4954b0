package io.quorate.lab.shell;

import org.jspecify.annotations.Nullable;

/** One call of a cmdlet: what a rule sees and where it writes. */
public interface Invocation {

    /** Returns who calls, and on which host. */
    Caller caller();

    /** Returns the bound arguments; for a cmdlet fed by the pipeline, those of the current record. */
    Bound args();

    /** Passes an object down the pipeline. */
    void write(@Nullable Object value);

    /** Writes a non-terminating error; under {@code -ErrorAction Stop} it terminates. */
    void writeError(LabError error);

    /** Writes a warning. */
    void writeWarning(String text);

    /** Tells whether the client asked to stop; long rules look at it. */
    boolean stopped();
}
