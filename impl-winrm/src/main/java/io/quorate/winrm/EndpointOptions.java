package io.quorate.winrm;

import io.quorate.Endpoint;
import io.quorate.winrm.wsman.HttpCarrier;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint's options say about WinRM.
 *
 * @param configurationName the session configuration for all but delegating commands
 * @param delegated the session configuration for commands that act on another machine; null if there is none
 * @param operationTimeout how long the server may stay quiet before it says so
 * @param readTimeout how long the server may be silent before a request counts as lost; longer than the operation time-out
 */
record EndpointOptions(
        String configurationName, @Nullable String delegated, Duration operationTimeout, Duration readTimeout) {
    /** The option that names the session configuration for commands that act on another machine. */
    static final String DELEGATED_CONFIGURATION = "delegatedConfiguration";

    /** The option that names the session configuration for all other commands. */
    static final String CONFIGURATION = "configurationName";

    /** The option for {@link #operationTimeout}, an ISO 8601 duration: {@code PT20S}. Windows takes half a second at least. */
    static final String OPERATION_TIMEOUT = "operationTimeout";

    /** The option for {@link #readTimeout}, an ISO 8601 duration; ten seconds more than the operation time-out unless set. */
    static final String READ_TIMEOUT = "readTimeout";

    /** Windows raises a shorter OperationTimeout to this. */
    private static final Duration SHORTEST = Duration.ofMillis(500);

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of(DELEGATED_CONFIGURATION, CONFIGURATION, OPERATION_TIMEOUT, READ_TIMEOUT));

    EndpointOptions {
        if (operationTimeout.compareTo(SHORTEST) < 0 || operationTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    OPERATION_TIMEOUT + " lies between half a second and ten minutes: " + operationTimeout);
        }
        if (readTimeout.compareTo(operationTimeout) <= 0 || readTimeout.compareTo(LONGEST.multipliedBy(2)) > 0) {
            throw new IllegalArgumentException(READ_TIMEOUT + " is longer than " + OPERATION_TIMEOUT + " ("
                    + operationTimeout + ") and at most twenty minutes: " + readTimeout);
        }
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if one is unusable or unknown: a misspelt one would be missed without a word
     */
    static EndpointOptions of(Endpoint endpoint) {
        Map<String, String> options = endpoint.options();
        for (String name : new TreeSet<>(options.keySet())) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no option " + name + "; there are: " + String.join(", ", KNOWN));
            }
        }
        Duration operation = duration(options, OPERATION_TIMEOUT, SessionOptions.DEFAULT.quiet());
        return new EndpointOptions(
                options.getOrDefault(CONFIGURATION, SessionOptions.DEFAULT.configurationName()),
                options.get(DELEGATED_CONFIGURATION),
                operation,
                duration(options, READ_TIMEOUT, operation.plus(HttpCarrier.DEFAULT_GRACE)));
    }

    private static Duration duration(Map<String, String> options, String name, Duration otherwise) {
        String text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " is an ISO 8601 duration such as PT20S, not " + text, e);
        }
    }

    /** Returns how much longer than the operation time-out a server may be silent. */
    Duration grace() {
        return readTimeout.minus(operationTimeout);
    }
}
