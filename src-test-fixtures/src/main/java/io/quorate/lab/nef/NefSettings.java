package io.quorate.lab.nef;

import io.quorate.lab.Management;
import io.quorate.lab.ManagementSettings;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** How the face behaves; may be changed while it runs. Thread-safe. */
public final class NefSettings implements ManagementSettings {
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

    @Override
    public NefSettings slowness(Duration value) {
        slowness = notNegative(value);
        return this;
    }

    Duration slowness() {
        return slowness;
    }

    @Override
    public NefSettings drip(Duration value) {
        drip = notNegative(value);
        return this;
    }

    Duration drip() {
        return drip;
    }

    @Override
    public NefSettings tokenLifetime(Duration value) {
        tokenLifetime = notNegative(value);
        return this;
    }

    Duration tokenLifetime() {
        return tokenLifetime;
    }

    @Override
    public NefSettings jobDelay(Duration value) {
        jobDelay = notNegative(value);
        return this;
    }

    Duration jobDelay() {
        return jobDelay;
    }

    @Override
    public NefSettings jobRetention(Duration value) {
        jobRetention = notNegative(value);
        return this;
    }

    Duration jobRetention() {
        return jobRetention;
    }

    @Override
    public NefSettings licensed(boolean value) {
        licensed = value;
        return this;
    }

    boolean licensed() {
        return licensed;
    }

    @Override
    public NefSettings nextKeepsFilters(boolean value) {
        nextKeepsFilters = value;
        return this;
    }

    boolean nextKeepsFilters() {
        return nextKeepsFilters;
    }

    @Override
    public NefSettings locations(boolean value) {
        locations = value;
        return this;
    }

    boolean locations() {
        return locations;
    }

    @Override
    public NefSettings unknownFields(boolean value) {
        unknownFields = value;
        return this;
    }

    boolean unknownFields() {
        return unknownFields;
    }

    @Override
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

    @Override
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
