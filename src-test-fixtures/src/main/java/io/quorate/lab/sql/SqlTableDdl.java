package io.quorate.lab.sql;

import io.quorate.lab.sql.SqlTable.Column;
import io.quorate.lab.sql.SqlTypes.Written;
import io.quorate.lab.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What {@code CREATE TABLE} and its like say, in the words of the engine behind. */
final class SqlTableDdl {
    private static final int MOST_COLUMNS = 1024;
    private static final Set<String> CONSTRAINTS =
            Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "INDEX");

    private final List<Token> in;
    private final String copy;
    private final SqlTranslator.Names names;
    private final SqlFunctions.Facts facts;
    private String counter = "";
    private String start = "START WITH 1 INCREMENT BY 1";

    /**
     * @param copy the engine's name for the copy of the database
     */
    SqlTableDdl(List<Token> in, String copy, SqlTranslator.Names names, SqlFunctions.Facts facts) {
        this.in = in;
        this.copy = copy;
        this.names = names;
        this.facts = facts;
    }

    /** A table, and the statements that make it. */
    record Made(SqlTable table, List<String> statements) {}

    /**
     * Reads the columns and constraints of a table.
     *
     * @param open the index of the parenthesis that opens them
     */
    Made table(int id, String schema, String name, int open) {
        SqlTable table = new SqlTable(id, schema, name, List.of(), List.of());
        counter = table.counter(copy);
        List<String> parts = new ArrayList<>();
        int close = close(open);
        int from = open + 1;
        for (int i = from; i <= close; i++) {
            if (i < close && in.get(i).symbol("(")) {
                i = close(i);
            } else if (i == close || in.get(i).symbol(",")) {
                if (i > from) {
                    if (CONSTRAINTS.contains(SqlScript.upper(in.get(from)))) {
                        parts.add(constraint(from, i));
                    } else {
                        table = column(table, from, i, parts);
                    }
                }
                from = i + 1;
            }
        }
        if (table.columns().isEmpty() || table.columns().size() > MOST_COLUMNS) {
            throw SqlFailure.syntax(in.get(open));
        }
        parts.add(SqlTexts.name(SqlTable.ROW) + " UUID INVISIBLE DEFAULT RANDOM_UUID() NOT NULL");
        List<String> statements = new ArrayList<>();
        if (table.identity() != null) {
            statements.add("CREATE SEQUENCE " + counter + " " + start);
        }
        statements.add("CREATE TABLE " + table.behind(copy) + " (" + String.join(", ", parts) + ")");
        return new Made(table, statements);
    }

    private SqlTable column(SqlTable table, int from, int to, List<String> parts) {
        Token name = in.get(from);
        Written type = name.named() ? SqlTypes.written(in.subList(0, to), from + 1) : null;
        if (type == null) {
            if (from + 1 < to && in.get(from + 1).is("AS")) {
                throw SqlFailure.notSimulated(name.line(), "computed columns");
            }
            throw SqlFailure.ending(
                    2715, 16, name.line(), "Column \"" + SqlTexts.cut(name.value()) + "\": Cannot find its data type.");
        }
        StringBuilder text =
                new StringBuilder(SqlTexts.name(name.value())).append(' ').append(type.behind());
        List<String> later = new ArrayList<>();
        boolean identity = false;
        boolean nullable = true;
        for (int i = type.next(); i < to; i++) {
            Token t = in.get(i);
            if (t.is("IDENTITY")) {
                identity = true;
                nullable = false;
                if (i + 1 < to && in.get(i + 1).symbol("(")) {
                    int close = close(i + 1);
                    start = "START WITH " + number(i + 2) + " INCREMENT BY " + number(close - 1);
                    i = close;
                }
                text.append(" DEFAULT NEXT VALUE FOR ").append(counter).append(" NOT NULL");
            } else if (t.is("NOT") && i + 1 < to && in.get(i + 1).is("NULL")) {
                nullable = false;
                text.append(identity ? "" : " NOT NULL");
                i++;
            } else if (t.is("NULL") || t.is("ROWGUIDCOL") || t.is("SPARSE")) {
                continue;
            } else if (t.is("COLLATE")) {
                i++;
            } else if (t.is("DEFAULT")) {
                int end = expression(i + 1, to);
                text.append(" DEFAULT ").append(translated(i + 1, end));
                i = end - 1;
            } else {
                boolean own = ownColumns(i, to);
                nullable &= !said("PRIMARY", i, to);
                if (own) {
                    later.add(constraint(i, to));
                } else {
                    text.append(' ').append(constraint(i, to));
                }
                i = to;
            }
        }
        parts.add(text.toString());
        parts.addAll(later);
        return table.with(new Column(name.value(), type.type(), identity, nullable));
    }

    /** Tells whether a constraint names its columns, although it stands behind one: the comma is missing, which the server takes. */
    private boolean ownColumns(int from, int to) {
        for (int i = from; i + 1 < to; i++) {
            Token t = in.get(i);
            if ((t.is("KEY") || t.is("UNIQUE") || t.is("CLUSTERED") || t.is("NONCLUSTERED"))
                    && in.get(i + 1).symbol("(")) {
                return true;
            }
        }
        return false;
    }

    private String number(int at) {
        Token t = in.get(at);
        boolean minus = in.get(at - 1).symbol("-");
        if (t.kind() != Kind.NUMBER || !t.value().matches("\\d{1,18}")) {
            throw SqlFailure.syntax(t);
        }
        return (minus ? "-" : "") + t.value();
    }

    /** Returns the index after an expression of a default: one operand, or what is in parentheses. */
    private int expression(int from, int to) {
        int i = from;
        if (i < to && (in.get(i).symbol("-") || in.get(i).symbol("+"))) {
            i++;
        }
        if (i < to && in.get(i).symbol("(")) {
            return close(i) + 1;
        }
        i++;
        return i < to && in.get(i).symbol("(") ? close(i) + 1 : i;
    }

    private boolean said(String word, int from, int to) {
        return in.subList(from, to).stream().anyMatch(t -> t.is(word));
    }

    /** Puts constraints, without what says how they are stored. */
    private String constraint(int from, int to) {
        if (in.get(from).is("INDEX")) {
            throw SqlFailure.notSimulated(in.get(from).line(), "INDEX in a table's definition");
        }
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            Token t = in.get(i);
            String word = SqlScript.upper(t);
            switch (word) {
                case "CLUSTERED", "NONCLUSTERED" -> {}
                case "WITH" -> i = i + 1 < to && in.get(i + 1).symbol("(") ? close(i + 1) : i;
                case "CONSTRAINT" ->
                    text.append("CONSTRAINT ")
                            .append(SqlTexts.name(in.get(++i).value()))
                            .append(' ');
                case "CHECK" -> {
                    int close = close(i + 1);
                    text.append("CHECK (").append(translated(i + 2, close)).append(") ");
                    i = close;
                }
                case "DEFAULT" -> {
                    int end = expression(i + 1, to);
                    text.append("DEFAULT ").append(translated(i + 1, end)).append(' ');
                    i = end - 1;
                }
                case "REFERENCES" -> {
                    List<String> parts = new ArrayList<>();
                    Token at = in.get(i + 1);
                    for (i++; i < to && (in.get(i).named() || in.get(i).symbol(".")); i++) {
                        if (in.get(i).named()) {
                            parts.add(in.get(i).value());
                        }
                        if (i + 1 < to
                                && !in.get(i + 1).symbol(".")
                                && !in.get(i).symbol(".")) {
                            i++;
                            break;
                        }
                    }
                    i--;
                    text.append("REFERENCES ").append(names.table(parts, at)).append(' ');
                }
                case "ON" -> {
                    if (i + 1 < to
                            && (in.get(i + 1).is("DELETE") || in.get(i + 1).is("UPDATE"))) {
                        text.append("ON ").append(SqlScript.upper(in.get(++i))).append(' ');
                    } else {
                        i++;
                    }
                }
                case "PRIMARY", "KEY", "UNIQUE", "FOREIGN", "NOT", "NULL", "CASCADE", "NO", "ACTION", "SET" ->
                    text.append(word).append(' ');
                case "ASC", "DESC" -> {}
                default -> {
                    if (t.symbol("(") || t.symbol(")") || t.symbol(",")) {
                        text.append(t.value());
                    } else if (t.named()) {
                        text.append(SqlTexts.name(t.value()));
                    } else {
                        throw SqlFailure.syntax(t);
                    }
                }
            }
        }
        return text.toString();
    }

    private String translated(int from, int to) {
        SqlTranslator.Done done = new SqlTranslator(in, names, facts).done(from, to);
        if (!done.values().isEmpty()) {
            throw SqlFailure.syntax(in.get(from));
        }
        return done.sql();
    }

    /** Reads one column that is added to a table. */
    Made added(SqlTable table, int from) {
        List<String> parts = new ArrayList<>();
        if (CONSTRAINTS.contains(SqlScript.upper(in.get(from)))) {
            return new Made(
                    table, List.of("ALTER TABLE " + table.behind(copy) + " ADD " + constraint(from, in.size())));
        }
        SqlTable more = column(table, from, in.size(), parts);
        if (more.columns().get(more.columns().size() - 1).identity()) {
            throw SqlFailure.notSimulated(in.get(from).line(), "an identity that is added");
        }
        return new Made(more, List.of("ALTER TABLE " + table.behind(copy) + " ADD COLUMN " + parts.get(0)));
    }

    /** Reads an index; the engine's name of it is told apart by its table. */
    String index(SqlTable table, String name, boolean unique, int open) {
        StringBuilder columns = new StringBuilder();
        for (Token t : in.subList(open + 1, close(open))) {
            if (t.symbol(",")) {
                columns.append(", ");
            } else if (t.is("ASC") || t.is("DESC")) {
                columns.append(' ').append(t.value().toUpperCase(Locale.ROOT));
            } else {
                columns.append(SqlTexts.name(t.value()));
            }
        }
        return "CREATE " + (unique ? "UNIQUE " : "") + "INDEX " + SqlTexts.name(copy) + "." + SqlTexts.name(name)
                + " ON " + table.behind(copy) + "(" + columns + ")";
    }

    private int close(int open) {
        int depth = 0;
        for (int i = open; i < in.size(); i++) {
            depth += in.get(i).symbol("(") ? 1 : in.get(i).symbol(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw SqlFailure.syntax(in.get(in.size() - 1));
    }
}
