package io.quorate.engine;

import io.quorate.Deadline;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Glimpse;
import io.quorate.spi.Observation;
import io.quorate.spi.Safety;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a command and does what the {@link SafetyTable} says when that fails.
 *
 * <p>A lost answer may be followed by a late execution: the other side does the work after it was found absent. So a guarded command
 * whose answer was lost is read back at once, again after the pause and before it is sent again, and once more before the call ends in
 * an error; a conflict met on the way is taken for the late execution if reading back finds the effect.
 */
final class RetryStage implements Stage {
    private static final Logger log = LoggerFactory.getLogger(RetryStage.class);

    /** An answer that cannot be read may be an accident; the second one is how the other side answers. */
    static final int MOST_UNREADABLE = 1;

    private final IdentifyLeg identify;
    private final Looker looker;

    RetryStage(IdentifyLeg identify, Looker looker) {
        this.identify = identify;
        this.looker = looker;
    }

    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        for (int round = 1; ; round++) {
            if (passage.deadline.expired()) {
                throw Failures.tooLate(passage, null);
            }
            Fault fault;
            try {
                return identify.run(passage, new Send<>(passage));
            } catch (Fault failed) {
                fault = failed;
            }
            Observation.Present<R> found = settle(passage, fault);
            if (found == null) {
                pause(passage, round, fault);
                found = lookIfLost(passage, fault);
            }
            if (found != null) {
                return LookStage.valueOf(found);
            }
        }
    }

    /** Returns what was found although the attempt failed, or nothing when it may be sent again; throws when that is the end. */
    private <R> Observation.@Nullable Present<R> settle(Passage<R> passage, Fault fault) {
        SafetyTable.Decision decision = SafetyTable.decide(passage.safety, fault);
        log.debug(
                "attempt failed [call={} operation={} host={} phase={} kind={} code={} then={}]",
                passage.id,
                passage.command.name(),
                passage.host,
                fault.phase(),
                fault.kind(),
                fault.code(),
                decision);
        return switch (decision) {
            case RETRY, READ_BACK -> lookIfLost(passage, fault);
            case OUTCOME_UNKNOWN -> throw Failures.unknownOutcome(passage, told(fault), fault);
            case THROW -> {
                Observation.Present<R> found = lookBeforeFailing(passage, fault);
                if (found == null) {
                    throw Failures.ended(passage, fault);
                }
                yield found;
            }
        };
    }

    /** An outcome that a backend could not find out, though it was answered, is no lost answer. */
    private static String told(Fault fault) {
        return (fault.kind() == ErrorKind.OUTCOME_UNKNOWN ? "" : "the answer was lost: ") + fault.getMessage();
    }

    /** Looks whether an answer that was lost, now or earlier, stood for something done. */
    private <R> Observation.@Nullable Present<R> lookIfLost(Passage<R> passage, Fault fault) {
        return passage.lost && passage.safety == Safety.GUARDED ? readBack(passage, fault) : null;
    }

    /** Looks whether a lasting failure, most likely a conflict, follows from this call's own earlier attempt. */
    private <R> Observation.@Nullable Present<R> lookBeforeFailing(Passage<R> passage, Fault fault) {
        if (passage.safety != Safety.GUARDED) {
            return null;
        }
        boolean ownConflict = passage.tries > 1 && passage.reached && fault.kind() == ErrorKind.CONFLICT;
        if (passage.lost || ownConflict) {
            return readBack(passage, fault);
        }
        return passage.ensures() && fault.kind() == ErrorKind.CONFLICT ? doneByOthers(passage) : null;
    }

    /** What was absent a moment ago and is in the way now may be what was asked for: somebody else was faster. */
    private <R> Observation.@Nullable Present<R> doneByOthers(Passage<R> passage) {
        Observation<R> seen = looker.lookBefore(passage);
        if (seen instanceof Observation.Unknown<R> other && SafetyTable.contradicts(other.cause())) {
            throw Failures.of(
                    passage,
                    ErrorKind.CONFLICT,
                    other.reason(),
                    "somebody else was faster; decide which of the two is meant");
        }
        if (seen instanceof Observation.Present<R> present) {
            passage.satisfied = true;
            return present;
        }
        return null;
    }

    /** Returns what is there, or nothing when it is surely absent; throws when it cannot be told. */
    private <R> Observation.@Nullable Present<R> readBack(Passage<R> passage, Fault fault) {
        Observation<R> seen = looker.readBack(passage);
        log.debug(
                "read back [call={} operation={} seen={}]",
                passage.id,
                passage.command.name(),
                seen.getClass().getSimpleName());
        if (seen instanceof Observation.Unknown<R> other && SafetyTable.contradicts(other.cause())) {
            throw Failures.of(
                    passage,
                    ErrorKind.CONFLICT,
                    "an answer was lost (" + fault.getMessage() + "), and now: " + other.reason(),
                    "look at the object and decide which of the two is meant");
        }
        if (seen instanceof Observation.Unknown<R> unknown) {
            throw Failures.unknownOutcome(
                    passage,
                    "an answer was lost (" + fault.getMessage() + ") and reading back could not tell: "
                            + unknown.reason(),
                    unknown.cause() == null ? fault : unknown.cause());
        }
        return seen instanceof Observation.Present<R> present ? present : null;
    }

    private static void pause(Passage<?> passage, int round, Fault fault) {
        if (passage.called()) {
            throw Failures.cutShort(passage, fault);
        }
        Backoff backoff = passage.gate().backoff;
        if (!backoff.allowsAfter(round) || passage.unreadable > MOST_UNREADABLE) {
            throw Failures.ended(passage, passage.telling(fault));
        }
        Duration pause = backoff.pauseAfter(round);
        if (pause.compareTo(passage.deadline.remaining()) >= 0) {
            throw Failures.tooLate(passage, fault);
        }
        try {
            Pause.take(pause, passage);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (passage.called()) {
            throw Failures.cutShort(passage, fault);
        }
    }

    /** Puts the command on the wire of one host. */
    private record Send<R>(Passage<R> passage) implements Trip<R> {

        @Override
        public R to(Call call) {
            return passage.site.backend.send(passage.command, call);
        }

        @Override
        @SuppressWarnings("unchecked")
        public @Nullable R broughtBy(Glimpse<?> seen) {
            return passage.safety == Safety.READ ? (R) seen.value() : null;
        }

        @Override
        public boolean movesOn(Fault fault) {
            return passage.safety == Safety.READ ? !SafetyTable.isVerdict(fault) : Trip.super.movesOn(fault);
        }

        @Override
        public boolean isFinal(Fault fault) {
            return SafetyTable.decide(passage.safety, fault) == SafetyTable.Decision.THROW;
        }

        @Override
        public Deadline deadline() {
            return passage.safety == Safety.GUARDED ? Shares.butReadingBack(passage) : passage.deadline;
        }

        @Override
        public void begins(String host) {
            passage.tries++;
            passage.host = host;
        }

        @Override
        public void failed(String host, long tookNanos, Fault fault) {
            passage.sendFailed(host, Duration.ofNanos(tookNanos), fault);
        }
    }
}
