package io.quorate.mssql;

import io.quorate.sql.JobDefinition;
import io.quorate.sql.JobSchedule;
import io.quorate.sql.JobStep;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Renders the calls of msdb's procedures. */
final class JobTSql {
    /** Arguments of a job that name something of the instance, which finds it whatever the case. */
    static final Set<String> NAMES = Set.of("@category_name", "@owner_login_name", "@notify_email_operator_name");

    private static final String JOB = "@job_name";
    private static final String PROXY = "@proxy_name";

    private JobTSql() {}

    private static SqlStep call(String procedure, Map<String, String> arguments) {
        return SqlStep.of("EXECUTE msdb.dbo." + procedure + " "
                + arguments.entrySet().stream()
                        .map(one -> one.getKey() + " = " + one.getValue())
                        .collect(Collectors.joining(", ")));
    }

    private static Map<String, String> of(String job) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put(JOB, Sql.text(job));
        return arguments;
    }

    static SqlStep category(String name) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("@class", "N'JOB'");
        arguments.put("@type", "N'LOCAL'");
        arguments.put("@name", Sql.text(name));
        return call("sp_add_category", arguments);
    }

    /** Renders the job itself, disabled: it has no steps yet. */
    static SqlStep add(JobDefinition job) {
        Map<String, String> arguments = of(job.name());
        arguments.put("@enabled", "0");
        arguments.putAll(fields(job));
        return call("sp_add_job", arguments);
    }

    /** Returns what a job consists of beside its steps and schedules, as arguments. */
    static Map<String, String> fields(JobDefinition job) {
        Map<String, String> arguments = new LinkedHashMap<>();
        if (!job.description().isEmpty()) {
            arguments.put("@description", Sql.text(job.description()));
        }
        arguments.put("@category_name", Sql.text(job.category()));
        if (job.owner() != null) {
            arguments.put("@owner_login_name", Sql.text(job.owner()));
        }
        arguments.put("@notify_level_eventlog", String.valueOf(job.eventLog().ordinal()));
        arguments.put("@notify_level_email", String.valueOf(job.mail().ordinal()));
        if (job.operator() != null) {
            arguments.put("@notify_email_operator_name", Sql.text(job.operator()));
        }
        arguments.put("@delete_level", String.valueOf(job.delete().ordinal()));
        return arguments;
    }

    /** Renders what is to be changed of a job. */
    static SqlStep update(String job, Map<String, String> arguments) {
        Map<String, String> all = of(job);
        all.putAll(arguments);
        return call("sp_update_job", all);
    }

    /** Tells whether a step is as it is wanted; a proxy's name is told as it is called there. */
    static boolean same(JobStep wanted, JobStep is) {
        Map<String, @Nullable String> one = fields(wanted);
        Map<String, @Nullable String> other = fields(is);
        String proxy = one.put(PROXY, null);
        String found = other.put(PROXY, null);
        return one.equals(other) && (proxy == null ? found == null : proxy.equalsIgnoreCase(found));
    }

    static SqlStep addStep(String job, int number, JobStep step) {
        Map<String, String> arguments = step(job, number);
        fields(step).forEach((name, value) -> {
            if (value != null) {
                arguments.put(name, value);
            }
        });
        return call("sp_add_jobstep", arguments);
    }

    /** Renders what differs of a step that is there; what is to be nothing becomes an empty text. */
    static SqlStep updateStep(String job, int number, JobStep step, JobStep is) {
        Map<String, String> arguments = step(job, number);
        Map<String, @Nullable String> before = fields(is);
        fields(step).forEach((name, value) -> {
            String known = before.get(name);
            if (value == null ? known != null : !value.equals(known)) {
                arguments.put(name, value == null ? "N''" : value);
            }
        });
        return call("sp_update_jobstep", arguments);
    }

    static SqlStep renameStep(String job, int number, String name) {
        Map<String, String> arguments = step(job, number);
        arguments.put("@step_name", Sql.text(name));
        return call("sp_update_jobstep", arguments);
    }

    private static Map<String, String> step(String job, int number) {
        Map<String, String> arguments = of(job);
        arguments.put("@step_id", String.valueOf(number));
        return arguments;
    }

    private static Map<String, @Nullable String> fields(JobStep step) {
        Map<String, @Nullable String> all = new LinkedHashMap<>();
        all.put("@step_name", Sql.text(step.name()));
        all.put("@subsystem", Sql.text(step.subsystem()));
        all.put("@command", Sql.script(step.command()));
        all.put("@cmdexec_success_code", String.valueOf(step.successCode()));
        all.put("@on_success_action", String.valueOf(step.onSuccess().kind().ordinal() + 1));
        all.put("@on_success_step_id", String.valueOf(step.onSuccess().step()));
        all.put("@on_fail_action", String.valueOf(step.onFailure().kind().ordinal() + 1));
        all.put("@on_fail_step_id", String.valueOf(step.onFailure().step()));
        all.put("@database_name", text(step.database()));
        all.put("@database_user_name", text(step.user()));
        all.put("@retry_attempts", String.valueOf(step.retries()));
        all.put("@retry_interval", String.valueOf(step.retryMinutes()));
        all.put("@output_file_name", text(step.outputFile()));
        all.put("@flags", String.valueOf(step.flags()));
        all.put(PROXY, text(step.proxy()));
        return all;
    }

    private static @Nullable String text(@Nullable String value) {
        return value == null ? null : Sql.text(value);
    }

    static SqlStep deleteStep(String job, int number) {
        return call("sp_delete_jobstep", step(job, number));
    }

    static SqlStep addSchedule(String job, JobSchedule schedule) {
        Map<String, String> arguments = of(job);
        arguments.put("@name", Sql.text(schedule.name()));
        arguments.putAll(fields(schedule));
        return call("sp_add_jobschedule", arguments);
    }

    static SqlStep updateSchedule(int number, JobSchedule schedule) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("@schedule_id", String.valueOf(number));
        arguments.putAll(fields(schedule));
        return call("sp_update_schedule", arguments);
    }

    private static Map<String, String> fields(JobSchedule schedule) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("@enabled", schedule.enabled() ? "1" : "0");
        all.put("@freq_type", String.valueOf(schedule.type()));
        all.put("@freq_interval", String.valueOf(schedule.interval()));
        all.put("@freq_subday_type", String.valueOf(schedule.subdayType()));
        all.put("@freq_subday_interval", String.valueOf(schedule.subdayInterval()));
        all.put("@freq_relative_interval", String.valueOf(schedule.relativeInterval()));
        all.put("@freq_recurrence_factor", String.valueOf(schedule.recurrence()));
        all.put("@active_start_date", String.valueOf(schedule.startDate()));
        all.put("@active_end_date", String.valueOf(schedule.endDate()));
        all.put("@active_start_time", String.valueOf(schedule.startTime()));
        all.put("@active_end_time", String.valueOf(schedule.endTime()));
        return all;
    }

    /** Renders that a schedule is no more the job's; nobody else's, it goes. */
    static SqlStep detach(String job, int schedule) {
        Map<String, String> arguments = of(job);
        arguments.put("@schedule_id", String.valueOf(schedule));
        arguments.put("@delete_unused_schedule", "1");
        return call("sp_detach_schedule", arguments);
    }

    /** Renders that the job runs on the instance itself. */
    static SqlStep server(String job) {
        Map<String, String> arguments = of(job);
        arguments.put("@server_name", "N'(local)'");
        return call("sp_add_jobserver", arguments);
    }

    static SqlStep delete(UUID job) {
        return call("sp_delete_job", Map.of("@job_id", "N'" + job + "'"));
    }
}
