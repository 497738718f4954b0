package io.quorate.lab.sql;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What SQL Server says where the engine behind fails. None of the engine's words reaches a client. */
final class SqlErrors {
    private static final Pattern QUOTED = Pattern.compile("\"([^\"\\r\\n]{1,200})\"");

    /** A statement was cancelled. */
    static final int CANCELLED = 57014;

    private SqlErrors() {}

    /**
     * Returns the failure for what the engine threw.
     *
     * @param table of which table it was, or null
     * @param verb what was done, e.g. {@code INSERT}
     */
    static SqlFailure of(SQLException e, int line, String verb, @Nullable SqlTable table) {
        String object = table == null ? "the object" : table.dotted();
        return switch (e.getErrorCode()) {
            case 42102, 42103, 42104 -> ending(208, 16, line, "Invalid object name '" + named(e) + "'.");
            case 42122 -> ending(207, 16, line, "Invalid column name '" + column(e) + "'.");
            case 90059 -> ending(209, 16, line, "Ambiguous column name '" + column(e) + "'.");
            case 90016 ->
                ending(
                        8120,
                        16,
                        line,
                        "Column '" + column(e)
                                + "' is invalid in the select list because it is not contained in either an aggregate function or the GROUP BY clause.");
            case 42000, 42001 -> ending(102, 15, line, "Incorrect syntax in the statement.");
            case 90022 -> ending(195, 15, line, "'" + named(e) + "' is not a recognized built-in function name.");
            case 23505 -> duplicate(e, line, object, table);
            case 23502 ->
                SqlFailure.of(
                        515,
                        line,
                        "Cannot insert the value NULL into column '" + named(e) + "', table '" + object
                                + "'; column does not allow nulls. " + verb + " fails.");
            case 23503, 23506 ->
                SqlFailure.of(
                        547,
                        line,
                        "The " + verb + " statement conflicted with the "
                                + (verb.equals("DELETE") ? "REFERENCE" : "FOREIGN KEY") + " constraint of '" + object
                                + "'.");
            case 23513, 23514 ->
                SqlFailure.of(
                        547,
                        line,
                        "The " + verb + " statement conflicted with the CHECK constraint of '" + object + "'.");
            case 22001 ->
                SqlFailure.of(2628, line, "String or binary data would be truncated in table '" + object + "'.");
            case 22003, 22004 ->
                SqlFailure.of(8115, line, "Arithmetic overflow error converting expression to data type.");
            case 22012 -> SqlFailure.of(8134, line, "Divide by zero error encountered.");
            case 22018 -> ending(245, 16, line, "Conversion failed when converting the value to another data type.");
            case 22007 ->
                ending(241, 16, line, "Conversion failed when converting date and/or time from character string.");
            case 21002 ->
                ending(213, 16, line, "Column name or number of supplied values does not match table definition.");
            case 90052 ->
                ending(
                        116,
                        16,
                        line,
                        "Only one expression can be specified in the select list when the subquery is not introduced with EXISTS.");
            case 90053 ->
                SqlFailure.of(
                        512,
                        line,
                        "Subquery returned more than 1 value. This is not permitted when the subquery is used as an expression.");
            case 50200 -> SqlFailure.of(1222, line, "Lock request time out period exceeded.");
            case 42101 ->
                SqlFailure.of(2714, line, "There is already an object named '" + named(e) + "' in the database.");
            default -> SqlFailure.notSimulated(line, "a statement of this kind (" + e.getErrorCode() + ")");
        };
    }

    private static SqlFailure ending(int number, int severity, int line, String text) {
        return SqlFailure.ending(number, severity, line, text);
    }

    private static SqlFailure duplicate(SQLException e, int line, String object, @Nullable SqlTable table) {
        String message = String.valueOf(e.getMessage());
        if (table != null) {
            for (String index : table.indexes()) {
                if (message.contains("." + index + " ON ") || message.contains("\"" + index + "\" ON ")) {
                    return SqlFailure.of(
                            2601,
                            line,
                            "Cannot insert duplicate key row in object '" + object + "' with unique index '" + index
                                    + "'.");
                }
            }
        }
        return SqlFailure.of(
                2627,
                line,
                "Violation of PRIMARY KEY or UNIQUE KEY constraint. Cannot insert duplicate key in object '" + object
                        + "'.");
    }

    /** Returns the first name of the engine's message; the name came from the client. */
    private static String named(SQLException e) {
        Matcher found = QUOTED.matcher(String.valueOf(e.getMessage()));
        return found.find() ? found.group(1) : "?";
    }

    private static String column(SQLException e) {
        String name = named(e);
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
