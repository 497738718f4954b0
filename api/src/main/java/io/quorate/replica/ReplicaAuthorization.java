package io.quorate.replica;

import io.quorate.host.WindowsPath;
import java.util.Objects;

/**
 * Whose machines a replica server takes, and where it keeps them.
 *
 * @param primary DNS name of the primary, or {@code *.} and a domain; of a clustered primary the name of its broker
 * @param storage the folder its machines are kept in
 * @param trustGroup servers of one group may go on with each other's machines
 */
public record ReplicaAuthorization(String primary, String storage, String trustGroup) {
    public ReplicaAuthorization {
        Objects.requireNonNull(primary, "primary");
        Objects.requireNonNull(storage, "storage");
        Objects.requireNonNull(trustGroup, "trustGroup");
    }

    /** Tells whether both say the same, however the names and the path are spelled. */
    public boolean isLike(ReplicaAuthorization other) {
        return primary.equalsIgnoreCase(other.primary)
                && trustGroup.equalsIgnoreCase(other.trustGroup)
                && isSame(storage, other.storage);
    }

    static boolean isSame(String one, String other) {
        return one.equalsIgnoreCase(other) || WindowsPath.compare(one, other) == WindowsPath.Likeness.SAME;
    }
}
