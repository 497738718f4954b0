package io.quorate.lab.catalogue;

import java.util.List;

/**
 * An attribute on a parameter that checks or changes its argument.
 *
 * @param kind which
 * @param arguments its arguments, as written
 */
public record Validation(Kind kind, List<String> arguments) {

    /** The attributes known here. */
    public enum Kind {
        NOT_NULL("NotNull"),
        NOT_NULL_OR_EMPTY("NotNullOrEmpty"),
        RANGE("Range"),
        LENGTH("Length"),
        COUNT("Count"),
        SET("Set"),
        PATTERN("Pattern"),
        ALLOW_NULL("AllowNull"),
        ALLOW_EMPTY_STRING("AllowEmptyString"),
        ALLOW_EMPTY_COLLECTION("AllowEmptyCollection"),
        CREDENTIAL("Credential");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        static Kind of(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown attribute " + word);
        }
    }

    public Validation {
        arguments = List.copyOf(arguments);
    }
}
