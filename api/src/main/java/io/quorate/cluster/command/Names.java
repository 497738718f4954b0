package io.quorate.cluster.command;

import io.quorate.Span;
import io.quorate.cluster.ClusterSettings;
import io.quorate.cluster.ResiliencyLevel;
import java.time.Duration;
import java.util.regex.Pattern;

/** What every name must satisfy, and what a new cluster is like. */
final class Names {
    /** The settings of a new cluster. */
    static final ClusterSettings USUAL = new ClusterSettings(
            Duration.ofSeconds(1),
            20,
            Duration.ofSeconds(1),
            20,
            ResiliencyLevel.ALWAYS_ISOLATE,
            Duration.ofMinutes(4),
            Duration.ofSeconds(20));

    private static final Pattern DISK =
            Pattern.compile("\\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}?|0[xX][0-9a-fA-F]{1,8}");

    private Names() {}

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(Integer.MAX_VALUE);

    /** Refuses a wait that is none, or longer than Windows' whole seconds in an int. */
    static void checkWait(Duration atMost) {
        if (atMost.toSeconds() <= 0) {
            throw new IllegalArgumentException("a move takes at least a second: " + Span.words(atMost));
        }
        if (atMost.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "nobody waits longer than " + Span.words(LONGEST_WAIT) + ": " + Span.words(atMost));
        }
    }

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
