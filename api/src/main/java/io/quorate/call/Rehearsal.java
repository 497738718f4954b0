package io.quorate.call;

import io.quorate.error.QuorateException;
import io.quorate.spi.Safety;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a rehearsal would have changed, step by step. Nothing of it was sent. Immutable. */
public final class Rehearsal {
    private final List<RehearsedStep> steps;
    private final List<Order<?>> used;
    private final @Nullable QuorateException stoppedBy;

    /** Makes one that tells of its steps alone. */
    public Rehearsal(List<RehearsedStep> steps, @Nullable QuorateException stoppedBy) {
        this(
                steps,
                stoppedBy,
                steps.stream().<Order<?>>map(RehearsedStep::order).toList());
    }

    /** Made by {@code Quorate.rehearse}. */
    public Rehearsal(List<RehearsedStep> steps, @Nullable QuorateException stoppedBy, List<Order<?>> used) {
        this.steps = List.copyOf(steps);
        this.used = List.copyOf(used);
        this.stoppedBy = stoppedBy;
    }

    /** Returns the steps in order. */
    public List<RehearsedStep> steps() {
        return steps;
    }

    /** Returns every order that was given, in order: reads, and what was so already, are among them. */
    public List<Order<?>> used() {
        return used;
    }

    /** Returns what ended the rehearsal early, e.g. a read that finds nothing because nothing was created; empty if it ran through. */
    public Optional<QuorateException> stoppedBy() {
        return Optional.ofNullable(stoppedBy);
    }

    /** Renders the steps as numbered text for an administrator to review, without secrets. */
    public String explain() {
        StringBuilder out = new StringBuilder();
        int number = 0;
        for (RehearsedStep step : steps) {
            out.append(++number).append(". ").append(step.operation());
            out.append(" of ").append(step.target());
            out.append(" at ").append(step.host());
            out.append(" (endpoint ").append(step.endpoint()).append(")\n");
            out.append("   repeatable: ").append(words(step.safety())).append('\n');
            if (step.reason() != null) {
                out.append("   consent: ").append(step.identity()).append(", because ");
                out.append(step.reason()).append('\n');
            }
            for (String line : step.wire()) {
                out.append("   > ").append(line.replace("\n", "\n   > ")).append('\n');
            }
        }
        if (steps.isEmpty()) {
            out.append("nothing would be changed\n");
        }
        if (stoppedBy != null) {
            out.append("stopped here: ").append(stoppedBy.getMessage()).append('\n');
        }
        return out.toString();
    }

    private static String words(Safety safety) {
        return switch (safety) {
            case READ -> "yes, changes nothing";
            case CONVERGE -> "yes, doing it twice is doing it once";
            case GUARDED -> "yes, after looking whether it is done";
            case ONCE -> "no, a lost answer stays unknown";
        };
    }

    @Override
    public String toString() {
        return explain();
    }
}
