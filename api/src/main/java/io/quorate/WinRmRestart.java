package io.quorate;

import java.util.List;
import java.util.Objects;

/**
 * A restart of a host's WinRM service that somebody has to agree to.
 *
 * @param host the host, as the endpoint names it
 * @param cause why it would be restarted
 * @param others the shells of others that it would end, as the host listed them a moment before; ours are not among them
 */
public record WinRmRestart(String host, Cause cause, List<Shell> others) {

    /** Why WinRM would be restarted. */
    public enum Cause {
        /** To take a temporary session configuration up. */
        REGISTER,
        /** To let our own go, when the client is closed. */
        REMOVE,
        /** To let go what a client that died has left. */
        REMOVE_LEFT_OVER
    }

    /**
     * A shell of somebody else's.
     *
     * @param id its id
     * @param owner the account that opened it
     * @param client the address it was opened from; empty where the host does not tell
     * @param configuration the session configuration, or another resource that it is a shell of
     * @param connected whether its client still listens; one that does not may come back for what runs there
     */
    public record Shell(String id, String owner, String client, String configuration, boolean connected) {
        public Shell {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(owner, "owner");
            Objects.requireNonNull(client, "client");
            Objects.requireNonNull(configuration, "configuration");
        }
    }

    public WinRmRestart {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(cause, "cause");
        others = List.copyOf(others);
    }

    /** Returns what a consent must name: the restart, the host and how many shells of others it ends, e.g. {@code WinRM restart on HV1 ending 2 shells}. */
    public String identity() {
        return "WinRM restart on " + host + " ending " + others.size() + (others.size() == 1 ? " shell" : " shells");
    }
}
