package io.quorate.lab.behaviour;

import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells which threads a test has left behind. */
final class Threads {
    /** OkHttp's housekeeping: one daemon for the whole process, ends by itself after a minute without work. */
    private static final Set<String> KNOWN = Set.of("OkHttp TaskRunner", "Okio Watchdog");

    private final Set<Thread> before;

    private Threads(Set<Thread> before) {
        this.before = before;
    }

    /** Makes threads that are not started. */
    interface Maker {
        Thread unstarted(Runnable body);
    }

    /** Makes virtual threads, which this compiler's Java does not know. */
    static Maker virtual() throws ReflectiveOperationException {
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Method unstarted = Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class);
        return body -> {
            try {
                return (Thread) unstarted.invoke(builder, body);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        };
    }

    static Threads now() {
        return new Threads(Set.copyOf(Thread.getAllStackTraces().keySet()));
    }

    /** Returns the names of the threads that have come since and do not end, known daemons excepted. */
    Set<String> left() {
        Eventually.holds(() -> living().isEmpty());
        return living();
    }

    /** Returns the same, of those whose names begin so. */
    Set<String> left(String prefix) {
        Eventually.holds(() -> living(prefix).isEmpty());
        return living(prefix);
    }

    private Set<String> living(String prefix) {
        return living().stream().filter(name -> name.startsWith(prefix)).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> living() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> !before.contains(t) && t.isAlive())
                .filter(t -> !(t.isDaemon() && KNOWN.contains(t.getName())))
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
