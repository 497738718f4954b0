package io.quorate.san;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A snapshot's path, {@code tank/vg/csv1@monday}. The constructor takes whatever an appliance tells and keeps it as it is; what is new goes
 * through {@link #of}, which is strict.
 *
 * @param dataset what it is a snapshot of
 * @param name its name
 */
public record SnapshotPath(DatasetPath dataset, String name) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.: -]+");

    public SnapshotPath {
        Objects.requireNonNull(dataset, "dataset");
        Objects.requireNonNull(name, "name");
    }

    /**
     * Makes one of a text with exactly one {@code @}.
     *
     * @throws IllegalArgumentException if no snapshot can be made by that path
     */
    public static SnapshotPath of(String path) {
        int at = path.indexOf('@');
        if (at < 1) {
            throw new IllegalArgumentException("not a snapshot's path: " + path);
        }
        String name = path.substring(at + 1);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a snapshot's name: " + name);
        }
        return new SnapshotPath(DatasetPath.of(path.substring(0, at)), name);
    }

    @Override
    public String toString() {
        return dataset + "@" + name;
    }
}
