package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;
import io.quorate.lab.kernel.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The jobs of instances' Agents, as msdb's procedures change them. Nothing runs: a job is what its tables tell. */
public final class SqlAgent {
    /** Those that every instance has, by number. */
    public static final Map<Integer, String> CATEGORIES = Map.of(
            0,
            "[Uncategorized (Local)]",
            3,
            "Database Maintenance",
            6,
            "Log Shipping",
            8,
            "Data Collector",
            10,
            "REPL-Distribution",
            13,
            "REPL-LogReader",
            15,
            "REPL-Snapshot");

    private static final int FIRST_CATEGORY = 100;

    private static final Map<String, String> STEP = Map.of(
            "subsystem", "TSQL",
            "on_success_action", "1",
            "on_fail_action", "2");
    private static final Set<String> STEP_VALUES = Set.of(
            "step_name",
            "subsystem",
            "command",
            "cmdexec_success_code",
            "on_success_action",
            "on_success_step_id",
            "on_fail_action",
            "on_fail_step_id",
            "database_name",
            "database_user_name",
            "retry_attempts",
            "retry_interval",
            "output_file_name",
            "flags");
    private static final Set<String> JOB_VALUES = Set.of(
            "enabled", "description", "start_step_id", "notify_level_eventlog", "notify_level_email", "delete_level");
    private static final Set<String> SCHEDULE_VALUES = Set.of(
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
            "active_end_time");

    private final SqlEstate sql;
    private final World world;

    SqlAgent(SqlEstate sql) {
        this.sql = sql;
        this.world = sql.world();
    }

    // what is there

    public List<JobState> jobs(String instance) {
        return world.all(JobState.class).stream()
                .filter(j -> j.instance().equalsIgnoreCase(instance))
                .toList();
    }

    public List<JobScheduleState> schedules(String instance) {
        return world.all(JobScheduleState.class).stream()
                .filter(s -> s.instance().equalsIgnoreCase(instance))
                .toList();
    }

    /** Returns the categories of an instance's jobs, by number. */
    public Map<Integer, String> categories(String instance) {
        Map<Integer, String> all = new HashMap<>(CATEGORIES);
        world.all(JobCategoryState.class).stream()
                .filter(c -> c.instance().equalsIgnoreCase(instance))
                .forEach(c -> all.put(c.id(), c.name()));
        return all;
    }

    // the procedures

    /**
     * Runs a procedure of msdb.
     *
     * @param arguments by name without {@code @}, in lower case; those that are NULL are left out
     * @param caller who calls
     * @return false if there is none of that name here
     */
    public boolean run(String instance, String procedure, Map<String, String> arguments, String caller) {
        switch (procedure.toLowerCase(Locale.ROOT)) {
            case "sp_add_category" -> addCategory(instance, arguments);
            case "sp_add_job" -> addJob(instance, arguments, caller);
            case "sp_update_job" -> updateJob(instance, arguments);
            case "sp_delete_job" -> deleteJob(instance, arguments);
            case "sp_add_jobserver" -> addServer(instance, arguments);
            case "sp_add_jobstep" -> addStep(instance, arguments);
            case "sp_update_jobstep" -> updateStep(instance, arguments);
            case "sp_delete_jobstep" -> deleteStep(instance, arguments);
            case "sp_add_schedule" -> addSchedule(instance, arguments, required(arguments, "schedule_name"));
            case "sp_add_jobschedule" -> {
                JobState job = job(instance, arguments);
                attach(job, addSchedule(instance, arguments, required(arguments, "name")));
            }
            case "sp_attach_schedule" ->
                attach(job(instance, arguments), schedule(instance, arguments).id());
            case "sp_update_schedule" -> updateSchedule(instance, arguments);
            case "sp_detach_schedule" -> detach(instance, arguments);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String required(Map<String, String> arguments, String name) {
        String value = arguments.get(name);
        if (value == null) {
            throw new SqlRefusal(201, "sp", "@" + name);
        }
        return value.strip();
    }

    private static int number(Map<String, String> arguments, String name, int otherwise) {
        String value = arguments.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new SqlRefusal(14266, "@" + name, "numbers");
        }
    }

    private static Map<String, String> only(Map<String, String> arguments, Set<String> names) {
        Map<String, String> found = new LinkedHashMap<>();
        arguments.forEach((name, value) -> {
            if (names.contains(name)) {
                found.put(name, value);
            }
        });
        return found;
    }

    private JobState job(String instance, Map<String, String> arguments) {
        String id = arguments.get("job_id");
        String name = arguments.get("job_name");
        if ((id == null) == (name == null)) {
            throw new SqlRefusal(14294, "@job_id", "@job_name");
        }
        Optional<JobState> found = id == null
                ? world.find(JobState.key(instance, name.strip()))
                : jobs(instance).stream()
                        .filter(j -> j.id().toString().equalsIgnoreCase(id))
                        .findFirst();
        return found.orElseThrow(
                () -> new SqlRefusal(14262, id == null ? "@job_name" : "@job_id", id == null ? name : id));
    }

    private JobScheduleState schedule(String instance, Map<String, String> arguments) {
        String id = arguments.get("schedule_id");
        if (id != null) {
            return world.find(JobScheduleState.key(instance, number(arguments, "schedule_id", 0)))
                    .orElseThrow(() -> new SqlRefusal(14262, "@schedule_id", id));
        }
        String name =
                arguments.containsKey("schedule_name") ? arguments.get("schedule_name") : required(arguments, "name");
        List<JobScheduleState> found = schedules(instance).stream()
                .filter(s -> s.name().equalsIgnoreCase(name))
                .toList();
        if (found.size() > 1) {
            throw new SqlRefusal(14371, name);
        }
        if (found.isEmpty()) {
            throw new SqlRefusal(14262, "@schedule_name", name);
        }
        return found.get(0);
    }

    private void addCategory(String instance, Map<String, String> arguments) {
        String name = required(arguments, "name");
        if (categories(instance).values().stream().anyMatch(name::equalsIgnoreCase)) {
            throw new SqlRefusal(14261, "@name", name);
        }
        int id = Math.max(
                FIRST_CATEGORY,
                categories(instance).keySet().stream()
                                .max(Comparator.naturalOrder())
                                .orElse(0)
                        + 1);
        world.put(
                JobCategoryState.key(instance, name),
                new JobCategoryState(sql.instance(instance).name(), id, name));
    }

    private int category(String instance, @Nullable String name) {
        if (name == null) {
            return 0;
        }
        return categories(instance).entrySet().stream()
                .filter(c -> c.getValue().equalsIgnoreCase(name.strip()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new SqlRefusal(14262, "@category_name", name));
    }

    private LoginState owner(String instance, String name) {
        return world.find(LoginState.key(instance, name)).orElseThrow(() -> new SqlRefusal(14234, "@owner_login_name"));
    }

    private static void operator(Map<String, String> arguments) {
        if (!arguments.getOrDefault("notify_email_operator_name", "").isEmpty()) {
            throw new SqlRefusal(14234, "@notify_email_operator_name");
        }
    }

    private void addJob(String instance, Map<String, String> arguments, String caller) {
        String name = required(arguments, "job_name");
        operator(arguments);
        if (world.find(JobState.key(instance, name)).isPresent()) {
            throw new SqlRefusal(14261, "@name", name);
        }
        if (number(arguments, "start_step_id", 1) != 1) {
            throw new SqlRefusal(14266, "@start_step_id", "1");
        }
        Map<String, String> values = new HashMap<>(Map.of(
                "enabled",
                "1",
                "description",
                "No description available.",
                "start_step_id",
                "1",
                "notify_level_eventlog",
                "2"));
        only(arguments, JOB_VALUES).forEach((key, value) -> {
            if (!value.isEmpty()) {
                values.put(key, value.strip());
            }
        });
        UUID id = world.random().guid(JobState.key(instance, name).path() + "/" + world.eventCount());
        put(new JobState(
                sql.instance(instance).name(),
                id,
                name,
                values,
                List.of(),
                List.of(),
                owner(instance, arguments.getOrDefault("owner_login_name", caller))
                        .sid(),
                category(instance, arguments.get("category_name")),
                false));
    }

    private void put(JobState job) {
        world.put(JobState.key(job.instance(), job.name()), job);
    }

    private void updateJob(String instance, Map<String, String> arguments) {
        JobState job = job(instance, arguments);
        operator(arguments);
        if (arguments.containsKey("new_name")) {
            String name = arguments.get("new_name");
            if (world.find(JobState.key(instance, name)).isPresent()) {
                throw new SqlRefusal(14261, "@name", name);
            }
            world.remove(JobState.key(instance, job.name()));
            job = new JobState(
                    job.instance(),
                    job.id(),
                    name,
                    job.values(),
                    job.steps(),
                    job.schedules(),
                    job.owner(),
                    job.category(),
                    job.targeted());
        }
        Map<String, String> values = new HashMap<>(job.values());
        values.putAll(only(arguments, JOB_VALUES));
        put(new JobState(
                job.instance(),
                job.id(),
                job.name(),
                values,
                job.steps(),
                job.schedules(),
                arguments.containsKey("owner_login_name")
                        ? owner(instance, arguments.get("owner_login_name")).sid()
                        : job.owner(),
                arguments.containsKey("category_name")
                        ? category(instance, arguments.get("category_name"))
                        : job.category(),
                job.targeted()));
    }

    private void deleteJob(String instance, Map<String, String> arguments) {
        JobState job = job(instance, arguments);
        world.remove(JobState.key(instance, job.name()));
        job.schedules().forEach(id -> dropUnused(instance, id));
    }

    private void dropUnused(String instance, int schedule) {
        if (jobs(instance).stream().noneMatch(j -> j.schedules().contains(schedule))) {
            world.remove(JobScheduleState.key(instance, schedule));
        }
    }

    private void addServer(String instance, Map<String, String> arguments) {
        JobState job = job(instance, arguments);
        String server = arguments.getOrDefault("server_name", "(local)");
        if (!server.equalsIgnoreCase("(local)") && !server.equalsIgnoreCase(instance)) {
            throw new SqlRefusal(14262, "@server_name", server);
        }
        if (job.targeted()) {
            throw new SqlRefusal(14269, job.name(), server);
        }
        put(with(job, job.steps(), job.schedules(), true));
    }

    private static JobState with(
            JobState job, List<Map<String, String>> steps, List<Integer> schedules, boolean targeted) {
        return new JobState(
                job.instance(),
                job.id(),
                job.name(),
                job.values(),
                steps,
                schedules,
                job.owner(),
                job.category(),
                targeted);
    }

    // steps

    private void addStep(String instance, Map<String, String> arguments) {
        JobState job = job(instance, arguments);
        String name = required(arguments, "step_name");
        int last = job.steps().size() + 1;
        int at = number(arguments, "step_id", last);
        if (at < 1 || at > last) {
            throw new SqlRefusal(14266, "@step_id", "1.." + last);
        }
        requireFree(job, name);
        Map<String, String> step = new HashMap<>(STEP);
        step.putAll(only(arguments, STEP_VALUES));
        step.put("step_name", name);
        if (step.getOrDefault("database_name", "").isEmpty() && "TSQL".equalsIgnoreCase(step.get("subsystem"))) {
            step.put("database_name", "master");
        }
        proxy(arguments);
        checkStep(step);
        List<Map<String, String>> steps = new ArrayList<>();
        job.steps().forEach(s -> steps.add(moved(s, at, 1)));
        steps.add(at - 1, step);
        put(with(job, steps, job.schedules(), job.targeted()));
    }

    private static void proxy(Map<String, String> arguments) {
        String proxy = arguments.getOrDefault("proxy_name", "");
        if (!proxy.isEmpty()) {
            throw new SqlRefusal(14262, "@proxy_name", proxy);
        }
    }

    private static void requireFree(JobState job, String step) {
        if (job.steps().stream().anyMatch(s -> step.equalsIgnoreCase(s.get("step_name")))) {
            throw new SqlRefusal(14261, "@step_name", step);
        }
    }

    private static void checkStep(Map<String, String> step) {
        for (String action : List.of("on_success_action", "on_fail_action")) {
            int value = number(step, action, 0);
            if (value < 1 || value > 4) {
                throw new SqlRefusal(14266, "@" + action, "1, 2, 3, 4");
            }
        }
    }

    /** Where a step that follows is gone to, its number follows, too. */
    private static Map<String, String> moved(Map<String, String> step, int from, int by) {
        Map<String, String> moved = new HashMap<>(step);
        for (String to : List.of("on_success_step_id", "on_fail_step_id")) {
            int number = number(step, to, 0);
            if (number >= from && number > 0) {
                moved.put(to, String.valueOf(number + by));
            }
        }
        return moved;
    }

    private int stepAt(JobState job, Map<String, String> arguments) {
        required(arguments, "step_id");
        int at = number(arguments, "step_id", 0);
        if (at < 1 || at > job.steps().size()) {
            throw new SqlRefusal(14262, "@step_id", String.valueOf(at));
        }
        return at;
    }

    private void updateStep(String instance, Map<String, String> arguments) {
        JobState job = job(instance, arguments);
        int at = stepAt(job, arguments);
        Map<String, String> step = new HashMap<>(job.steps().get(at - 1));
        Map<String, String> given = only(arguments, STEP_VALUES);
        String name = given.get("step_name");
        if (name != null && !name.equalsIgnoreCase(step.get("step_name"))) {
            requireFree(job, name);
        }
        proxy(arguments);
        step.putAll(given);
        checkStep(step);
        List<Map<String, String>> steps = new ArrayList<>(job.steps());
        steps.set(at - 1, step);
        put(with(job, steps, job.schedules(), job.targeted()));
    }

    private void deleteStep(String instance, Map<String, String> arguments) {
        JobState job = job(instance, arguments);
        if (number(arguments, "step_id", -1) == 0) {
            put(with(job, List.of(), job.schedules(), job.targeted()));
            return;
        }
        int at = stepAt(job, arguments);
        List<Map<String, String>> steps = new ArrayList<>();
        for (int i = 0; i < job.steps().size(); i++) {
            if (i != at - 1) {
                steps.add(moved(freed(job.steps().get(i), at), at + 1, -1));
            }
        }
        put(with(job, steps, job.schedules(), job.targeted()));
    }

    /** Who went to the step that goes ends the job instead. */
    private static Map<String, String> freed(Map<String, String> step, int gone) {
        Map<String, String> freed = new HashMap<>(step);
        if (number(step, "on_success_step_id", 0) == gone) {
            freed.put("on_success_step_id", "0");
            freed.put("on_success_action", "1");
        }
        if (number(step, "on_fail_step_id", 0) == gone) {
            freed.put("on_fail_step_id", "0");
            freed.put("on_fail_action", "2");
        }
        return freed;
    }

    // schedules

    private int addSchedule(String instance, Map<String, String> arguments, String name) {
        int id = schedules(instance).stream()
                        .mapToInt(JobScheduleState::id)
                        .max()
                        .orElse(7)
                + 1;
        Map<String, String> values = new HashMap<>(
                Map.of("enabled", "1", "freq_type", "1", "active_end_date", "99991231", "active_end_time", "235959"));
        values.putAll(only(arguments, SCHEDULE_VALUES));
        world.put(
                JobScheduleState.key(instance, id),
                new JobScheduleState(sql.instance(instance).name(), id, name, values));
        return id;
    }

    private void attach(JobState job, int schedule) {
        if (job.schedules().contains(schedule)) {
            return;
        }
        List<Integer> all = new ArrayList<>(job.schedules());
        all.add(schedule);
        put(with(job, job.steps(), all, job.targeted()));
    }

    private void updateSchedule(String instance, Map<String, String> arguments) {
        JobScheduleState schedule = schedule(instance, arguments);
        Map<String, String> values = new HashMap<>(schedule.values());
        values.putAll(only(arguments, SCHEDULE_VALUES));
        Key<JobScheduleState> key = JobScheduleState.key(instance, schedule.id());
        world.put(
                key,
                new JobScheduleState(
                        schedule.instance(),
                        schedule.id(),
                        arguments.getOrDefault("new_name", schedule.name()),
                        values));
    }

    private void detach(String instance, Map<String, String> arguments) {
        JobState job = job(instance, arguments);
        JobScheduleState schedule = schedule(instance, arguments);
        if (!job.schedules().contains(schedule.id())) {
            throw new SqlRefusal(14374, job.name(), schedule.name());
        }
        put(with(
                job,
                job.steps(),
                job.schedules().stream().filter(id -> id != schedule.id()).toList(),
                job.targeted()));
        if (number(arguments, "delete_unused_schedule", 0) == 1) {
            dropUnused(instance, schedule.id());
        }
    }
}
