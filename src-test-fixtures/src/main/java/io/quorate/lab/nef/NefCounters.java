package io.quorate.lab.nef;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what reached the face. Thread-safe. */
public final class NefCounters {
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong changing = new AtomicLong();
    private final AtomicLong refusedLogins = new AtomicLong();
    private final Map<String, AtomicLong> byAction = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> notSimulated = new ConcurrentHashMap<>();

    void request(String action) {
        requests.incrementAndGet();
        count(byAction, action);
    }

    void change() {
        changing.incrementAndGet();
    }

    void refusedLogin() {
        refusedLogins.incrementAndGet();
    }

    void notSimulated(String what) {
        count(notSimulated, what);
    }

    private static void count(Map<String, AtomicLong> counts, String what) {
        counts.computeIfAbsent(what, w -> new AtomicLong()).incrementAndGet();
    }

    /** Returns how many requests were decoded, log-ins and polls included. */
    public long requests() {
        return requests.get();
    }

    /** Returns how many requests that change something came with a valid token, whether they succeeded or not; log-ins do not count. */
    public long changing() {
        return changing.get();
    }

    /** Returns how many log-ins were refused. */
    public long refusedLogins() {
        return refusedLogins.get();
    }

    /** Returns how many requests of a method and collection ({@code POST storage/volumes}) were decoded. */
    public long requests(String action) {
        AtomicLong count = byAction.get(action);
        return count == null ? 0 : count.get();
    }

    /** Returns the counts by method and collection. */
    public Map<String, Long> byAction() {
        return copy(byAction);
    }

    /** Returns what was asked for and is not simulated. */
    public Map<String, Long> notSimulated() {
        return copy(notSimulated);
    }

    private static Map<String, Long> copy(Map<String, AtomicLong> counts) {
        Map<String, Long> copy = new TreeMap<>();
        counts.forEach((what, count) -> copy.put(what, count.get()));
        return copy;
    }
}
