package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;

/**
 * The version of an instance that was patched; one that was not has its product's first.
 *
 * @param version as {@code ProductVersion} tells it
 */
public record BuildState(String instance, String version) {

    /** Returns the entity's key. */
    public static Key<BuildState> key(String instance) {
        return new Key<>(BuildState.class, InstanceState.key(instance).path() + "/build");
    }
}
