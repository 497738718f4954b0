package io.quorate.sql;

import java.util.List;
import java.util.Objects;

/**
 * How the log-ins of a group's instances differ. Prints no secret.
 *
 * @param source the host that the others are compared with
 * @param differences what differs, host by host
 * @param leftAlone the source's log-ins that belong to it alone, a sentence each: of the server, of Windows, of replicas
 */
public record LoginComparison(String source, List<LoginDifference> differences, List<String> leftAlone) {
    public LoginComparison {
        Objects.requireNonNull(source, "source");
        differences = List.copyOf(differences);
        leftAlone = List.copyOf(leftAlone);
    }

    /** Tells whether every log-in of the source is the same everywhere. What another instance has besides does not count. */
    public boolean same() {
        return differences.stream().allMatch(one -> one.aspect() == LoginAspect.SURPLUS);
    }

    /** Returns what differs of one log-in. */
    public List<LoginDifference> of(String login) {
        return differences.stream()
                .filter(one -> one.login().equalsIgnoreCase(login))
                .toList();
    }
}
