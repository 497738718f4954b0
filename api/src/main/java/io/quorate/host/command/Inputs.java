package io.quorate.host.command;

import io.quorate.host.DiskContent;
import io.quorate.host.DiskMark;
import io.quorate.host.DiskVolume;
import io.quorate.host.HostDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.Size;
import io.quorate.san.Iqn;
import io.quorate.san.Naa;
import java.util.regex.Pattern;

/** What every command of this package checks, and what a rehearsal pretends. */
final class Inputs {
    /** The id of what a rehearsal pretends. */
    static final String REHEARSED = "(rehearsed)";

    /** The initiator of a session that a rehearsal pretends. */
    static final Iqn INITIATOR = Iqn.of("iqn.2000-01.invalid:rehearsed");

    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]+(%\\w+)?|[0-9a-fA-F]+::");
    private static final int LONGEST_LABEL = 32;

    private Inputs() {}

    static void checkHost(String host) {
        if (host.isBlank()) {
            throw new IllegalArgumentException("a host has a name");
        }
    }

    /** Tells whether a text is an IP address and no name. */
    static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /** Refuses what NTFS does not take as a label. */
    static void checkLabel(String label) {
        if (label.isBlank()
                || label.length() > LONGEST_LABEL
                || label.chars().anyMatch(c -> c < ' ' || "*?/\\|\"<>".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("not a volume label of 1 to 32 characters: '" + label + "'");
        }
    }

    static HostDisk rehearsedDisk(String host, Naa naa, boolean offline) {
        return new HostDisk(
                host,
                naa.hex(),
                naa,
                0,
                Size.bytes(0),
                PartitionStyle.GPT,
                DiskMark.begun(naa),
                offline,
                false,
                false,
                REHEARSED);
    }

    static DiskContent rehearsedContent(String host, Naa naa, boolean partitioned) {
        return new DiskContent(
                rehearsedDisk(host, naa, false),
                DiskContent.State.BEGUN,
                REHEARSED,
                partitioned,
                partitioned ? new DiskVolume("", "", null) : null);
    }
}
