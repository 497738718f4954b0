package io.quorate.mssql;

import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of a statement.
 *
 * @param number 0 if it is the driver's own word
 * @param severity up to 10 is information, from 20 on the connection ends
 * @param state tells apart where the same number comes from; -1 if it is not known
 * @param sqlState the driver's; null if there is none
 * @param text for people, without secrets
 */
record SqlError(
        int number, int severity, int state, @Nullable String sqlState, String text) {
    private static final int LONGEST = 500;
    private static final int USUAL_SEVERITY = 16;
    private static final int ENDS_CONNECTION = 20;
    private static final int MOST_BESIDES = 4;

    /**
     * Reads one of the driver's exceptions, or warnings. Severity and state stand where JDBC knows nothing of, so they are asked for by name.
     *
     * @param clean takes secrets out of a text
     */
    static SqlError of(SQLException e, UnaryOperator<String> clean) {
        Object detail = call(e, "getSQLServerError");
        int number = number(detail, "getErrorNumber", e.getErrorCode());
        int severity = number(detail, "getErrorSeverity", number == 0 ? 0 : USUAL_SEVERITY);
        int state = number(detail, "getErrorState", -1);
        Object said = detail == null ? null : call(detail, "getErrorMessage");
        String text = said instanceof String own ? own : String.valueOf(e.getMessage());
        return new SqlError(number, severity, state, e.getSQLState(), shortened(clean.apply(text)));
    }

    private static int number(@Nullable Object detail, String name, int otherwise) {
        return detail != null && call(detail, name) instanceof Integer number ? number : otherwise;
    }

    private static @Nullable Object call(Object on, String name) {
        try {
            Method method = on.getClass().getMethod(name);
            return method.invoke(on);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    /** Tells whether it is the server's word, not the driver's. */
    boolean said() {
        return number != 0;
    }

    /** Tells whether it ends the connection, and with it leaves open what became of the statement. */
    boolean endsConnection() {
        return severity >= ENDS_CONNECTION;
    }

    /** Says it for people: number, severity, state, class, text. */
    String line() {
        return number + " (severity " + severity + ", state " + (state < 0 ? "unknown" : String.valueOf(state)) + ", "
                + SqlErrors.classOf(number).word() + "): " + text;
    }

    /** Says what else was said than what decides, errors before words of information: the first of them, and how many more there are. */
    static String besides(SqlError telling, List<SqlError> errors, List<SqlError> notices) {
        List<String> all = Stream.concat(errors.stream(), notices.stream())
                .filter(one -> one != telling)
                .map(SqlError::line)
                .toList();
        if (all.isEmpty()) {
            return "";
        }
        int more = all.size() - MOST_BESIDES;
        return "; beside it said " + String.join("; ", more > 0 ? all.subList(0, MOST_BESIDES) : all)
                + (more > 0 ? "; and " + more + " more" : "");
    }
}
