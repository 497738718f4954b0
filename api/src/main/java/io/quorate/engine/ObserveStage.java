package io.quorate.engine;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.spi.Safety;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks before the first attempt of a guarded command whether its effect is there already. What cannot be told is never taken for
 * absent, because what follows absence is create and format; only a rehearsal, which sends nothing, goes on.
 */
final class ObserveStage implements Stage {
    private final Looker looker;
    private final boolean rehearsing;
    private final Stage next;

    ObserveStage(Looker looker, boolean rehearsing, Stage next) {
        this.looker = looker;
        this.rehearsing = rehearsing;
        this.next = next;
    }

    @Override
    public <R> R run(Passage<R> passage) {
        if (passage.safety != Safety.GUARDED) {
            return next.run(passage);
        }
        Observation<R> seen = rehearsing ? looker.look(passage) : looker.lookBefore(passage);
        if (seen instanceof Observation.Present<R> present) {
            if (passage.command.satisfiedWhenPresent()) {
                passage.satisfied = true;
                return valueOf(present);
            }
            throw Failures.of(
                    passage,
                    ErrorKind.CONFLICT,
                    "it is there already",
                    "nothing was changed; read it and decide whether it is the one that is meant");
        }
        if (seen instanceof Observation.Unknown<R> unknown && !rehearsing) {
            throw untold(passage, unknown.reason(), unknown.cause());
        }
        return next.run(passage);
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
