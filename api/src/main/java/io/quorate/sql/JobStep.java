package io.quorate.sql;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A step of an Agent job.
 *
 * @param name its name, one of its kind in the job
 * @param subsystem what runs it: {@code TSQL}, {@code CmdExec}, {@code PowerShell}, {@code SSIS} ...
 * @param command what it does
 * @param onSuccess what follows if it goes well
 * @param onFailure what follows if not
 * @param database where T-SQL runs; null for other subsystems
 * @param user as which user of the database T-SQL runs; null for the job's owner
 * @param retries how often it is tried again
 * @param retryMinutes how long to wait before that
 * @param outputFile where its output goes; null for nowhere
 * @param flags how its output is kept, as Agent counts it
 * @param successCode what a program returns if it went well
 * @param proxy whose account runs it; null for Agent's own
 */
public record JobStep(
        String name,
        String subsystem,
        String command,
        JobAction onSuccess,
        JobAction onFailure,
        @Nullable String database,
        @Nullable String user,
        int retries,
        int retryMinutes,
        @Nullable String outputFile,
        int flags,
        int successCode,
        @Nullable String proxy) {
    /** The subsystem that runs T-SQL. */
    public static final String TSQL = "TSQL";

    public JobStep {
        name = Objects.requireNonNull(name, "name").strip();
        subsystem = Objects.requireNonNull(subsystem, "subsystem").strip();
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(onSuccess, "onSuccess");
        Objects.requireNonNull(onFailure, "onFailure");
        if (name.isEmpty() || subsystem.isEmpty()) {
            throw new IllegalArgumentException("a step has a name and a subsystem");
        }
    }

    /** Makes one that runs T-SQL in a database; the next step follows, or the job fails. */
    public static JobStep tsql(String name, String database, String command) {
        return new JobStep(
                name, TSQL, command, JobAction.NEXT, JobAction.FAILURE, database, null, 0, 0, null, 0, 0, null);
    }

    /** Returns it with what follows. */
    public JobStep then(JobAction success, JobAction failure) {
        return new JobStep(
                name,
                subsystem,
                command,
                success,
                failure,
                database,
                user,
                retries,
                retryMinutes,
                outputFile,
                flags,
                successCode,
                proxy);
    }

    /** Tells whether it runs T-SQL. */
    public boolean runsTSql() {
        return subsystem.toUpperCase(Locale.ROOT).equals(TSQL);
    }
}
