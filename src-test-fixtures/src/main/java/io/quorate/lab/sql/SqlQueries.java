package io.quorate.lab.sql;

import io.quorate.lab.sql.SqlNode.Plain;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs queries, and works out expressions, over views and tables. */
final class SqlQueries {
    static final int MOST_ROWS = 1_000_000;

    /** After how many rows it is seen whether the statement is to end. */
    private static final int ROWS_A_LOOK = 64;

    private final H2Session session;
    private final SqlScope scope;

    SqlQueries(H2Session session, SqlScope scope) {
        this.session = session;
        this.scope = scope;
    }

    /** Runs a query and tells its rows, or gives them to the variables that it names. */
    void query(Plain at, SqlAnswer answer) {
        SqlTranslator.Done done = translated(at.tokens());
        try (PreparedStatement statement = prepared(done)) {
            session.running(statement);
            try (ResultSet rows = statement.executeQuery()) {
                if (done.assigned().isEmpty()) {
                    tell(rows, answer, at);
                } else {
                    assign(rows, done.assigned());
                }
            }
        } catch (SQLException e) {
            throw session.failure(e, at, null);
        } finally {
            session.running(null);
        }
    }

    /** Sees whether a query could run, without running it. */
    void check(Plain at) {
        if (session.instance().isKnownToRun(at.text())) {
            return;
        }
        session.views().beginCheck();
        SqlTranslator.Done done = new SqlTranslator(at.tokens(), scope, scope).done();
        try (PreparedStatement ignored = prepared(done)) {
            session.check();
            if (!scope.readsTables()) {
                session.instance().knowsToRun(at.text());
            }
        } catch (SQLException e) {
            throw session.failure(e, at, null);
        }
    }

    private void tell(ResultSet rows, SqlAnswer answer, Plain at) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        List<SqlColumn> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(new SqlColumn(meta.getColumnLabel(i), SqlTypes.of(meta, i)));
        }
        answer.columns(columns);
        long count = 0;
        while (rows.next()) {
            if (count % ROWS_A_LOOK == 0) {
                session.check();
            }
            if (++count > MOST_ROWS) {
                throw SqlFailure.ending(
                        701, 17, at.first().line(), "There is insufficient system memory to run this query.");
            }
            answer.row(row(rows, columns));
        }
        session.state().rows = count;
        counted(answer, count);
    }

    static List<@Nullable Object> row(ResultSet rows, List<SqlColumn> columns) throws SQLException {
        List<@Nullable Object> row = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            row.add(SqlTypes.value(rows, i + 1, columns.get(i).type()));
        }
        return row;
    }

    private void assign(ResultSet rows, List<Token> variables) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        if (meta.getColumnCount() != variables.size()) {
            throw SqlFailure.ending(
                    141,
                    15,
                    variables.get(0).line(),
                    "A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations.");
        }
        long count = 0;
        while (rows.next()) {
            count++;
            for (int i = 0; i < variables.size(); i++) {
                Token variable = variables.get(i);
                SqlType type = scope.variables().get(variable).type();
                scope.variables().set(variable, SqlTypes.value(rows, i + 1, type));
            }
        }
        session.state().rows = count;
    }

    void counted(SqlAnswer answer, long count) {
        if (session.state().quiet) {
            answer.done();
        } else {
            answer.counted(count);
        }
    }

    /** Works out an expression, as a type. */
    @Nullable
    Object value(List<Token> expression, SqlType type, @Nullable String behind, Plain at) {
        if (expression.isEmpty()) {
            throw SqlFailure.syntax(at.at(at.tokens().size()));
        }
        session.views().begin();
        SqlTranslator.Done done = new SqlTranslator(expression, scope, scope).done();
        String text = behind == null ? done.sql() : "CAST((" + done.sql() + ") AS " + behind + ")";
        try (PreparedStatement statement =
                prepared(new SqlTranslator.Done("SELECT " + text, done.values(), List.of()))) {
            session.running(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? SqlTypes.value(rows, 1, type) : null;
            }
        } catch (SQLException e) {
            throw session.failure(e, at, null);
        } finally {
            session.running(null);
        }
    }

    /** Tells whether a condition holds. */
    boolean holds(List<Token> condition) {
        Plain at = new Plain(condition);
        session.views().begin();
        SqlTranslator.Done done = new SqlTranslator(condition, scope, scope).done();
        String sql = "SELECT CASE WHEN " + done.sql() + " THEN 1 ELSE 0 END";
        try (PreparedStatement statement = prepared(new SqlTranslator.Done(sql, done.values(), List.of()))) {
            session.running(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getInt(1) == 1;
            }
        } catch (SQLException e) {
            throw session.failure(e, at, null);
        } finally {
            session.running(null);
        }
    }

    private SqlTranslator.Done translated(List<Token> tokens) {
        session.views().begin();
        return new SqlTranslator(tokens, scope, scope).done();
    }

    PreparedStatement prepared(SqlTranslator.Done done) throws SQLException {
        PreparedStatement statement = session.connection().prepareStatement(done.sql());
        try {
            int i = 1;
            for (Object value : done.values()) {
                statement.setObject(i++, value);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
