package io.quorate.mssql;

import java.util.HexFormat;

/** How names and values stand in T-SQL: the only place where something is quoted. */
final class Sql {
    /** What {@code sysname} holds. */
    static final int LONGEST_NAME = 128;

    private static final int LONGEST_LITERAL = 4000;
    private static final int LONGEST_SCRIPT = 1 << 20;

    private Sql() {}

    /**
     * Returns a name in brackets.
     *
     * @throws IllegalArgumentException if there is no such name: empty, too long, or with a NUL
     */
    static String name(String name) {
        checkName(name);
        return "[" + name.replace("]", "]]") + "]";
    }

    /** Refuses what no object can be called. */
    static void checkName(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a name is not empty");
        }
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a name has at most " + LONGEST_NAME + " characters: " + name.length());
        }
        check("name", name);
    }

    /**
     * Returns a text in quotes.
     *
     * @throws IllegalArgumentException if it cannot be said: too long, or with a NUL
     */
    static String text(String text) {
        return quoted(text, LONGEST_LITERAL);
    }

    /** Returns what a step of a job does in quotes: as {@link #text}, and it may be long. */
    static String script(String text) {
        return quoted(text, LONGEST_SCRIPT);
    }

    private static String quoted(String text, int longest) {
        if (text.length() > longest) {
            throw new IllegalArgumentException("a literal has at most " + longest + " characters: " + text.length());
        }
        check("text", text);
        return "N'" + text.replace("'", "''") + "'";
    }

    /** A NUL ends a name somewhere on its way; half a surrogate pair becomes something else. */
    private static void check(String what, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException("a " + what + " holds no NUL");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException("a " + what + " holds no half of a character");
            }
        }
    }

    /** Returns bytes as a binary constant. */
    static String binary(byte[] bytes) {
        return "0x" + HexFormat.of().withUpperCase().formatHex(bytes);
    }

    /** Returns a secret's characters in quotes, for the wire alone. */
    static String secret(char[] chars) {
        return text(new String(chars));
    }
}
