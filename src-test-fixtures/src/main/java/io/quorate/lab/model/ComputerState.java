package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A computer object that somebody put into the directory before a computer was there.
 *
 * @param name its name, without the {@code $} of its account
 * @param id its identity
 * @param container the distinguished name of its container
 * @param enabled whether its account is enabled
 * @param deletionProtected whether it is protected from accidental deletion
 * @param granted what was added to its access list, entry by entry
 */
public record ComputerState(
        String name, UUID id, String container, boolean enabled, boolean deletionProtected, List<String> granted) {
    public ComputerState {
        granted = List.copyOf(granted);
    }

    /** Returns the entity's key. */
    public static Key<ComputerState> key(String name) {
        return new Key<>(ComputerState.class, "directory/computer/" + name.toLowerCase(Locale.ROOT));
    }

    /** Returns it with another protection. */
    public ComputerState withProtection(boolean whether) {
        return new ComputerState(name, id, container, enabled, whether, granted);
    }

    /** Returns it enabled, or not. */
    public ComputerState withEnabled(boolean whether) {
        return new ComputerState(name, id, container, whether, deletionProtected, granted);
    }

    /** Returns it with other entries in its access list. */
    public ComputerState withGranted(List<String> entries) {
        return new ComputerState(name, id, container, enabled, deletionProtected, new ArrayList<>(entries));
    }
}
