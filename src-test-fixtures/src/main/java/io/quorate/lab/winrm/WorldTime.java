package io.quorate.lab.winrm;

import io.quorate.lab.kernel.Activity;
import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.kernel.World;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The world's time as faces take it. */
public final class WorldTime implements FaceTime {
    private final World world;

    public WorldTime(World world) {
        this.world = world;
    }

    @Override
    public Instant now() {
        return LabTime.START.plus(world.time().now());
    }

    @Override
    public Work enter(String name) {
        return work(world.time().enter(name));
    }

    @Override
    public Work enter(String name, int clientPort) {
        return work(world.time().enter(name, clientPort));
    }

    @Override
    public Work begin(String name) {
        return work(world.time().begin(name));
    }

    private static Work work(Activity activity) {
        return new Work() {
            @Override
            public void takeOver() {
                activity.bind();
            }

            @Override
            public void close() {
                activity.close();
            }
        };
    }

    @Override
    public boolean poll(
            String what, BooleanSupplier condition, @Nullable Duration virtualLimit, @Nullable Duration realLimit)
            throws InterruptedException {
        return world.time().poll(what, condition, virtualLimit, realLimit);
    }

    @Override
    public boolean poll(
            Object subject,
            String what,
            BooleanSupplier condition,
            @Nullable Duration virtualLimit,
            @Nullable Duration realLimit)
            throws InterruptedException {
        return world.time().poll(subject, what, condition, virtualLimit, realLimit);
    }

    @Override
    public void nudge() {
        world.time().nudge();
    }

    @Override
    public void nudge(Object subject) {
        world.time().nudge(subject);
    }

    @Override
    public void after(Duration delay, String name, Runnable task) {
        world.schedule(delay, "winrm", name, task);
    }
}
