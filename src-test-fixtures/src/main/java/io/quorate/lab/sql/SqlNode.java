package io.quorate.lab.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement of a batch, or several under a condition. */
sealed interface SqlNode {

    /**
     * One that stands for itself; its tokens are never empty.
     *
     * @param text as it is written
     * @param known whether it is one of the catalogue, which the grammar reads
     */
    record Plain(List<Token> tokens, String text, boolean known) implements SqlNode {

        /** Makes one of words that are no statement of their own. */
        Plain(List<Token> tokens) {
            this(tokens, "", false);
        }

        Token first() {
            return tokens.get(0);
        }

        /** Returns the token at an index; past the end, one that is none. */
        Token at(int index) {
            Token last = tokens.get(tokens.size() - 1);
            return index < tokens.size()
                    ? tokens.get(index)
                    : new Token(Token.Kind.END, "", last.line(), last.end(), last.end());
        }
    }

    record If(List<Token> condition, SqlNode then, @Nullable SqlNode otherwise) implements SqlNode {}

    record While(List<Token> condition, SqlNode body) implements SqlNode {}

    record Block(List<SqlNode> nodes) implements SqlNode {}

    /** {@code BEGIN TRY} and {@code BEGIN CATCH}. */
    record Try(SqlNode body, SqlNode handler) implements SqlNode {}
}
