package io.quorate.lab.sql;

import java.util.List;

/** Small things about texts of SQL. */
final class SqlTexts {
    private static final int SHOWN = 128;

    private SqlTexts() {}

    /** Returns a name as the engine behind takes it. */
    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Returns a name as T-SQL takes it. */
    static String bracket(String name) {
        return '[' + name.replace("]", "]]") + ']';
    }

    static String string(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    /** Returns a text that is short enough for a message. */
    static String cut(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN);
    }

    static String dotted(List<String> parts) {
        return String.join(".", parts);
    }
}
