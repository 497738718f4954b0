package io.quorate.mssql;

import io.quorate.sql.AgentJob;
import io.quorate.sql.JobAction;
import io.quorate.sql.JobDefinition;
import io.quorate.sql.JobInventory;
import io.quorate.sql.JobStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of an instance's jobs.
 *
 * @param details of the inventory's jobs, in its order
 */
record SeenJobs(JobInventory inventory, List<Details> details) {
    SeenJobs {
        details = List.copyOf(details);
    }

    /**
     * What the instance has of a job as its tables tell it.
     *
     * @param steps all steps, the one that asks included
     * @param start which of them is the first
     * @param schedules the numbers of its schedules, in the definition's order
     */
    record Details(List<JobStep> steps, int start, List<Integer> schedules) {
        Details {
            steps = List.copyOf(steps);
            schedules = List.copyOf(schedules);
        }

        /** Returns a job's steps as they are written: the one that asks comes first, and all others move by one. */
        static Details of(JobDefinition job) {
            if (job.asks() == null) {
                return new Details(job.steps(), job.startStep(), List.of());
            }
            List<JobStep> steps = new ArrayList<>();
            steps.add(JobConditions.step(
                    job.asks(), job.startStep() == 1 ? JobAction.NEXT : JobAction.goTo(job.startStep() + 1)));
            job.steps().forEach(step -> steps.add(moved(step, 1)));
            return new Details(steps, 1, List.of());
        }

        static JobStep moved(JobStep step, int by) {
            return step.then(moved(step.onSuccess(), by), moved(step.onFailure(), by));
        }

        private static JobAction moved(JobAction action, int by) {
            return action.kind() == JobAction.Kind.GO_TO_STEP ? JobAction.goTo(action.step() + by) : action;
        }
    }

    /** A job with what its tables tell. */
    record One(AgentJob job, Details details) {}

    Optional<One> job(String name) {
        for (int i = 0; i < details.size(); i++) {
            AgentJob job = inventory.jobs().get(i);
            if (job.name().equalsIgnoreCase(name)) {
                return Optional.of(new One(job, details.get(i)));
            }
        }
        return Optional.empty();
    }

    /** Stands for an instance that nobody has looked at. */
    static SeenJobs nobody(@Nullable String category) {
        return new SeenJobs(
                new JobInventory(
                        "",
                        List.of(),
                        List.of(),
                        category == null ? List.of() : List.of(category),
                        List.of(),
                        List.of()),
                List.of());
    }
}
