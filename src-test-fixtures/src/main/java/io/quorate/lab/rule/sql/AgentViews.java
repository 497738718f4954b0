package io.quorate.lab.rule.sql;

import io.quorate.lab.model.sql.InstanceState;
import io.quorate.lab.model.sql.JobScheduleState;
import io.quorate.lab.model.sql.JobState;
import io.quorate.lab.model.sql.SqlEstate;
import io.quorate.lab.sql.SqlType;
import io.quorate.lab.sql.SqlView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables of msdb that tell of jobs. */
final class AgentViews {
    private final SqlEstate sql;
    private final String instance;
    private final int major;

    AgentViews(SqlEstate sql, InstanceState instance) {
        this.sql = sql;
        this.instance = instance.name();
        this.major = instance.major();
    }

    private record StepRow(JobState job, int number, Map<String, String> values) {
        @Nullable
        String text(String name) {
            String value = values.get(name);
            return value == null || value.isEmpty() ? null : value;
        }

        int number(String name) {
            return Integer.parseInt(values.getOrDefault(name, "0"));
        }
    }

    private record AttachedRow(JobState job, int schedule) {}

    List<SqlView> views() {
        return List.of(jobs(), steps(), attached(), schedules(), servers(), categories(), operators(), proxies());
    }

    private List<JobState> all() {
        return sql.agent().jobs(instance);
    }

    private SqlView jobs() {
        return new ViewTable<JobState>("msdb.dbo.sysjobs", major, this::all)
                .id("job_id", JobState::id)
                .number("originating_server_id", j -> 0)
                .text("name", JobState::name)
                .tiny("enabled", j -> j.number("enabled"))
                .text("description", j -> j.values().get("description"))
                .number("start_step_id", j -> j.number("start_step_id"))
                .number("category_id", JobState::category)
                .column("owner_sid", SqlType.VARBINARY, j -> j.owner().value())
                .number("notify_level_eventlog", j -> j.number("notify_level_eventlog"))
                .number("notify_level_email", j -> j.number("notify_level_email"))
                .number("notify_email_operator_id", j -> 0)
                .number("delete_level", j -> j.number("delete_level"))
                .view();
    }

    private List<StepRow> stepRows() {
        List<StepRow> rows = new ArrayList<>();
        for (JobState job : all()) {
            for (int i = 0; i < job.steps().size(); i++) {
                rows.add(new StepRow(job, i + 1, job.steps().get(i)));
            }
        }
        return rows;
    }

    private SqlView steps() {
        ViewTable<StepRow> table = new ViewTable<StepRow>("msdb.dbo.sysjobsteps", major, this::stepRows)
                .id("job_id", s -> s.job.id())
                .number("step_id", s -> s.number)
                .text("step_name", s -> s.text("step_name"))
                .text("subsystem", s -> s.text("subsystem"))
                .text("command", s -> s.text("command"))
                .number("flags", s -> s.number("flags"))
                .number("cmdexec_success_code", s -> s.number("cmdexec_success_code"))
                .tiny("on_success_action", s -> s.number("on_success_action"))
                .number("on_success_step_id", s -> s.number("on_success_step_id"))
                .tiny("on_fail_action", s -> s.number("on_fail_action"))
                .number("on_fail_step_id", s -> s.number("on_fail_step_id"))
                .text("database_name", s -> s.text("database_name"))
                .text("database_user_name", s -> s.text("database_user_name"))
                .number("retry_attempts", s -> s.number("retry_attempts"))
                .number("retry_interval", s -> s.number("retry_interval"))
                .text("output_file_name", s -> s.text("output_file_name"));
        return table.number("proxy_id", s -> null).view();
    }

    private SqlView attached() {
        return new ViewTable<AttachedRow>(
                        "msdb.dbo.sysjobschedules",
                        major,
                        () -> all().stream()
                                .flatMap(j -> j.schedules().stream().map(s -> new AttachedRow(j, s)))
                                .toList())
                .number("schedule_id", AttachedRow::schedule)
                .id("job_id", a -> a.job.id())
                .view();
    }

    private SqlView schedules() {
        ViewTable<JobScheduleState> table = new ViewTable<JobScheduleState>(
                        "msdb.dbo.sysschedules", major, () -> sql.agent().schedules(instance))
                .number("schedule_id", JobScheduleState::id)
                .text("name", JobScheduleState::name);
        for (String column : List.of(
                "enabled",
                "freq_type",
                "freq_interval",
                "freq_subday_type",
                "freq_subday_interval",
                "freq_relative_interval",
                "freq_recurrence_factor",
                "active_start_date",
                "active_end_date",
                "active_start_time",
                "active_end_time")) {
            table.number(column, s -> s.number(column));
        }
        return table.view();
    }

    private SqlView servers() {
        return new ViewTable<JobState>(
                        "msdb.dbo.sysjobservers",
                        major,
                        () -> all().stream().filter(JobState::targeted).toList())
                .id("job_id", JobState::id)
                .number("server_id", j -> 0)
                .view();
    }

    private SqlView categories() {
        return new ViewTable<Map.Entry<Integer, String>>(
                        "msdb.dbo.syscategories",
                        major,
                        () -> List.copyOf(new TreeMap<>(sql.agent().categories(instance)).entrySet()))
                .number("category_id", Map.Entry::getKey)
                .number("category_class", c -> 1)
                .tiny("category_type", c -> 1)
                .text("name", Map.Entry::getValue)
                .view();
    }

    private SqlView operators() {
        return new ViewTable<String>("msdb.dbo.sysoperators", major, List::<String>of)
                .number("id", o -> 0)
                .text("name", o -> o)
                .view();
    }

    private SqlView proxies() {
        return new ViewTable<String>("msdb.dbo.sysproxies", major, List::<String>of)
                .number("proxy_id", p -> 0)
                .text("name", p -> p)
                .view();
    }
}
