package io.quorate.lab.sql;

import io.quorate.lab.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Splits a batch into words. */
final class SqlLexer {
    private static final int MOST_TOKENS = 200_000;
    private static final List<String> PAIRS =
            List.of("<=", ">=", "<>", "!=", "!<", "!>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "::");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    private SqlLexer(String text) {
        this.text = text;
    }

    /** Returns the words of a text, without an end. */
    static List<Token> tokens(String text) {
        SqlLexer lexer = new SqlLexer(text);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (true) {
            blanks();
            if (at >= text.length()) {
                return;
            }
            if (tokens.size() >= MOST_TOKENS) {
                throw SqlFailure.ending(191, 15, line, "Some part of your SQL statement is nested too deeply.");
            }
            next();
        }
    }

    private void next() {
        int start = at;
        int first = line;
        char c = text.charAt(at);
        if (c == '\'' || (c == 'N' || c == 'n') && ahead(1) == '\'') {
            at += c == '\'' ? 0 : 1;
            add(Kind.STRING, quoted('\'', first), first, start);
        } else if (c == '[') {
            add(Kind.NAME, quoted(']', first), first, start);
        } else if (c == '"') {
            add(Kind.NAME, quoted('"', first), first, start);
        } else if (c == '@') {
            at++;
            while (at < text.length() && (wordy(text.charAt(at)) || text.charAt(at) == '@')) {
                at++;
            }
            add(Kind.VARIABLE, text.substring(start, at), first, start);
        } else if (c == '0' && (ahead(1) == 'x' || ahead(1) == 'X')) {
            at += 2;
            while (at < text.length() && Character.digit(text.charAt(at), 16) >= 0) {
                at++;
            }
            add(Kind.BINARY, text.substring(start + 2, at), first, start);
        } else if (digit(c) || c == '.' && digit(ahead(1))) {
            number();
            add(Kind.NUMBER, text.substring(start, at), first, start);
        } else if (wordy(c)) {
            while (at < text.length() && wordy(text.charAt(at))) {
                at++;
            }
            add(Kind.WORD, text.substring(start, at), first, start);
        } else {
            at += at + 2 <= text.length() && PAIRS.contains(text.substring(at, at + 2)) ? 2 : 1;
            add(Kind.SYMBOL, text.substring(start, at), first, start);
        }
    }

    private void number() {
        while (at < text.length() && (digit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        if ((ahead(0) == 'e' || ahead(0) == 'E')
                && (digit(ahead(1)) || (ahead(1) == '-' || ahead(1) == '+') && digit(ahead(2)))) {
            at += 2;
            while (at < text.length() && digit(text.charAt(at))) {
                at++;
            }
        }
    }

    /** Reads to the closing quote, which stands doubled for itself. */
    private String quoted(char close, int first) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == close) {
                if (ahead(0) != close) {
                    return value.toString();
                }
                at++;
            }
            if (c == '\n') {
                line++;
            }
            value.append(c);
        }
        throw SqlFailure.ending(105, 15, first, "Unclosed quotation mark after the character string.");
    }

    private void blanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                at++;
            } else if (c <= ' ' || c == '\u00a0' || c == '\ufeff') {
                at++;
            } else if (c == '-' && ahead(1) == '-') {
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (c == '/' && ahead(1) == '*') {
                comment();
            } else {
                return;
            }
        }
    }

    private void comment() {
        int first = line;
        int depth = 0;
        do {
            if (at >= text.length()) {
                throw SqlFailure.ending(113, 15, first, "Missing end comment mark '*/'.");
            }
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                line += text.charAt(at++) == '\n' ? 1 : 0;
            }
        } while (depth > 0);
    }

    private char ahead(int by) {
        return at + by < text.length() ? text.charAt(at + by) : 0;
    }

    private void add(Kind kind, String value, int first, int start) {
        tokens.add(new Token(kind, value, first, start, at));
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean wordy(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '#' || c == '$';
    }
}
