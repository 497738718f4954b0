package io.quorate.lab.kernel;

import java.time.Duration;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Who waits for the world's time or for a change of it. Guarded by the world's lock. */
final class Waiters {
    private final Set<Waiter> conditional = new LinkedHashSet<>();

    /** Of those with a condition the ones that anything may concern. */
    private final Set<Waiter> general = new LinkedHashSet<>();

    /** The others, by what alone concerns them. */
    private final Map<Object, Set<Waiter>> particular = new IdentityHashMap<>();

    private final Set<Waiter> drivers = new LinkedHashSet<>();
    private final TreeSet<Waiter> timed =
            new TreeSet<>(Comparator.comparing((Waiter w) -> w.end()).thenComparingLong(w -> w.number));
    private long last;

    /** One wait. */
    static final class Waiter {
        final String what;
        final @Nullable BooleanSupplier condition;
        final @Nullable Duration deadline;
        final boolean limits;
        final Condition signal;

        /** What alone its condition depends on, besides what everybody is told of; null if anything may. */
        private @Nullable Object subject;

        private final boolean driver;
        private final @Nullable BooleanSupplier driving;
        private final @Nullable Asking asked;
        private long number;
        private boolean granted;

        /**
         * @param condition what ends it early; null for {@link #grant} alone
         * @param driver whether it moves the time
         * @param asked who waits for what waits here; null where nobody is known
         */
        Waiter(
                String what,
                @Nullable BooleanSupplier condition,
                @Nullable Duration deadline,
                boolean driver,
                @Nullable Asking asked,
                Condition signal) {
            this(what, condition, deadline, driver, null, asked, signal);
        }

        /** Says what alone the condition depends on. */
        Waiter about(@Nullable Object what) {
            subject = what;
            return this;
        }

        /** Makes one that waits for {@link #grant}, and moves the time while something is so. */
        static Waiter granted(String what, Duration deadline, BooleanSupplier driving, Condition signal) {
            return new Waiter(what, null, deadline, true, driving, null, signal);
        }

        /** Makes one that waits for good on behalf of who asked, and moves the time while that one is a caller who will give up in it. */
        static Waiter hanging(String what, BooleanSupplier condition, Asking asked, Condition signal) {
            return new Waiter(what, condition, null, true, asked::keepsItsCaller, asked, signal);
        }

        private Waiter(
                String what,
                @Nullable BooleanSupplier condition,
                @Nullable Duration deadline,
                boolean driver,
                @Nullable BooleanSupplier driving,
                @Nullable Asking asked,
                Condition signal) {
            this.what = what;
            this.condition = condition;
            this.deadline = deadline;
            this.driver = driver;
            this.driving = driving;
            this.asked = asked;
            this.limits = driver || condition == null || (asked != null && !asked.work.background);
            this.signal = signal;
        }

        /** Tells whether it moves the time: not for one who has given up. */
        boolean drives() {
            return driver && (driving == null || driving.getAsBoolean()) && (asked == null || !asked.isOver());
        }

        boolean expired(Duration now) {
            return deadline != null && deadline.compareTo(now) <= 0;
        }

        boolean isGranted() {
            return granted;
        }

        private Duration end() {
            return deadline == null ? Duration.ZERO : deadline;
        }

        /** Asked by another thread: a condition that fails is for its own thread to find out. */
        private boolean holds() {
            try {
                return granted || (condition != null && condition.getAsBoolean());
            } catch (RuntimeException e) {
                return true;
            }
        }
    }

    void add(Waiter waiter) {
        waiter.number = ++last;
        if (waiter.condition != null) {
            conditional.add(waiter);
            if (waiter.subject == null) {
                general.add(waiter);
            } else {
                particular
                        .computeIfAbsent(waiter.subject, none -> new LinkedHashSet<>())
                        .add(waiter);
            }
        }
        if (waiter.driver) {
            drivers.add(waiter);
        }
        if (waiter.deadline != null) {
            timed.add(waiter);
        }
    }

    /** Gives a waiter what it waits for: the time stands still until it goes on. */
    void grant(Waiter waiter) {
        waiter.granted = true;
        conditional.add(waiter);
        general.add(waiter);
        waiter.signal.signal();
    }

    void remove(Waiter waiter) {
        conditional.remove(waiter);
        general.remove(waiter);
        Set<Waiter> others = waiter.subject == null ? null : particular.get(waiter.subject);
        if (others != null && others.remove(waiter) && others.isEmpty()) {
            particular.remove(waiter.subject);
        }
        drivers.remove(waiter);
        if (waiter.deadline != null) {
            timed.remove(waiter);
        }
    }

    /** Wakes those whose wait is over. Returns whether there is one, other than the given, whom the time has to stand still for. */
    boolean wake(Duration now, @Nullable Waiter but) {
        return wakeExpired(now, but) | wakeHolding(conditional, but);
    }

    /** Does the same after a change that concerns nobody but who waits for a subject, or for anything. */
    boolean wakeAbout(Object subject, Duration now) {
        return wakeExpired(now, null)
                | wakeHolding(general, null)
                | wakeHolding(particular.getOrDefault(subject, Set.of()), null);
    }

    private static boolean wakeHolding(Set<Waiter> waiters, @Nullable Waiter but) {
        boolean due = false;
        for (Waiter waiter : waiters) {
            if (waiter != but && waiter.holds()) {
                due = true;
                waiter.signal.signal();
            }
        }
        return due;
    }

    /** Wakes those alone whose time is over, and returns the same of them. */
    boolean wakeExpired(Duration now, @Nullable Waiter but) {
        boolean due = false;
        for (Waiter waiter : timed) {
            if (!waiter.expired(now)) {
                break;
            }
            if (waiter != but) {
                due |= waiter.limits;
                waiter.signal.signal();
            }
        }
        return due;
    }

    /** Has one of those who drive look whether the time can move. */
    void wakeDriver() {
        for (Waiter driver : drivers) {
            if (driver.drives()) {
                driver.signal.signal();
                return;
            }
        }
    }

    /** Returns the earliest deadline that the time stops at; null if there is none. */
    @Nullable
    Duration next() {
        for (Waiter waiter : timed) {
            if (waiter.limits) {
                return waiter.deadline;
            }
        }
        return null;
    }
}
