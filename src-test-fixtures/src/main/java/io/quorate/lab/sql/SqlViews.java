package io.quorate.lab.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Puts the rows of an instance's views where queries of one session find them: as they are when a statement begins. */
final class SqlViews {
    private static final int MOST_ROWS = 100_000;

    private final Connection connection;
    private final Set<String> made = new HashSet<>();
    private final Set<String> loaded = new HashSet<>();

    /** What was put there last, as far as it is still there. */
    private final Map<String, List<List<@Nullable Object>>> there = new HashMap<>();

    private @Nullable List<SqlView> all;
    private boolean checking;

    SqlViews(Connection connection) {
        this.connection = connection;
    }

    /** A statement begins: views are read anew. */
    void begin() {
        loaded.clear();
        all = null;
        checking = false;
    }

    /** A statement is looked at, and not run: it needs no rows. */
    void beginCheck() {
        loaded.clear();
        all = null;
        checking = true;
    }

    /** Returns which views a host has, asked once a statement. */
    List<SqlView> of(SqlHost host) {
        List<SqlView> known = all;
        if (known == null) {
            known = host.views();
            all = known;
        }
        return known;
    }

    /** What was changed since the last commit may be undone. */
    void forget() {
        there.clear();
    }

    /** Returns the engine's name for a view whose rows are there, or whose columns are if it is only looked at. */
    String behind(SqlView view) throws SQLException {
        String key = view.name().toLowerCase(Locale.ROOT);
        String name = SqlTexts.name(key + "~view");
        if (!loaded.add(key)) {
            return name;
        }
        if (checking && made.stream().anyMatch(k -> k.startsWith(key + "["))) {
            return name;
        }
        boolean known = checking && view.columns().stream().noneMatch(c -> c.type() == SqlType.SQL_VARIANT);
        List<List<@Nullable Object>> rows = known ? List.of() : view.rows().get();
        if (rows.size() > MOST_ROWS) {
            throw SqlFailure.ending(701, 17, 1, "There is insufficient system memory to run this query.");
        }
        List<String> types = types(view, rows);
        if (!made.contains(key + types)) {
            make(view, key, name, types);
        } else if (rows.equals(there.get(key))) {
            return name;
        } else {
            there.remove(key);
            try (Statement statement = connection.createStatement()) {
                statement.execute("DELETE FROM " + name);
            }
        }
        fill(name, types, rows);
        there.put(key, rows);
        return name;
    }

    private void make(SqlView view, String key, String name, List<String> types) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            there.remove(key);
            if (made.removeIf(k -> k.startsWith(key + "["))) {
                statement.execute("DROP TABLE IF EXISTS " + name);
            }
            StringJoiner columns = new StringJoiner(", ", "(", ")");
            for (int i = 0; i < types.size(); i++) {
                columns.add(SqlTexts.name(view.columns().get(i).name()) + " " + types.get(i));
            }
            made.add(key + types);
            statement.execute("CREATE LOCAL TEMPORARY TABLE " + name + " " + columns + " NOT PERSISTENT TRANSACTIONAL");
        }
    }

    private void fill(String name, List<String> types, List<List<@Nullable Object>> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        String marks = "?" + ", ?".repeat(types.size() - 1);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + name + " VALUES (" + marks + ")")) {
            for (List<@Nullable Object> row : rows) {
                for (int i = 0; i < types.size(); i++) {
                    insert.setObject(i + 1, row.get(i));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static List<String> types(SqlView view, List<List<@Nullable Object>> rows) {
        List<String> types = new ArrayList<>();
        Map<Integer, @Nullable Object> samples = new HashMap<>();
        for (List<@Nullable Object> row : rows) {
            for (int i = 0; i < view.columns().size(); i++) {
                if (row.get(i) != null) {
                    samples.putIfAbsent(i, row.get(i));
                }
            }
        }
        for (int i = 0; i < view.columns().size(); i++) {
            SqlType type = view.columns().get(i).type();
            boolean variant = type == SqlType.SQL_VARIANT;
            types.add(variant ? SqlTypes.behind(type, samples.get(i)) : SqlTypes.behind(type));
        }
        return types;
    }

    /** Returns the views of a database's own tables, for a host that has none of them. */
    static List<SqlView> own(List<SqlTable> tables, String database) {
        List<List<@Nullable Object>> objects = new ArrayList<>();
        List<List<@Nullable Object>> named = new ArrayList<>();
        List<List<@Nullable Object>> columns = new ArrayList<>();
        List<List<@Nullable Object>> placed = new ArrayList<>();
        for (SqlTable t : tables) {
            objects.add(List.of(t.name(), t.id(), 1, "U ", "USER_TABLE", false));
            named.add(List.of(database, t.schema(), t.name(), "BASE TABLE"));
            int i = 1;
            for (SqlTable.Column c : t.columns()) {
                columns.add(List.of(t.id(), c.name(), i, c.nullable(), c.identity()));
                placed.add(List.of(
                        database,
                        t.schema(),
                        t.name(),
                        c.name(),
                        i++,
                        c.nullable() ? "YES" : "NO",
                        c.type().name().toLowerCase(Locale.ROOT)));
            }
        }
        List<SqlColumn> object = columns(
                "name",
                SqlType.NVARCHAR,
                "object_id",
                SqlType.INT,
                "schema_id",
                SqlType.INT,
                "type",
                SqlType.NVARCHAR,
                "type_desc",
                SqlType.NVARCHAR,
                "is_ms_shipped",
                SqlType.BIT);
        return List.of(
                new SqlView("sys.tables", object, () -> objects),
                new SqlView("sys.objects", object, () -> objects),
                new SqlView(
                        "sys.schemas",
                        columns("name", SqlType.NVARCHAR, "schema_id", SqlType.INT, "principal_id", SqlType.INT),
                        () -> List.of(List.of("dbo", 1, 1))),
                new SqlView(
                        "sys.columns",
                        columns(
                                "object_id",
                                SqlType.INT,
                                "name",
                                SqlType.NVARCHAR,
                                "column_id",
                                SqlType.INT,
                                "is_nullable",
                                SqlType.BIT,
                                "is_identity",
                                SqlType.BIT),
                        () -> columns),
                new SqlView(
                        "INFORMATION_SCHEMA.TABLES",
                        columns(
                                "TABLE_CATALOG",
                                SqlType.NVARCHAR,
                                "TABLE_SCHEMA",
                                SqlType.NVARCHAR,
                                "TABLE_NAME",
                                SqlType.NVARCHAR,
                                "TABLE_TYPE",
                                SqlType.NVARCHAR),
                        () -> named),
                new SqlView(
                        "INFORMATION_SCHEMA.COLUMNS",
                        columns(
                                "TABLE_CATALOG",
                                SqlType.NVARCHAR,
                                "TABLE_SCHEMA",
                                SqlType.NVARCHAR,
                                "TABLE_NAME",
                                SqlType.NVARCHAR,
                                "COLUMN_NAME",
                                SqlType.NVARCHAR,
                                "ORDINAL_POSITION",
                                SqlType.INT,
                                "IS_NULLABLE",
                                SqlType.NVARCHAR,
                                "DATA_TYPE",
                                SqlType.NVARCHAR),
                        () -> placed));
    }

    private static List<SqlColumn> columns(Object... namesAndTypes) {
        List<SqlColumn> columns = new ArrayList<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            columns.add(new SqlColumn((String) namesAndTypes[i], (SqlType) namesAndTypes[i + 1]));
        }
        return columns;
    }
}
