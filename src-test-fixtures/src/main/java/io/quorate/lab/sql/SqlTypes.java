package io.quorate.lab.sql;

import io.quorate.lab.sql.Token.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Types of SQL Server as the engine behind has them. What it has no type for goes by a length that nobody else uses: {@code tinyint} is a
 * decimal of 36 digits, {@code sql_variant} a text of 8016 characters or a decimal of 37 digits.
 */
final class SqlTypes {
    static final String VARIANT_TEXT = "VARCHAR_IGNORECASE(8016)";
    private static final String VARIANT_NUMBER = "DECIMAL(37, 0)";
    private static final String TEXT = "VARCHAR_IGNORECASE";
    private static final int VARIANT_LENGTH = 8016;
    private static final int MOST_SCALE = 12;

    private SqlTypes() {}

    /**
     * A type as it is written.
     *
     * @param behind the engine's words for it
     * @param next the index after it
     */
    record Written(SqlType type, String behind, int next) {}

    /** Returns the engine's type of a view's column or a parameter. */
    static String behind(SqlType type) {
        return switch (type) {
            case BIT -> "BOOLEAN";
            case TINYINT -> "DECIMAL(36, 0)";
            case SMALLINT -> "SMALLINT";
            case INT -> "INTEGER";
            case BIGINT -> "BIGINT";
            case FLOAT -> "DOUBLE PRECISION";
            case NUMERIC -> "DECIMAL(25, 0)";
            case NVARCHAR -> TEXT;
            case VARBINARY -> "VARBINARY";
            case UNIQUEIDENTIFIER -> "UUID";
            case DATETIME -> "TIMESTAMP(3)";
            case DATETIME2 -> "TIMESTAMP(7)";
            case SQL_VARIANT -> VARIANT_TEXT;
        };
    }

    /** Returns the engine's type for a value of that type. */
    static String behind(SqlType type, @Nullable Object value) {
        if (type == SqlType.NUMERIC && value instanceof BigDecimal number) {
            return "DECIMAL(38, " + Math.max(0, Math.min(38, number.scale())) + ")";
        }
        if (type == SqlType.SQL_VARIANT && (value instanceof Integer || value instanceof Long)) {
            return VARIANT_NUMBER;
        }
        return behind(type);
    }

    /** Reads a type at an index, or answers null if there is none that the lab has. */
    static @Nullable Written written(List<Token> tokens, int at) {
        if (at < tokens.size() - 2
                && tokens.get(at).named()
                && tokens.get(at + 1).symbol(".")
                && tokens.get(at).value().equalsIgnoreCase("sys")) {
            return written(tokens, at + 2);
        }
        if (at >= tokens.size() || !tokens.get(at).named()) {
            return null;
        }
        String name = tokens.get(at).value().toLowerCase(Locale.ROOT);
        int next = at + 1;
        if (next < tokens.size()
                && (name.equals("double") && tokens.get(next).is("precision")
                        || tokens.get(next).is("varying"))) {
            next++;
        }
        String length = "";
        if (next < tokens.size() && tokens.get(next).symbol("(")) {
            StringBuilder inner = new StringBuilder();
            for (next++; next < tokens.size() && !tokens.get(next).symbol(")"); next++) {
                Token t = tokens.get(next);
                if (t.kind() != Kind.NUMBER && !t.symbol(",") && !t.is("max")) {
                    return null;
                }
                inner.append(t.value());
            }
            next++;
            length = inner.toString();
        }
        boolean max = length.isEmpty() || length.equalsIgnoreCase("max");
        return switch (name) {
            case "bit" -> new Written(SqlType.BIT, "BOOLEAN", next);
            case "tinyint" -> new Written(SqlType.TINYINT, behind(SqlType.TINYINT), next);
            case "smallint" -> new Written(SqlType.SMALLINT, "SMALLINT", next);
            case "int", "integer" -> new Written(SqlType.INT, "INTEGER", next);
            case "bigint" -> new Written(SqlType.BIGINT, "BIGINT", next);
            case "float", "real", "double" -> new Written(SqlType.FLOAT, "DOUBLE PRECISION", next);
            case "decimal", "numeric", "dec" ->
                new Written(SqlType.NUMERIC, "DECIMAL(" + (max ? "18, 0" : length) + ")", next);
            case "money", "smallmoney" -> new Written(SqlType.NUMERIC, "DECIMAL(19, 4)", next);
            case "nvarchar", "varchar", "nchar", "char", "character" ->
                new Written(SqlType.NVARCHAR, max ? TEXT : TEXT + "(" + length + ")", next);
            case "sysname" -> new Written(SqlType.NVARCHAR, TEXT + "(128)", next);
            case "text", "ntext", "xml" -> new Written(SqlType.NVARCHAR, TEXT, next);
            case "varbinary", "binary" ->
                new Written(SqlType.VARBINARY, max ? "VARBINARY" : "VARBINARY(" + length + ")", next);
            case "image", "rowversion", "timestamp" -> new Written(SqlType.VARBINARY, "VARBINARY", next);
            case "uniqueidentifier" -> new Written(SqlType.UNIQUEIDENTIFIER, "UUID", next);
            case "datetime", "smalldatetime" -> new Written(SqlType.DATETIME, "TIMESTAMP(3)", next);
            case "datetime2", "datetimeoffset" -> new Written(SqlType.DATETIME2, "TIMESTAMP(7)", next);
            case "date" -> new Written(SqlType.DATETIME2, "DATE", next);
            case "time" -> new Written(SqlType.NVARCHAR, "TIME(7)", next);
            case "sql_variant" -> new Written(SqlType.SQL_VARIANT, VARIANT_TEXT, next);
            default -> null;
        };
    }

    /** Returns the type of a result's column, from 1. */
    static SqlType of(ResultSetMetaData meta, int column) throws SQLException {
        if (meta.getColumnTypeName(column).equals("UUID")) {
            return SqlType.UNIQUEIDENTIFIER;
        }
        return switch (meta.getColumnType(column)) {
            case java.sql.Types.BOOLEAN, java.sql.Types.BIT -> SqlType.BIT;
            case java.sql.Types.TINYINT, java.sql.Types.SMALLINT -> SqlType.SMALLINT;
            case java.sql.Types.INTEGER -> SqlType.INT;
            case java.sql.Types.BIGINT -> SqlType.BIGINT;
            case java.sql.Types.FLOAT, java.sql.Types.DOUBLE, java.sql.Types.REAL -> SqlType.FLOAT;
            case java.sql.Types.DECIMAL, java.sql.Types.NUMERIC ->
                meta.getPrecision(column) == 36 && meta.getScale(column) == 0
                        ? SqlType.TINYINT
                        : meta.getPrecision(column) == 37 && meta.getScale(column) == 0
                                ? SqlType.SQL_VARIANT
                                : SqlType.NUMERIC;
            case java.sql.Types.BINARY, java.sql.Types.VARBINARY, java.sql.Types.LONGVARBINARY, java.sql.Types.BLOB ->
                SqlType.VARBINARY;
            case java.sql.Types.TIMESTAMP, java.sql.Types.TIMESTAMP_WITH_TIMEZONE ->
                meta.getScale(column) == 3 ? SqlType.DATETIME : SqlType.DATETIME2;
            case java.sql.Types.DATE -> SqlType.DATETIME2;
            default -> meta.getPrecision(column) == VARIANT_LENGTH ? SqlType.SQL_VARIANT : SqlType.NVARCHAR;
        };
    }

    /** Returns a value of the row, as its type says. */
    static @Nullable Object value(ResultSet rows, int column, SqlType type) throws SQLException {
        if (type == SqlType.DATETIME || type == SqlType.DATETIME2) {
            return rows.getObject(column, LocalDateTime.class);
        }
        if (type == SqlType.UNIQUEIDENTIFIER) {
            return rows.getObject(column, UUID.class);
        }
        if (type == SqlType.VARBINARY) {
            return rows.getBytes(column);
        }
        Object value = rows.getObject(column);
        if (value == null) {
            return null;
        }
        return switch (type) {
            case BIT -> rows.getBoolean(column);
            case TINYINT, SMALLINT, INT -> rows.getInt(column);
            case BIGINT -> rows.getLong(column);
            case FLOAT -> rows.getDouble(column);
            case NUMERIC -> number(rows.getBigDecimal(column));
            case SQL_VARIANT -> value instanceof BigDecimal number ? whole(number) : rows.getString(column);
            default -> rows.getString(column);
        };
    }

    /** A quotient has as many digits as a client can read. */
    private static BigDecimal number(BigDecimal value) {
        return value.scale() > MOST_SCALE ? value.setScale(MOST_SCALE, RoundingMode.HALF_UP) : value;
    }

    private static Object whole(BigDecimal number) {
        long value = number.longValue();
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }

    /** Returns a value as text that the engine reads. */
    static String literal(SqlType type, @Nullable Object value) {
        String text;
        if (value == null) {
            text = "NULL";
        } else if (value instanceof byte[] bytes) {
            text = "X'" + HexFormat.of().formatHex(bytes) + "'";
        } else if (value instanceof LocalDateTime time) {
            text = "TIMESTAMP '" + time.toLocalDate() + " " + time.toLocalTime() + "'";
        } else if (value instanceof Number || value instanceof Boolean) {
            text = value.toString();
        } else {
            text = SqlTexts.string(value.toString());
        }
        return "CAST(" + text + " AS " + behind(type, value) + ")";
    }

    /** Returns a time as {@code datetime} keeps it: to a three hundredth of a second. */
    static LocalDateTime datetime(LocalDateTime time) {
        long ticks = Math.round(time.toLocalTime().toNanoOfDay() * 3 / 10_000_000.0);
        return time.truncatedTo(ChronoUnit.DAYS).plusNanos(Math.round(ticks * 10 / 3.0) * 1_000_000);
    }
}
