package io.quorate.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An Agent job as it is meant to be: all of it, except for its id and its history.
 *
 * @param name its name
 * @param enabled whether its schedules count
 * @param description what it is for; empty for whatever it says
 * @param category its category; {@code [Uncategorized (Local)]} if nobody chose one
 * @param owner the log-in that owns it; null for one that is gone
 * @param asks what it asks before it works, as a first step of its own that is none of {@code steps}; null for nothing
 * @param startStep the first of its steps, from 1
 * @param steps its steps, in order; where one goes to another, that is counted from 1 in this list
 * @param schedules when it runs
 * @param eventLog when its end is noted in Windows' event log
 * @param mail when its end is mailed to the operator
 * @param operator whom it is mailed to; null for nobody
 * @param delete when it is deleted after a run
 */
public record JobDefinition(
        String name,
        boolean enabled,
        String description,
        String category,
        @Nullable String owner,
        @Nullable JobCondition asks,
        int startStep,
        List<JobStep> steps,
        List<JobSchedule> schedules,
        JobNotice eventLog,
        JobNotice mail,
        @Nullable String operator,
        JobNotice delete) {
    /** The category of a job for which nobody chose one. */
    public static final String NO_CATEGORY = "[Uncategorized (Local)]";

    private static final int LONGEST_NAME = 128;

    public JobDefinition {
        name = Objects.requireNonNull(name, "name").strip();
        description = Objects.requireNonNull(description, "description").strip();
        category = Objects.requireNonNull(category, "category").strip();
        steps = List.copyOf(steps);
        schedules = List.copyOf(schedules);
        Objects.requireNonNull(eventLog, "eventLog");
        Objects.requireNonNull(mail, "mail");
        Objects.requireNonNull(delete, "delete");
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a job's name has 1 to " + LONGEST_NAME + " characters");
        }
        if (startStep < 1 || startStep > Math.max(1, steps.size())) {
            throw new IllegalArgumentException("job " + name + " begins with one of its steps, from 1 to "
                    + steps.size() + ", not with " + startStep);
        }
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i).name();
            if (steps.subList(0, i).stream().anyMatch(one -> one.name().equalsIgnoreCase(step))) {
                throw new IllegalArgumentException("job " + name + " has two steps " + step + " (14261)");
            }
        }
        if (schedules.stream()
                        .map(one -> one.name().toUpperCase(Locale.ROOT))
                        .distinct()
                        .count()
                < schedules.size()) {
            throw new IllegalArgumentException("job " + name + " has two schedules of one name");
        }
    }

    /** Makes one: enabled, owned by {@code sa}, without a schedule; a failure is noted in the event log. The last step ends it. */
    public static JobDefinition of(String name, JobStep... steps) {
        List<JobStep> all = new ArrayList<>(List.of(steps));
        if (!all.isEmpty()) {
            JobStep last = all.get(all.size() - 1);
            if (last.onSuccess().equals(JobAction.NEXT)) {
                all.set(all.size() - 1, last.then(JobAction.SUCCESS, last.onFailure()));
            }
        }
        return new JobDefinition(
                name,
                true,
                name,
                NO_CATEGORY,
                "sa",
                null,
                1,
                all,
                List.of(),
                JobNotice.ON_FAILURE,
                JobNotice.NEVER,
                null,
                JobNotice.NEVER);
    }

    private JobDefinition with(
            boolean on, @Nullable String newOwner, @Nullable JobCondition condition, List<JobSchedule> times) {
        return new JobDefinition(
                name,
                on,
                description,
                category,
                newOwner,
                condition,
                startStep,
                steps,
                times,
                eventLog,
                mail,
                operator,
                delete);
    }

    /** Returns it with a question before its first step. */
    public JobDefinition asking(@Nullable JobCondition condition) {
        return with(enabled, owner, condition, schedules);
    }

    /** Returns it with these schedules. */
    public JobDefinition scheduled(JobSchedule... times) {
        return with(enabled, owner, asks, List.of(times));
    }

    /** Returns it with another owner. */
    public JobDefinition ownedBy(String login) {
        return with(enabled, login, asks, schedules);
    }

    /** Returns it enabled or disabled. */
    public JobDefinition enabled(boolean on) {
        return with(on, owner, asks, schedules);
    }
}
