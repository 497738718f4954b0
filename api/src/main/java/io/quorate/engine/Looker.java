package io.quorate.engine;

import io.quorate.Deadline;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import java.time.Duration;

/** Looks whether a command's effect is there: once, or until it can be told. Never guesses. */
final class Looker {
    private final IdentifyLeg identify;

    Looker(IdentifyLeg identify) {
        this.identify = identify;
    }

    /** Looks once, at the first host that can tell. */
    <R> Observation<R> look(Passage<R> passage) {
        if (passage.deadline.expired()) {
            return Observation.unknown("no time is left to look", null);
        }
        try {
            return identify.run(passage, new Look<>(passage));
        } catch (Fault fault) {
            return Observation.unknown(String.valueOf(fault.getMessage()), fault);
        }
    }

    /** Looks before anything is sent, as often as a read would be tried. */
    <R> Observation<R> lookBefore(Passage<R> passage) {
        return look(passage, false);
    }

    /** Looks after an answer was lost: until it can be told or the deadline has come. */
    <R> Observation<R> readBack(Passage<R> passage) {
        return look(passage, true);
    }

    private <R> Observation<R> look(Passage<R> passage, boolean untilDeadline) {
        int unreadable = 0;
        for (int round = 1; ; round++) {
            Observation<R> seen = look(passage);
            unreadable += isUnreadable(seen) ? 1 : 0;
            if (unreadable > RetryStage.MOST_UNREADABLE) {
                return seen;
            }
            if (!(seen instanceof Observation.Unknown<R> unknown) || !worthRepeating(passage, unknown, untilDeadline)) {
                return seen;
            }
            Backoff backoff = passage.gate().backoff;
            if (!untilDeadline && !backoff.allowsAfter(round)) {
                return seen;
            }
            Duration pause = backoff.pauseAfter(round);
            if (pause.compareTo(passage.deadline.remaining()) >= 0) {
                return seen;
            }
            try {
                Pause.take(pause, passage);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Observation.unknown("interrupted while waiting to look again; last: " + unknown.reason(), e);
            }
        }
    }

    private static boolean isUnreadable(Observation<?> seen) {
        return seen instanceof Observation.Unknown<?> unknown
                && unknown.cause() instanceof Fault fault
                && fault.kind() == ErrorKind.BAD_REPLY;
    }

    /** After a lost answer even a lasting failure to look may pass: an object is nowhere for a moment while it fails over. */
    private static boolean worthRepeating(Passage<?> passage, Observation.Unknown<?> unknown, boolean afterLoss) {
        if (passage.called()) {
            return false;
        }
        if (SafetyTable.contradicts(unknown.cause())) {
            return false;
        }
        if (unknown.cause() instanceof Fault fault) {
            return !SafetyTable.isFinal(fault) && (afterLoss || fault.phase() != FaultPhase.LASTING);
        }
        return true;
    }

    /** Asks one host. */
    private record Look<R>(Passage<R> passage) implements Trip<Observation<R>> {

        @Override
        public Observation<R> to(Call call) {
            Observation<R> seen = passage.site.backend.look(passage.command, call);
            // A host that could not be read is a failed trip, so that the breaker hears of it and another host is
            // asked.
            if (seen instanceof Observation.Unknown<R> unknown && unknown.cause() instanceof Fault fault) {
                throw fault;
            }
            return seen instanceof Observation.Unknown<R> unknown
                    ? Observation.unknown(unknown.reason(), passage.redactor.cleanCause(unknown.cause()))
                    : seen;
        }

        /** Half of what is left, so that a host that hangs leaves time to ask another. */
        @Override
        public Deadline deadline() {
            return Shares.half(passage);
        }

        @Override
        public boolean movesOn(Fault fault) {
            return !SafetyTable.contradicts(fault);
        }

        /** A former owner would truthfully say "absent". */
        @Override
        public boolean trustsHints() {
            return false;
        }

        @Override
        public void begins(String host) {
            if (passage.tries == 0) {
                passage.host = host;
            }
        }

        @Override
        public void failed(String host, long tookNanos, Fault fault) {
            passage.lookFailed(host, Duration.ofNanos(tookNanos), fault);
        }
    }
}
