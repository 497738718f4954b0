package io.quorate.vm;

import io.quorate.Shown;
import io.quorate.Size;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A Hyper-V virtual machine as the host it is on sees it. Whatever Windows does not tell, or tells in a form that cannot be read, is empty, zero or
 * unknown: only the id is always there.
 *
 * @param id its id, the same on every host it moves to
 * @param name its name; several may have the same; whatever Windows lists, longer or stranger than what can be given
 * @param host the host it is on
 * @param state its state
 * @param heartbeat what its guest's heartbeat says; null while it does not run
 * @param uptime how long it has been running; zero where Windows does not tell
 * @param cores its virtual processors; zero where Windows does not tell
 * @param startupMemory the memory it starts with; zero where Windows does not tell
 * @param assignedMemory the memory it has at this moment; zero while it is off
 * @param generation 1 or 2; zero where Windows does not tell
 * @param clustered whether a cluster keeps it alive
 * @param path the folder of its configuration; empty where Windows does not tell
 */
public record VirtualMachine(
        UUID id,
        String name,
        String host,
        VmState state,
        @Nullable Heartbeat heartbeat,
        Duration uptime,
        int cores,
        Size startupMemory,
        Size assignedMemory,
        int generation,
        boolean clustered,
        String path) {
    public VirtualMachine {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(uptime, "uptime");
        Objects.requireNonNull(startupMemory, "startupMemory");
        Objects.requireNonNull(assignedMemory, "assignedMemory");
        Objects.requireNonNull(path, "path");
    }

    /** Tells whether it runs; says nothing about its guest. */
    public boolean isRunning() {
        return state.equals(VmState.RUNNING);
    }

    /** Returns it as an administrator reads it: ids come last. */
    @Override
    public String toString() {
        return Shown.record(this);
    }
}
