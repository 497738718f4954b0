package io.quorate.call;

import io.quorate.error.QuorateException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every call: for metrics, traces and progress displays. Called on the caller's thread, or, where hosts are asked side by side,
 * on those that ask them, several at a time; so it must be quick and thread-safe. What it throws is logged and swallowed. Rehearsed calls are not reported.
 */
public interface CallListener {

    /** Hears nothing. */
    CallListener NONE = new CallListener() {};

    /** A call enters the engine. */
    default void started(Started call) {}

    /** One attempt at one host failed; the call may go on. */
    default void attemptFailed(AttemptFailed attempt) {}

    /** The server said something besides, which is no error; the call goes on. */
    default void noticed(Noticed notice) {}

    /** The call ended, well or badly. */
    default void ended(Ended call) {}

    /** Who calls what. */
    record Started(String callId, String endpoint, String operation, Target target, Safety safety) {}

    /**
     * What went wrong with one attempt.
     *
     * @param number counts from 1 over all hosts
     */
    record AttemptFailed(
            String callId,
            String endpoint,
            String operation,
            String host,
            int number,
            Duration took,
            FaultPhase phase,
            ErrorKind kind,
            @Nullable String code) {}

    /**
     * What a server said beside its answer, such as SQL Server's messages up to severity 10.
     *
     * @param said its words in one line, with number, severity and state where there are such; no secrets
     */
    record Noticed(String callId, String endpoint, String operation, String host, String said) {}

    /**
     * How a call ended.
     *
     * @param host the host that was asked last; null when none was
     * @param attempts how often the command was sent or tried to be sent
     * @param failure null when it went well
     */
    record Ended(
            String callId,
            String endpoint,
            String operation,
            Target target,
            Safety safety,
            @Nullable String host,
            int attempts,
            Duration took,
            @Nullable Throwable failure) {

        /** Tells whether it went well. */
        public boolean succeeded() {
            return failure == null;
        }

        /** Returns the kind of failure; null when it went well or failed by a defect. */
        public @Nullable ErrorKind kind() {
            return failure instanceof QuorateException known ? known.kind() : null;
        }
    }

    /** Returns a listener that tells this one, then another. */
    default CallListener and(CallListener other) {
        Objects.requireNonNull(other, "other");
        CallListener self = this;
        return new CallListener() {
            @Override
            public void started(Started call) {
                self.started(call);
                other.started(call);
            }

            @Override
            public void attemptFailed(AttemptFailed attempt) {
                self.attemptFailed(attempt);
                other.attemptFailed(attempt);
            }

            @Override
            public void noticed(Noticed notice) {
                self.noticed(notice);
                other.noticed(notice);
            }

            @Override
            public void ended(Ended call) {
                self.ended(call);
                other.ended(call);
            }
        };
    }
}
