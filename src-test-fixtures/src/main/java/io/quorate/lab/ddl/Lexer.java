package io.quorate.lab.ddl;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text into words: brackets and quotes with doubling, nested comments, binary literals. Reads each character once. */
public final class Lexer {
    /** How long a name may be. */
    static final int MAX_NAME = 128;

    /** How many words a text may have: more than any batch that people write, and no burden. */
    private static final int MAX_WORDS = 500_000;

    private static final int SHOWN = 30;

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;

    private Lexer(String text) {
        this.text = text;
    }

    /**
     * Returns the words, and last one of kind END.
     *
     * @throws DdlRejection if a quote or a comment does not end, or a name is too long
     */
    public static List<Token> tokens(String text) throws DdlRejection {
        return new Lexer(text).run();
    }

    private List<Token> run() throws DdlRejection {
        skip();
        while (at < text.length()) {
            if (tokens.size() == MAX_WORDS) {
                throw new DdlRejection(191, 15, 1, line, "The text is too long: more than " + MAX_WORDS + " words.");
            }
            next();
            skip();
        }
        tokens.add(new Token(Token.Kind.END, "", "", at, at, line));
        return tokens;
    }

    private void skip() throws DdlRejection {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                line++;
                at++;
            } else if (Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff') {
                at++;
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                comment();
            } else {
                return;
            }
        }
    }

    private void comment() throws DdlRejection {
        int from = line;
        int depth = 0;
        while (at < text.length()) {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return;
                }
            } else {
                if (text.charAt(at) == '\n') {
                    line++;
                }
                at++;
            }
        }
        throw new DdlRejection(113, 15, 1, from, "Missing end comment mark '*/'.");
    }

    private void next() throws DdlRejection {
        char c = text.charAt(at);
        if (c == '[') {
            quoted(Token.Kind.QUOTED, at + 1, ']');
        } else if (c == '"') {
            quoted(Token.Kind.QUOTED, at + 1, '"');
        } else if (c == '\'') {
            quoted(Token.Kind.STRING, at + 1, '\'');
        } else if ((c == 'N' || c == 'n') && at + 1 < text.length() && text.charAt(at + 1) == '\'') {
            quoted(Token.Kind.STRING, at + 2, '\'');
        } else if (text.startsWith("0x", at) || text.startsWith("0X", at)) {
            take(Token.Kind.BINARY, across(at + 2, Lexer::hex));
        } else if (digit(c) || c == '.' && at + 1 < text.length() && digit(text.charAt(at + 1))) {
            number();
        } else if (Character.isLetter(c) || c == '_' || c == '#' || c == '@') {
            word(c);
        } else {
            take(Token.Kind.SYMBOL, text.startsWith("::", at) ? at + 2 : at + 1);
        }
    }

    private void quoted(Token.Kind kind, int from, char close) throws DdlRejection {
        int start = at;
        int firstLine = line;
        StringBuilder value = new StringBuilder();
        int i = from;
        while (true) {
            if (i >= text.length()) {
                String shown =
                        value.substring(0, Math.min(SHOWN, value.length())).replaceAll("\\s+", " ");
                throw new DdlRejection(
                        105,
                        15,
                        1,
                        firstLine,
                        "Unclosed quotation mark after the character string '" + (close == ']' ? shown : "...") + "'.");
            }
            char c = text.charAt(i);
            if (c == close) {
                if (i + 1 < text.length() && text.charAt(i + 1) == close) {
                    i++;
                } else {
                    break;
                }
            } else if (c == '\n') {
                line++;
            }
            value.append(c);
            i++;
        }
        at = i + 1;
        if (kind == Token.Kind.QUOTED) {
            checkName(value, firstLine, close == ']');
        }
        tokens.add(new Token(kind, text.substring(start, at), value.toString(), start, at, firstLine));
    }

    private void number() {
        int i = across(at, Lexer::digit);
        Token.Kind kind = Token.Kind.INTEGER;
        if (i < text.length() && text.charAt(i) == '.') {
            kind = Token.Kind.DECIMAL;
            i = across(i + 1, Lexer::digit);
        }
        if (i < text.length() && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            int digits = i + 1;
            if (digits < text.length() && (text.charAt(digits) == '+' || text.charAt(digits) == '-')) {
                digits++;
            }
            kind = Token.Kind.DECIMAL;
            i = across(digits, Lexer::digit);
        }
        take(kind, i);
    }

    private void word(char first) throws DdlRejection {
        int end = across(at, Lexer::ofName);
        checkName(text.subSequence(at, end), line, true);
        take(first == '@' ? Token.Kind.VARIABLE : Token.Kind.WORD, end);
    }

    private void checkName(CharSequence name, int atLine, boolean shown) throws DdlRejection {
        if (name.length() > MAX_NAME) {
            throw new DdlRejection(
                    103,
                    15,
                    1,
                    atLine,
                    "The identifier that starts with '" + name.subSequence(0, SHOWN)
                            + "' is too long. Maximum length is " + MAX_NAME + ".");
        }
    }

    private void take(Token.Kind kind, int end) {
        String raw = text.substring(at, end);
        tokens.add(new Token(kind, raw, raw, at, end, line));
        at = end;
    }

    private int across(int from, Test test) {
        int i = from;
        while (i < text.length() && test.of(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private interface Test {
        boolean of(char c);
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean hex(char c) {
        return digit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static boolean ofName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '#' || c == '@' || c == '$';
    }
}
