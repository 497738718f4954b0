package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.sql.JobSync.Wish;
import io.quorate.sql.command.SetJob;
import io.quorate.sql.command.TrimJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares Agent jobs as they are meant to be with those of instances, and tells what makes them the same. Does no I/O. */
final class JobDiff {
    /** What is looked up by its name, whatever the case. */
    private static final Set<String> NAMES = Set.of("category", "owner", "operator", "subsystem", "database", "proxy");

    private final Wish wish;
    private final String source;
    private final List<JobDefinition> wanted;
    private final GroupSteps todo;
    private final List<JobDifference> differences = new ArrayList<>();

    private JobDiff(String endpoint, Wish wish, String source, List<JobDefinition> wanted) {
        this.wish = wish;
        this.source = source;
        this.wanted = wanted;
        this.todo = new GroupSteps(endpoint);
    }

    /**
     * What was found.
     *
     * @param plan what makes it the same
     */
    record Found(JobComparison comparison, GroupPlan plan) {}

    /** Compares the jobs of one instance with those of others. */
    static Found of(String endpoint, String group, Wish wish, JobInventory source, List<JobInventory> others) {
        List<String> leftAlone = new ArrayList<>();
        List<JobDefinition> wanted = new ArrayList<>();
        for (AgentJob job : source.jobs()) {
            if (wish.covers(job.name())) {
                if (job.foreign() == null) {
                    wanted.add(job.definition());
                } else {
                    leftAlone.add("job " + job.name() + " " + job.foreign());
                }
            }
        }
        JobDiff diff = new JobDiff(endpoint, wish, source.host(), wanted);
        wish.only().stream()
                .filter(name -> source.job(name).isEmpty())
                .sorted()
                .forEach(name -> diff.todo.against(source.host() + " has no job " + name));
        for (JobInventory other : others) {
            diff.compare(other);
            other.jobs().stream()
                    .filter(job -> job.foreign() == null && wish.covers(job.name()))
                    .filter(job -> source.job(job.name()).isEmpty())
                    .forEach(job -> diff.differs(other, job.name(), JobDifference.SURPLUS, "", job.name()));
        }
        return diff.found(group, leftAlone);
    }

    /** Compares one job as it is meant to be with what instances have. */
    static Found of(String endpoint, String group, Wish wish, JobDefinition job, List<JobInventory> all) {
        JobDiff diff = new JobDiff(endpoint, wish, "", List.of(job));
        all.forEach(diff::compare);
        return diff.found(group, List.of());
    }

    private Found found(String group, List<String> leftAlone) {
        return new Found(
                new JobComparison(source, differences, leftAlone),
                new GroupPlan(group, todo.steps, todo.obstacles, todo.hints));
    }

    private void differs(JobInventory at, String job, String field, Object wantedValue, Object is) {
        differences.add(new JobDifference(at.host(), job, field, String.valueOf(wantedValue), String.valueOf(is)));
    }

    private void compare(JobInventory at) {
        wanted.forEach(job -> job(job, at));
    }

    private void job(JobDefinition job, JobInventory at) {
        String of = "job " + job.name() + " of " + at.host();
        Optional<AgentJob> there = at.job(job.name());
        if (there.isPresent() && there.get().foreign() != null) {
            todo.hint(of + " is left as it is: it " + there.get().foreign());
            return;
        }
        if (there.isEmpty()) {
            differs(at, job.name(), JobDifference.MISSING, job.name(), "");
            if (mayBe(job, at)) {
                todo.add(new SetJob(at.host(), job), of + " is created");
            }
            return;
        }
        AgentJob found = there.get();
        List<JobDifference> before = List.copyOf(differences);
        fields(job, found.definition(), at);
        if (!found.runs()) {
            differs(at, job.name(), "server", "(local)", "");
        }
        boolean other = differences.size() > before.size();
        boolean more = surplus(job, found.definition(), at);
        if (more && !trimmed(job, found, at, of) || !other && !more) {
            return;
        }
        if (other && mayBe(job, at) && mayShare(job, found, at)) {
            todo.add(new SetJob(at.host(), job), of + " gets what differs: " + names(before.size()));
        }
    }

    private String names(int from) {
        return String.join(
                ", ",
                differences.subList(from, differences.size()).stream()
                        .map(JobDifference::field)
                        .distinct()
                        .toList());
    }

    /** Has what the job has besides removed, if somebody said so. Returns whether the rest may go on. */
    private boolean trimmed(JobDefinition job, AgentJob found, JobInventory at, String of) {
        TrimJob trim = new TrimJob(
                at.host(),
                found.name(),
                found.id(),
                job.asks() != null,
                Math.max(1, job.steps().size()),
                job.schedules().stream().map(JobSchedule::name).toList());
        Optional<Consent> consent = wish.consent(trim.identity());
        if (consent.isEmpty()) {
            todo.against(of + " has steps, schedules or a question besides; to have them removed takes a consent to "
                    + trim.identity());
            return false;
        }
        todo.add(trim, of + " loses what it has besides", consent.get());
        return true;
    }

    private boolean surplus(JobDefinition job, JobDefinition is, JobInventory at) {
        int before = differences.size();
        if (job.asks() == null && is.asks() != null) {
            differs(at, job.name(), "condition", "", is.asks());
        }
        for (int i = job.steps().size(); i < is.steps().size(); i++) {
            differs(at, job.name(), "step " + (i + 1), "", is.steps().get(i).name());
        }
        for (JobSchedule schedule : is.schedules()) {
            if (schedule(job, schedule.name()) == null) {
                differs(at, job.name(), "schedule " + schedule.name(), "", schedule.name());
            }
        }
        return differences.size() > before;
    }

    private static @Nullable JobSchedule schedule(JobDefinition job, String name) {
        return job.schedules().stream()
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    private void fields(JobDefinition job, JobDefinition is, JobInventory at) {
        if (job.asks() != null && !job.asks().equals(is.asks())) {
            differs(at, job.name(), "condition", job.asks(), is.asks() == null ? "" : is.asks());
        }
        compare(at, job.name(), "", values(job), values(is));
        for (int i = 0; i < job.steps().size(); i++) {
            String field = "step " + (i + 1);
            if (i >= is.steps().size()) {
                differs(at, job.name(), field, job.steps().get(i).name(), "");
            } else {
                compare(
                        at,
                        job.name(),
                        field + ": ",
                        values(job.steps().get(i)),
                        values(is.steps().get(i)));
            }
        }
        for (JobSchedule schedule : job.schedules()) {
            String field = "schedule " + schedule.name();
            JobSchedule other = schedule(is, schedule.name());
            if (other == null) {
                differs(at, job.name(), field, schedule.name(), "");
            } else {
                compare(at, job.name(), field + ": ", values(schedule), values(other));
            }
        }
    }

    private void compare(
            JobInventory at, String job, String prefix, Map<String, Object> wantedValues, Map<String, Object> values) {
        wantedValues.forEach((name, value) -> {
            Object is = values.get(name);
            boolean same = NAMES.contains(name)
                    ? String.valueOf(value).equalsIgnoreCase(String.valueOf(is))
                    : value.equals(is);
            if (!same) {
                differs(at, job, prefix + name, value, is == null ? "" : is);
            }
        });
    }

    private static Map<String, Object> values(JobDefinition job) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("enabled", job.enabled());
        if (!job.description().isEmpty()) {
            all.put("description", job.description());
        }
        all.put("category", job.category());
        all.put("owner", text(job.owner()));
        all.put("start step", job.startStep());
        all.put("event log", job.eventLog());
        all.put("mail", job.mail());
        all.put("operator", text(job.operator()));
        all.put("delete", job.delete());
        return all;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static Map<String, Object> values(JobStep step) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", step.name());
        all.put("subsystem", step.subsystem());
        all.put("command", step.command());
        all.put("on success", step.onSuccess());
        all.put("on failure", step.onFailure());
        all.put("database", text(step.database()));
        all.put("user", text(step.user()));
        all.put("retries", step.retries());
        all.put("retry minutes", step.retryMinutes());
        all.put("output file", text(step.outputFile()));
        all.put("flags", step.flags());
        all.put("success code", step.successCode());
        all.put("proxy", text(step.proxy()));
        return all;
    }

    private static Map<String, Object> values(JobSchedule schedule) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("enabled", schedule.enabled());
        all.put("type", schedule.type());
        all.put("interval", schedule.interval());
        all.put("subday type", schedule.subdayType());
        all.put("subday interval", schedule.subdayInterval());
        all.put("relative interval", schedule.relativeInterval());
        all.put("recurrence", schedule.recurrence());
        all.put("start date", schedule.startDate());
        all.put("end date", schedule.endDate());
        all.put("start time", schedule.startTime());
        all.put("end time", schedule.endTime());
        return all;
    }

    /** Looks whether an instance has whom the job names. */
    private boolean mayBe(JobDefinition job, JobInventory at) {
        int before = todo.obstacles.size();
        String owner = job.owner();
        if (owner == null) {
            todo.against(
                    "the owner of job " + job.name() + " is no log-in of " + source + " any more: give it another");
        } else if (at.logins().stream().noneMatch(owner::equalsIgnoreCase)) {
            todo.against("job " + job.name() + " belongs to " + owner + ", who is no log-in of " + at.host()
                    + " (14234): have the log-ins be the same first");
        }
        needs(job, at, "operator", job.operator(), at.operators());
        job.steps().stream()
                .map(JobStep::proxy)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(proxy -> needs(job, at, "proxy", proxy, at.proxies()));
        return todo.obstacles.size() == before;
    }

    private void needs(JobDefinition job, JobInventory at, String what, @Nullable String name, List<String> there) {
        if (name != null && there.stream().noneMatch(name::equalsIgnoreCase)) {
            todo.against("job " + job.name() + " needs the " + what + " " + name + ", which " + at.host() + " lacks");
        }
    }

    /** A schedule that a foreign job has, too, would change with this one. */
    private boolean mayShare(JobDefinition job, AgentJob found, JobInventory at) {
        int before = todo.obstacles.size();
        for (String name : found.shared()) {
            JobSchedule now = schedule(found.definition(), name);
            JobSchedule then = schedule(job, name);
            if (then == null || then.equals(now)) {
                continue;
            }
            for (AgentJob neighbour : at.jobs()) {
                boolean shares = !neighbour.id().equals(found.id())
                        && neighbour.shared().stream().anyMatch(name::equalsIgnoreCase);
                if (shares && !then.equals(meant(neighbour.name(), name))) {
                    todo.against("schedule " + name + " of job " + job.name() + " of " + at.host() + " is job "
                            + neighbour.name() + "'s, too, and would change for both: give each its own there");
                }
            }
        }
        return todo.obstacles.size() == before;
    }

    private @Nullable JobSchedule meant(String job, String schedule) {
        return wanted.stream()
                .filter(one -> one.name().equalsIgnoreCase(job))
                .map(one -> schedule(one, schedule))
                .findFirst()
                .orElse(null);
    }
}
