package io.quorate.sql;

import io.quorate.Size;
import java.util.Objects;

/**
 * A volume that holds files of an instance.
 *
 * @param mountPoint where it is mounted: {@code D:\}
 * @param total how big it is
 * @param free how much is free
 */
public record DiskVolume(String mountPoint, Size total, Size free) {
    public DiskVolume {
        Objects.requireNonNull(mountPoint, "mountPoint");
        Objects.requireNonNull(total, "total");
        Objects.requireNonNull(free, "free");
    }

    /** Tells whether a path is on it, as far as its name tells. */
    public boolean holds(String path) {
        boolean within = path.regionMatches(true, 0, mountPoint, 0, mountPoint.length());
        int end = mountPoint.length();
        return within
                && (end == 0
                        || path.length() == end
                        || isSeparator(mountPoint.charAt(end - 1))
                        || isSeparator(path.charAt(end)));
    }

    private static boolean isSeparator(char c) {
        return c == '\\' || c == '/';
    }
}
