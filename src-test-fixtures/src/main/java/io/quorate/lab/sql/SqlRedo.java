package io.quorate.lab.sql;

import io.quorate.lab.sql.SqlTable.Column;
import io.quorate.lab.sql.SqlTransaction.Change;
import io.quorate.lab.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** How a log says what a transaction did: tables as they were defined, rows with their values. */
final class SqlRedo {
    private SqlRedo() {}

    /** Tells whether a change defines something; others change rows. */
    static boolean definition(String statement) {
        return !statement.startsWith("INSERT ") && !statement.startsWith("UPDATE ") && !statement.startsWith("DELETE ");
    }

    /**
     * Returns the change that writes a row.
     *
     * @param image its values and the one that tells it apart, in order
     */
    static Change insert(SqlTable table, List<? extends @Nullable Object> image) {
        StringJoiner columns = new StringJoiner(", ", "(", ")");
        StringJoiner values = new StringJoiner(", ", "(", ")");
        List<SqlParameter> parameters = new ArrayList<>();
        for (int i = 0; i < image.size(); i++) {
            columns.add(SqlTexts.bracket(name(table, i)));
            values.add("@P" + i);
            parameters.add(new SqlParameter("@P" + i, type(table, i), image.get(i)));
        }
        return new Change("INSERT " + table.written() + " " + columns + " VALUES " + values, parameters);
    }

    /** Returns the change that gives a row other values. */
    static Change update(SqlTable table, List<? extends @Nullable Object> image) {
        StringJoiner columns = new StringJoiner(", ");
        List<SqlParameter> parameters = new ArrayList<>();
        int last = image.size() - 1;
        for (int i = 0; i < last; i++) {
            columns.add(SqlTexts.bracket(name(table, i)) + " = @P" + i);
            parameters.add(new SqlParameter("@P" + i, type(table, i), image.get(i)));
        }
        parameters.add(row(last, image.get(last)));
        return new Change(
                "UPDATE " + table.written() + " SET " + columns + " WHERE " + SqlTexts.bracket(SqlTable.ROW) + " = @P"
                        + last,
                parameters);
    }

    static Change delete(SqlTable table, List<? extends @Nullable Object> image) {
        return new Change(
                "DELETE " + table.written() + " WHERE " + SqlTexts.bracket(SqlTable.ROW) + " = @P0",
                List.of(row(0, image.get(image.size() - 1))));
    }

    private static SqlParameter row(int number, @Nullable Object value) {
        return new SqlParameter("@P" + number, SqlType.UNIQUEIDENTIFIER, value);
    }

    private static String name(SqlTable table, int i) {
        return i < table.columns().size() ? table.columns().get(i).name() : SqlTable.ROW;
    }

    private static SqlType type(SqlTable table, int i) {
        return i < table.columns().size() ? column(table, i).type() : SqlType.UNIQUEIDENTIFIER;
    }

    private static Column column(SqlTable table, int i) {
        return table.columns().get(i);
    }

    /** Returns which table the rows of a change are of, e.g. {@code dbo.T}. */
    static String table(String statement) {
        List<Token> tokens = SqlLexer.tokens(statement);
        int at = tokens.get(1).is("INTO") || tokens.get(1).is("FROM") ? 2 : 1;
        return tokens.get(at).value() + "." + tokens.get(at + 2).value();
    }

    /** Returns a change of rows in the words of the engine behind. */
    static String behind(String statement, String copy) {
        List<Token> tokens = SqlLexer.tokens(statement);
        int at = tokens.get(1).is("INTO") || tokens.get(1).is("FROM") ? 2 : 1;
        StringBuilder text = new StringBuilder(tokens.get(0).value());
        text.append(tokens.get(0).is("INSERT") ? " INTO " : tokens.get(0).is("DELETE") ? " FROM " : " ");
        text.append(SqlTexts.name(copy))
                .append('.')
                .append(SqlTexts.name(table(statement)))
                .append(' ');
        for (Token t : tokens.subList(at + 3, tokens.size())) {
            text.append(
                            t.kind() == Kind.VARIABLE
                                    ? "?"
                                    : t.kind() == Kind.NAME
                                            ? SqlTexts.name(t.value())
                                            : t.kind() == Kind.STRING ? SqlTexts.string(t.value()) : t.value())
                    .append(' ');
        }
        return text.toString();
    }
}
