package io.quorate.lab.ddl;

import java.util.Locale;

/**
 * A word of a text.
 *
 * @param raw as it is written
 * @param value what it means: an identifier or a string without its quotes, else as it is written
 * @param start where it begins
 * @param end where it ends
 * @param line from 1
 */
public record Token(Kind kind, String raw, String value, int start, int end, int line) {

    /** What a word is. */
    public enum Kind {
        /** Without quotes: a keyword, or a name. */
        WORD,
        /** A name in brackets or double quotes. */
        QUOTED,
        STRING,
        INTEGER,
        DECIMAL,
        BINARY,
        VARIABLE,
        SYMBOL,
        END
    }

    /** Tells whether it is that keyword, without quotes, in any case. */
    public boolean is(String word) {
        return kind == Kind.WORD && raw.equalsIgnoreCase(word);
    }

    /** Tells whether it is that sign. */
    public boolean isSymbol(String sign) {
        return kind == Kind.SYMBOL && raw.equals(sign);
    }

    /** Returns the keyword in capitals; empty if it is none. */
    public String word() {
        return kind == Kind.WORD ? raw.toUpperCase(Locale.ROOT) : "";
    }
}
