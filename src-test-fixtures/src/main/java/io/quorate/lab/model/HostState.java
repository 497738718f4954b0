package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;

/**
 * A host.
 *
 * @param name computer name
 * @param power what it does
 * @param boots how often it came up; tells incarnations apart
 */
public record HostState(String name, Power power, int boots) {

    /** Returns the entity's key. */
    public static Key<HostState> key(String name) {
        return new Key<>(HostState.class, "host/" + name);
    }

    HostState with(Power next) {
        return new HostState(name, next, next == Power.UP ? boots + 1 : boots);
    }
}
