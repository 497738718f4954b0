package io.quorate.engine;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.spi.Safety;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks before the first attempt whether it is so already: always for what creates something, and for everything that is to be ensured. What
 * cannot be told is never taken for absent, because what follows absence is create and format.
 */
final class LookStage implements Stage {
    private final Looker looker;

    LookStage(Looker looker) {
        this.looker = looker;
    }

    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        if (!passage.looksFirst()) {
            return rest.run(passage);
        }
        // A state may be set unseen, so one look is enough.
        Observation<R> seen = passage.safety == Safety.CONVERGE ? looker.look(passage) : looker.lookBefore(passage);
        if (seen instanceof Observation.Present<R> present) {
            return there(passage, present);
        }
        if (seen instanceof Observation.Unknown<R> unknown && !goesOn(passage, unknown)) {
            throw untold(passage, unknown.reason(), unknown.cause());
        }
        return rest.run(passage);
    }

    /** What is there is what was asked for, or a conflict with it. */
    static <R> R there(Passage<R> passage, Observation.Present<R> present) {
        if (passage.ensures()) {
            passage.satisfied = true;
            return valueOf(present);
        }
        throw Failures.of(
                passage,
                ErrorKind.CONFLICT,
                "it is there already",
                "nothing was changed; read it and decide whether it is the one that is meant");
    }

    /** A state may be set without knowing the one before, unless that is surely another's. */
    private static boolean goesOn(Passage<?> passage, Observation.Unknown<?> unknown) {
        return passage.safety == Safety.CONVERGE && !SafetyTable.contradicts(unknown.cause());
    }

    private static RuntimeException untold(Passage<?> passage, String reason, @Nullable Throwable cause) {
        Fault fault = cause instanceof Fault known ? known : null;
        if (fault != null && SafetyTable.contradicts(fault)) {
            return Failures.of(
                    passage,
                    ErrorKind.CONFLICT,
                    reason,
                    fault.code(),
                    "nothing was changed; decide which of the two is meant",
                    cause,
                    List.of());
        }
        if (passage.deadline.expired()) {
            return Failures.tooLate(passage, fault);
        }
        return Failures.of(
                passage,
                fault == null ? ErrorKind.REJECTED : fault.kind(),
                "it cannot be told whether it is there already, so nothing was sent: " + reason,
                fault == null ? null : fault.code(),
                fault == null ? null : fault.hint(),
                cause,
                List.of());
    }

    @SuppressWarnings("NullAway") // a command whose result is Void returns null, and only such a command
    static <R> R valueOf(Observation.Present<R> present) {
        return present.value();
    }
}
