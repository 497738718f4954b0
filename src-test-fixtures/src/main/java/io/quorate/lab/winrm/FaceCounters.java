package io.quorate.lab.winrm;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what reached a face. Thread-safe. */
public final class FaceCounters {
    private final Map<String, AtomicLong> actions = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> unsupported = new ConcurrentHashMap<>();
    final AtomicLong refusedLogins = new AtomicLong();
    final AtomicLong scripts = new AtomicLong();
    final AtomicLong pipelines = new AtomicLong();
    final AtomicLong parkedReceives = new AtomicLong();

    void request(String verb) {
        actions.computeIfAbsent(verb, v -> new AtomicLong()).incrementAndGet();
    }

    void notSimulated(String what) {
        unsupported.computeIfAbsent(what, v -> new AtomicLong()).incrementAndGet();
    }

    /** Returns how many requests of an action ({@code Create}, {@code Receive}, {@code Identify}) arrived, refused log-ins excluded. */
    public long requests(String action) {
        AtomicLong count = actions.get(action);
        return count == null ? 0 : count.get();
    }

    /** Returns the requests by action. */
    public Map<String, Long> requests() {
        return copy(actions);
    }

    /** Returns what was asked of the protocol and is not simulated. */
    public Map<String, Long> notSimulated() {
        return copy(unsupported);
    }

    private static Map<String, Long> copy(Map<String, AtomicLong> counts) {
        Map<String, Long> copy = new TreeMap<>();
        counts.forEach((name, count) -> copy.put(name, count.get()));
        return copy;
    }

    public long refusedLogins() {
        return refusedLogins.get();
    }

    /** Returns how many pipelines held script text. */
    public long scriptsSeen() {
        return scripts.get();
    }

    /** Returns how many pipelines were started. */
    public long pipelines() {
        return pipelines.get();
    }

    /** Returns how many Receives wait right now. */
    public long parkedReceives() {
        return parkedReceives.get();
    }
}
