package io.quorate.spi;

import io.quorate.Shown;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The registry of a backend: one handler a command. Immutable.
 *
 * @param <L> the link to one host that the backend's handlers work with
 */
public final class Handlers<L> {
    private final String wire;
    private final Map<Class<?>, Handler<?, ?, L>> known;

    private Handlers(String wire, Map<Class<?>, Handler<?, ?, L>> known) {
        this.wire = wire;
        this.known = known;
    }

    /**
     * Collects handlers.
     *
     * @param wire what has no way to do what is not in it, e.g. {@code WinRM}
     * @throws IllegalArgumentException if two serve one command
     */
    public static <L> Handlers<L> of(String wire, List<? extends Handler<?, ?, L>> handlers) {
        Map<Class<?>, Handler<?, ?, L>> known = new LinkedHashMap<>();
        for (Handler<?, ?, L> handler : handlers) {
            if (known.put(handler.handles(), handler) != null) {
                throw new IllegalArgumentException("two handlers for " + handler.handles());
            }
        }
        return new Handlers<>(wire, Collections.unmodifiableMap(known));
    }

    /** Returns the command classes that are served; {@link Find} of those that read one object is served besides. */
    public Set<Class<?>> commands() {
        return known.keySet();
    }

    /** Returns all handlers. */
    public List<Handler<?, ?, L>> all() {
        return List.copyOf(known.values());
    }

    /** Tells what is missing to run a command; an empty list means nothing. */
    public List<String> missingFor(Command<?> command) {
        return missing(command);
    }

    private <R> List<String> missing(Command<R> command) {
        Handler<Command<R>, R, L> handler = find(command);
        return handler == null ? List.of(wire + " has no way to do " + command.name()) : handler.missing(command);
    }

    /**
     * Returns the handler of a command.
     *
     * @throws Fault of kind {@code UNSUPPORTED} if there is none
     */
    public <R> Handler<Command<R>, R, L> of(Command<R> command) {
        Handler<Command<R>, R, L> handler = find(command);
        if (handler == null) {
            throw Fault.neverSent(ErrorKind.UNSUPPORTED)
                    .because(missingFor(command).get(0));
        }
        return handler;
    }

    /** The map is keyed by what a handler says it handles. */
    @SuppressWarnings("unchecked")
    private <R> @Nullable Handler<Command<R>, R, L> find(Command<R> command) {
        if (command instanceof Find<?> find) {
            Handler<?, ?, L> get = known.get(find.get().getClass());
            return get instanceof FindingHandler
                    ? (Handler<Command<R>, R, L>) (Handler<?, ?, L>) new Finder<>((FindingHandler<?, ?, L>) get)
                    : null;
        }
        return (Handler<Command<R>, R, L>) known.get(command.getClass());
    }

    /** Does {@link Find} of what another handler reads. */
    private static final class Finder<T, L> implements Handler<Find<T>, Optional<T>, L> {
        private final FindingHandler<ReadCommand<T>, T, L> get;

        @SuppressWarnings("unchecked")
        Finder(FindingHandler<?, ?, L> get) {
            this.get = (FindingHandler<ReadCommand<T>, T, L>) get;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Class<Find<T>> handles() {
            return (Class<Find<T>>) (Class<?>) Find.class;
        }

        @Override
        public List<String> missing(Find<T> command) {
            return get.missing(command.get());
        }

        @Override
        public Optional<T> run(Find<T> command, L link) {
            return get.find(command.get(), link);
        }

        @Override
        public List<? extends Step> steps(Find<T> command, L link) {
            return List.of();
        }

        @Override
        public List<? extends Step> foreseen(Find<T> command, String host) {
            return List.of();
        }

        @Override
        public Optional<Owner> locate(Find<T> command, L link) {
            return get.locate(command.get(), link);
        }
    }

    @Override
    public String toString() {
        return Shown.as(this).with("wire", wire).with("commands", known.size()).toString();
    }
}
