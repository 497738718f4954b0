package io.quorate.lab.model.sql;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What goes wrong at instances by declaration. Thread-safe. */
public final class SqlFaults {
    private final Object lock = new Object();
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Duration> lags = new HashMap<>();
    private long seedingSlowness = 1;
    private boolean keepsSessions;

    SqlFaults() {}

    private record Fault(String instance, String verb, int number, int times) {}

    /**
     * Has an instance answer with an error instead of doing what it is told.
     *
     * @param instance its name, or {@code *} for any
     * @param verb {@code JOIN}, {@code FAILOVER}, {@code CREATE}, {@code LOGIN} ... as {@code execute} calls a statement; {@code *} for any
     * @param number the error, e.g. 35250
     * @param times how often
     */
    public void fail(String instance, String verb, int number, int times) {
        synchronized (lock) {
            faults.add(new Fault(key(instance), key(verb), number, times));
        }
    }

    /** Returns the error that is due for a statement, counting it off, or 0. */
    public int due(String instance, String verb) {
        synchronized (lock) {
            for (Iterator<Fault> all = faults.iterator(); all.hasNext(); ) {
                Fault fault = all.next();
                if (fits(fault.instance, instance) && fits(fault.verb, verb)) {
                    int index = faults.indexOf(fault);
                    if (fault.times <= 1) {
                        all.remove();
                    } else {
                        faults.set(index, new Fault(fault.instance, fault.verb, fault.number, fault.times - 1));
                    }
                    return fault.number;
                }
            }
            return 0;
        }
    }

    private static boolean fits(String pattern, String name) {
        return pattern.equals("*") || pattern.equals(key(name));
    }

    /** Has seeding take so many times as long from now on; 1 is as usual. */
    public void slowSeeding(long times) {
        synchronized (lock) {
            seedingSlowness = times;
        }
    }

    /** Has what goes to an instance's copies arrive later; zero is as usual. */
    public void lag(String instance, Duration more) {
        synchronized (lock) {
            lags.put(key(instance), more);
        }
    }

    /** Has a change of roles leave sessions as they are, or end them again, as usual. */
    public void keepSessions(boolean on) {
        synchronized (lock) {
            keepsSessions = on;
        }
    }

    /** Tells whether a change of roles leaves sessions as they are. */
    public boolean keepsSessions() {
        synchronized (lock) {
            return keepsSessions;
        }
    }

    /** Ends all faults. */
    public void clear() {
        synchronized (lock) {
            faults.clear();
            lags.clear();
            seedingSlowness = 1;
            keepsSessions = false;
        }
    }

    Duration lag(String instance) {
        synchronized (lock) {
            return lags.getOrDefault(key(instance), Duration.ZERO);
        }
    }

    long seedingSlowness() {
        synchronized (lock) {
            return seedingSlowness;
        }
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
