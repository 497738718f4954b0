package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;

/**
 * A logical unit that a cluster owns.
 *
 * @param cluster the cluster's name
 * @param naa the unit's identity
 * @param appliance the appliance's name
 * @param guid the GPT disk GUID it was added with, by which the cluster knows it
 * @param size bytes when it was added
 */
public record ClusteredUnit(String cluster, String naa, String appliance, String guid, long size) {

    /** Returns the entity's key; a unit is in one cluster at most. */
    public static Key<ClusteredUnit> key(String naa) {
        return new Key<>(ClusteredUnit.class, "clustered/" + naa);
    }
}
