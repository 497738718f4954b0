package io.quorate.mssql;

import io.quorate.sql.JobAction;
import io.quorate.sql.JobCondition;
import io.quorate.sql.JobStep;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The step by which a job asks whether it is its turn: written here, and known again when it is read. */
final class JobConditions {
    private static final String NAME = "Is it this replica's turn?";
    private static final String PRIMARY = "fn_hadr_is_primary_replica";
    private static final String PREFERRED = "fn_hadr_backup_is_preferred_replica";

    /** In the words of older ones, too: spaces and case of words do not count. */
    private static final Pattern ASKS = Pattern.compile(
            "\\s*IF\\s+sys\\s*\\.\\s*(" + PRIMARY + "|" + PREFERRED
                    + ")\\s*\\(\\s*N?'((?:[^']|'')+)'\\s*\\)\\s*=\\s*0\\s+"
                    + "RAISERROR\\s*\\(\\s*N?'(?:[^']|'')*'\\s*,\\s*16\\s*,\\s*1\\s*\\)\\s*;?\\s*",
            Pattern.CASE_INSENSITIVE);

    private JobConditions() {}

    /** Writes the step. Where the answer is no it fails, and after that the job ends well. */
    static JobStep step(JobCondition condition, JobAction then) {
        String function = condition.kind() == JobCondition.Kind.PRIMARY ? PRIMARY : PREFERRED;
        return JobStep.tsql(
                        NAME,
                        "master",
                        "IF sys." + function + "(" + Sql.text(condition.database())
                                + ") = 0 RAISERROR(N'Nothing to do on this replica.', 16, 1)")
                .then(then, JobAction.SUCCESS);
    }

    /** Tells what a step asks; empty if it is none that asks, or the job goes on where the answer is no. */
    static Optional<JobCondition> of(JobStep step) {
        Matcher asks = ASKS.matcher(step.command());
        if (!step.runsTSql() || !step.onFailure().equals(JobAction.SUCCESS) || !asks.matches()) {
            return Optional.empty();
        }
        JobCondition.Kind kind = asks.group(1).equalsIgnoreCase(PRIMARY)
                ? JobCondition.Kind.PRIMARY
                : JobCondition.Kind.PREFERRED_FOR_BACKUP;
        return Optional.of(new JobCondition(kind, asks.group(2).replace("''", "'")));
    }
}
