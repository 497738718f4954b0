package io.quorate.mssql;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.sql.AgentJob;
import io.quorate.sql.JobAction;
import io.quorate.sql.JobCondition;
import io.quorate.sql.JobDefinition;
import io.quorate.sql.JobInventory;
import io.quorate.sql.JobNotice;
import io.quorate.sql.JobSchedule;
import io.quorate.sql.JobStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the jobs of an instance in one round trip. */
final class JobReading {
    private static final Logger log = LoggerFactory.getLogger(JobReading.class);

    private static final int JOBS = 0;
    private static final int STEPS = 1;
    private static final int ATTACHED = 2;
    private static final int SCHEDULES = 3;
    private static final int SERVERS = 4;
    private static final int CATEGORIES = 5;
    private static final int OPERATORS = 6;
    private static final int PROXIES = 7;
    private static final int LOGINS = 8;

    /** In the order of the results. */
    static final List<String> QUESTIONS = List.of(
            "SELECT job_id, name, enabled, description, start_step_id, category_id, owner_sid, notify_level_eventlog,"
                    + " notify_level_email, notify_email_operator_id, delete_level, originating_server_id FROM msdb.dbo.sysjobs",
            "SELECT job_id, step_id, step_name, subsystem, command, flags, cmdexec_success_code, on_success_action,"
                    + " on_success_step_id, on_fail_action, on_fail_step_id, database_name, database_user_name, retry_attempts,"
                    + " retry_interval, output_file_name, proxy_id FROM msdb.dbo.sysjobsteps",
            "SELECT job_id, schedule_id FROM msdb.dbo.sysjobschedules",
            "SELECT schedule_id, name, enabled, freq_type, freq_interval, freq_subday_type, freq_subday_interval,"
                    + " freq_relative_interval, freq_recurrence_factor, active_start_date, active_end_date, active_start_time,"
                    + " active_end_time FROM msdb.dbo.sysschedules",
            "SELECT job_id, server_id FROM msdb.dbo.sysjobservers",
            "SELECT category_id, name FROM msdb.dbo.syscategories WHERE category_class = 1",
            "SELECT id, name FROM msdb.dbo.sysoperators",
            "SELECT proxy_id, name FROM msdb.dbo.sysproxies",
            "SELECT name, sid FROM sys.server_principals WHERE type IN (N'S', N'U')");

    /** What replication brings along; its jobs are made by it on each instance. */
    private static final Set<String> REPLICATION =
            Set.of("DISTRIBUTION", "LOGREADER", "MERGE", "QUEUEREADER", "SNAPSHOT");

    private static final int LOG_SHIPPING = 6;
    private static final int COLLECTOR = 8;
    private static final int FIRST_REPLICATION = 10;
    private static final int LAST_REPLICATION = 20;

    private final List<List<SqlRow>> rows;
    private final Map<Long, Set<UUID>> sharing = new HashMap<>();

    private JobReading(List<List<SqlRow>> rows) {
        this.rows = rows;
        for (SqlRow row : rows.get(ATTACHED)) {
            UUID job = row.uuid("job_id");
            if (job != null) {
                sharing.computeIfAbsent(row.number("schedule_id", 0), none -> new HashSet<>())
                        .add(job);
            }
        }
    }

    static SeenJobs read(SqlLink link) {
        return link.looking(() -> {
            SqlReply reply = link.read(String.join(";\n", QUESTIONS) + ";\n");
            if (reply.results().size() != QUESTIONS.size()) {
                throw Fault.lasting(ErrorKind.BAD_REPLY)
                        .because(link.address() + " answered a batch of " + QUESTIONS.size() + " questions with "
                                + reply.results().size() + " results");
            }
            return new JobReading(
                            reply.results().stream().map(SqlReply.Result::rows).toList())
                    .all(link.host());
        });
    }

    private SeenJobs all(String host) {
        List<AgentJob> jobs = new ArrayList<>();
        List<SeenJobs.Details> details = new ArrayList<>();
        for (SqlRow row : rows.get(JOBS)) {
            try {
                UUID id = Objects.requireNonNull(row.uuid("job_id"), "job_id");
                List<SqlRow> times = schedules(id);
                SeenJobs.Details found = new SeenJobs.Details(
                        steps(id),
                        row.integer("start_step_id", 1),
                        times.stream()
                                .map(time -> time.integer("schedule_id", 0))
                                .toList());
                jobs.add(job(id, row, found, times));
                details.add(found);
            } catch (RuntimeException e) {
                log.warn("a job was left out [host={} cause={}]", host, e.toString());
            }
        }
        return new SeenJobs(
                new JobInventory(host, jobs, names(LOGINS), names(CATEGORIES), names(OPERATORS), names(PROXIES)),
                details);
    }

    private List<String> names(int question) {
        return rows.get(question).stream()
                .map(row -> row.text("name"))
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable String named(int question, String column, @Nullable Long id) {
        return rows.get(question).stream()
                .filter(row -> id != null && id.equals(row.number(column)))
                .map(row -> row.text("name"))
                .findFirst()
                .orElse(null);
    }

    private List<JobStep> steps(UUID job) {
        return rows.get(STEPS).stream()
                .filter(row -> job.equals(row.uuid("job_id")))
                .sorted(Comparator.comparingLong(row -> row.number("step_id", 0)))
                .map(this::step)
                .toList();
    }

    private JobStep step(SqlRow row) {
        return new JobStep(
                row.text("step_name", ""),
                row.text("subsystem", ""),
                row.text("command", ""),
                action(row, "on_success"),
                action(row, "on_fail"),
                said(row, "database_name"),
                said(row, "database_user_name"),
                row.integer("retry_attempts", 0),
                row.integer("retry_interval", 0),
                said(row, "output_file_name"),
                row.integer("flags", 0),
                row.integer("cmdexec_success_code", 0),
                named(PROXIES, "proxy_id", row.number("proxy_id")));
    }

    private static @Nullable String said(SqlRow row, String column) {
        String text = row.text(column);
        return text == null || text.isBlank() ? null : text;
    }

    private static JobAction action(SqlRow row, String what) {
        JobAction.Kind kind = JobAction.Kind.values()[row.integer(what + "_action", 1) - 1];
        return new JobAction(kind, row.integer(what + "_step_id", 0));
    }

    private List<SqlRow> schedules(UUID job) {
        return rows.get(SCHEDULES).stream()
                .filter(row -> sharing.getOrDefault(row.number("schedule_id", 0), Set.of())
                        .contains(job))
                .toList();
    }

    private static JobSchedule schedule(SqlRow row) {
        return new JobSchedule(
                row.text("name", ""),
                row.truth("enabled"),
                row.integer("freq_type", 0),
                row.integer("freq_interval", 0),
                row.integer("freq_subday_type", 0),
                row.integer("freq_subday_interval", 0),
                row.integer("freq_relative_interval", 0),
                row.integer("freq_recurrence_factor", 0),
                row.integer("active_start_date", 0),
                row.integer("active_end_date", 0),
                row.integer("active_start_time", 0),
                row.integer("active_end_time", 0));
    }

    private AgentJob job(UUID id, SqlRow row, SeenJobs.Details details, List<SqlRow> times) {
        JobCondition asks = asks(details);
        List<JobStep> steps = asks == null
                ? details.steps()
                : details.steps().stream()
                        .skip(1)
                        .map(step -> SeenJobs.Details.moved(step, -1))
                        .toList();
        JobAction first = asks == null ? JobAction.NEXT : details.steps().get(0).onSuccess();
        int start = asks == null
                ? Math.max(1, Math.min(details.start(), Math.max(1, steps.size())))
                : first.kind() == JobAction.Kind.GO_TO_STEP ? first.step() - 1 : 1;
        List<JobSchedule> all = times.stream().map(JobReading::schedule).toList();
        boolean alike = all.stream()
                        .map(one -> one.name().toUpperCase(Locale.ROOT))
                        .distinct()
                        .count()
                < all.size();
        JobNotice mail = notice(row, "notify_level_email");
        return new AgentJob(
                id,
                new JobDefinition(
                        row.text("name", ""),
                        row.truth("enabled"),
                        row.text("description", ""),
                        category(row),
                        owner(row),
                        asks,
                        start,
                        steps,
                        alike ? List.of() : all,
                        notice(row, "notify_level_eventlog"),
                        mail,
                        mail == JobNotice.NEVER ? null : named(OPERATORS, "id", row.number("notify_email_operator_id")),
                        notice(row, "delete_level")),
                rows.get(SERVERS).stream().anyMatch(server -> id.equals(server.uuid("job_id"))),
                times.stream()
                        .filter(time -> sharing.getOrDefault(time.number("schedule_id", 0), Set.of())
                                        .size()
                                > 1)
                        .map(time -> time.text("name", ""))
                        .toList(),
                alike ? "has two schedules of one name" : foreign(row, details));
    }

    /** Tells what the first step asks, if everything comes by it. */
    private static @Nullable JobCondition asks(SeenJobs.Details details) {
        boolean passed = details.steps().stream()
                .flatMap(step -> java.util.stream.Stream.of(step.onSuccess(), step.onFailure()))
                .noneMatch(action -> action.kind() == JobAction.Kind.GO_TO_STEP && action.step() <= 1);
        return details.steps().size() > 1 && details.start() <= 1 && passed
                ? JobConditions.of(details.steps().get(0))
                        .filter(none -> goesOn(details))
                        .orElse(null)
                : null;
    }

    private static boolean goesOn(SeenJobs.Details details) {
        JobAction then = details.steps().get(0).onSuccess();
        return then.kind() == JobAction.Kind.NEXT_STEP
                || then.kind() == JobAction.Kind.GO_TO_STEP
                        && then.step() <= details.steps().size();
    }

    private String category(SqlRow row) {
        String name = named(CATEGORIES, "category_id", row.number("category_id"));
        return name == null ? JobDefinition.NO_CATEGORY : name;
    }

    private @Nullable String owner(SqlRow row) {
        String sid = Inventory.hex(row.bytes("owner_sid"));
        return rows.get(LOGINS).stream()
                .filter(login -> Inventory.hex(login.bytes("sid")).equals(sid))
                .map(login -> login.text("name"))
                .findFirst()
                .orElse(null);
    }

    private static JobNotice notice(SqlRow row, String column) {
        int level = row.integer(column, 0);
        return JobNotice.values()[level >= 0 && level < JobNotice.values().length ? level : 0];
    }

    private static @Nullable String foreign(SqlRow row, SeenJobs.Details details) {
        if (row.number("originating_server_id", 0) != 0) {
            return "is sent by another server";
        }
        long category = row.number("category_id", 0);
        if (row.text("name", "").equals("syspolicy_purge_history")) {
            return "is the server's own";
        }
        if (category >= FIRST_REPLICATION && category <= LAST_REPLICATION
                || details.steps().stream()
                        .anyMatch(step -> REPLICATION.contains(step.subsystem().toUpperCase(Locale.ROOT)))) {
            return "belongs to replication";
        }
        if (category == LOG_SHIPPING || category == COLLECTOR) {
            return "belongs to log shipping or the data collector";
        }
        return details.steps().stream()
                        .anyMatch(step -> step.subsystem().equalsIgnoreCase("SSIS")
                                && step.command().contains("Maintenance Plans"))
                ? "runs a maintenance plan, which is kept on its instance"
                : null;
    }
}
