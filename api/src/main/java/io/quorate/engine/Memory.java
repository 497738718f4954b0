package io.quorate.engine;

import io.quorate.call.Order;
import io.quorate.spi.Command;
import io.quorate.spi.Find;
import io.quorate.spi.Foretold;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a rehearsal has pretended so far, and what that makes of the reads after it. A read by identity of what a step foretold is answered
 * from that step; whatever else a step may have changed cannot be told. Not thread-safe; the stage guards it.
 */
final class Memory {
    private final List<Pretended<?>> steps = new ArrayList<>();

    /** An order that was written down instead of being sent. */
    record Pretended<R>(Order<R> order, @Nullable R result) {

        @Override
        public String toString() {
            return order.command().name() + " of " + order.command().target();
        }
    }

    /** What is known of a read. */
    sealed interface Answer<R> {

        /** No step has to do with it. */
        record Unrelated<R>() implements Answer<R> {}

        /** This is what it finds; null if nothing is there. */
        record Known<R>(@Nullable R value) implements Answer<R> {}

        /** A step may have changed what it finds, and nobody can tell how. */
        record Stale<R>(Pretended<?> by) implements Answer<R> {}
    }

    /** Keeps an order and what it pretends to return. */
    <R> void keep(Order<R> order, @Nullable R result) {
        steps.add(new Pretended<>(order, result));
    }

    /**
     * Answers a read.
     *
     * @param before reads what is really there, where a step only changed it; null if nothing is
     */
    @SuppressWarnings("unchecked") // Find of a read returns an Optional of what that read returns
    <R> Answer<R> answer(String endpoint, Command<R> read, Before before) {
        if (read instanceof Find<?> find) {
            Answer<Object> of = of(endpoint, (ReadCommand<Object>) find.get(), before);
            return of instanceof Answer.Known<Object> known
                    ? new Answer.Known<>((R) Optional.ofNullable(known.value()))
                    : (Answer<R>) of;
        }
        return read instanceof ReadCommand<R> plain ? of(endpoint, plain, before) : new Answer.Unrelated<>();
    }

    /** Reads something real. */
    interface Before {

        /** Returns what is there, or null if nothing is. */
        @Nullable
        Object read(ReadCommand<?> command);
    }

    @SuppressWarnings("unchecked") // a foretold answer has the type of the read it equals
    private <R> Answer<R> of(String endpoint, ReadCommand<R> read, Before before) {
        Supplier<@Nullable R> value = null;
        for (Pretended<?> step : steps) {
            if (!step.order().endpoint().equals(endpoint)) {
                continue;
            }
            Foretold<R> told = null;
            for (Foretold<?> one : step.order().command().foretold()) {
                if (one.read().equals(read)) {
                    told = (Foretold<R>) one;
                }
            }
            if (told != null) {
                Foretold<R> now = told;
                Supplier<@Nullable R> earlier = value != null ? value : () -> (R) before.read(read);
                value = () -> now.answer().apply(now.needsBefore() ? earlier.get() : null);
            } else if (changes(step.order().command(), read)) {
                return new Answer.Stale<>(step);
            }
        }
        return value == null ? new Answer.Unrelated<>() : new Answer.Known<>(value.get());
    }

    private static boolean changes(Command<?> step, ReadCommand<?> read) {
        return read.lists().isEmpty()
                ? same(step.target(), read.target())
                        || step.alsoChanges().contains(read.target().kind())
                : read.lists().contains(step.target().kind())
                        || read.lists().stream().anyMatch(step.alsoChanges()::contains);
    }

    /** Returns the step that decides what a look before a command would see; null if there is none. */
    @Nullable
    Pretended<?> behind(String endpoint, Command<?> command) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            Pretended<?> step = steps.get(i);
            Command<?> earlier = step.order().command();
            if (step.order().endpoint().equals(endpoint)
                    && (same(earlier.target(), command.target())
                            || earlier.alsoChanges().contains(command.target().kind())
                            || command.alsoChanges().contains(earlier.target().kind()))) {
                return step;
            }
        }
        return null;
    }

    private static boolean same(Target one, Target other) {
        return one.kind().equals(other.kind()) && one.name().equalsIgnoreCase(other.name());
    }
}
