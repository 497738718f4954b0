package io.quorate.sql.command;

import java.util.Objects;

/**
 * One option of a replica with its value.
 *
 * @param option which option
 * @param value its value: one of the option's words, a number's digits, or a URL; empty for a routing URL that is taken away
 */
public record ReplicaSetting(ReplicaOption option, String value) {
    public ReplicaSetting {
        Objects.requireNonNull(option, "option");
        Objects.requireNonNull(value, "value");
        switch (option.form()) {
            case NUMBER -> {
                if (!value.matches("[0-9]{1,10}")) {
                    throw new IllegalArgumentException(option + " is a number, not '" + value + "'");
                }
                long number = Long.parseLong(value);
                if (option == ReplicaOption.BACKUP_PRIORITY) {
                    Inputs.checkRange(option.name(), number, 0, ReplicaDefinition.HIGHEST_PRIORITY, 35209);
                } else {
                    Inputs.checkRange(
                            option.name(),
                            number,
                            ReplicaDefinition.SHORTEST_SESSION.toSeconds(),
                            Integer.MAX_VALUE,
                            35214);
                }
            }
            case TEXT -> {
                if (!value.isEmpty() || option == ReplicaOption.ENDPOINT_URL) {
                    Inputs.checkUrl(option.name(), value);
                }
            }
            default -> {
                if (!option.words().contains(value)) {
                    throw new IllegalArgumentException(
                            option + " is " + String.join(", ", option.words()) + ", not '" + value + "'");
                }
            }
        }
    }

    /** A number. */
    public static ReplicaSetting of(ReplicaOption option, long number) {
        return new ReplicaSetting(option, Long.toString(number));
    }

    /** A word or a URL. */
    public static ReplicaSetting of(ReplicaOption option, Object word) {
        return new ReplicaSetting(option, word.toString());
    }

    @Override
    public String toString() {
        return option + " = " + (value.isEmpty() ? "NONE" : value);
    }
}
