package io.quorate.storage.command;

import io.quorate.san.Iqn;
import io.quorate.storage.HostGroup;
import io.quorate.storage.TargetGroup;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A group that LUN mappings name, as commands speak of both kinds; see {@link TargetGroup} and {@link HostGroup}.
 *
 * @param kind whose group
 * @param name its name
 * @param members its members
 */
public record StorageGroup(Kind kind, String name, Set<Iqn> members) {
    private static final String EVERYBODY = "all";

    /** Whose group. */
    public enum Kind {
        /** A group of targets. */
        TARGET("target group"),
        /** A group of initiators. */
        HOST("host group");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String operation(String verb) {
            return "storage." + words.replace(" ", "") + "." + verb;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    public StorageGroup {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        members = Collections.unmodifiableSet(new TreeSet<>(members));
    }

    /** Refuses what cannot name a group that is there and is changed: the one of everybody is built in, in whatever case. */
    static void checkThere(String name) {
        if (Objects.requireNonNull(name, "name").isBlank()) {
            throw new IllegalArgumentException("not a group's name: '" + name + "'");
        }
        if (name.equalsIgnoreCase(EVERYBODY)) {
            throw new IllegalArgumentException("not a group's name: '" + name + "' is built in and holds everybody");
        }
    }

    /** Refuses what a new group cannot be called. */
    static void checkNew(String name) {
        checkThere(name);
        check(name);
    }

    /** Refuses what cannot be a group's name. */
    static void check(String name) {
        Objects.requireNonNull(name, "name");
        boolean usable = !name.isBlank()
                && name.length() <= 255
                && name.equals(name.strip())
                && name.chars().noneMatch(c -> c < ' ' || c == 127 || c == '/' || c == '\\')
                && !name.equals(".")
                && !name.equals("..");
        if (!usable) {
            throw new IllegalArgumentException("not a group's name: '" + name + "'");
        }
    }
}
