package io.quorate.lab.sql;

import io.quorate.lab.sql.SqlNode.Plain;
import io.quorate.lab.sql.SqlTable.Column;
import io.quorate.lab.sql.Token.Kind;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out what changes rows and tables of users' databases. */
final class SqlWrites {
    private static final int MOST_ROWS = 100_000;

    private final H2Session session;
    private final SqlScope scope;
    private final SqlQueries queries;

    SqlWrites(H2Session session, SqlScope scope, SqlQueries queries) {
        this.session = session;
        this.scope = scope;
        this.queries = queries;
    }

    /** Makes, changes or drops a table. */
    void define(Plain at, String text, SqlAnswer answer) {
        int name = at.first().is("TRUNCATE") || at.at(1).is("TABLE") ? 2 : -1;
        name = name > 0 && at.at(2).is("IF") ? 4 : name;
        String database = session.state().database;
        if (name > 0) {
            SqlDefinitions.Named named = SqlDefinitions.name(at.tokens(), name);
            database = named.database() == null ? database : named.database();
            if (named.name().startsWith("#")) {
                throw SqlFailure.notSimulated(at.first().line(), "temporary tables");
            }
        }
        scope.open(database, at.first().line());
        SqlCopy copy = session.instance().copy(database);
        session.changes().begin(copy, at.first().line());
        try {
            now();
            session.changes().defined();
            new SqlDefinitions(copy, session.connection()).run(at.tokens());
            session.changes().add(copy, new SqlTransaction.Change(text, List.of()));
        } catch (SQLException e) {
            throw session.failure(e, at, null);
        }
        settle(at);
        answer.done();
    }

    /** Writes, changes or deletes rows. */
    void rows(Plain at, SqlAnswer answer) {
        String verb = SqlScript.upper(at.first());
        List<Token> tokens = new ArrayList<>(at.tokens());
        int name = 1;
        if (at.at(1).is("TOP")) {
            if (verb.equals("INSERT")) {
                throw SqlFailure.notSimulated(at.first().line(), "INSERT TOP");
            }
            name = at.at(2).symbol("(") ? close(tokens, 2) + 1 : 3;
        }
        name += at.at(name).is("INTO") || at.at(name).is("FROM") ? 1 : 0;
        SqlDefinitions.Named named = SqlDefinitions.name(tokens, name);
        String database = named.database() == null ? session.state().database : named.database();
        if (named.name().startsWith("#")) {
            throw SqlFailure.notSimulated(at.first().line(), "temporary tables");
        }
        scope.open(database, at.first().line());
        SqlCopy copy = session.instance().copy(database);
        SqlMessage readOnly = session.instance().host().readOnly(database);
        if (readOnly != null) {
            throw new SqlFailure(readOnly.at(at.first().line()), false);
        }
        session.changes().begin(copy, at.first().line());
        SqlTable table = copy.table(named.schema(), named.name());
        if (table == null) {
            throw SqlFailure.ending(
                    208,
                    16,
                    at.first().line(),
                    "Invalid object name '"
                            + SqlTexts.cut(SqlTexts.dotted(tokens.subList(name, named.next()).stream()
                                    .filter(Token::named)
                                    .map(Token::value)
                                    .toList()))
                            + "'.");
        }
        List<Token> output = output(tokens, named.next());
        if (verb.equals("INSERT")) {
            insert(tokens, named.next(), table);
            if (!tokens.get(1).is("INTO")) {
                tokens.add(1, word("INTO", tokens.get(0)));
            }
        } else {
            refuseOthers(tokens, verb, named.next());
            if (verb.equals("DELETE") && !tokens.get(name - 1).is("FROM")) {
                tokens.add(name, word("FROM", tokens.get(0)));
            }
        }
        List<Integer> shown = output.isEmpty() ? List.of() : shown(output, verb, table);
        List<List<@Nullable Object>> images = changed(tokens, verb, table, copy, at);
        for (List<@Nullable Object> image : images) {
            session.changes()
                    .add(
                            copy,
                            verb.equals("INSERT")
                                    ? SqlRedo.insert(table, image)
                                    : verb.equals("UPDATE")
                                            ? SqlRedo.update(table, image)
                                            : SqlRedo.delete(table, image));
        }
        Column identity = table.identity();
        if (verb.equals("INSERT") && identity != null && !images.isEmpty()) {
            Object last = images.get(images.size() - 1).get(table.columns().indexOf(identity));
            session.state().identity = last == null ? null : new BigDecimal(last.toString());
        }
        settle(at);
        session.state().rows = images.size();
        if (!output.isEmpty()) {
            answer.columns(shown.stream()
                    .map(i -> new SqlColumn(
                            table.columns().get(i).name(),
                            table.columns().get(i).type()))
                    .toList());
            for (List<@Nullable Object> image : images) {
                List<@Nullable Object> row = new ArrayList<>();
                shown.forEach(i -> row.add(image.get(i)));
                answer.row(row);
            }
        }
        queries.counted(answer, images.size());
    }

    /** Runs it, and returns the rows that it wrote or deleted, with what tells them apart last. */
    private List<List<@Nullable Object>> changed(
            List<Token> tokens, String verb, SqlTable table, SqlCopy copy, Plain at) {
        session.views().begin();
        SqlTranslator.Done done = new SqlTranslator(tokens, scope, scope).done();
        StringBuilder columns = new StringBuilder();
        List<SqlColumn> typed = new ArrayList<>();
        for (Column c : table.columns()) {
            columns.append("\"~d\".").append(SqlTexts.name(c.name())).append(", ");
            typed.add(new SqlColumn(c.name(), c.type()));
        }
        typed.add(new SqlColumn(SqlTable.ROW, SqlType.UNIQUEIDENTIFIER));
        String sql = "SELECT " + columns + "\"~d\"." + SqlTexts.name(SqlTable.ROW) + " FROM "
                + (verb.equals("DELETE") ? "OLD" : "FINAL") + " TABLE (" + done.sql() + ") AS \"~d\"";
        try {
            now();
            try (PreparedStatement statement =
                    queries.prepared(new SqlTranslator.Done(sql, done.values(), List.of()))) {
                session.running(statement);
                List<List<@Nullable Object>> images = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        images.add(SqlQueries.row(rows, typed));
                        if (images.size() > MOST_ROWS) {
                            session.rollback();
                            throw SqlFailure.ending(
                                    9002, 17, at.first().line(), "The transaction log for the database is full.");
                        }
                    }
                }
                return images;
            }
        } catch (SQLException e) {
            throw session.failure(e, at, table);
        } finally {
            session.running(null);
        }
    }

    /** Tells the engine the lab's time, for defaults. */
    private void now() throws SQLException {
        try (Statement statement = session.connection().createStatement()) {
            statement.execute("SET " + SqlDefinitions.NOW + " = " + scope.now(SqlType.DATETIME2));
        }
    }

    /** Commits at once unless a transaction is open. */
    private void settle(Plain at) {
        if (session.state().transactions == 0) {
            SqlMessage why = session.changes().commit();
            if (why != null) {
                throw new SqlFailure(why.at(at.first().line()), true);
            }
        }
    }

    /** Names the columns of an INSERT that names none, and refuses values for an identity. */
    private void insert(List<Token> tokens, int next, SqlTable table) {
        Token first = tokens.get(0);
        Token after = next < tokens.size() ? tokens.get(next) : first;
        Column identity = table.identity();
        if (after.is("EXEC") || after.is("EXECUTE")) {
            throw SqlFailure.notSimulated(first.line(), "INSERT ... EXEC");
        }
        if (after.symbol("(")
                && !(next + 1 < tokens.size() && tokens.get(next + 1).is("SELECT"))) {
            boolean allowed = table.key().equals(session.state().identityInsert);
            for (Token t : tokens.subList(next + 1, close(tokens, next))) {
                if (identity != null && !allowed && t.named() && t.value().equalsIgnoreCase(identity.name())) {
                    throw SqlFailure.of(
                            544,
                            first.line(),
                            "Cannot insert explicit value for identity column in table '" + table.name()
                                    + "' when IDENTITY_INSERT is set to OFF.");
                }
            }
        } else if (!after.is("DEFAULT")) {
            List<Token> columns = new ArrayList<>();
            columns.add(symbol("(", first));
            for (Column c : table.columns()) {
                if (!c.identity()) {
                    if (columns.size() > 1) {
                        columns.add(symbol(",", first));
                    }
                    columns.add(new Token(Kind.NAME, c.name(), first.line(), first.start(), first.end()));
                }
            }
            columns.add(symbol(")", first));
            tokens.addAll(next, columns);
        }
    }

    private static void refuseOthers(List<Token> tokens, String verb, int from) {
        int depth = 0;
        for (Token t : tokens.subList(from, tokens.size())) {
            depth += t.symbol("(") ? 1 : t.symbol(")") ? -1 : 0;
            if (depth == 0 && (t.is("FROM") || t.is("JOIN"))) {
                throw SqlFailure.notSimulated(t.line(), verb + " with a FROM of its own");
            }
        }
    }

    /** Takes the OUTPUT clause out. */
    private static List<Token> output(List<Token> tokens, int from) {
        int depth = 0;
        int start = -1;
        int end = tokens.size();
        for (int i = from; i < tokens.size(); i++) {
            Token t = tokens.get(i);
            depth += t.symbol("(") ? 1 : t.symbol(")") ? -1 : 0;
            if (depth == 0 && start < 0 && t.is("OUTPUT")) {
                start = i;
            } else if (depth == 0
                    && start >= 0
                    && Set.of("VALUES", "SELECT", "DEFAULT", "WHERE", "FROM", "INTO", "WITH")
                            .contains(SqlScript.upper(t))) {
                end = i;
                break;
            }
        }
        if (start < 0) {
            return List.of();
        }
        if (end < tokens.size() && tokens.get(end).is("INTO")) {
            throw SqlFailure.notSimulated(tokens.get(end).line(), "OUTPUT ... INTO");
        }
        List<Token> output = List.copyOf(tokens.subList(start + 1, end));
        tokens.subList(start, end).clear();
        return output;
    }

    /** Returns the columns that an OUTPUT clause shows, by number. */
    private static List<Integer> shown(List<Token> output, String verb, SqlTable table) {
        List<Integer> shown = new ArrayList<>();
        int i = 0;
        while (i < output.size()) {
            Token from = output.get(i);
            boolean fits = from.is(verb.equals("DELETE") ? "DELETED" : "INSERTED")
                    && i + 2 < output.size()
                    && output.get(i + 1).symbol(".");
            if (!fits) {
                throw SqlFailure.notSimulated(from.line(), "this OUTPUT clause");
            }
            Token named = output.get(i + 2);
            i += 3;
            if (named.symbol("*")) {
                for (int c = 0; c < table.columns().size(); c++) {
                    shown.add(c);
                }
            } else {
                Column column = table.column(named.value());
                if (column == null) {
                    throw SqlFailure.ending(
                            207, 16, named.line(), "Invalid column name '" + SqlTexts.cut(named.value()) + "'.");
                }
                shown.add(table.columns().indexOf(column));
            }
            i += i + 1 < output.size() && output.get(i).is("AS") ? 2 : 0;
            if (i < output.size() && !output.get(i++).symbol(",")) {
                throw SqlFailure.notSimulated(from.line(), "this OUTPUT clause");
            }
        }
        return shown;
    }

    /** Lets an INSERT name the identity of a table. */
    void identityInsert(Plain at) {
        SqlDefinitions.Named named = SqlDefinitions.name(at.tokens(), 2);
        boolean on = at.at(named.next()).is("ON");
        session.state().identityInsert =
                on ? SqlTable.key(named.schema(), named.name()).toLowerCase(Locale.ROOT) : null;
    }

    private static Token word(String word, Token near) {
        return new Token(Kind.WORD, word, near.line(), near.start(), near.end());
    }

    private static Token symbol(String symbol, Token near) {
        return new Token(Kind.SYMBOL, symbol, near.line(), near.start(), near.end());
    }

    private static int close(List<Token> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).symbol("(") ? 1 : tokens.get(i).symbol(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw SqlFailure.syntax(tokens.get(tokens.size() - 1));
    }
}
