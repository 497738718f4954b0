package io.quorate.spi;

import io.quorate.Deadline;
import java.util.Objects;

/**
 * One attempt at a command, as the backend sees it.
 *
 * @param id the call's id, the same over all attempts; appears in messages, audit and logs
 * @param host which of the endpoint's hosts to use
 * @param deadline when this attempt must have ended; every wait of the backend ends by then. It may lie before the caller's own
 *     deadline, so that time is left to read back a lost answer
 */
public record Call(String id, String host, Deadline deadline) {
    public Call {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(deadline, "deadline");
    }
}
