package io.quorate.plan;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one step that is done.
 *
 * @param step the step, as the plan holds it
 * @param changed whether something was changed; false if it was so already
 * @param value what the command returned; null for what returns nothing
 */
public record StepResult(
        PlanStep step, boolean changed, @Nullable Object value) {
    public StepResult {
        Objects.requireNonNull(step, "step");
    }
}
