package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.List;

/**
 * The nodes that may own a resource, where those are not all.
 *
 * @param cluster the cluster's name
 * @param resource id of the resource
 * @param hosts the nodes
 */
public record OwnersState(String cluster, String resource, List<String> hosts) {
    public OwnersState {
        hosts = List.copyOf(hosts);
    }

    /** Returns the entity's key. */
    public static Key<OwnersState> key(String cluster, String resource) {
        return new Key<>(OwnersState.class, "cluster/" + cluster + "/resource/" + resource + "/owners");
    }
}
