package io.quorate.lab.kernel;

import io.quorate.QuorateRuntime;
import io.quorate.text.Shown;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The state of everything simulated, by events. One writer at a time, under one lock; every change is an {@link Event}, and the state is
 * their fold. Declared invariants are checked after each event, of what it changed; {@link #verify} looks at everything.
 *
 * <p>Thread-safe. Same seed and same calls give the same trace, byte by byte.
 */
public final class World implements AutoCloseable {

    /** Order of tasks that fall on the same instant: the smaller runs first. */
    public static final int FIRST = -10;

    public static final int NORMAL = 0;
    public static final int LAST = 10;

    private static final boolean THOROUGH = Boolean.getBoolean("quorate.lab.thorough");

    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    private final RandomTree random;
    private final Scheduler scheduler;
    private final LabTime time;
    private final Map<String, Record> entities = new LinkedHashMap<>();

    /** The same by the class of their state, in the same order. */
    private final Map<Class<?>, Map<String, Record>> byType = new HashMap<>();

    private final List<Event> events = new ArrayList<>();
    private final Map<String, Invariant> invariants = new LinkedHashMap<>();
    private final Map<Class<?>, List<Kept>> kept = new HashMap<>();
    private final boolean thorough;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final Map<String, Integer> notSimulated = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private long looks;

    private World(Builder builder) {
        this.thorough = builder.thorough;
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
        return read(() -> {
            looks++;
            return Optional.ofNullable(entities.get(key.path())).map(key.type()::cast);
        });
    }

    /** Returns the state of an entity that exists. */
    public <T extends Record> T get(Key<T> key) {
        return find(key).orElseThrow(() -> new IllegalStateException("no such entity: " + key));
    }

    /** Returns all states of a type, in the order in which the entities came to be. */
    public <T extends Record> List<T> all(Class<T> type) {
        return read(() -> looked(byType.getOrDefault(type, Map.of()).values().stream()
                .map(type::cast)
                .toList()));
    }

    /**
     * Makes an index of all entities of a type.
     *
     * @param words what a state is found by; without effect, and of the state alone
     */
    public <T extends Record> Index<T> index(Class<T> type, Function<T, ? extends Collection<String>> words) {
        return read(() -> {
            Index<T> index = new Index<>(this, type, words);
            keep(type, index::changed);
            return index;
        });
    }

    /** Makes a sum over all entities of a type, by what each state says. */
    public <T extends Record> Tally<T> tally(Class<T> type, Function<T, String> word, ToLongFunction<T> value) {
        return read(() -> {
            Tally<T> tally = new Tally<>(this, type, word, value);
            keep(type, tally::changed);
            return tally;
        });
    }

    private void keep(Class<?> type, Kept one) {
        byType.getOrDefault(type, Map.of()).forEach((path, state) -> one.changed(path, null, state));
        kept.computeIfAbsent(type, none -> new ArrayList<>()).add(one);
    }

    <T> List<T> looked(List<T> states) {
        looks += states.size();
        return states;
    }

    /** Returns how many states of entities have been looked at so far: what work costs, told without a clock. */
    public long looks() {
        return read(() -> looks);
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
        store(key.path(), before, state);
        append(frame, key.path(), difference(before, state), before, state);
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
            store(key.path(), last, null);
            append(frame, key.path(), "removed", last, null);
        }
    }

    /** Keeps what finds entities; one never becomes one of another type. */
    private void store(String path, @Nullable Record before, @Nullable Record after) {
        Class<?> type = Kept.type(before, after);
        Map<String, Record> same = byType.computeIfAbsent(type, none -> new LinkedHashMap<>());
        if (after == null) {
            same.remove(path);
        } else {
            same.put(path, after);
        }
        for (Kept one : kept.getOrDefault(type, List.of())) {
            one.changed(path, before, after);
        }
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

    private void append(Frame frame, String entity, String change, @Nullable Record before, @Nullable Record after) {
        Event event = new Event(events.size() + 1L, time.current(), frame.cause, frame.parent, entity, change, after);
        events.add(event);
        frame.last = event.seq();
        check(event, before);
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

    /**
     * Declares what must hold after every event: the check looks at everything, and returns null or a sentence that says what is wrong. What it
     * returns can be told {@linkplain Invariant#on what to look at instead} after a change.
     */
    public Invariant invariant(String name, Supplier<@Nullable String> whole) {
        Invariant invariant = new Invariant(name, whole);
        read(() -> invariants.put(name, invariant));
        return invariant;
    }

    /** Looks at everything that must hold, whatever has changed. Returns what is wrong; empty if nothing is. */
    public List<String> verify() {
        return read(() -> {
            List<String> wrong = new ArrayList<>();
            for (Invariant invariant : invariants.values()) {
                String said = invariant.whole();
                if (said != null) {
                    wrong.add(invariant.name + ": " + said);
                }
            }
            return wrong;
        });
    }

    /**
     * Looks at everything that must hold, unless a violation was told already.
     *
     * @throws InvariantViolation if something is wrong that no change showed
     */
    public void requireSound() {
        List<String> wrong = violations().isEmpty() ? verify() : List.of();
        if (!wrong.isEmpty()) {
            throw new InvariantViolation("the world is wrong, and no change showed it: " + wrong);
        }
    }

    /** Returns the violations so far, oldest first. */
    public List<String> violations() {
        return read(() -> List.copyOf(violations));
    }

    private void check(Event event, @Nullable Record before) {
        Record after = event.after();
        for (Invariant invariant : invariants.values()) {
            String wrong = invariant.after(Kept.type(before, after), before, after);
            if (wrong == null && thorough) {
                wrong = invariant.whole();
                wrong = wrong == null ? null : wrong + ", which only a look at everything shows,";
            }
            if (wrong != null) {
                String message = invariant.name + ": " + wrong + " after " + event.line();
                violations.add(message);
                throw new InvariantViolation(message);
            }
        }
    }

    /** Returns all events. */
    public List<Event> events() {
        return events(0);
    }

    /** Returns the events but so many, which were the first. */
    public List<Event> events(int seen) {
        return read(() -> List.copyOf(events.subList(seen, events.size())));
    }

    /** Returns how many events there are. */
    public int eventCount() {
        return read(events::size);
    }

    /** Returns the whole history as text, one event a line. */
    public String trace() {
        StringBuilder text = new StringBuilder();
        events().forEach(event -> text.append(event.line()).append('\n'));
        return text.toString();
    }

    /**
     * Tells why something happened, in words: the events of an entity in a span of virtual time, each with what it changed and followed by the
     * chain of events that led to it.
     *
     * @param name the entity's path, a part of it ({@code HV2} of {@code host/HV2}), or the name that its state tells; what lies under the
     *     path belongs to it; names ignore case
     */
    public String explain(String name, Duration from, Duration to) {
        return Told.of(events(), name, from, to);
    }

    /** Tells whether there is or was an entity of that path or name, as {@link #explain} takes it. */
    public boolean knows(String name) {
        return Told.knows(events(), name);
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
        for (RecordComponent component : COMPONENTS.get(after.getClass())) {
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
        private boolean thorough = THOROUGH;

        private Builder() {}

        /**
         * Has everything looked at after every event, besides what it changed; what is seen by that alone is told as such. Slow; for all worlds of
         * a JVM by {@code -Dquorate.lab.thorough=true}.
         */
        public Builder thorough() {
            thorough = true;
            return this;
        }

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
