package io.quorate.directory;

import java.util.List;
import java.util.Objects;

/**
 * What a DNS server said when a host asked it for the domain's controllers.
 *
 * @param host the host that asked
 * @param server the server's address
 * @param domain the domain
 * @param state what became of the question
 * @param controllers the controllers that the server knows, by DNS name; empty unless it answered
 * @param code the code of Windows where there was no answer, e.g. {@code ERROR_TIMEOUT}; empty otherwise
 */
public record DnsAnswer(String host, String server, String domain, State state, List<String> controllers, String code) {

    /** What became of a question. */
    public enum State {
        /** The server named controllers. */
        ANSWERED,
        /** The server answered, and knows no controller of that domain: it is not one of the domain's. */
        UNKNOWN_DOMAIN,
        /** No answer came in time. */
        SILENT,
        /** Windows failed otherwise: nothing is known of the server. */
        UNTOLD
    }

    public DnsAnswer {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(code, "code");
        controllers = List.copyOf(controllers);
    }
}
