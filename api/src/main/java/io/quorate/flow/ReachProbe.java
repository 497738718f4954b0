package io.quorate.flow;

import java.time.Duration;
import java.util.Objects;

/**
 * One attempt to connect, and what came of it.
 *
 * @param side whether it went out of a host or in from here
 * @param from the host that tried, or {@code here}
 * @param target whereto, as it was asked
 * @param port the port
 * @param outcome what came of it
 * @param address the address that was found for the target; empty if none was, or nobody told
 * @param said what else was said, or why it cannot be told; may be empty
 * @param took how long it took
 */
public record ReachProbe(
        Side side,
        String from,
        String target,
        int port,
        ReachOutcome outcome,
        String address,
        String said,
        Duration took) {

    /** Which way it went. */
    public enum Side {
        /** From a host out. */
        EGRESS,
        /** From the machine this runs on in. */
        INGRESS
    }

    /** What stands for the machine this runs on. */
    public static final String HERE = "here";

    public ReachProbe {
        Objects.requireNonNull(side, "side");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(said, "said");
        Objects.requireNonNull(took, "took");
    }

    @Override
    public String toString() {
        return side + " " + from + " -> " + target + ":" + port + " " + outcome
                + (said.isEmpty() ? "" : " (" + said + ")");
    }
}
