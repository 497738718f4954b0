package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A failover cluster's own state.
 *
 * @param name NetBIOS name
 * @param id GUID text
 * @param nodes host names, in the order of joining
 * @param settings common properties that are numbers, by name
 * @param witness id of the disk resource that is the witness, or null
 * @param witnessVote the witness's vote now, 0 or 1
 * @param quorate whether some partition has quorum
 * @param epoch version of the cluster database: never goes back
 * @param disks how many cluster disks were ever made; names the next
 * @param volumes how many shared volumes were ever made; names the next
 * @param lastNumber the last node id given
 */
public record ClusterState(
        String name,
        String id,
        List<String> nodes,
        Map<String, Long> settings,
        @Nullable String witness,
        int witnessVote,
        boolean quorate,
        long epoch,
        int disks,
        int volumes,
        int lastNumber) {
    public ClusterState {
        nodes = List.copyOf(nodes);
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** Returns the entity's key. */
    public static Key<ClusterState> key(String name) {
        return new Key<>(ClusterState.class, "cluster/" + name);
    }

    /** Returns a setting's number. */
    public long setting(String property) {
        Long value = settings.get(property);
        if (value == null) {
            throw new IllegalArgumentException("no such setting: " + property);
        }
        return value;
    }

    ClusterState withNode(String host, int number) {
        List<String> more = new ArrayList<>(nodes);
        more.add(host);
        return new ClusterState(
                name, id, more, settings, witness, witnessVote, quorate, epoch + 1, disks, volumes, number);
    }

    ClusterState withoutNode(String host) {
        List<String> fewer = new ArrayList<>(nodes);
        fewer.remove(host);
        return new ClusterState(
                name, id, fewer, settings, witness, witnessVote, quorate, epoch + 1, disks, volumes, lastNumber);
    }

    ClusterState withSetting(String property, long value) {
        Map<String, Long> changed = new TreeMap<>(settings);
        changed.put(property, value);
        return new ClusterState(
                name, id, nodes, changed, witness, witnessVote, quorate, epoch + 1, disks, volumes, lastNumber);
    }

    ClusterState withWitness(@Nullable String resource) {
        return new ClusterState(
                name, id, nodes, settings, resource, witnessVote, quorate, epoch + 1, disks, volumes, lastNumber);
    }

    ClusterState withWitnessVote(int vote) {
        return new ClusterState(name, id, nodes, settings, witness, vote, quorate, epoch, disks, volumes, lastNumber);
    }

    ClusterState withQuorum(boolean has) {
        return new ClusterState(
                name, id, nodes, settings, witness, witnessVote, has, epoch + 1, disks, volumes, lastNumber);
    }

    ClusterState withDisk() {
        return new ClusterState(
                name, id, nodes, settings, witness, witnessVote, quorate, epoch + 1, disks + 1, volumes, lastNumber);
    }

    ClusterState withVolume() {
        return new ClusterState(
                name, id, nodes, settings, witness, witnessVote, quorate, epoch + 1, disks, volumes + 1, lastNumber);
    }
}
