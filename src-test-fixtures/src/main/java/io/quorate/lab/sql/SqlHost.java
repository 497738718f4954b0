package io.quorate.lab.sql;

import io.quorate.lab.ddl.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One instance's part of the estate, as its sessions see it: what its catalogue holds, what may be entered and written, what its databases'
 * logs hold. Thread-safe. Whatever waits here waits in the lab's time and hears {@link SqlPatience#given}.
 */
public interface SqlHost {

    /** Returns {@code @@SERVERNAME}. */
    String server();

    /** Returns the product's version, e.g. {@code 16.0.4135.4}. */
    String version();

    /** Returns what {@code SERVERPROPERTY} tells, typed as it is there; null for a name it does not know. */
    @Nullable
    Object property(String name);

    /**
     * Returns what a function of the catalogue tells, typed as it is there, or null: {@code IS_SRVROLEMEMBER}, {@code HAS_PERMS_BY_NAME},
     * {@code CERTENCODED}, {@code CERTPRIVATEKEY}, {@code fn_hadr_backup_is_preferred_replica} ...
     *
     * @param name without its schema, in lower case
     */
    default @Nullable Object function(String name, List<? extends @Nullable Object> arguments, String login) {
        return null;
    }

    /** Returns the catalogue and management views that this version has. */
    List<SqlView> views();

    /** Answers a log-in by name and password: null if it is let in, else why not. */
    @Nullable
    SqlMessage refuses(SqlLogin login);

    /** Returns where a log-in that declares to read only is sent to, or null. */
    SqlEntry.@Nullable Routed routed(SqlLogin login);

    /**
     * Returns why a session may not use a database now (911, 976, 978, 983, 922 ...), or null.
     *
     * @param readIntent what the session declared
     */
    @Nullable
    SqlMessage closed(String database, boolean readIntent);

    /** Returns why a database may not be written now (3906 ...), or null. */
    @Nullable
    SqlMessage readOnly(String database);

    /** Returns a number that changes whenever sessions in that database are cut: a role change, off line, a loss of power. */
    long epoch(String database);

    /**
     * Carries out a statement of the catalogue (groups, endpoints, databases, log-ins, backups), and says what the server would say. Returns
     * when the server would answer.
     */
    void execute(Statement statement, SqlCaller caller, SqlPatience patience, SqlAnswer answer);

    /**
     * Hardens a transaction as the database's availability demands, and returns when the client may be told.
     *
     * @return null if it is committed; else why the client hears nothing of it, or an error. It may be in the log then nevertheless
     */
    @Nullable
    SqlMessage commit(String database, SqlTransaction transaction, SqlPatience patience);

    /** Returns the transactions that this instance's copy of a database has redone, oldest first. */
    SqlLog log(String database);
}
