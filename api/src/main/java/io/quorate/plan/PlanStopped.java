package io.quorate.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells where a plan stopped. It is a suppressed exception of the one that its step failed with, never thrown itself.
 */
public final class PlanStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int number;
    private final transient List<StepResult> done;

    PlanStopped(int number, Plan plan, List<StepResult> done) {
        super(words(number, plan, done), null, false, false);
        this.number = number;
        this.done = List.copyOf(done);
    }

    /** Returns where a plan stopped that failed with this exception; empty if it is of no plan. */
    public static Optional<PlanStopped> of(Throwable failure) {
        return Arrays.stream(failure.getSuppressed())
                .filter(PlanStopped.class::isInstance)
                .map(PlanStopped.class::cast)
                .findFirst();
    }

    /** Returns the number of the step that failed; the first is 1. */
    public int number() {
        return number;
    }

    /** Returns what became of the steps before it, all of them done; empty after serialization. */
    public List<StepResult> done() {
        return done == null ? List.of() : done;
    }

    private static String words(int number, Plan plan, List<StepResult> done) {
        PlanStep step = plan.steps().get(number - 1);
        long changed = done.stream().filter(StepResult::changed).count();
        return "stopped at step " + number + " of " + plan.steps().size() + ", "
                + step.order().command().name() + " of "
                + step.order().command().target()
                + "; steps done before it: " + done.size() + ", of which changed something: " + changed
                + "; run again, the plan goes on from what is there";
    }
}
