package io.quorate.lab;

import io.quorate.Shown;
import io.quorate.lab.kernel.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The WinRM service of a host, to be stopped and started while the host itself runs. Its sessions do not outlive a stop. Thread-safe. */
public final class WinRmService {
    private final Face face;
    private final World world;
    private final BooleanSupplier power;

    /** @param power whether the host has power */
    WinRmService(Face face, World world, BooleanSupplier power) {
        this.face = face;
        this.world = world;
        this.power = power;
    }

    /** Stops it: connections are reset, the port refuses, every session is gone with what ran in it. */
    public void stop() {
        face.down();
    }

    /** Starts it, if the host has power; does nothing if it runs. */
    public void start() {
        if (power.getAsBoolean()) {
            try {
                face.up();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Stops it and starts it after a while, in the lab's time. */
    public void restart(Duration after) {
        stop();
        if (after.isZero()) {
            start();
        } else {
            world.schedule(after, "winrm", "the WinRM service starts", this::start);
        }
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
