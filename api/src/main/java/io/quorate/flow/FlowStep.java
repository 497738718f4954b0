package io.quorate.flow;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of a flow, told when it has ended. Holds no secret.
 *
 * @param what what it was about, e.g. {@code session}, {@code prepare}
 * @param node on which node; null for what concerns all
 * @param outcome how it ended
 * @param detail what was seen or done, for a person
 */
public record FlowStep(String what, @Nullable String node, Outcome outcome, String detail) {

    /** How a step ended. */
    public enum Outcome {
        /** It was so already, or it only looked. */
        DONE,
        /** Something was changed; in a rehearsal: would be. */
        CHANGED,
        /** It was left out; the detail says why. */
        SKIPPED
    }

    public FlowStep {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(detail, "detail");
    }

    /** Renders it in a line: {@code HV1: session: changed: iqn... through 10.0.0.5:3260}. */
    @Override
    public String toString() {
        return (node == null ? "" : node + ": ") + what + ": " + outcome.name().toLowerCase(java.util.Locale.ROOT)
                + ": " + detail;
    }
}
