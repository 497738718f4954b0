package io.quorate.san;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A snapshot's path, {@code tank/vg/csv1@monday}.
 *
 * @param dataset what it is a snapshot of
 * @param name its name
 */
public record SnapshotPath(DatasetPath dataset, String name) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.: -]+");

    public SnapshotPath {
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(name, "name");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a snapshot's name: " + name);
        }
    }

    /** Makes one of a text with exactly one {@code @}. */
    public static SnapshotPath of(String path) {
        int at = path.indexOf('@');
        if (at < 1) {
            throw new IllegalArgumentException("not a snapshot's path: " + path);
        }
        return new SnapshotPath(DatasetPath.of(path.substring(0, at)), path.substring(at + 1));
    }

    @Override
    public String toString() {
        return dataset + "@" + name;
    }
}
