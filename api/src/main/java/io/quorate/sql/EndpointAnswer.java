package io.quorate.sql;

import java.util.Objects;

/**
 * What came back when a mirroring endpoint was looked for on the network, from where this client is: other replicas may be let through where it is
 * not, and the other way round.
 *
 * @param host the name or address that was asked
 * @param port its port
 * @param reach what came back
 */
public record EndpointAnswer(String host, int port, Reach reach) {

    /** What came back. */
    public enum Reach {
        /** A connection was made. */
        ANSWERS,
        /** The machine says that nobody listens there. */
        REFUSED,
        /** Nothing came back in time, as where a firewall drops what comes. */
        SILENT,
        /** Nobody knows the name. */
        UNKNOWN_NAME
    }

    public EndpointAnswer {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(reach, "reach");
    }
}
