package io.quorate.spi;

import io.quorate.Deadline;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * One attempt at a command, as the backend sees it.
 *
 * @param id the call's id, the same over all attempts; appears in messages, audit and logs
 * @param host which of the endpoint's hosts to use
 * @param deadline when this attempt must have ended; every wait of the backend ends by then. It may lie before the caller's own
 *     deadline, so that time is left to read back a lost answer
 * @param notices takes what the server says beside its answer and is no error, a line each
 * @param rehearsal whether it is part of a rehearsal, in which nothing may be sent that changes anything, not even behind the scenes
 */
public record Call(String id, String host, Deadline deadline, Consumer<String> notices, boolean rehearsal) {
    public Call {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(notices, "notices");
    }

    /** Makes one that is meant. */
    public Call(String id, String host, Deadline deadline, Consumer<String> notices) {
        this(id, host, deadline, notices, false);
    }

    /** Makes one in which nobody hears what the server says besides. */
    public Call(String id, String host, Deadline deadline) {
        this(id, host, deadline, notice -> {});
    }
}
