package io.quorate.lab.nef;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** How the face behaves; may be changed while it runs. Thread-safe. */
public final class NefSettings {
    private volatile Management management = Management.OK;
    private volatile Duration slowness = Duration.ofSeconds(5);
    private volatile Duration drip = Duration.ofMillis(200);
    private volatile Duration tokenLifetime = Duration.ofHours(1);
    private volatile Duration jobDelay = Duration.ZERO;
    private volatile Duration jobRetention = Duration.ofMinutes(5);
    private volatile boolean licensed = true;
    private volatile boolean nextKeepsFilters;
    private volatile boolean locations = true;
    private volatile boolean unknownFields = true;
    private volatile int existsStatus = 409;
    private final AtomicInteger busy = new AtomicInteger();

    NefSettings management(Management value) {
        management = Objects.requireNonNull(value, "management");
        return this;
    }

    Management management() {
        return management;
    }

    /** Sets how long a slow answer takes, in the lab's time; 5 s by default. */
    public NefSettings slowness(Duration value) {
        slowness = notNegative(value);
        return this;
    }

    Duration slowness() {
        return slowness;
    }

    /** Sets the pause between the bytes of a dripping answer, in real time; 200 ms by default. */
    public NefSettings drip(Duration value) {
        drip = notNegative(value);
        return this;
    }

    Duration drip() {
        return drip;
    }

    /** Sets how long a token lives from its log-in, in the lab's time; an hour by default. The real lifetime is not documented. */
    public NefSettings tokenLifetime(Duration value) {
        tokenLifetime = notNegative(value);
        return this;
    }

    Duration tokenLifetime() {
        return tokenLifetime;
    }

    /** Has every change run as a job of this length in the lab's time; zero, the default, has it done at once. */
    public NefSettings jobDelay(Duration value) {
        jobDelay = notNegative(value);
        return this;
    }

    Duration jobDelay() {
        return jobDelay;
    }

    /** Sets how long the result of a job is kept after its end; five minutes by default. The real retention is not documented. */
    public NefSettings jobRetention(Duration value) {
        jobRetention = notNegative(value);
        return this;
    }

    Duration jobRetention() {
        return jobRetention;
    }

    /** Says whether the licence is valid; without one every call but the log-in answers 401 ELICENSE. */
    public NefSettings licensed(boolean value) {
        licensed = value;
        return this;
    }

    boolean licensed() {
        return licensed;
    }

    /** Says whether the links to further pages keep the filters; by default they do not, as in some releases. */
    public NefSettings nextKeepsFilters(boolean value) {
        nextKeepsFilters = value;
        return this;
    }

    boolean nextKeepsFilters() {
        return nextKeepsFilters;
    }

    /** Says whether 201 carries a Location; some releases send none. */
    public NefSettings locations(boolean value) {
        locations = value;
        return this;
    }

    boolean locations() {
        return locations;
    }

    /** Says whether objects carry a field that no client knows; by default they do. */
    public NefSettings unknownFields(boolean value) {
        unknownFields = value;
        return this;
    }

    boolean unknownFields() {
        return unknownFields;
    }

    /** Sets the HTTP status of EEXIST, which no source fixes; 409 by default. */
    public NefSettings existsStatus(int value) {
        if (value < 400 || value > 599) {
            throw new IllegalArgumentException("not an error's status: " + value);
        }
        existsStatus = value;
        return this;
    }

    int existsStatus() {
        return existsStatus;
    }

    /** Has the next changes answer EBUSY without being done. */
    public NefSettings busy(int times) {
        busy.set(times);
        return this;
    }

    boolean takeBusy() {
        return busy.getAndUpdate(n -> n > 0 ? n - 1 : n) > 0;
    }

    private static Duration notNegative(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("negative: " + value);
        }
        return value;
    }
}
