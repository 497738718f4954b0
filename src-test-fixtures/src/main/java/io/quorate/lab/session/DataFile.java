package io.quorate.lab.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a PowerShell data file as far as role capabilities and session configurations use it: tables, lists, literal strings, numbers,
 * {@code $true} and {@code $false}, comments. Anything else is refused with its place.
 */
final class DataFile {
    /** PowerShell takes these for a single quote, too. */
    private static final String QUOTES = "'\u2018\u2019\u201A\u201B";

    private final String text;
    private int at;

    private DataFile(String text) {
        this.text = text;
    }

    /**
     * Reads the table that a file is.
     *
     * @return its values: texts, {@link Boolean}, lists, and tables like it
     * @throws IllegalArgumentException if it is none
     */
    static Map<String, Object> read(String text) {
        DataFile file = new DataFile(text);
        file.skip(true);
        Map<String, Object> table = file.table();
        file.skip(true);
        if (file.at < text.length()) {
            throw file.wrong("something follows the table");
        }
        return table;
    }

    private Map<String, Object> table() {
        expect("@{");
        Map<String, Object> entries = new LinkedHashMap<>();
        while (true) {
            skip(true);
            if (next("}")) {
                return entries;
            }
            String key = peek() >= 0 && QUOTES.indexOf(peek()) >= 0 ? quoted() : word();
            skip(false);
            expect("=");
            skip(true);
            if (entries.put(key, list()) != null) {
                throw wrong("a second " + key);
            }
            skip(false);
            if (!next(";") && peek() != '\n' && peek() != '}') {
                throw wrong("after the value of " + key + " a new line, a semicolon or a brace was expected");
            }
        }
    }

    /** A value, or several with commas between. */
    private Object list() {
        Object first = value();
        List<Object> all = new ArrayList<>(List.of(first));
        skip(false);
        while (next(",")) {
            skip(true);
            all.add(value());
            skip(false);
        }
        return all.size() == 1 ? first : List.copyOf(all);
    }

    private Object value() {
        if (text.startsWith("@{", at)) {
            return table();
        }
        if (next("@(")) {
            List<Object> items = new ArrayList<>();
            while (true) {
                skip(true);
                if (next(")")) {
                    return List.copyOf(items);
                }
                Object item = list();
                if (item instanceof List<?> several) {
                    items.addAll(several);
                } else {
                    items.add(item);
                }
                skip(false);
                next(";");
            }
        }
        if (next("$true")) {
            return true;
        }
        if (next("$false")) {
            return false;
        }
        if (peek() >= 0 && QUOTES.indexOf(peek()) >= 0) {
            return quoted();
        }
        if (Character.isDigit(peek())) {
            return word();
        }
        throw wrong("a literal value was expected");
    }

    private String quoted() {
        StringBuilder out = new StringBuilder();
        at++;
        while (true) {
            if (at >= text.length()) {
                throw wrong("a string does not end");
            }
            char c = text.charAt(at++);
            if (QUOTES.indexOf(c) < 0) {
                out.append(c);
            } else if (peek() >= 0 && QUOTES.indexOf(peek()) >= 0) {
                out.append(text.charAt(at++));
            } else {
                return out.toString();
            }
        }
    }

    private String word() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        if (start == at) {
            throw wrong("a name was expected");
        }
        return text.substring(start, at);
    }

    private void skip(boolean lines) {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("<#", at)) {
                int end = text.indexOf("#>", at);
                if (end < 0) {
                    throw wrong("a comment does not end");
                }
                at = end + 2;
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\uFEFF' || lines && c == '\n') {
                at++;
            } else {
                return;
            }
        }
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : -1;
    }

    private boolean next(String expected) {
        boolean there = text.startsWith(expected, at);
        at += there ? expected.length() : 0;
        return there;
    }

    private void expect(String expected) {
        if (!next(expected)) {
            throw wrong(expected + " was expected");
        }
    }

    private IllegalArgumentException wrong(String what) {
        long line = text.substring(0, Math.min(at, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        return new IllegalArgumentException("data file, line " + line + ": " + what);
    }
}
