package io.quorate.engine;

import io.quorate.call.Order;
import io.quorate.spi.Command;
import io.quorate.spi.Find;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placement;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a rehearsal has pretended so far, and what that makes of what comes after it. A read is answered by the steps that foretell it;
 * whatever else a step may have changed cannot be told. Thread-safe; holds no lock while something is read.
 */
final class Memory {
    private final List<Pretended<?>> steps = new ArrayList<>();

    /** An order that was written down instead of being sent. */
    record Pretended<R>(Order<R> order) {

        private boolean isAt(String endpoint) {
            return order.endpoint().equals(endpoint);
        }

        @Override
        public String toString() {
            return order.command().name() + " of " + order.command().target();
        }
    }

    /** What is known of a read. */
    sealed interface Answer<R> {

        /** No step has to do with it. */
        record Unrelated<R>() implements Answer<R> {}

        /**
         * A step foretold it.
         *
         * @param value what it finds, null if nothing is there; may have to be read
         */
        record Known<R>(Supplier<@Nullable R> value, Pretended<?> by) implements Answer<R> {}

        /** A step may have changed what it finds, and nobody can tell how. */
        record Stale<R>(Pretended<?> by) implements Answer<R> {}
    }

    /** What a look before a command would see. */
    enum Before {
        /** What is really there: no step has to do with it. */
        REAL,
        /** What is really there, if that is what is asked for; what is not may come of a step that adds something. */
        REAL_IF_THERE,
        /** What steps have made of it. */
        PRETENDED,
        /** That it is done: the last step that has to do with it was the same command. */
        DONE
    }

    /** Reads something real. */
    interface Reality {

        /** Returns what is there, or null if nothing is. */
        <T> @Nullable T read(ReadCommand<T> command);
    }

    /** Keeps an order. */
    synchronized void keep(Order<?> order) {
        steps.add(new Pretended<>(order));
    }

    private synchronized List<Pretended<?>> at(String endpoint) {
        return steps.stream().filter(step -> step.isAt(endpoint)).toList();
    }

    /** Answers a read; what a step only changed is read when the answer is asked for. */
    @SuppressWarnings("unchecked") // Find of a read returns an Optional of what that read returns
    <R> Answer<R> answer(String endpoint, Command<R> read, Reality reality) {
        if (read instanceof Find<?> find) {
            Answer<Object> of = of(endpoint, (ReadCommand<Object>) find.get(), reality);
            return of instanceof Answer.Known<Object> known
                    ? new Answer.Known<>(
                            () -> (R) Optional.ofNullable(known.value().get()), known.by())
                    : (Answer<R>) of;
        }
        return read instanceof ReadCommand<R> plain ? of(endpoint, plain, reality) : new Answer.Unrelated<>();
    }

    private <R> Answer<R> of(String endpoint, ReadCommand<R> read, Reality reality) {
        Supplier<@Nullable R> value = null;
        Pretended<?> by = null;
        Pretended<?> stale = null;
        for (Pretended<?> step : at(endpoint)) {
            Foretold<R> told = told(step.order().command(), read);
            if (told == null ? changes(step.order().command(), read) : !told.isKnown()) {
                stale = step;
            } else if (told != null && !told.isUnchanged()) {
                Supplier<@Nullable R> earlier = value != null ? value : () -> reality.read(read);
                value = told.needsBefore() ? () -> told.after(earlier.get()) : () -> told.after(null);
                by = step;
                stale = told.needsBefore() ? stale : null;
            }
        }
        if (stale != null) {
            return new Answer.Stale<>(stale);
        }
        return value == null || by == null ? new Answer.Unrelated<>() : new Answer.Known<>(value, by);
    }

    @SuppressWarnings("unchecked") // a foretold answer has the type of the read it answers
    private static <R> @Nullable Foretold<R> told(Command<?> step, ReadCommand<R> read) {
        Foretold<R> told = null;
        for (Foretold<?> one : step.foretold()) {
            if (one.answers(read)) {
                told = (Foretold<R>) one;
            }
        }
        return told == null ? added(step, read) : told;
    }

    private static <R> @Nullable Foretold<R> added(Command<?> step, ReadCommand<R> read) {
        return step.makes().stream()
                .filter(object -> read.lists().contains(object.kind()))
                .flatMap(object -> read.adding(object).stream())
                .reduce((first, second) -> before -> second.apply(first.apply(before)))
                .map(change -> Foretold.changed(read, change))
                .orElse(null);
    }

    private static boolean changes(Command<?> step, ReadCommand<?> read) {
        if (read.lists().isEmpty()) {
            return key(step.target()).equals(key(read.target()))
                    || step.alsoChanges().contains(read.target().kind());
        }
        return meet(read.lists(), step.alsoChanges())
                || read.lists().contains(step.target().kind()) && !elsewhere(step, read);
    }

    /** Tells what a look before a command would see. */
    Before before(String endpoint, Command<?> command) {
        List<Pretended<?>> all = new ArrayList<>(at(endpoint));
        Collections.reverse(all);
        Before seen = Before.REAL;
        for (Pretended<?> step : all) {
            Command<?> earlier = step.order().command();
            boolean same = !Collections.disjoint(about(earlier), about(command));
            if (same && earlier.equals(command)) {
                return Before.DONE;
            }
            if (same || mayDecide(earlier, command)) {
                // What only adds takes nothing away, unless both tell the state of one thing, such as online and
                // offline.
                boolean adds = earlier.safety() == Safety.GUARDED && command.safety() == Safety.GUARDED;
                if (!adds || !Collections.disjoint(told(earlier), told(command))) {
                    return Before.PRETENDED;
                }
                seen = Before.REAL_IF_THERE;
            }
        }
        return seen;
    }

    private static Set<Target> about(Command<?> command) {
        Set<Target> objects = new HashSet<>(told(command));
        objects.add(key(command.target()));
        return objects;
    }

    /** The objects whose state it tells. */
    private static Set<Target> told(Command<?> command) {
        return command.foretold().stream()
                .flatMap(told -> told.object().stream())
                .map(Memory::key)
                .collect(Collectors.toSet());
    }

    private static boolean mayDecide(Command<?> earlier, Command<?> command) {
        return earlier.alsoChanges().contains(command.target().kind())
                || meet(earlier.alsoChanges(), command.dependsOn())
                || command.dependsOn().contains(earlier.target().kind()) && !elsewhere(earlier, command);
    }

    /** What a step does to one host's own things is nothing to another host; what it also changes may be shared. */
    private static boolean elsewhere(Command<?> one, Command<?> other) {
        Placement first = one.placement();
        Placement second = other.placement();
        return first.host() != null && second.host() != null && !first.host().equalsIgnoreCase(second.host());
    }

    private static boolean meet(Set<String> some, Set<String> others) {
        return some.stream().anyMatch(others::contains);
    }

    /** Servers do not tell names apart by case. */
    private static Target key(Target target) {
        return new Target(target.kind(), target.name().toLowerCase(Locale.ROOT));
    }
}
