package io.quorate.lab.kernel;

import io.quorate.QuorateRuntime;
import io.quorate.Shown;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The state of everything simulated, by events. One writer at a time, under one lock; every change is an {@link Event}, and the state is
 * their fold. Declared invariants are checked after each event.
 *
 * <p>Thread-safe. Same seed and same calls give the same trace, byte by byte.
 */
public final class World implements AutoCloseable {

    /** Order of tasks that fall on the same instant: the smaller runs first. */
    public static final int FIRST = -10;

    public static final int NORMAL = 0;
    public static final int LAST = 10;

    private final RandomTree random;
    private final Scheduler scheduler;
    private final LabTime time;
    private final Map<String, Record> entities = new LinkedHashMap<>();

    /** The same by the class of their state, in the same order. */
    private final Map<Class<?>, Map<String, Record>> byType = new HashMap<>();

    private final List<Event> events = new ArrayList<>();
    private final Map<String, Supplier<@Nullable String>> invariants = new LinkedHashMap<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Map<String, Integer> notSimulated = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();

    private World(Builder builder) {
        this.random = new RandomTree(builder.seed);
        this.scheduler = new Scheduler(random);
        this.time =
                new LabTime(builder.mode, builder.factor, builder.safetyLimit, builder.real, scheduler, this::runTask);
    }

    /** Starts a builder: seed 1, skipping clock. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the time. */
    public LabTime time() {
        return time;
    }

    /** Returns the SDK's clock. */
    public LabClock clock() {
        return time.clock();
    }

    /** Returns the randomness. */
    public RandomTree random() {
        return random;
    }

    // reading

    /** Returns an entity's state. */
    public <T extends Record> Optional<T> find(Key<T> key) {
        return read(() -> Optional.ofNullable(entities.get(key.path())).map(key.type()::cast));
    }

    /** Returns the state of an entity that exists. */
    public <T extends Record> T get(Key<T> key) {
        return find(key).orElseThrow(() -> new IllegalStateException("no such entity: " + key));
    }

    /** Returns all states of a type, in the order in which the entities came to be. */
    public <T extends Record> List<T> all(Class<T> type) {
        return read(() -> byType.getOrDefault(type, Map.of()).values().stream()
                .map(type::cast)
                .toList());
    }

    /** Reads consistently: nothing changes meanwhile. */
    public <T> T read(Supplier<T> reader) {
        time.enterChange();
        try {
            return reader.get();
        } finally {
            time.leaveRead();
        }
    }

    // changing

    /** Makes a change: whatever the action puts and schedules is caused by it. Never waits inside. */
    public <T> T change(String cause, Supplier<T> action) {
        time.enterChange();
        try {
            Frame outer = frames.peek();
            frames.push(new Frame(cause, outer == null ? 0 : outer.last));
            try {
                return action.get();
            } finally {
                Frame done = frames.pop();
                if (outer != null) {
                    outer.last = Math.max(outer.last, done.last);
                }
            }
        } finally {
            time.leaveChange();
        }
    }

    /** Makes a change that returns nothing. */
    public void change(String cause, Runnable action) {
        this.<@Nullable Void>change(cause, () -> {
            action.run();
            return null;
        });
    }

    /** Puts an entity's new state, inside a change; equal to the old one, nothing happens. */
    public <T extends Record> void put(Key<T> key, T state) {
        Frame frame = frame();
        Record before = entities.get(key.path());
        if (state.equals(before)) {
            return;
        }
        entities.put(key.path(), state);
        if (before != null && before.getClass() != state.getClass()) {
            of(before.getClass()).remove(key.path());
        }
        of(state.getClass()).put(key.path(), state);
        append(frame, key.path(), difference(before, state), state);
    }

    /** Replaces an entity's state by a function of it, inside a change. */
    public <T extends Record> T update(Key<T> key, UnaryOperator<T> change) {
        T state = change.apply(get(key));
        put(key, state);
        return state;
    }

    /** Removes an entity, inside a change; nothing happens if it is not there. */
    public void remove(Key<?> key) {
        Frame frame = frame();
        Record last = entities.remove(key.path());
        if (last != null) {
            of(last.getClass()).remove(key.path());
            append(frame, key.path(), "removed", null);
        }
    }

    private Map<String, Record> of(Class<?> type) {
        return byType.computeIfAbsent(type, none -> new LinkedHashMap<>());
    }

    /** Calls outside the lock once the change is complete: for listeners that do I/O. */
    public void afterwards(Runnable notice) {
        frame();
        time.afterwards(notice);
    }

    /** Has an action run after a virtual delay; see {@link #schedule(Duration, int, String, String, Runnable)}. */
    public Scheduled schedule(Duration delay, String entity, String name, Runnable action) {
        return schedule(delay, NORMAL, entity, name, action);
    }

    /**
     * Has an action run, as a change, after a virtual delay.
     *
     * @param delay from now, not negative
     * @param priority among tasks of the same instant, smaller first
     * @param entity path of what it is about; gives the tie-break
     * @param name what it does, the cause of its events
     */
    public Scheduled schedule(Duration delay, int priority, String entity, String name, Runnable action) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("negative delay: " + name);
        }
        time.enterChange();
        try {
            Frame frame = frames.peek();
            Scheduled task = scheduler.add(
                    time.current().plus(delay), priority, entity, name, frame == null ? 0 : frame.last, action);
            time.scheduled();
            return task;
        } finally {
            time.leaveChange();
        }
    }

    private void runTask(Scheduler.Task task) {
        frames.push(new Frame(task.name, task.parent));
        try {
            task.action.run();
        } finally {
            frames.pop();
        }
    }

    private Frame frame() {
        Frame frame = frames.peek();
        if (frame == null || !time.lock().isHeldByCurrentThread()) {
            throw new IllegalStateException("only inside a change");
        }
        return frame;
    }

    private void append(Frame frame, String entity, String change, @Nullable Record after) {
        Event event = new Event(events.size() + 1L, time.current(), frame.cause, frame.parent, entity, change, after);
        events.add(event);
        frame.last = event.seq();
        check(event);
    }

    // waiting

    /**
     * Waits until a condition holds or the virtual limit has passed. In skipping mode the waiting thread drives the world.
     *
     * @param what what is waited for, for messages
     * @param condition looked at under the lock; quick and without effect
     * @return whether the condition holds
     * @throws InterruptedException if the thread is interrupted
     * @throws LabStuckException if the wait cannot end
     */
    public boolean await(String what, BooleanSupplier condition, Duration virtualLimit) throws InterruptedException {
        return time.await(what, condition, virtualLimit);
    }

    /** Waits as {@link #await(String, BooleanSupplier, Duration)} does. */
    public boolean await(BooleanSupplier condition, Duration virtualLimit) throws InterruptedException {
        return await("a condition", condition, virtualLimit);
    }

    // truth

    /** Declares what must hold after every event: the check returns null or a sentence that says what is wrong. */
    public void invariant(String name, Supplier<@Nullable String> check) {
        read(() -> invariants.put(name, check));
    }

    /** Returns the violations so far, oldest first. */
    public List<String> violations() {
        return read(() -> List.copyOf(violations));
    }

    private void check(Event event) {
        for (Map.Entry<String, Supplier<@Nullable String>> invariant : invariants.entrySet()) {
            String wrong = invariant.getValue().get();
            if (wrong != null) {
                String message = invariant.getKey() + ": " + wrong + " after " + event.line();
                violations.add(message);
                throw new InvariantViolation(message);
            }
        }
    }

    /** Returns all events. */
    public List<Event> events() {
        return read(() -> List.copyOf(events));
    }

    /** Returns the whole history as text, one event a line. */
    public String trace() {
        StringBuilder text = new StringBuilder();
        events().forEach(event -> text.append(event.line()).append('\n'));
        return text.toString();
    }

    /**
     * Tells why something happened: the events of an entity in a span of virtual time, each followed by the chain of events that led to it.
     *
     * @param name the entity's path, a part of it ({@code HV2} of {@code host/HV2}), or the name that its state tells; what lies under the
     *     path belongs to it; names ignore case
     */
    public String explain(String name, Duration from, Duration to) {
        List<Event> all = events();
        Set<String> called = called(name, all);
        StringBuilder text = new StringBuilder();
        for (Event event : all) {
            boolean about = about(name, called, event.entity());
            if (!about || event.at().compareTo(from) < 0 || event.at().compareTo(to) > 0) {
                continue;
            }
            text.append(event.line()).append('\n');
            long parent = event.parent();
            for (String indent = "  because "; parent > 0; indent = "  " + indent) {
                Event reason = all.get((int) parent - 1);
                text.append(indent).append(reason.line()).append('\n');
                parent = reason.parent();
            }
        }
        return text.toString();
    }

    /** Tells whether there is or was an entity of that path or name, as {@link #explain} takes it. */
    public boolean knows(String name) {
        List<Event> all = events();
        Set<String> called = called(name, all);
        return all.stream().anyMatch(e -> about(name, called, e.entity()));
    }

    /** Returns the paths of the entities whose state ever told the name. */
    private static Set<String> called(String name, List<Event> all) {
        Set<String> paths = new HashSet<>();
        for (Event event : all) {
            Record after = event.after();
            if (after != null && name.equalsIgnoreCase(String.valueOf(component("name", after)))) {
                paths.add(event.entity());
            }
        }
        return paths;
    }

    private static boolean about(String name, Set<String> called, String entity) {
        String path = "/" + entity.toLowerCase(Locale.ROOT) + "/";
        return path.contains("/" + name.toLowerCase(Locale.ROOT) + "/")
                || called.stream().anyMatch(c -> entity.equals(c) || entity.startsWith(c + "/"));
    }

    private static @Nullable Object component(String name, Record state) {
        for (RecordComponent component : state.getClass().getRecordComponents()) {
            if (component.getName().equals(name)) {
                return component(component, state);
            }
        }
        return null;
    }

    /** Returns the current entities by path. */
    public Map<String, Record> entities() {
        return read(() -> new LinkedHashMap<>(entities));
    }

    /** Folds events into the state they lead to. */
    public static Map<String, Record> fold(Collection<Event> events) {
        Map<String, Record> state = new LinkedHashMap<>();
        for (Event event : events) {
            Record after = event.after();
            if (after == null) {
                state.remove(event.entity());
            } else {
                state.put(event.entity(), after);
            }
        }
        return state;
    }

    /** Counts a request for something that the lab does not simulate. */
    public void notSimulated(String what) {
        read(() -> notSimulated.merge(what, 1, Integer::sum));
    }

    /** Returns what was asked for and is not simulated, with how often. */
    public Map<String, Integer> notSimulated() {
        return read(() -> new TreeMap<>(notSimulated));
    }

    @Override
    public void close() {
        time.close();
    }

    private static String difference(@Nullable Record before, Record after) {
        if (before == null) {
            return "created " + after;
        }
        StringJoiner changes = new StringJoiner(", ");
        for (RecordComponent component : after.getClass().getRecordComponents()) {
            Object old = component(component, before);
            Object now = component(component, after);
            if (!Objects.equals(old, now)) {
                changes.add(component.getName() + " " + old + " -> " + now);
            }
        }
        return changes.toString();
    }

    private static @Nullable Object component(RecordComponent component, Record state) {
        try {
            return component.getAccessor().invoke(state);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("state records are public: " + state.getClass(), e);
        }
    }

    private static final class Frame {
        final String cause;
        final long parent;
        long last;

        Frame(String cause, long parent) {
            this.cause = cause;
            this.parent = parent;
            this.last = parent;
        }
    }

    /** Builds a world. */
    public static final class Builder {
        private long seed = 1;
        private LabTime.Mode mode = LabTime.Mode.SKIPPING;
        private double factor = 1;
        private Duration safetyLimit = LabTime.DEFAULT_SAFETY_LIMIT;
        private QuorateRuntime real = QuorateRuntime.system();

        private Builder() {}

        /** Sets the seed of all ids and choices. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Sets how time moves. */
        public Builder mode(LabTime.Mode value) {
            mode = Objects.requireNonNull(value, "mode");
            return this;
        }

        /** Follows the real clock, this many times as fast. */
        public Builder wall(double value) {
            if (!(value > 0)) {
                throw new IllegalArgumentException("the factor is positive");
            }
            mode = LabTime.Mode.WALL;
            factor = value;
            return this;
        }

        /** Sets after how much real time without progress a wait gives up; 60 s by default. */
        public Builder safetyLimit(Duration value) {
            safetyLimit = Objects.requireNonNull(value, "safetyLimit");
            return this;
        }

        /** Sets where real time and threads come from. */
        public Builder real(QuorateRuntime value) {
            real = Objects.requireNonNull(value, "real");
            return this;
        }

        public World build() {
            return new World(this);
        }

        @Override
        public String toString() {
            return Shown.as(this).with("seed", seed).with("mode", mode).toString();
        }
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("seed", random.seed())
                .with("now", time.now())
                .toString();
    }
}
