package io.quorate.lab.ddl;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The words of one statement, read from first to last. */
final class Reader {
    private static final int SHOWN = 128;

    private final String text;
    private final List<Token> tokens;
    private final SqlVersion version;
    private final SqlEdition edition;
    private int at;

    Reader(String text, SqlVersion version, SqlEdition edition) throws DdlRejection {
        this.text = text;
        this.tokens = Lexer.tokens(text);
        this.version = version;
        this.edition = edition;
    }

    SqlVersion version() {
        return version;
    }

    boolean since(SqlVersion first) {
        return version.since(first);
    }

    SqlEdition edition() {
        return edition;
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    /** Tells whether these words come next. */
    boolean at(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Takes these words if they come next. */
    boolean accept(String... words) {
        if (!at(words)) {
            return false;
        }
        at += words.length;
        return true;
    }

    void expect(String... words) throws DdlRejection {
        for (String word : words) {
            if (!accept(word)) {
                throw unexpected();
            }
        }
    }

    boolean acceptSign(String sign) {
        if (!peek().isSymbol(sign)) {
            return false;
        }
        at++;
        return true;
    }

    void expectSign(String sign) throws DdlRejection {
        if (!acceptSign(sign)) {
            throw unexpected();
        }
    }

    /** Reads {@code WORD =}. */
    void expectSet(String word) throws DdlRejection {
        expect(word);
        expectSign("=");
    }

    String name() throws DdlRejection {
        Token token = peek();
        if (token.kind() == Token.Kind.QUOTED) {
            if (token.value().isEmpty()) {
                throw new DdlRejection(1038, 15, 4, token.line(), "An object or column name is missing or empty.");
            }
        } else if (token.kind() != Token.Kind.WORD || Reserved.holds(token.raw())) {
            throw unexpected();
        }
        return next().value();
    }

    /** Reads one or more names with commas between. */
    List<String> names() throws DdlRejection {
        List<String> names = new ArrayList<>();
        do {
            names.add(name());
        } while (acceptSign(","));
        return names;
    }

    /** Reads a name of several parts with dots between. */
    List<String> parts(int most) throws DdlRejection {
        List<String> parts = new ArrayList<>();
        do {
            if (parts.size() == most) {
                throw unexpected();
            }
            parts.add(name());
        } while (acceptSign("."));
        return parts;
    }

    String string() throws DdlRejection {
        if (peek().kind() != Token.Kind.STRING) {
            throw unexpected();
        }
        return next().value();
    }

    Hidden password() throws DdlRejection {
        return new Hidden(string());
    }

    /** Reads a whole number; one that fits nowhere is refused as the server does. */
    long integer() throws DdlRejection {
        Token token = peek();
        if (token.kind() != Token.Kind.INTEGER) {
            throw unexpected();
        }
        next();
        if (token.raw().length() > 18) {
            throw tooBig(token);
        }
        return Long.parseLong(token.raw());
    }

    int smallInteger() throws DdlRejection {
        Token token = peek();
        long value = integer();
        if (value > Integer.MAX_VALUE) {
            throw tooBig(token);
        }
        return (int) value;
    }

    DdlRejection tooBig(Token token) {
        return new DdlRejection(
                1080, 15, 1, token.line(), "The integer value " + shown(token.raw()) + " is out of range.");
    }

    Bytes binary() throws DdlRejection {
        if (peek().kind() != Token.Kind.BINARY) {
            throw unexpected();
        }
        String digits = next().raw().substring(2);
        return new Bytes(HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : "0" + digits));
    }

    boolean onOff() throws DdlRejection {
        if (accept("ON")) {
            return true;
        }
        expect("OFF");
        return false;
    }

    /** Reads one of these words. */
    @SafeVarargs
    final <E extends Enum<E>> E oneOf(E... allowed) throws DdlRejection {
        for (E value : allowed) {
            if (accept(value.name())) {
                return value;
            }
        }
        throw unexpected();
    }

    /** Returns what is written from there up to the next word. */
    String since(Token first) {
        return text.substring(
                first.start(),
                Math.max(first.start(), tokens.get(Math.max(0, at - 1)).end()));
    }

    /** Reads the statement's end. */
    void end() throws DdlRejection {
        while (acceptSign(";")) {
            // an empty statement
        }
        if (peek().kind() != Token.Kind.END) {
            throw unexpected();
        }
    }

    /** The next word stands where it may not. */
    DdlRejection unexpected() {
        Token token = peek();
        if (token.kind() == Token.Kind.END && at > 0) {
            token = tokens.get(at - 1);
        }
        if (secret(token)) {
            return new DdlRejection(102, 15, 1, token.line(), "Incorrect syntax near a literal.");
        }
        if (token.is("WITH")) {
            return new DdlRejection(
                    319,
                    15,
                    1,
                    token.line(),
                    "Incorrect syntax near the keyword 'with'. A statement before a common table expression must end with a semicolon.");
        }
        if (token.kind() == Token.Kind.WORD && Reserved.holds(token.raw())) {
            return new DdlRejection(
                    156, 15, 1, token.line(), "Incorrect syntax near the keyword '" + token.raw() + "'.");
        }
        return new DdlRejection(102, 15, 1, token.line(), "Incorrect syntax near '" + shown(token.value()) + "'.");
    }

    /** What may be a password is not shown: what stands in quotes, and what stands where one belongs. */
    private boolean secret(Token token) {
        if (token.kind() == Token.Kind.STRING
                || token.kind() == Token.Kind.BINARY
                || token.kind() == Token.Kind.QUOTED && token.raw().startsWith("\"")) {
            return true;
        }
        int index = tokens.indexOf(token);
        int word = index - (index > 0 && tokens.get(index - 1).isSymbol("=") ? 2 : 1);
        return token.kind() != Token.Kind.SYMBOL
                && word >= 0
                && tokens.get(word).raw().toUpperCase(Locale.ROOT).endsWith("PASSWORD");
    }

    /** The next word is none of the options of that statement. */
    DdlRejection unknownOption(String statement) {
        Token token = peek();
        if (token.kind() != Token.Kind.WORD || Reserved.holds(token.raw())) {
            return unexpected();
        }
        return new DdlRejection(
                155, 15, 2, token.line(), "'" + shown(token.raw()) + "' is not a recognized " + statement + " option.");
    }

    /** The option stands there a second time, or beside one that it excludes. */
    DdlRejection invalidUse(String option, String statement) {
        return new DdlRejection(
                153,
                15,
                1,
                peek().line(),
                "Invalid usage of the option " + option.toLowerCase(Locale.ROOT) + " in the " + statement
                        + " statement.");
    }

    /** The statement is one, and is refused. */
    DdlRejection refused(int number, String why) {
        return new DdlRejection(number, 16, 1, tokens.get(0).line(), why);
    }

    /** The statement is one, but lacks something, or has something too much. */
    DdlRejection incomplete(int number, String why) {
        return new DdlRejection(number, 15, 1, tokens.get(0).line(), why);
    }

    static String shown(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
    }
}
