package io.quorate.lab.sql;

/**
 * A word of a batch.
 *
 * @param value what it stands for, without quotes
 * @param line from 1
 * @param start where it begins in the batch
 * @param end where it ends, exclusive
 */
record Token(Kind kind, String value, int line, int start, int end) {

    /** What a token is. */
    enum Kind {
        WORD,
        /** A name in brackets or double quotes. */
        NAME,
        STRING,
        NUMBER,
        BINARY,
        /** With its {@code @} or {@code @@}. */
        VARIABLE,
        SYMBOL,
        END
    }

    /** Tells whether it is that word, in any case, and not quoted. */
    boolean is(String word) {
        return kind == Kind.WORD && value.equalsIgnoreCase(word);
    }

    boolean symbol(String text) {
        return kind == Kind.SYMBOL && value.equals(text);
    }

    /** Tells whether it may name something. */
    boolean named() {
        return kind == Kind.WORD || kind == Kind.NAME;
    }
}
