package io.quorate.host;

import io.quorate.san.Naa;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * How a disk tells that Quorate prepared it: by the GUID of its GPT. The GUIDs are name-based (RFC 9562, version 3, MD5) over the UTF-8 bytes
 * of a word, a colon and the logical unit's NAA identifier in upper case. So a disk carries the marks of no other disk: a clone has an
 * identifier of its own, and what it carries is foreign.
 *
 * <p>There are two, because a volume that was damaged, or is locked by BitLocker, looks like a partition that was never formatted. Only a disk
 * with the first mark is ever formatted, and it loses that mark when it is done.
 */
public final class DiskMark {
    private DiskMark() {}

    /** Returns the mark of a disk that is being prepared. */
    public static UUID begun(Naa naa) {
        return mark("quorate-begun", naa);
    }

    /** Returns the mark of a disk that is prepared. */
    public static UUID prepared(Naa naa) {
        return mark("quorate-prepared", naa);
    }

    private static UUID mark(String word, Naa naa) {
        return UUID.nameUUIDFromBytes((word + ":" + naa.hex()).getBytes(StandardCharsets.UTF_8));
    }
}
