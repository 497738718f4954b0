package io.quorate.lab.shell;

import io.quorate.winrm.psrp.PsStream;
import io.quorate.winrm.psrp.PsValue;
import org.jspecify.annotations.Nullable;

/** Takes what a pipeline produces, already serialised to values of the wire, in order. */
public interface PipelineSink {

    /** An object of the output stream; null is {@code $null}. */
    void output(@Nullable PsValue value);

    /** A record of another stream (error records included). */
    void record(PsStream stream, PsValue record);

    /** The end: state Completed, Failed (with the error record that ended it) or Stopped. Called exactly once. */
    void ended(State state, @Nullable PsValue errorRecord);

    /** How a pipeline ends. */
    enum State {
        STOPPED(3),
        COMPLETED(4),
        FAILED(5);

        private final int number;

        State(int number) {
            this.number = number;
        }

        /** Returns the PSInvocationState number. */
        public int number() {
            return number;
        }
    }
}
