package io.quorate.lab;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What reached a face: counts, which only grow, and gauges, which tell how it is now. A face counts what it likes under names of its own;
 * what several faces count has its name here. Bytes are those of the protocol, inside TLS. Thread-safe.
 */
public final class Traffic {
    /** Connections that were accepted. */
    public static final String CONNECTIONS = "connections";

    /** Connections that are open now. */
    public static final String OPEN_CONNECTIONS = "open connections";

    /** Requests that arrived, those included that were refused before anybody looked at what they want. */
    public static final String REQUESTS = "requests";

    /** Requests that change something, whether they succeeded or not; log-ins do not count. */
    public static final String CHANGES = "changes";

    /** Log-ins that succeeded. */
    public static final String LOGINS = "log-ins";

    /** Log-ins that were refused. */
    public static final String REFUSED_LOGINS = "refused log-ins";

    /** Bytes of request bodies. */
    public static final String BYTES_UP = "bytes up";

    /** Bytes of response bodies. */
    public static final String BYTES_DOWN = "bytes down";

    private final List<Traffic> parts;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, LongSupplier> gauges = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> actions = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> notSimulated = new ConcurrentHashMap<>();

    /** Counts from nothing. */
    public Traffic() {
        this(List.of());
    }

    private Traffic(List<Traffic> parts) {
        this.parts = parts;
    }

    /** Adds up what several faces see, now and later. */
    static Traffic of(List<Traffic> parts) {
        return new Traffic(List.copyOf(parts));
    }

    // what a face does

    /** Counts one. */
    public void count(String what) {
        count(what, 1);
    }

    /** Counts several. */
    public void count(String what, long more) {
        add(counts, what, more);
    }

    /** Counts a request whose action is known, e.g. {@code Create} or {@code POST storage/volumes}. */
    public void action(String action) {
        add(actions, action, 1);
    }

    /** Counts a request for what the face knows and does not simulate. */
    public void notSimulated(String what) {
        add(notSimulated, what, 1);
    }

    /** Says who tells how it is now. */
    public void gauge(String what, LongSupplier now) {
        gauges.put(what, now);
    }

    private static void add(Map<String, LongAdder> to, String what, long more) {
        to.computeIfAbsent(what, w -> new LongAdder()).add(more);
    }

    // what a test looks at

    /** Returns a count or gauge; 0 if the face has none of that name. */
    public long get(String what) {
        LongSupplier gauge = gauges.get(what);
        long own = gauge != null ? gauge.getAsLong() : sum(counts, what);
        return own + parts.stream().mapToLong(p -> p.get(what)).sum();
    }

    /** Returns how many connections were accepted so far. */
    public long connections() {
        return get(CONNECTIONS);
    }

    /** Returns how many connections are open. */
    public long openConnections() {
        return get(OPEN_CONNECTIONS);
    }

    /** Returns how many requests arrived. */
    public long requests() {
        return get(REQUESTS);
    }

    /** Returns how many requests of an action arrived; refused log-ins are none. */
    public long requests(String action) {
        return sum(actions, action)
                + parts.stream().mapToLong(p -> p.requests(action)).sum();
    }

    /** Returns how many requests were understood, of whatever action. */
    public long decoded() {
        return actions().values().stream().mapToLong(n -> n).sum();
    }

    /** Returns the requests by action. */
    public Map<String, Long> actions() {
        return added(actions, Traffic::actions);
    }

    /** Returns how many requests that change something arrived. */
    public long changes() {
        return get(CHANGES);
    }

    /** Returns how many log-ins were refused. */
    public long refusedLogins() {
        return get(REFUSED_LOGINS);
    }

    /** Returns the bytes of all request bodies. */
    public long bytesUp() {
        return get(BYTES_UP);
    }

    /** Returns the bytes of all response bodies. */
    public long bytesDown() {
        return get(BYTES_DOWN);
    }

    /** Returns what was asked for and is not simulated, with how often. */
    public Map<String, Long> notSimulated() {
        return added(notSimulated, Traffic::notSimulated);
    }

    /** Returns all counts and gauges that are not zero, by name. */
    public Map<String, Long> all() {
        Map<String, Long> all = added(counts, Traffic::all);
        gauges.forEach((what, now) -> all.merge(what, now.getAsLong(), Long::sum));
        all.values().removeIf(n -> n == 0);
        return all;
    }

    private static long sum(Map<String, LongAdder> counts, String what) {
        LongAdder count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    private Map<String, Long> added(Map<String, LongAdder> own, Function<Traffic, Map<String, Long>> ofPart) {
        Map<String, Long> sum = new TreeMap<>();
        own.forEach((what, count) -> sum.put(what, count.sum()));
        parts.forEach(p -> ofPart.apply(p).forEach((what, n) -> sum.merge(what, n, Long::sum)));
        return sum;
    }

    @Override
    public String toString() {
        return all().toString();
    }
}
