package io.quorate.lab.sql;

import io.quorate.lab.sql.SqlTableDdl.Made;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out what makes, changes and drops tables, in one copy of a database. */
final class SqlDefinitions implements SqlTranslator.Names, SqlFunctions.Facts {
    /** The engine's name for the time of the statement. */
    static final String NOW = "@QUORATE_NOW";

    private final SqlCopy copy;
    private final Connection connection;

    SqlDefinitions(SqlCopy copy, Connection connection) {
        this.copy = copy;
        this.connection = connection;
    }

    /** Tells whether this knows such a statement. */
    static boolean knows(Token first, Token second) {
        return first.is("TRUNCATE")
                || Set.of("CREATE", "ALTER", "DROP").contains(SqlScript.upper(first))
                        && Set.of("TABLE", "INDEX", "UNIQUE", "CLUSTERED", "NONCLUSTERED", "SCHEMA")
                                .contains(SqlScript.upper(second));
    }

    void run(List<Token> tokens) throws SQLException {
        Token second = at(tokens, 1);
        if (second.is("SCHEMA")) {
            return;
        }
        if (tokens.get(0).is("TRUNCATE")) {
            truncate(tokens);
        } else if (!second.is("TABLE")) {
            index(tokens);
        } else if (tokens.get(0).is("CREATE")) {
            create(tokens);
        } else if (tokens.get(0).is("DROP")) {
            drop(tokens);
        } else {
            alter(tokens);
        }
    }

    private void create(List<Token> tokens) throws SQLException {
        Named name = name(tokens, 2);
        if (!at(tokens, name.next()).symbol("(")) {
            throw SqlFailure.syntax(at(tokens, name.next()));
        }
        if (copy.table(name.schema(), name.name()) != null) {
            throw SqlFailure.ending(
                    2714,
                    16,
                    tokens.get(0).line(),
                    "There is already an object named '" + SqlTexts.cut(name.name()) + "' in the database.");
        }
        Made made = new SqlTableDdl(tokens, copy.name(), this, this)
                .table(copy.next(), name.schema(), name.name(), name.next());
        execute(made.statements(), made.table(), tokens);
        copy.put(made.table());
    }

    private void drop(List<Token> tokens) throws SQLException {
        int i = 2;
        boolean quietly = at(tokens, 2).is("IF");
        i += quietly ? 2 : 0;
        while (i < tokens.size()) {
            Named name = name(tokens, i);
            SqlTable table = copy.table(name.schema(), name.name());
            if (table != null) {
                List<String> statements = new ArrayList<>();
                statements.add("DROP TABLE " + table.behind(copy.name()));
                if (table.identity() != null) {
                    statements.add("DROP SEQUENCE " + table.counter(copy.name()));
                }
                execute(statements, table, tokens);
                copy.drop(table);
            } else if (!quietly) {
                throw SqlFailure.of(
                        3701,
                        tokens.get(i).line(),
                        "Cannot drop the table '" + SqlTexts.cut(name.name())
                                + "', because it does not exist or you do not have permission.");
            }
            i = name.next() + 1;
        }
    }

    private void alter(List<Token> tokens) throws SQLException {
        Named name = name(tokens, 2);
        SqlTable table = required(name, tokens);
        Token action = at(tokens, name.next());
        int next = name.next() + 1;
        String behind = table.behind(copy.name());
        if (action.is("ADD")) {
            next += at(tokens, next).is("COLUMN") ? 1 : 0;
            if (next >= tokens.size()) {
                throw SqlFailure.syntax(action);
            }
            Made made = new SqlTableDdl(tokens, copy.name(), this, this).added(table, next);
            execute(made.statements(), table, tokens);
            copy.put(made.table());
        } else if (action.is("DROP") && at(tokens, next).is("CONSTRAINT")) {
            execute(
                    List.of("ALTER TABLE " + behind + " DROP CONSTRAINT " + SqlTexts.name(copy.name()) + "."
                            + SqlTexts.name(at(tokens, next + 1).value())),
                    table,
                    tokens);
        } else if (action.is("DROP") && at(tokens, next).is("COLUMN")) {
            String column = at(tokens, next + 1).value();
            execute(List.of("ALTER TABLE " + behind + " DROP COLUMN " + SqlTexts.name(column)), table, tokens);
            copy.put(new SqlTable(
                    table.id(),
                    table.schema(),
                    table.name(),
                    table.columns().stream()
                            .filter(c -> !c.name().equalsIgnoreCase(column))
                            .toList(),
                    table.indexes()));
        } else {
            throw SqlFailure.notSimulated(action.line(), "ALTER TABLE " + SqlTexts.cut(action.value()));
        }
    }

    private void index(List<Token> tokens) throws SQLException {
        int i = 1;
        boolean unique = false;
        while (!at(tokens, i).is("INDEX")) {
            unique |= at(tokens, i).is("UNIQUE");
            if (i++ > 4) {
                throw SqlFailure.syntax(at(tokens, 1));
            }
        }
        String index = at(tokens, i + 1).value();
        if (!tokens.get(0).is("CREATE") || !at(tokens, i + 2).is("ON")) {
            throw SqlFailure.notSimulated(tokens.get(0).line(), "this statement about an index");
        }
        Named name = name(tokens, i + 3);
        SqlTable table = required(name, tokens);
        if (!at(tokens, name.next()).symbol("(")) {
            throw SqlFailure.syntax(at(tokens, name.next()));
        }
        String statement = new SqlTableDdl(tokens, copy.name(), this, this).index(table, index, unique, name.next());
        execute(List.of(statement), table, tokens);
        copy.put(unique ? table.withIndex(index) : table);
    }

    private void truncate(List<Token> tokens) throws SQLException {
        SqlTable table = required(name(tokens, 2), tokens);
        List<String> statements = new ArrayList<>();
        statements.add("DELETE FROM " + table.behind(copy.name()));
        if (table.identity() != null) {
            statements.add("ALTER SEQUENCE " + table.counter(copy.name()) + " RESTART");
        }
        execute(statements, table, tokens);
    }

    private void execute(List<String> statements, SqlTable table, List<Token> tokens) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        } catch (SQLException e) {
            throw SqlErrors.of(e, tokens.get(0).line(), SqlScript.upper(tokens.get(0)), table);
        }
    }

    private SqlTable required(Named name, List<Token> tokens) {
        SqlTable table = copy.table(name.schema(), name.name());
        if (table == null) {
            throw SqlFailure.ending(
                    4902,
                    16,
                    tokens.get(0).line(),
                    "Cannot find the object \"" + SqlTexts.cut(name.name())
                            + "\" because it does not exist or you do not have permissions.");
        }
        return table;
    }

    /**
     * A table's name.
     *
     * @param next the index after it
     */
    record Named(@Nullable String database, String schema, String name, int next) {}

    /** Reads a table's name at an index. */
    static Named name(List<Token> tokens, int from) {
        List<String> parts = new ArrayList<>();
        int i = from;
        while (true) {
            if (at(tokens, i).symbol(".") && !parts.isEmpty()) {
                parts.add("dbo");
            } else if (at(tokens, i).named()) {
                parts.add(at(tokens, i++).value());
            } else {
                throw SqlFailure.syntax(at(tokens, i));
            }
            if (!at(tokens, i).symbol(".")) {
                break;
            }
            i++;
        }
        int n = parts.size();
        if (n > 3) {
            throw SqlFailure.syntax(tokens.get(from));
        }
        return new Named(n == 3 ? parts.get(0) : null, n > 1 ? parts.get(n - 2) : "dbo", parts.get(n - 1), i);
    }

    private static Token at(List<Token> tokens, int index) {
        return new SqlNode.Plain(tokens).at(index);
    }

    @Override
    public String table(List<String> parts, Token at) {
        SqlTable table =
                copy.table(parts.size() > 1 ? parts.get(parts.size() - 2) : "dbo", parts.get(parts.size() - 1));
        if (table == null) {
            throw SqlFailure.ending(
                    1767,
                    16,
                    at.line(),
                    "Foreign key references invalid table '" + SqlTexts.cut(SqlTexts.dotted(parts)) + "'.");
        }
        return table.behind(copy.name());
    }

    @Override
    public String global(String name, Token at) {
        throw SqlFailure.syntax(at);
    }

    @Override
    public SqlVariables variables() {
        return new SqlVariables(List.of());
    }

    @Override
    public @Nullable Object property(String name) {
        return null;
    }

    @Override
    public @Nullable Object function(String name, List<? extends @Nullable Object> arguments) {
        return null;
    }

    @Override
    public boolean has(String view) {
        return false;
    }

    @Override
    public List<@Nullable Object> column(String view, String column) {
        return List.of();
    }

    /** A default is of the time when a row is written. */
    @Override
    public String now(SqlType type) {
        return "CAST(" + NOW + " AS " + SqlTypes.behind(type) + ")";
    }

    @Override
    public SqlFunctions.Said session(String function) {
        return Set.of("suser_sname", "host_name", "app_name", "db_name", "original_login")
                        .contains(function)
                ? new SqlFunctions.Said(true, SqlType.NVARCHAR, null)
                : SqlFunctions.Said.UNKNOWN;
    }

    @Override
    public @Nullable Object context(String key) {
        return null;
    }

    @Override
    public @Nullable Integer objectId(String name) {
        return null;
    }
}
