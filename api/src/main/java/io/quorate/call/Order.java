package io.quorate.call;

import io.quorate.Consent;
import io.quorate.spi.Command;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A command as it is given: where, in which way, within which time and with whose word. Whatever outlives a call - a rehearsal, the audit
 * log, a plan - holds orders. Made by the clients; run by {@code Quorate.run}. Immutable.
 *
 * @param endpoint the endpoint it is for
 * @param command what to do
 * @param mode what becomes of it when it is so already
 * @param deadline how long the whole call may take
 * @param consent the caller's word, for what can lose data or service; null where none was given
 * @param <R> what it returns
 */
public record Order<R>(
        String endpoint,
        Command<R> command,
        Mode mode,
        Duration deadline,
        @Nullable Consent consent) {

    /** What becomes of an order when what it asks for is so already. */
    public enum Mode {
        /** It is carried out; what creates something finds a conflict. */
        CREATE,
        /** It looks first, and there is nothing to do. */
        ENSURE
    }

    public Order {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(deadline, "deadline");
        if (deadline.isNegative()) {
            throw new IllegalArgumentException("a deadline cannot lie in the past: " + deadline);
        }
    }

    /** Makes one that is carried out, with the command's own deadline. */
    public static <R> Order<R> create(String endpoint, Command<R> command) {
        return new Order<>(endpoint, command, Mode.CREATE, command.deadline(), null);
    }

    /** Makes one that is satisfied when it is so already, with the command's own deadline. */
    public static <R> Order<R> ensure(String endpoint, Command<R> command) {
        return new Order<>(endpoint, command, Mode.ENSURE, command.deadline(), null);
    }

    /**
     * Returns what the command holds, component by component, as a tree of maps, lists, texts, numbers and truth values; for logs. A record
     * of one component stands for that component; a secret shows as {@code <hidden>}, bytes as their SHA-256; what is absent is left out.
     */
    public Map<String, Object> arguments() {
        return Arguments.of(command);
    }

    /** Returns the same with another deadline. */
    public Order<R> within(Duration atMost) {
        return new Order<>(endpoint, command, mode, atMost, consent);
    }

    /** Returns the same with the caller's word; null takes it away. */
    public Order<R> with(@Nullable Consent given) {
        return new Order<>(endpoint, command, mode, deadline, given);
    }
}
