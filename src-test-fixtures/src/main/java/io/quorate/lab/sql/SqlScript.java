package io.quorate.lab.sql;

import io.quorate.lab.ddl.Batch;
import io.quorate.lab.ddl.Batch.Piece;
import io.quorate.lab.ddl.DdlRejection;
import io.quorate.lab.sql.SqlNode.Plain;
import io.quorate.lab.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Puts the statements of a batch under the conditions and blocks that hold them. */
final class SqlScript {
    private static final int DEEPEST = 64;
    private static final Set<String> ENDS = Set.of("END", "ELSE");

    private final List<Piece> pieces;
    private int at;
    private int depth;

    private SqlScript(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /** Returns the statements of a batch, in order. */
    static List<SqlNode> parse(String batch) {
        SqlScript script;
        try {
            script = new SqlScript(Batch.split(batch));
        } catch (DdlRejection e) {
            throw SqlLexer.of(e, 1);
        }
        List<SqlNode> nodes = new ArrayList<>();
        while (script.at < script.pieces.size()) {
            nodes.add(script.statement());
        }
        return nodes;
    }

    private SqlNode statement() {
        if (at >= pieces.size()) {
            int line = pieces.isEmpty() ? 1 : pieces.get(pieces.size() - 1).line();
            throw SqlFailure.syntax(new Token(Kind.END, "", line, 0, 0));
        }
        Piece piece = pieces.get(at);
        if (++depth > DEEPEST) {
            throw SqlFailure.ending(191, 15, piece.line(), "Some part of your SQL statement is nested too deeply.");
        }
        try {
            List<Token> tokens = SqlLexer.tokens(piece.text(), piece.line());
            if (ENDS.contains(piece.verb())) {
                throw SqlFailure.syntax(tokens.get(0));
            }
            if (piece.verb().equals("IF")) {
                return condition(tokens);
            }
            if (piece.verb().equals("WHILE")) {
                at++;
                return new SqlNode.While(rest(tokens), statement());
            }
            if (said("BEGIN", "TRY")) {
                SqlNode body = block("END", "TRY");
                if (!said("BEGIN", "CATCH")) {
                    throw SqlFailure.syntax(tokens.get(0));
                }
                return new SqlNode.Try(body, block("END", "CATCH"));
            }
            if (piece.verb().equals("BEGIN") && tokens.size() == 1) {
                return block("END", "");
            }
            at++;
            return new Plain(List.copyOf(tokens), piece.text(), piece.known());
        } finally {
            depth--;
        }
    }

    private SqlNode condition(List<Token> tokens) {
        at++;
        List<Token> condition = rest(tokens);
        SqlNode then = statement();
        if (said("ELSE", "")) {
            at++;
            return new SqlNode.If(condition, then, statement());
        }
        return new SqlNode.If(condition, then, null);
    }

    private static List<Token> rest(List<Token> tokens) {
        if (tokens.size() < 2) {
            throw SqlFailure.syntax(tokens.get(0));
        }
        return List.copyOf(tokens.subList(1, tokens.size()));
    }

    private SqlNode block(String word, String second) {
        at++;
        List<SqlNode> nodes = new ArrayList<>();
        while (!said(word, second)) {
            nodes.add(statement());
        }
        at++;
        return new SqlNode.Block(nodes);
    }

    /** Tells whether the next piece is these words. */
    private boolean said(String word, String second) {
        if (at >= pieces.size() || !pieces.get(at).verb().equals(word)) {
            return false;
        }
        List<String> words = pieces.get(at).words();
        return second.isEmpty()
                ? words.size() == 1 || word.equals("ELSE")
                : words.size() > 1 && words.get(1).equalsIgnoreCase(second);
    }

    static String upper(Token t) {
        return t.kind() == Kind.WORD ? t.value().toUpperCase(Locale.ROOT) : "";
    }
}
