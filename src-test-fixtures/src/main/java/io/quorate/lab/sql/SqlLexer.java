package io.quorate.lab.sql;

import io.quorate.lab.ddl.DdlRejection;
import io.quorate.lab.ddl.Lexer;
import io.quorate.lab.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The words of a text as sessions see them: signs that belong together are one. */
final class SqlLexer {
    private static final int MOST_TOKENS = 200_000;
    private static final Set<String> PAIRS =
            Set.of("<=", ">=", "<>", "!=", "!<", "!>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=");

    private SqlLexer() {}

    /** Returns the words of a text, without an end. */
    static List<Token> tokens(String text) {
        return tokens(text, 1);
    }

    /**
     * Returns the words of a part of a batch, without an end.
     *
     * @param line the line it begins on
     */
    static List<Token> tokens(String text, int line) {
        List<Token> tokens = new ArrayList<>();
        for (io.quorate.lab.ddl.Token t : read(text, line)) {
            Token last = tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
            if (t.kind() == io.quorate.lab.ddl.Token.Kind.SYMBOL
                    && last != null
                    && last.kind() == Kind.SYMBOL
                    && last.end() == t.start()
                    && PAIRS.contains(last.value() + t.value())) {
                tokens.set(
                        tokens.size() - 1,
                        new Token(Kind.SYMBOL, last.value() + t.value(), last.line(), last.start(), t.end()));
            } else if (t.kind() != io.quorate.lab.ddl.Token.Kind.END) {
                tokens.add(new Token(kind(t.kind()), value(t), t.line() + line - 1, t.start(), t.end()));
            }
        }
        if (tokens.size() > MOST_TOKENS) {
            throw SqlFailure.ending(191, 15, line, "Some part of your SQL statement is nested too deeply.");
        }
        return tokens;
    }

    private static List<io.quorate.lab.ddl.Token> read(String text, int line) {
        try {
            return Lexer.tokens(text);
        } catch (DdlRejection e) {
            throw of(e, line);
        }
    }

    static SqlFailure of(DdlRejection e, int line) {
        return new SqlFailure(
                new SqlMessage(
                        e.number(), e.severity(), e.state(), String.valueOf(e.getMessage()), line + e.line() - 1),
                e.syntax());
    }

    private static String value(io.quorate.lab.ddl.Token t) {
        return t.kind() == io.quorate.lab.ddl.Token.Kind.BINARY ? t.raw().substring(2) : t.value();
    }

    private static Kind kind(io.quorate.lab.ddl.Token.Kind kind) {
        return switch (kind) {
            case WORD -> Kind.WORD;
            case QUOTED -> Kind.NAME;
            case STRING -> Kind.STRING;
            case INTEGER, DECIMAL -> Kind.NUMBER;
            case BINARY -> Kind.BINARY;
            case VARIABLE -> Kind.VARIABLE;
            case SYMBOL -> Kind.SYMBOL;
            case END -> Kind.END;
        };
    }
}
