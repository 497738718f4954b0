package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * An account of the domain with its service principal names.
 *
 * @param account its short name; a computer's ends in {@code $}
 * @param names the names on it
 */
public record NamesState(String account, List<String> names) {
    public NamesState {
        names = List.copyOf(names);
    }

    /** Returns the entity's key. */
    public static Key<NamesState> key(String account) {
        return new Key<>(NamesState.class, "directory/account/" + account.toLowerCase(java.util.Locale.ROOT));
    }

    NamesState and(String name) {
        List<String> more = new ArrayList<>(names);
        if (more.stream().noneMatch(name::equalsIgnoreCase)) {
            more.add(name);
        }
        return new NamesState(account, more);
    }
}
