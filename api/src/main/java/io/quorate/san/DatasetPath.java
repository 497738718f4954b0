package io.quorate.san;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A ZFS dataset's path: pool, then names, separated by slashes: {@code tank/vg/csv1}. Case counts. The constructor takes whatever path an
 * appliance tells and keeps it as it is; what is new goes through {@link #of}, which is strict.
 *
 * @param value the path
 */
public record DatasetPath(String value) implements Comparable<DatasetPath> {
    private static final Pattern PATH = Pattern.compile("[A-Za-z][A-Za-z0-9_.: -]*(/[A-Za-z0-9_.: -]+)*");

    public DatasetPath {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Makes one of a text.
     *
     * @throws IllegalArgumentException if no dataset can be made by that path
     */
    public static DatasetPath of(String value) {
        Objects.requireNonNull(value, "value");
        if (value.length() > 255 || !PATH.matcher(value).matches() || value.endsWith(" ")) {
            throw new IllegalArgumentException("not a dataset's path: " + value);
        }
        return new DatasetPath(value);
    }

    /** Returns the pool's name. */
    public String pool() {
        int slash = value.indexOf('/');
        return slash < 0 ? value : value.substring(0, slash);
    }

    /** Returns the last name. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** Returns the dataset it is in; empty for a pool. */
    public Optional<DatasetPath> parent() {
        int slash = value.lastIndexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(new DatasetPath(value.substring(0, slash)));
    }

    /** Returns the path of a child. */
    public DatasetPath child(String name) {
        return DatasetPath.of(value + "/" + name);
    }

    /** Returns the path of a snapshot of it. */
    public SnapshotPath at(String snapshot) {
        return SnapshotPath.of(this + "@" + snapshot);
    }

    @Override
    public int compareTo(DatasetPath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
