package io.quorate.mssql;

import com.zaxxer.hikari.SQLExceptionOverride;
import io.quorate.Shown;
import java.sql.SQLException;
import java.util.Set;

/**
 * Tells HikariCP which connections a failover has made useless, though they are alive: {@code config.setExceptionOverrideClassName(
 * AgSqlExceptionOverride.class.getName())}. A former primary keeps answering, that its databases may not be written (3906), or not be read from there
 * (976, 978); the pool keeps such connections and hands them out again until they are too old. Once told, it replaces each at its first error.
 *
 * <p>Evicted is what came from a replica in the wrong role, from a database that is not open there, and what the server ends with
 * its message. Kept is what a new connection would not better: deadlocks, time-outs, violated constraints, a full file group (which HikariCP
 * alone takes for a lost connection, because another vendor uses its number so). All else is decided by HikariCP.
 *
 * <p>Needs HikariCP {@value #OLDEST} or later; an older one cannot be told to evict, and fails with a sentence that says so when this is made. Needs
 * {@link ConnectionProfile} or the like beside it: new connections must lead to the new primary. Thread-safe.
 */
public final class AgSqlExceptionOverride implements SQLExceptionOverride {
    /** The oldest HikariCP that it works with. */
    public static final String OLDEST = "6.2.0";

    /** What is listed among passing errors, and would be met by another connection as well. */
    private static final Set<Integer> KEPT = Set.of(10_928, 10_929);

    /** What no administrator's statement meets: a session that is being ended, a database that is shut, in transition, or damaged. */
    private static final Set<Integer> MORE = Set.of(596, 926, 942, 945, 952, 35_250);

    /** A full file group here; a lost connection elsewhere, as HikariCP knows it. */
    private static final int FULL = 1105;

    private final Override evict;

    /**
     * Makes one, as HikariCP does.
     *
     * @throws IllegalStateException if HikariCP is too old
     */
    public AgSqlExceptionOverride() {
        try {
            evict = Override.valueOf("MUST_EVICT");
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "AgSqlExceptionOverride needs HikariCP " + OLDEST
                            + " or later: the one on the path cannot be told to evict a connection (its SQLExceptionOverride has no MUST_EVICT)",
                    e);
        }
    }

    @java.lang.Override
    public Override adjudicate(SQLException exception) {
        SqlError error = SqlError.of(exception, text -> text);
        if (error.endsConnection() || evicts(error.number())) {
            return evict;
        }
        boolean alone = exception.getNextException() == null;
        return error.number() == FULL && alone ? Override.DO_NOT_EVICT : Override.CONTINUE_EVICT;
    }

    private static boolean evicts(int number) {
        return MORE.contains(number) || SqlErrors.retires(number) && !KEPT.contains(number);
    }

    @java.lang.Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
