package io.quorate.spi;

import io.quorate.Deadline;
import io.quorate.text.Shown;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The registry of a backend: one handler a command. Handlers are kept in rooms, one for each package of commands; a room may be furnished when
 * the first of its commands is asked for, so that nobody loads what he does not use. Immutable and thread-safe.
 *
 * @param <L> the link to one host that the backend's handlers work with
 */
public final class Handlers<L> {
    private final String wire;
    private final Map<String, Room<L>> rooms;

    private Handlers(String wire, Map<String, Room<L>> rooms) {
        this.wire = wire;
        this.rooms = rooms;
    }

    /**
     * Collects handlers.
     *
     * @param wire what has no way to do what is not in it, e.g. {@code WinRM}
     * @throws IllegalArgumentException if two serve one command
     */
    public static <L> Handlers<L> of(String wire, List<? extends Handler<?, ?, L>> handlers) {
        Map<String, List<Handler<?, ?, L>>> sorted = new LinkedHashMap<>();
        for (Handler<?, ?, L> handler : handlers) {
            sorted.computeIfAbsent(handler.handles().getPackageName(), name -> new ArrayList<>())
                    .add(handler);
        }
        Map<String, Room<L>> rooms = new LinkedHashMap<>();
        sorted.forEach((name, some) -> {
            Room<L> room = new Room<>(name, () -> some);
            room.known(); // two that serve one command are told now
            rooms.put(name, room);
        });
        return new Handlers<>(wire, rooms);
    }

    /**
     * Has handlers made when the first command of their package is asked for.
     *
     * @param wire what has no way to do what is not in it, e.g. {@code WinRM}
     * @param rooms what makes the handlers of a package, by its name; each is called once at most. Two handlers for one command, or one for a
     *     command of another package, are an {@link IllegalArgumentException} then.
     */
    public static <L> Handlers<L> inRooms(
            String wire, Map<String, ? extends Supplier<? extends List<? extends Handler<?, ?, L>>>> rooms) {
        Map<String, Room<L>> all = new LinkedHashMap<>();
        rooms.forEach((name, made) -> all.put(name, new Room<>(name, made)));
        return new Handlers<>(wire, all);
    }

    /** The handlers of one package's commands, made when they are wanted first. */
    private static final class Room<L> {
        private final String name;
        private final Supplier<? extends List<? extends Handler<?, ?, L>>> made;
        private volatile @Nullable Map<Class<?>, Handler<?, ?, L>> known;

        Room(String name, Supplier<? extends List<? extends Handler<?, ?, L>>> made) {
            this.name = name;
            this.made = made;
        }

        Map<Class<?>, Handler<?, ?, L>> known() {
            Map<Class<?>, Handler<?, ?, L>> there = known;
            return there != null ? there : furnished();
        }

        private synchronized Map<Class<?>, Handler<?, ?, L>> furnished() {
            Map<Class<?>, Handler<?, ?, L>> there = known;
            if (there == null) {
                there = new LinkedHashMap<>();
                for (Handler<?, ?, L> handler : made.get()) {
                    Class<?> command = handler.handles();
                    if (!command.getPackageName().equals(name)) {
                        throw new IllegalArgumentException("not a command of " + name + ": " + command);
                    }
                    if (there.put(command, handler) != null) {
                        throw new IllegalArgumentException("two handlers for " + command);
                    }
                }
                known = there;
            }
            return there;
        }
    }

    /**
     * Returns the command classes that are served; {@link Find} of those that read one object, and {@link Streamed} of those
     * that read a list, are served besides. Makes all handlers.
     */
    public Set<Class<?>> commands() {
        Set<Class<?>> commands = new LinkedHashSet<>();
        rooms.values().forEach(room -> commands.addAll(room.known().keySet()));
        return Collections.unmodifiableSet(commands);
    }

    /** Returns all handlers, and makes those that there are not yet. */
    public List<Handler<?, ?, L>> all() {
        List<Handler<?, ?, L>> all = new ArrayList<>();
        rooms.values().forEach(room -> all.addAll(room.known().values()));
        return List.copyOf(all);
    }

    private @Nullable Handler<?, ?, L> known(Class<?> command) {
        Room<L> room = rooms.get(command.getPackageName());
        return room == null ? null : room.known().get(command);
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

    /** A room is keyed by what a handler says it handles. */
    @SuppressWarnings("unchecked")
    private <R> @Nullable Handler<Command<R>, R, L> find(Command<R> command) {
        if (command instanceof Find<?> find) {
            Handler<?, ?, L> get = known(find.get().getClass());
            return get instanceof FindingHandler
                    ? (Handler<Command<R>, R, L>) (Handler<?, ?, L>) new Finder<>((FindingHandler<?, ?, L>) get)
                    : null;
        }
        if (command instanceof Streamed<?> streamed) {
            Handler<?, ?, L> list = known(streamed.list().getClass());
            return list == null
                    ? null
                    : (Handler<Command<R>, R, L>) (Handler<?, ?, L>) new Streamer<>((Handler<?, ?, L>) list);
        }
        return (Handler<Command<R>, R, L>) known(command.getClass());
    }

    /** Does {@link Streamed} of what another handler lists: piece by piece if it can, else out of the whole list. */
    private static final class Streamer<T, L> implements Handler<Streamed<T>, Cursor<T>, L> {
        private final Handler<ReadCommand<List<T>>, List<T>, L> list;

        @SuppressWarnings("unchecked")
        Streamer(Handler<?, ?, L> list) {
            this.list = (Handler<ReadCommand<List<T>>, List<T>, L>) list;
        }

        @Override
        @SuppressWarnings("unchecked")
        public Class<Streamed<T>> handles() {
            return (Class<Streamed<T>>) (Class<?>) Streamed.class;
        }

        @Override
        public List<String> missing(Streamed<T> command) {
            return list.missing(command.list());
        }

        @Override
        public Cursor<T> run(Streamed<T> command, L link) {
            return list instanceof StreamingHandler<ReadCommand<List<T>>, T, L> streaming
                    ? streaming.open(command.list(), link)
                    : new Read<>(list.run(command.list(), link).iterator());
        }

        @Override
        public List<? extends Step> steps(Streamed<T> command, L link) {
            return List.of();
        }

        @Override
        public List<? extends Step> foreseen(Streamed<T> command, String host) {
            return list.foreseen(command.list(), host);
        }

        @Override
        public Optional<Owner> locate(Streamed<T> command, L link) {
            return list.locate(command.list(), link);
        }
    }

    /** What was read whole. */
    private record Read<T>(Iterator<T> rest) implements Cursor<T> {
        @Override
        public @Nullable T next(Deadline deadline) {
            return rest.hasNext() ? rest.next() : null;
        }

        @Override
        public void close() {
            while (rest.hasNext()) {
                rest.next();
            }
        }
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

        @Override
        public boolean glimpses() {
            return get.glimpses();
        }

        @Override
        public Optional<Glimpse<Optional<T>>> glimpse(Find<T> command, L link) {
            return get.glimpse(command.get(), link)
                    .map(seen -> new Glimpse<>(seen.owner(), seen.value() == null ? null : Optional.of(seen.value())));
        }
    }

    @Override
    public String toString() {
        return Shown.as(this).with("wire", wire).with("rooms", rooms.keySet()).toString();
    }
}
