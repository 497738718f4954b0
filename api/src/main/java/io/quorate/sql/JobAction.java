package io.quorate.sql;

import java.util.Objects;

/**
 * What follows a step of a job.
 *
 * @param kind what it is
 * @param step the number of the step that is gone to, from 1; 0 for other kinds
 */
public record JobAction(Kind kind, int step) {
    /** What may follow a step; in the order of Agent's numbers, from 1. */
    public enum Kind {
        QUIT_WITH_SUCCESS,
        QUIT_WITH_FAILURE,
        NEXT_STEP,
        GO_TO_STEP
    }

    /** The job ends well. */
    public static final JobAction SUCCESS = new JobAction(Kind.QUIT_WITH_SUCCESS, 0);

    /** The job fails. */
    public static final JobAction FAILURE = new JobAction(Kind.QUIT_WITH_FAILURE, 0);

    /** The next step comes. */
    public static final JobAction NEXT = new JobAction(Kind.NEXT_STEP, 0);

    public JobAction {
        Objects.requireNonNull(kind, "kind");
        step = kind == Kind.GO_TO_STEP ? step : 0;
        if (kind == Kind.GO_TO_STEP && step < 1) {
            throw new IllegalArgumentException("steps are counted from 1, not " + step);
        }
    }

    /** Goes to a step. */
    public static JobAction goTo(int step) {
        return new JobAction(Kind.GO_TO_STEP, step);
    }

    @Override
    public String toString() {
        return kind == Kind.GO_TO_STEP
                ? "go to step " + step
                : kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
