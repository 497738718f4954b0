package io.quorate.engine;

import io.quorate.error.QuorateException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.util.List;

/**
 * Lets one call at a time of this client change an object: two that read, change and write back would each undo what the other did. Looking
 * first belongs to the turn, so that who comes second finds what the first has done. Reads take no turn, nor does what ends another change.
 */
final class TurnStage implements Stage {
    private final Turns turns;

    TurnStage(Turns turns) {
        this.turns = turns;
    }

    @Override
    public <R> R run(Passage<R> passage, Chain rest) {
        if (!passage.changesSomething() || passage.command.cutsIn()) {
            return rest.run(passage);
        }
        try (Turns.Turn turn = take(passage)) {
            return rest.run(passage);
        }
    }

    private Turns.Turn take(Passage<?> passage) {
        try {
            return turns.take(
                    passage.site.endpoint.name(),
                    passage.command.target(),
                    passage.command.name(),
                    passage.deadline,
                    passage.runtime);
        } catch (Turns.NoTurn none) {
            throw failure(passage, none);
        }
    }

    private static QuorateException failure(Passage<?> passage, Turns.NoTurn none) {
        Fault fault = Fault.neverSent(none.why == Turns.NoTurn.Why.CLOSED ? ErrorKind.UNREACHABLE : ErrorKind.BUSY)
                .cause(none.getCause())
                .because(none.getMessage() + "; nothing was sent");
        return switch (none.why) {
            case LATE -> Failures.tooLate(passage, fault);
            case INTERRUPTED, CLOSED ->
                Failures.of(passage, fault.kind(), String.valueOf(fault.getMessage()), null, null, none, List.of());
        };
    }
}
