package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A failover cluster instance: where it is installed, and what each node's registry says of Always On.
 *
 * @param instance as {@code @@SERVERNAME} tells it
 * @param networkName the name it has on the network
 * @param nodes the nodes it is installed on: its possible owners
 * @param group id of its group; empty until the cluster has it
 * @param registry whether Always On is set in a node's registry, by node
 * @param checkpoint what the cluster keeps of that, and writes to the registry of the node where it comes online
 */
public record FciState(
        String instance,
        String networkName,
        List<String> nodes,
        String group,
        Map<String, Boolean> registry,
        boolean checkpoint) {
    public FciState {
        nodes = List.copyOf(nodes);
        registry = Collections.unmodifiableMap(new TreeMap<>(registry));
    }

    /** Returns the entity's key. */
    public static Key<FciState> key(String instance) {
        return new Key<>(FciState.class, "sql/" + instance.toUpperCase(Locale.ROOT) + "/fci");
    }

    /** Tells whether it is installed on a host. */
    public boolean on(String host) {
        return nodes.stream().anyMatch(host::equalsIgnoreCase);
    }

    /** Tells what a node's registry says. */
    public boolean set(String node) {
        return registry.getOrDefault(node.toUpperCase(Locale.ROOT), false);
    }

    FciState inGroup(String id) {
        return new FciState(instance, networkName, nodes, id, registry, checkpoint);
    }

    FciState with(String node, boolean on) {
        Map<String, Boolean> changed = new TreeMap<>(registry);
        changed.put(node.toUpperCase(Locale.ROOT), on);
        return new FciState(instance, networkName, nodes, group, changed, checkpoint);
    }

    FciState withCheckpoint(boolean on) {
        return new FciState(instance, networkName, nodes, group, registry, on);
    }
}
