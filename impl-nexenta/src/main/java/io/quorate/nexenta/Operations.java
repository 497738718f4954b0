package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Find;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which command is done how. Immutable once built. */
final class Operations {
    private final Map<Class<?>, Operation<?, ?>> known = new HashMap<>();
    private final Map<Class<?>, BiFunction<?, Nef, ? extends Optional<?>>> looks = new HashMap<>();

    /** Adds a command that reads. */
    <C extends ReadCommand<R>, R> void read(Class<C> command, BiFunction<C, Nef, R> run) {
        known.put(command, new Operation<>(run, Operations::untold, c -> List.of()));
    }

    /** Adds a command that reads one object, and {@link Find} of it. */
    <C extends ReadCommand<R>, R> void find(Class<C> command, BiFunction<C, Nef, Optional<R>> look) {
        looks.put(command, look);
        read(command, (c, nef) -> look.apply(c, nef).orElseThrow(() -> missing(c.target() + " is not there")));
    }

    /** Adds a command that changes something and may be repeated. */
    <C extends Command<R>, R> void change(
            Class<C> command, BiFunction<C, Nef, R> run, Function<C, List<NefRequest>> steps) {
        known.put(command, new Operation<>(run, Operations::untold, steps));
    }

    /** Adds a command that creates something. */
    <C extends Command<R>, R> void guarded(
            Class<C> command,
            BiFunction<C, Nef, R> run,
            BiFunction<C, Nef, Observation<R>> observe,
            Function<C, List<NefRequest>> steps) {
        known.put(command, new Operation<>(run, observe, steps));
    }

    /** Returns how a command is done; null if there is no way. The maps are keyed by what an operation says it does. */
    @SuppressWarnings("unchecked")
    <R> @Nullable Operation<Command<R>, R> of(Command<R> command) {
        if (command instanceof Find<?> find) {
            BiFunction<Object, Nef, Optional<?>> look =
                    (BiFunction<Object, Nef, Optional<?>>) looks.get(find.get().getClass());
            return look == null
                    ? null
                    : new Operation<>((c, nef) -> (R) look.apply(find.get(), nef), Operations::untold, c -> List.of());
        }
        return (Operation<Command<R>, R>) known.get(command.getClass());
    }

    private static <C extends Command<R>, R> Observation<R> untold(C command, Nef nef) {
        return Observation.unknown(command.name() + " leaves nothing it could be recognised by", null);
    }

    /** Says that something is not there, after a look without it. */
    static Fault missing(String what) {
        return Fault.lasting(ErrorKind.NOT_FOUND).because(what);
    }

    /** Says that what is there contradicts what is asked for. */
    static Fault conflict(String what) {
        return Fault.lasting(ErrorKind.CONFLICT).because(what);
    }

    /** Observes what is there: as asked for, or with the differences named. */
    static <R> Observation<R> compared(Optional<R> there, Function<R, List<String>> differences) {
        if (there.isEmpty()) {
            return Observation.absent();
        }
        List<String> found = differences.apply(there.get());
        if (found.isEmpty()) {
            return Observation.present(there.get());
        }
        Fault conflict = conflict("it is there, but with " + String.join(", ", found));
        return Observation.unknown(String.valueOf(conflict.getMessage()), conflict);
    }
}
