package io.quorate.lab.sql;

import io.quorate.lab.sql.SqlTypes.Written;
import io.quorate.lab.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The functions of T-SQL in the words of the engine behind. */
final class SqlFunctions {

    /** What functions tell of the session and its instance. */
    interface Facts {

        @Nullable
        Object property(String name);

        @Nullable
        Object function(String name, List<? extends @Nullable Object> arguments);

        /** Returns whether the instance has a view. */
        boolean has(String view);

        /** Returns the values of a view's column now, none if there is no such view. */
        List<@Nullable Object> column(String view, String column);

        /** Returns the engine's words for the time now. */
        String now(SqlType type);

        /** Returns the value of a function without arguments that tells of the session, e.g. {@code db_name}. */
        Said session(String function);

        /** Returns a value of the session's context. */
        @Nullable
        Object context(String key);

        @Nullable
        Integer objectId(String name);
    }

    /** A value and its type; {@code known} tells whether there is such a function. */
    record Said(boolean known, SqlType type, @Nullable Object value) {
        static final Said UNKNOWN = new Said(false, SqlType.INT, null);
    }

    private static final Set<String> SAME = Set.of(
            "COALESCE",
            "NULLIF",
            "UPPER",
            "LOWER",
            "LTRIM",
            "RTRIM",
            "TRIM",
            "SUBSTRING",
            "LEFT",
            "RIGHT",
            "REPLACE",
            "REVERSE",
            "ASCII",
            "CHAR",
            "CONCAT",
            "CONCAT_WS",
            "ABS",
            "CEILING",
            "FLOOR",
            "ROUND",
            "POWER",
            "SQRT",
            "SIGN",
            "SUM",
            "AVG",
            "MIN",
            "MAX",
            "ROW_NUMBER",
            "RANK",
            "DENSE_RANK",
            "NTILE",
            "LAG",
            "LEAD",
            "FIRST_VALUE",
            "LAST_VALUE",
            "YEAR",
            "MONTH",
            "DAY",
            "GREATEST",
            "LEAST",
            "SPACE",
            "LOG",
            "EXP");
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("ISNULL", "COALESCE"),
            Map.entry("LEN", "CHAR_LENGTH"),
            Map.entry("DATALENGTH", "OCTET_LENGTH"),
            Map.entry("CHARINDEX", "LOCATE"),
            Map.entry("REPLICATE", "REPEAT"),
            Map.entry("STRING_AGG", "LISTAGG"),
            Map.entry("NCHAR", "CHAR"),
            Map.entry("UNICODE", "ASCII"),
            Map.entry("STDEV", "STDDEV_SAMP"),
            Map.entry("VAR", "VAR_SAMP"));
    private static final Map<String, String> PARTS = Map.ofEntries(
            Map.entry("yy", "YEAR"),
            Map.entry("yyyy", "YEAR"),
            Map.entry("year", "YEAR"),
            Map.entry("qq", "QUARTER"),
            Map.entry("quarter", "QUARTER"),
            Map.entry("mm", "MONTH"),
            Map.entry("m", "MONTH"),
            Map.entry("month", "MONTH"),
            Map.entry("dd", "DAY"),
            Map.entry("d", "DAY"),
            Map.entry("day", "DAY"),
            Map.entry("wk", "WEEK"),
            Map.entry("ww", "WEEK"),
            Map.entry("week", "WEEK"),
            Map.entry("hh", "HOUR"),
            Map.entry("hour", "HOUR"),
            Map.entry("mi", "MINUTE"),
            Map.entry("n", "MINUTE"),
            Map.entry("minute", "MINUTE"),
            Map.entry("ss", "SECOND"),
            Map.entry("s", "SECOND"),
            Map.entry("second", "SECOND"),
            Map.entry("ms", "MILLISECOND"),
            Map.entry("millisecond", "MILLISECOND"),
            Map.entry("mcs", "MICROSECOND"),
            Map.entry("microsecond", "MICROSECOND"),
            Map.entry("ns", "NANOSECOND"),
            Map.entry("nanosecond", "NANOSECOND"));

    private final SqlTranslator to;
    private final Facts facts;

    SqlFunctions(SqlTranslator to, Facts facts) {
        this.to = to;
        this.facts = facts;
    }

    /** Returns the words for a name that is a function without parentheses, or null. */
    @Nullable
    String bare(Token t) {
        return switch (SqlScript.upper(t)) {
            case "CURRENT_TIMESTAMP" -> facts.now(SqlType.DATETIME);
            case "SYSTEM_USER" -> literal(facts.session("suser_sname"));
            case "CURRENT_USER", "SESSION_USER", "USER" -> "'dbo'";
            default -> null;
        };
    }

    /** Puts a call; returns the index of its last word. */
    int call(List<Token> name, int open, int close, int end) {
        Token last = name.get(name.size() - 1);
        String upper = last.value().toUpperCase(Locale.ROOT);
        String lower = last.value().toLowerCase(Locale.ROOT);
        List<int[]> given = arguments(open, close);
        switch (upper) {
            case "CAST", "TRY_CAST" -> cast(open, close);
            case "CONVERT", "TRY_CONVERT" -> convert(open, close);
            case "COUNT", "COUNT_BIG" -> {
                return count(upper, open, close, end);
            }
            case "SERVERPROPERTY" -> {
                Object value = facts.property(text(given, 0, last));
                to.put(SqlTypes.literal(SqlType.SQL_VARIANT, value) + " ");
            }
            case "SESSION_CONTEXT" ->
                to.put(SqlTypes.literal(SqlType.SQL_VARIANT, facts.context(text(given, 0, last))) + " ");
            case "OBJECT_ID" -> to.put(SqlTypes.literal(SqlType.INT, facts.objectId(text(given, 0, last))) + " ");
            case "DATABASEPROPERTYEX" -> databaseProperty(given, last);
            case "GETDATE" -> to.put(facts.now(SqlType.DATETIME) + " ");
            case "GETUTCDATE" -> to.put(facts.now(SqlType.DATETIME) + " ");
            case "SYSDATETIME", "SYSUTCDATETIME", "SYSDATETIMEOFFSET" -> to.put(facts.now(SqlType.DATETIME2) + " ");
            case "NEWID", "NEWSEQUENTIALID" -> to.put("RANDOM_UUID() ");
            case "IIF" -> {
                require(given, 3, last);
                to.put("CASE WHEN ");
                put(given.get(0));
                to.put("THEN ");
                put(given.get(1));
                to.put("ELSE ");
                put(given.get(2));
                to.put("END ");
            }
            case "STUFF" -> {
                require(given, 4, last);
                to.put("CONCAT(LEFT(");
                put(given.get(0));
                to.put(", ");
                put(given.get(1));
                to.put("- 1), ");
                put(given.get(3));
                to.put(", SUBSTRING(");
                put(given.get(0));
                to.put(", ");
                put(given.get(1));
                to.put("+ ");
                put(given.get(2));
                to.put(")) ");
            }
            case "QUOTENAME" -> {
                require(given, 1, last);
                to.put("('[' || REPLACE(");
                put(given.get(0));
                to.put(", ']', ']]') || ']') ");
            }
            case "HASHBYTES" -> {
                require(given, 2, last);
                String algorithm = text(given, 0, last)
                        .toUpperCase(Locale.ROOT)
                        .replace('_', '-')
                        .replace("SHA2-", "SHA-");
                to.put("HASH('" + algorithm.replace("'", "") + "', ");
                put(given.get(1));
                to.put(") ");
            }
            case "LOGINPROPERTY" -> {
                require(given, 2, last);
                Object value = facts.function(lower, List.of(text(given, 0, last), text(given, 1, last)));
                to.put(SqlTypes.literal(value instanceof byte[] ? SqlType.VARBINARY : SqlType.SQL_VARIANT, value)
                        + " ");
            }
            case "DATEDIFF", "DATEDIFF_BIG", "DATEADD", "DATEPART" -> dates(upper, given, last);
            case "IS_SRVROLEMEMBER", "HAS_PERMS_BY_NAME", "IS_MEMBER", "HAS_DBACCESS" -> constant(lower, given, 1);
            case "FN_HADR_BACKUP_IS_PREFERRED_REPLICA", "FN_HADR_IS_PRIMARY_REPLICA" ->
                tabulated(lower, given, last, "sys.databases", "name", SqlType.NVARCHAR, SqlType.BIT);
            case "CERTENCODED", "CERTPRIVATEKEY" ->
                tabulated(lower, given, last, "sys.certificates", "certificate_id", SqlType.INT, SqlType.VARBINARY);
            default -> others(upper, lower, given, name);
        }
        return close;
    }

    private void others(String upper, String lower, List<int[]> given, List<Token> name) {
        Token last = name.get(name.size() - 1);
        if (!given.isEmpty() && lookedUp(upper, given, last)) {
            return;
        }
        Said said = facts.session(lower);
        if (said.known()) {
            to.put(literal(said) + " ");
            return;
        }
        String same = SAME.contains(upper) ? upper : RENAMED.get(upper);
        if (same == null || name.size() > 1) {
            throw SqlFailure.ending(
                    195,
                    15,
                    last.line(),
                    "'" + SqlTexts.cut(last.value()) + "' is not a recognized built-in function name.");
        }
        to.put(same + "(");
        for (int i = 0; i < given.size(); i++) {
            to.put(i == 0 ? "" : ", ");
            put(given.get(i));
        }
        to.put(") ");
    }

    /** Puts what stands beside a value in a view. */
    private boolean lookedUp(String upper, List<int[]> given, Token at) {
        switch (upper) {
            case "DB_NAME" -> lookUp(given, at, "databases", "database_id", "name");
            case "DB_ID" -> lookUp(given, at, "databases", "name", "database_id");
            case "SUSER_SNAME" -> lookUp(given, at, "server_principals", "sid", "name");
            case "SUSER_SID" -> lookUp(given, at, "server_principals", "name", "sid");
            case "SUSER_ID" -> lookUp(given, at, "server_principals", "name", "principal_id");
            case "SUSER_NAME" -> lookUp(given, at, "server_principals", "principal_id", "name");
            case "CERT_ID" -> lookUp(given, at, "certificates", "name", "certificate_id");
            case "SCHEMA_NAME", "USER_NAME" -> to.put("'dbo' ");
            case "SCHEMA_ID" -> to.put("1 ");
            default -> {
                return false;
            }
        }
        return true;
    }

    private void lookUp(List<int[]> given, Token at, String view, String key, String value) {
        if (!facts.has("sys." + view)) {
            to.put("NULL ");
            return;
        }
        to.put("(SELECT MAX(\"~q\".\"~v\") FROM (SELECT \"~t\"." + SqlTexts.name(key) + " AS \"~k\", \"~t\"."
                + SqlTexts.name(value) + " AS \"~v\" FROM " + to.names().table(List.of("sys", view), at)
                + " AS \"~t\") AS \"~q\" WHERE \"~q\".\"~k\" = ");
        put(given.get(0));
        to.put(") ");
    }

    /** Puts a function whose argument may come from a row, by all the values that it can have. */
    private void tabulated(
            String function, List<int[]> given, Token at, String view, String column, SqlType key, SqlType value) {
        require(given, 1, at);
        StringJoiner rows = new StringJoiner(", ");
        for (Object k : facts.column(view, column)) {
            if (k != null) {
                rows.add("(" + SqlTypes.literal(key, k) + ", "
                        + SqlTypes.literal(value, facts.function(function, List.of(k))) + ")");
            }
        }
        if (rows.length() == 0) {
            to.put("CAST(NULL AS " + SqlTypes.behind(value) + ") ");
            return;
        }
        to.put("(SELECT " + (value == SqlType.BIT ? "BOOL_OR" : "MAX") + "(\"~q\".\"~v\") FROM (VALUES " + rows
                + ") AS \"~q\"(\"~k\", \"~v\") WHERE \"~q\".\"~k\" = ");
        put(given.get(0));
        to.put(") ");
    }

    private void constant(String function, List<int[]> given, int otherwise) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int[] argument : given) {
            values.add(value(argument));
        }
        Object said = facts.function(function, values);
        to.put((said instanceof Number n ? n.intValue() : otherwise) + " ");
    }

    private void databaseProperty(List<int[]> given, Token at) {
        require(given, 2, at);
        String column = switch (text(given, 1, at).toLowerCase(Locale.ROOT)) {
            case "status" -> "state_desc";
            case "recovery" -> "recovery_model_desc";
            case "useraccess" -> "user_access_desc";
            case "collation" -> "collation_name";
            default -> null;
        };
        if (text(given, 1, at).equalsIgnoreCase("Updateability")) {
            to.put(SqlTypes.literal(SqlType.SQL_VARIANT, facts.function("updateability", List.of(text(given, 0, at))))
                    + " ");
        } else if (column == null) {
            to.put("CAST(NULL AS " + SqlTypes.VARIANT_TEXT + ") ");
        } else {
            to.put("CAST(");
            lookUp(given, at, "databases", "name", column);
            to.put(" AS " + SqlTypes.VARIANT_TEXT + ") ");
        }
    }

    private int count(String upper, int open, int close, int end) {
        int last = close;
        if (close + 2 < end
                && to.token(close + 1).is("OVER")
                && to.token(close + 2).symbol("(")) {
            last = to.close(close + 2);
        }
        to.put(upper.equals("COUNT") ? "CAST(COUNT(" : "(COUNT(");
        to.part(open + 1, close, false, false);
        to.put(") ");
        if (last > close) {
            to.part(close + 1, last + 1, false, false);
        }
        to.put(upper.equals("COUNT") ? " AS INTEGER) " : ") ");
        return last;
    }

    private void cast(int open, int close) {
        int as = -1;
        for (int i = open + 1; i < close; i++) {
            i = to.token(i).symbol("(") ? to.close(i) : i;
            as = to.token(i).is("AS") ? i : as;
        }
        Written type = as < 0 ? null : SqlTypes.written(to.tokens().subList(0, close), as + 1);
        if (type == null || type.next() != close) {
            throw SqlFailure.syntax(to.token(as < 0 ? close : as));
        }
        to.put("CAST(");
        to.part(open + 1, as, false, false);
        to.put("AS " + type.behind() + ") ");
    }

    private void convert(int open, int close) {
        Written type = SqlTypes.written(to.tokens().subList(0, close), open + 1);
        if (type == null || type.next() >= close || !to.token(type.next()).symbol(",")) {
            throw SqlFailure.syntax(to.token(open));
        }
        List<int[]> given = arguments(type.next(), close);
        Object style = given.size() > 1 ? value(given.get(1)) : null;
        long number = style instanceof Number n ? n.longValue() : 0;
        if (type.type() == SqlType.NVARCHAR && (number == 1 || number == 2)) {
            to.put(number == 1 ? "CAST('0x' || UPPER(RAWTOHEX(" : "CAST('' || UPPER(RAWTOHEX(");
            put(given.get(0));
            to.put(")) AS " + type.behind() + ") ");
        } else if (type.type() == SqlType.NVARCHAR && number >= 20) {
            to.put("FORMATDATETIME(");
            put(given.get(0));
            to.put(", " + SqlTexts.string(format(number)) + ") ");
        } else {
            to.put("CAST(");
            put(given.get(0));
            to.put("AS " + type.behind() + ") ");
        }
    }

    private static String format(long style) {
        return switch ((int) style) {
            case 23 -> "yyyy-MM-dd";
            case 112 -> "yyyyMMdd";
            case 108 -> "HH:mm:ss";
            case 121, 21, 25 -> "yyyy-MM-dd HH:mm:ss.SSS";
            case 126, 127 -> "yyyy-MM-dd'T'HH:mm:ss.SSS";
            default -> "yyyy-MM-dd HH:mm:ss";
        };
    }

    private void dates(String function, List<int[]> given, Token at) {
        require(given, function.equals("DATEPART") ? 2 : 3, at);
        Token written = to.token(given.get(0)[0]);
        String part = PARTS.get(written.value().toLowerCase(Locale.ROOT));
        if (part == null) {
            throw SqlFailure.ending(
                    155,
                    15,
                    at.line(),
                    "'" + SqlTexts.cut(written.value()) + "' is not a recognized " + function.toLowerCase(Locale.ROOT)
                            + " option.");
        }
        if (function.equals("DATEPART")) {
            to.put("EXTRACT(" + part + " FROM ");
            time(given.get(1));
            to.put(") ");
        } else if (function.equals("DATEADD")) {
            to.put("CAST(DATEADD(" + part + ", ");
            put(given.get(1));
            to.put(", ");
            time(given.get(2));
            to.put(") AS TIMESTAMP(3)) ");
        } else {
            to.put("CAST(DATEDIFF(" + part + ", ");
            time(given.get(1));
            to.put(", ");
            time(given.get(2));
            to.put(") AS " + (function.equals("DATEDIFF") ? "INTEGER" : "BIGINT") + ") ");
        }
    }

    private void time(int[] argument) {
        boolean text = argument[1] - argument[0] == 1 && to.token(argument[0]).kind() == Kind.STRING;
        to.put(text ? "CAST(" : "");
        put(argument);
        to.put(text ? " AS TIMESTAMP) " : "");
    }

    /** Returns where each argument begins and ends. */
    private List<int[]> arguments(int open, int close) {
        List<int[]> found = new ArrayList<>();
        int start = open + 1;
        for (int i = start; i < close; i++) {
            if (to.token(i).symbol("(")) {
                i = to.close(i);
            } else if (to.token(i).symbol(",")) {
                found.add(new int[] {start, i});
                start = i + 1;
            }
        }
        if (start < close) {
            found.add(new int[] {start, close});
        }
        return found;
    }

    private void put(int[] argument) {
        to.part(argument[0], argument[1], false, false);
    }

    private static void require(List<int[]> given, int count, Token at) {
        if (given.size() < count) {
            throw SqlFailure.ending(
                    174,
                    15,
                    at.line(),
                    "The " + SqlTexts.cut(at.value()) + " function requires " + count + " argument(s).");
        }
    }

    private String text(List<int[]> given, int index, Token at) {
        require(given, index + 1, at);
        Object value = value(given.get(index));
        if (value == null) {
            throw SqlFailure.notSimulated(at.line(), SqlTexts.cut(at.value()) + " of what is no constant");
        }
        return value.toString();
    }

    private @Nullable Object value(int[] argument) {
        if (argument[1] - argument[0] != 1) {
            return null;
        }
        Token t = to.token(argument[0]);
        return switch (t.kind()) {
            case STRING -> t.value();
            case NUMBER -> t.value().matches("\\d{1,18}") ? Long.valueOf(t.value()) : (Object) t.value();
            case VARIABLE ->
                t.value().startsWith("@@")
                        ? null
                        : to.names().variables().get(t).value();
            default -> null;
        };
    }

    private static String literal(Said said) {
        return SqlTypes.literal(said.type(), said.value());
    }
}
