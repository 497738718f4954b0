package io.quorate.lab.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A user's table.
 *
 * @param schema e.g. {@code dbo}
 * @param indexes the names of its unique indexes
 */
record SqlTable(int id, String schema, String name, List<Column> columns, List<String> indexes) {

    /** The column that tells rows apart when they are redone; no query sees it. */
    static final String ROW = "~row";

    SqlTable {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
    }

    /** A column. */
    record Column(String name, SqlType type, boolean identity, boolean nullable) {}

    String dotted() {
        return schema + "." + name;
    }

    static String key(String schema, String name) {
        return (schema + "." + name).toLowerCase(Locale.ROOT);
    }

    String key() {
        return key(schema, name);
    }

    /** Returns its name as T-SQL has it. */
    String written() {
        return SqlTexts.bracket(schema) + "." + SqlTexts.bracket(name);
    }

    /** Returns its name in the engine behind. */
    String behind(String copy) {
        return SqlTexts.name(copy) + "." + SqlTexts.name(dotted());
    }

    /** Returns the name of what counts its identity. */
    String counter(String copy) {
        return SqlTexts.name(copy) + "." + SqlTexts.name(dotted() + "~identity");
    }

    @Nullable
    Column identity() {
        return columns.stream().filter(Column::identity).findFirst().orElse(null);
    }

    @Nullable
    Column column(String named) {
        return columns.stream()
                .filter(c -> c.name().equalsIgnoreCase(named))
                .findFirst()
                .orElse(null);
    }

    SqlTable with(Column column) {
        List<Column> more = new ArrayList<>(columns);
        more.add(column);
        return new SqlTable(id, schema, name, more, indexes);
    }

    SqlTable withIndex(String index) {
        List<String> more = new ArrayList<>(indexes);
        more.add(index);
        return new SqlTable(id, schema, name, columns, more);
    }
}
