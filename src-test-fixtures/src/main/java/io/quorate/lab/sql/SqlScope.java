package io.quorate.lab.sql;

import io.quorate.lab.sql.SqlFunctions.Said;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the statements of one batch may speak of: views, tables, variables, and what functions tell. */
final class SqlScope implements SqlTranslator.Names, SqlFunctions.Facts {
    private static final Set<String> OWN = Set.of("sys", "information_schema");
    private static final Map<Integer, String> YEARS =
            Map.of(13, "2016", 14, "2017", 15, "2019", 16, "2022", 17, "2025");

    private final SqlInstance instance;
    private final SqlState state;
    private final SqlViews views;
    private final SqlVariables variables;

    SqlScope(SqlInstance instance, SqlState state, SqlViews views, SqlVariables variables) {
        this.instance = instance;
        this.state = state;
        this.views = views;
        this.variables = variables;
    }

    @Override
    public SqlVariables variables() {
        return variables;
    }

    @Override
    public String table(List<String> parts, Token at) {
        if (parts.size() > 3) {
            throw SqlFailure.ending(
                    7202, 11, at.line(), "Could not find server '" + SqlTexts.cut(parts.get(0)) + "' in sys.servers.");
        }
        String name = parts.get(parts.size() - 1);
        if (parts.size() == 1 && name.startsWith("#")) {
            return SqlTexts.name(name);
        }
        String schema = parts.size() > 1 ? parts.get(parts.size() - 2) : "dbo";
        String database = parts.size() == 3 ? parts.get(0) : state.database;
        SqlView view = view(parts.size() == 3 ? parts.get(0) : null, schema + "." + name, database);
        if (view != null) {
            try {
                return views.behind(view);
            } catch (SQLException e) {
                throw SqlErrors.of(e, at.line(), "SELECT", null);
            }
        }
        open(database, at.line());
        SqlCopy copy = instance.copy(database);
        copy.refresh();
        SqlTable table = copy.table(schema, name);
        if (table == null) {
            throw SqlFailure.ending(
                    208, 16, at.line(), "Invalid object name '" + SqlTexts.cut(SqlTexts.dotted(parts)) + "'.");
        }
        return table.behind(copy.name());
    }

    /** Throws if a database may not be used now. */
    void open(String database, int line) {
        SqlMessage why = instance.host().closed(database, state.login.readIntent());
        if (why != null) {
            throw new SqlFailure(why.at(line), true);
        }
    }

    private @Nullable SqlView view(@Nullable String database, String name, String current) {
        SqlView own = null;
        String inside = (database == null ? current : database) + "." + name;
        if (name.startsWith("sys.")) {
            for (SqlView v : views.of(instance.host())) {
                if (v.name().equalsIgnoreCase(inside)) {
                    open(database == null ? current : database, 0);
                    return v;
                }
            }
        }
        for (SqlView v : views.of(instance.host())) {
            if (v.name().equalsIgnoreCase(name) || database != null && v.name().equalsIgnoreCase(inside)) {
                return v;
            }
        }
        if (OWN.contains(name.substring(0, name.indexOf('.')).toLowerCase(Locale.ROOT))) {
            SqlCopy copy = instance.copy(current);
            if (instance.host().closed(current, state.login.readIntent()) == null) {
                copy.refresh();
            }
            for (SqlView v : SqlViews.own(copy.tables(), current)) {
                own = v.name().equalsIgnoreCase(name) ? v : own;
            }
        }
        return own;
    }

    @Override
    public String global(String name, Token at) {
        return switch (name) {
            case "SPID" -> SqlTypes.literal(SqlType.SMALLINT, state.number);
            case "SERVERNAME" -> text(instance.server());
            case "SERVICENAME" -> {
                String server = instance.server();
                yield text(server.contains("\\") ? server.substring(server.indexOf('\\') + 1) : "MSSQLSERVER");
            }
            case "VERSION" -> text(version());
            case "ROWCOUNT" -> SqlTypes.literal(SqlType.INT, state.rows);
            case "TRANCOUNT" -> SqlTypes.literal(SqlType.INT, state.transactions);
            case "ERROR" -> SqlTypes.literal(SqlType.INT, state.error);
            case "IDENTITY" -> SqlTypes.literal(SqlType.NUMERIC, state.identity);
            case "LANGUAGE" -> text("us_english");
            case "LANGID", "NESTLEVEL", "PROCID", "FETCH_STATUS", "CURSOR_ROWS" -> SqlTypes.literal(SqlType.INT, 0);
            case "MAX_PRECISION" -> SqlTypes.literal(SqlType.TINYINT, 38);
            case "LOCK_TIMEOUT" -> SqlTypes.literal(SqlType.INT, state.lockMillis);
            case "DATEFIRST" -> SqlTypes.literal(SqlType.TINYINT, 7);
            case "TEXTSIZE" -> SqlTypes.literal(SqlType.INT, Integer.MAX_VALUE);
            case "MAX_CONNECTIONS" -> SqlTypes.literal(SqlType.INT, 32_767);
            case "OPTIONS" -> SqlTypes.literal(SqlType.INT, 5_432);
            case "MICROSOFTVERSION" -> SqlTypes.literal(SqlType.INT, major() << 24);
            default ->
                throw SqlFailure.ending(
                        137, 15, at.line(), "Must declare the scalar variable \"" + SqlTexts.cut(at.value()) + "\".");
        };
    }

    private static String text(String value) {
        return SqlTypes.literal(SqlType.NVARCHAR, value);
    }

    private int major() {
        return Integer.parseInt(instance.version().split("\\.", 2)[0]);
    }

    private String version() {
        Object edition = instance.host().property("Edition");
        return "Microsoft SQL Server " + YEARS.getOrDefault(major(), "") + " (RTM) - " + instance.version()
                + " (X64) \n\t" + (edition == null ? "Developer Edition (64-bit)" : edition)
                + " on Windows Server (Build 20348: ) (Hypervisor)\n";
    }

    @Override
    public @Nullable Object property(String name) {
        Object value = instance.host().property(name);
        return value instanceof Boolean b ? (Object) (b ? 1 : 0) : value;
    }

    @Override
    public @Nullable Object function(String name, List<? extends @Nullable Object> arguments) {
        if (name.equals("updateability")) {
            return instance.host().readOnly(String.valueOf(arguments.get(0))) == null ? "READ_WRITE" : "READ_ONLY";
        }
        return instance.host().function(name, arguments, state.login.user());
    }

    @Override
    public boolean has(String view) {
        return instance.host().views().stream().anyMatch(v -> v.name().equalsIgnoreCase(view));
    }

    @Override
    public List<@Nullable Object> column(String view, String column) {
        List<@Nullable Object> values = new ArrayList<>();
        for (SqlView v : instance.host().views()) {
            if (v.name().equalsIgnoreCase(view)) {
                int at = 0;
                while (at < v.columns().size() && !v.columns().get(at).name().equalsIgnoreCase(column)) {
                    at++;
                }
                for (List<@Nullable Object> row : v.rows().get()) {
                    values.add(at < row.size() ? row.get(at) : null);
                }
                return values;
            }
        }
        return values;
    }

    @Override
    public String now(SqlType type) {
        return SqlTypes.literal(
                type,
                type == SqlType.DATETIME
                        ? SqlTypes.datetime(instance.clock().now())
                        : instance.clock().now());
    }

    @Override
    public Said session(String function) {
        SqlMessage caught = state.caught;
        return switch (function) {
            case "db_name" -> said(SqlType.NVARCHAR, state.database);
            case "db_id" -> said(SqlType.SMALLINT, databaseId());
            case "suser_sname", "suser_name", "original_login" -> said(SqlType.NVARCHAR, state.login.user());
            case "host_name" -> said(SqlType.NVARCHAR, state.login.host());
            case "app_name", "program_name" -> said(SqlType.NVARCHAR, state.login.application());
            case "user_name", "schema_name" -> said(SqlType.NVARCHAR, "dbo");
            case "scope_identity" -> said(SqlType.NUMERIC, state.identity);
            case "xact_state" -> said(SqlType.SMALLINT, state.transactions > 0 ? 1 : 0);
            case "error_number" -> said(SqlType.INT, caught == null ? null : caught.number());
            case "error_message" -> said(SqlType.NVARCHAR, caught == null ? null : caught.text());
            case "error_severity" -> said(SqlType.INT, caught == null ? null : caught.severity());
            case "error_state" -> said(SqlType.INT, caught == null ? null : caught.state());
            case "error_line" -> said(SqlType.INT, caught == null ? null : caught.line());
            case "error_procedure" -> said(SqlType.NVARCHAR, null);
            case "connectionproperty", "objectproperty", "columnproperty" -> said(SqlType.SQL_VARIANT, null);
            case "rowcount_big" -> said(SqlType.BIGINT, state.rows);
            default -> Said.UNKNOWN;
        };
    }

    private @Nullable Object databaseId() {
        List<@Nullable Object> names = column("sys.databases", "name");
        List<@Nullable Object> ids = column("sys.databases", "database_id");
        for (int i = 0; i < Math.min(names.size(), ids.size()); i++) {
            if (state.database.equalsIgnoreCase(String.valueOf(names.get(i)))) {
                return ids.get(i);
            }
        }
        return null;
    }

    private static Said said(SqlType type, @Nullable Object value) {
        return new Said(true, type, value);
    }

    @Override
    public @Nullable Object context(String key) {
        return state.context(key);
    }

    @Override
    public @Nullable Integer objectId(String name) {
        List<Token> tokens = SqlLexer.tokens(name);
        SqlDefinitions.Named named = SqlDefinitions.name(tokens, 0);
        String database = named.database() == null ? state.database : named.database();
        if (instance.host().closed(database, state.login.readIntent()) != null) {
            return null;
        }
        SqlCopy copy = instance.copy(database);
        copy.refresh();
        SqlTable table = copy.table(named.schema(), named.name());
        if (table != null) {
            return table.id();
        }
        return has(named.schema() + "." + named.name())
                ? Integer.valueOf(
                        -1 - Math.floorMod(named.name().toLowerCase(Locale.ROOT).hashCode(), 1_000_000))
                : null;
    }
}
