package io.quorate.engine;

import io.quorate.QuorateRuntime;
import io.quorate.spi.Command;
import io.quorate.spi.RehearsedRuntime;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The time of a rehearsal: real, but whoever waits on it learns when what he looks at stays as it is. Thread-safe. */
final class RehearsalClock extends PassingRuntime implements RehearsedRuntime {
    private static final String ENDS = ", which was not sent, so the rehearsal ends here";

    private final ThreadLocal<Seen> seen = ThreadLocal.withInitial(Seen::new);

    /** What one thread has read and pretended so far. */
    private static final class Seen {
        int read;
        int foretold;
        int pretended;

        @Nullable
        String foreteller;

        @Nullable
        String lastPretended;
    }

    RehearsalClock(QuorateRuntime real) {
        super(real);
    }

    /** Something was read that no step has to do with. */
    void read() {
        seen.get().read++;
    }

    /** Something was read that a step foretold. */
    void foretold(Memory.Pretended<?> by) {
        Seen mine = seen.get();
        mine.foretold++;
        mine.foreteller = by.toString();
    }

    /** Something that would change something was pretended. */
    void pretended(Command<?> command) {
        Seen mine = seen.get();
        mine.pretended++;
        mine.lastPretended = command.name() + " of " + command.target();
    }

    @Override
    public Supplier<Optional<String>> watch() {
        Seen mine = seen.get();
        int read = mine.read;
        int foretold = mine.foretold;
        int pretended = mine.pretended;
        return () -> {
            if (mine.pretended > pretended) {
                return Optional.of("what it waits for depends on " + mine.lastPretended + ENDS);
            }
            return mine.foretold > foretold && mine.read == read
                    ? Optional.of("what it waits for is foretold by " + mine.foreteller + ENDS)
                    : Optional.empty();
        };
    }
}
