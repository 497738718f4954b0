package io.quorate.winrm;

import io.quorate.spi.Call;
import io.quorate.spi.Fault;
import io.quorate.winrm.recipe.PipelineStep;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One way to sessions whose commands other machines accept. Making one does no I/O. Thread-safe. */
interface DelegationStrategy extends AutoCloseable {

    /**
     * A session for one call, given back when the call has ended.
     *
     * @param session hands it out; may be called often
     * @param end what giving it back takes
     */
    record Way(Supplier<WinRmSession> session, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    /** Names it for a person. */
    String name();

    /** Tells whether it changes nothing and hands nothing over, so that looks may go this way, too. */
    default boolean standing() {
        return false;
    }

    /** Returns the session configuration that its commands go to; null for the endpoint's usual one. */
    default @Nullable String configuration() {
        return null;
    }

    /** Returns what it would send to a host before the first command. */
    default List<PipelineStep> before(String host) {
        return List.of();
    }

    /**
     * Opens a way for a call. Nothing of the command has begun when it fails.
     *
     * @throws Fault never {@code UNANSWERED} or {@code TRANSIENT}
     */
    Way open(Call call) throws Fault;

    /** Gives back what it holds on hosts; bounded, never throws. The endpoint's other sessions are still there. */
    @Override
    default void close() {}
}
