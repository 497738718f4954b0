package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a resource of a role has of its own, where a group is more than one thing: its state, what it needs, its private properties.
 *
 * @param cluster the cluster's name
 * @param id the resource's id
 * @param state how it is
 * @param wanted whether it is to be online when its group is
 * @param needs names of the resources of its group that must be online first
 * @param properties private properties, by name; numbers are {@code Long}
 */
public record OwnResource(
        String cluster, String id, State state, boolean wanted, List<String> needs, Map<String, Object> properties) {

    /** ClusterResourceState. */
    public enum State {
        ONLINE(2),
        OFFLINE(3),
        FAILED(4),
        ONLINE_PENDING(129);

        private final int number;

        State(int number) {
            this.number = number;
        }

        /** Returns the number that Windows gives it. */
        public int number() {
            return number;
        }
    }

    public OwnResource {
        needs = List.copyOf(needs);
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /** Returns the entity's key. */
    public static Key<OwnResource> key(String cluster, String id) {
        return new Key<>(OwnResource.class, "cluster/" + cluster + "/resource/" + id + "/own");
    }

    OwnResource with(State next) {
        return new OwnResource(cluster, id, next, wanted, needs, properties);
    }

    OwnResource withWanted(boolean online) {
        return new OwnResource(cluster, id, state, online, needs, properties);
    }
}
