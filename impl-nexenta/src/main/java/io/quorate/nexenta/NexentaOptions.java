package io.quorate.nexenta;

import io.quorate.Endpoint;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an endpoint's options say about NexentaStor.
 *
 * @param readTimeout how long the appliance may be silent before a request counts as lost
 * @param allowPlaintext whether an http address of this machine itself is taken
 */
record NexentaOptions(Duration readTimeout, boolean allowPlaintext) {
    /** The option for {@link #readTimeout}, an ISO 8601 duration. */
    static final String READ_TIMEOUT = "readTimeout";

    /** The option for {@link #allowPlaintext}: {@code true} or {@code false}. */
    static final String ALLOW_PLAINTEXT = "allowPlaintext";

    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Set<String> KNOWN = new TreeSet<>(Set.of(READ_TIMEOUT, ALLOW_PLAINTEXT));

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if one is unusable or unknown: a misspelt one would be missed without a word
     */
    static NexentaOptions of(Endpoint endpoint) {
        Map<String, String> options = endpoint.options();
        for (String name : new TreeSet<>(options.keySet())) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no option " + name + "; there are: " + String.join(", ", KNOWN));
            }
        }
        return new NexentaOptions(
                duration(options.getOrDefault(READ_TIMEOUT, USUAL.toString())),
                truth(options.getOrDefault(ALLOW_PLAINTEXT, "false")));
    }

    private static Duration duration(String text) {
        Duration time;
        try {
            time = Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(READ_TIMEOUT + " is an ISO 8601 duration such as PT30S, not " + text, e);
        }
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    READ_TIMEOUT + " lies between a tenth of a second and ten minutes: " + text);
        }
        return time;
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(ALLOW_PLAINTEXT + " is true or false, not " + text);
        };
    }
}
