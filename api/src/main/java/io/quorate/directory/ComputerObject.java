package io.quorate.directory;

import java.util.Objects;
import java.util.UUID;

/**
 * A computer object in the directory: a machine's, a cluster's, or one that was put there for a cluster, its broker or a listener to take.
 *
 * @param name its name, without the {@code $} of its account
 * @param distinguishedName where it stands
 * @param id its {@code objectGUID}, which it keeps for life
 * @param enabled whether its account is enabled: one that was prestaged is not until the cluster takes it
 * @param deletionProtected whether it is protected from accidental deletion
 */
public record ComputerObject(
        String name, String distinguishedName, UUID id, boolean enabled, boolean deletionProtected) {
    public ComputerObject {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(distinguishedName, "distinguishedName");
        Objects.requireNonNull(id, "id");
    }

    /** Tells whether this name means it; the case does not matter. */
    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Returns the container it stands in. */
    public String container() {
        return distinguishedName.replaceFirst("(?:[^,\\\\]|\\\\.)*,", "");
    }
}
