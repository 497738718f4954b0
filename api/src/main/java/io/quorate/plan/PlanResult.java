package io.quorate.plan;

import java.util.List;

/**
 * What became of a plan that was run to its end.
 *
 * @param steps an entry a step, in order
 */
public record PlanResult(List<StepResult> steps) {
    public PlanResult {
        steps = List.copyOf(steps);
    }

    /** Tells whether anything was changed; false if all of it was so already. */
    public boolean changed() {
        return steps.stream().anyMatch(StepResult::changed);
    }
}
