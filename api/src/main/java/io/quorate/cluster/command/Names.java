package io.quorate.cluster.command;

import java.util.regex.Pattern;

/** What every name must satisfy, and the word that stands for an id nobody has given yet. */
final class Names {
    /** The id of what a rehearsal pretends. */
    static final String REHEARSED = "(rehearsed)";

    private static final Pattern DISK =
            Pattern.compile("\\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}?|0[xX][0-9a-fA-F]{1,8}");

    private Names() {}

    /** Refuses what cannot be a disk's identity: a GUID, with or without braces, or {@code 0x} and eight hexadecimal digits. */
    static void checkDisk(String diskId) {
        if (!DISK.matcher(diskId).matches()) {
            throw new IllegalArgumentException(
                    "not a disk's identity (a GUID, or 0x and a signature): '" + diskId + "'");
        }
    }

    /** Refuses a host or cluster name that is empty or could stand for several: the cmdlets take wildcards. */
    static void check(String kind, String name) {
        if (name.isBlank() || name.chars().anyMatch(c -> "*?[]`".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("not the name of one " + kind + ": '" + name + "'");
        }
    }
}
