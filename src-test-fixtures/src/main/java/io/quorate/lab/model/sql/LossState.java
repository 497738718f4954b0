package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The ledger of what failovers lost, oldest first. */
public record LossState(List<Loss> losses) {
    public LossState {
        losses = List.copyOf(losses);
    }

    /** There is one. */
    public static final Key<LossState> KEY = new Key<>(LossState.class, "sql-losses");

    /** How a primary came to be. */
    public enum Cause {
        PLANNED,
        AUTOMATIC,
        FORCED
    }

    /**
     * Transactions that the old primary had and the new one has not.
     *
     * @param from the old primary
     * @param to the new one
     * @param transactions how many
     * @param acknowledged of how many the client had been told
     * @param guarded of how many while a synchronised secondary had them
     * @param tail those transactions
     * @param discarded whether the old primary has thrown them away, too
     */
    public record Loss(
            String group,
            String database,
            String from,
            String to,
            Cause cause,
            int transactions,
            int acknowledged,
            int guarded,
            Duration at,
            Tail tail,
            boolean discarded) {}

    /** The end of a log that another has not. Prints none of it. */
    public record Tail(List<LogPoint> points) {
        public Tail {
            points = List.copyOf(points);
        }

        @Override
        public String toString() {
            return points.toString();
        }
    }

    LossState plus(Loss loss) {
        List<Loss> more = new ArrayList<>(losses);
        more.add(loss);
        return new LossState(more);
    }

    LossState discarded(LogPoint last) {
        return new LossState(losses.stream()
                .map(l -> l.tail().points().contains(last)
                        ? new Loss(
                                l.group(),
                                l.database(),
                                l.from(),
                                l.to(),
                                l.cause(),
                                l.transactions(),
                                l.acknowledged(),
                                l.guarded(),
                                l.at(),
                                l.tail(),
                                true)
                        : l)
                .toList());
    }
}
