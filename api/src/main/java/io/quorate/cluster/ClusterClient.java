package io.quorate.cluster;

import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.cluster.command.FindCluster;
import io.quorate.cluster.command.GetCluster;
import io.quorate.error.QuorateException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Windows failover cluster: its settings, nodes, groups, disks and quorum.
 *
 * {@snippet file="io/quorate/samples/ListNodes.java" region="list"}
 *
 * <p>Commands run on any host of the endpoint whose cluster service answers. Reading needs read access to the cluster, changing needs
 * full control of it (which local administrators of the nodes have); what acts on another machine (creating, adding a node) needs a
 * {@linkplain io.quorate.SecondHop way to the second hop} besides.
 *
 * <p>For this client and all it leads to: a call takes two minutes at most unless its method says otherwise. Reading may always be
 * repeated. Every method that talks to a server throws a {@link io.quorate.error.QuorateException}: unreachable, untrusted, access
 * denied, busy, deadline exceeded, bad reply; what else to expect stands with the method. Immutable and thread-safe; navigation
 * ({@link #nodes()} and the like) does no I/O.
 */
public final class ClusterClient {
    private final Calls calls;

    /** Made by {@code Quorate.cluster(name)}. */
    public ClusterClient(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Reads the cluster with the settings that decide how fast it reacts. Changes nothing. */
    public Cluster get() {
        return calls.run(new GetCluster());
    }

    /**
     * Reads the cluster, or tells that there is none yet. Asks one host after the other until one is in a cluster. Changes nothing.
     *
     * @return empty only if every host of the endpoint says that no cluster was set up on it; a stopped cluster service is an error, not an
     *     absence
     */
    public Optional<Cluster> find() {
        @Nullable QuorateException first = null;
        for (String host : calls.hosts()) {
            try {
                Optional<Cluster> found = findOn(host);
                if (found.isPresent()) {
                    return found;
                }
            } catch (QuorateException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return Optional.empty();
    }

    /**
     * Reads the cluster that one host is in. Changes nothing.
     *
     * @param host the host to ask, as the endpoint names it
     * @return empty only if the host says that no cluster was set up on it; a stopped cluster service is an error, not an absence
     */
    public Optional<Cluster> findOn(String host) {
        return calls.run(new FindCluster(host));
    }

    /** Creates a cluster with the defaults of {@link ClusterSpec}; see {@link #create(String, String, Consumer)}. */
    public Cluster create(String name, String firstNode) {
        return create(name, firstNode, spec -> {});
    }

    /**
     * Creates a cluster of one node and without storage; add the other nodes and the disks afterwards. One node first is what works
     * where the same request for all nodes at once fails in changing ways.
     *
     * <p>On the servers: configures the cluster service of that host, registers the cluster's name and address (with the default access
     * point a computer object in Active Directory, which takes the right to create it). Takes up to a few minutes, ten at most. Needs a
     * local administrator and a {@linkplain io.quorate.SecondHop way to the second hop}. A lost answer is settled by reading back. A failed create can leave the host
     * half-configured: {@code Clear-ClusterNode} there is the way out.
     *
     * @param name the cluster's name, at most 15 characters; or the distinguished name of its computer object, which says where in Active
     *     Directory it is made: {@code CN=FC1,OU=Clusters,DC=example,DC=com} ({@link ClusterName})
     * @param firstNode the host that becomes its first node, as the endpoint names it; the command runs there
     * @param spec says what it should be like
     * @return the cluster as read back
     * @throws IllegalArgumentException if no cluster can have that name
     * @throws io.quorate.error.ConflictException if that host is in a cluster already
     * @throws io.quorate.error.UnsupportedException if the endpoint has no way to the second hop; tells all there are, and nothing was sent
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost and reading back could not settle it
     */
    public Cluster create(String name, String firstNode, Consumer<ClusterSpec> spec) {
        ClusterSpec wanted = new ClusterSpec();
        spec.accept(wanted);
        return calls.run(wanted.build(name, firstNode));
    }

    /** Leads to the settings that can be changed. */
    public ClusterProperties properties() {
        return new ClusterProperties(calls);
    }

    /** Leads to the nodes. */
    public ClusterNodes nodes() {
        return new ClusterNodes(calls);
    }

    /** Leads to the groups (roles). */
    public ClusterGroups groups() {
        return new ClusterGroups(calls);
    }

    /** Leads to the disks that every node sees and the cluster does not use yet. */
    public AvailableDisks availableDisks() {
        return new AvailableDisks(calls);
    }

    /** Leads to the disks that the cluster manages and that are not shared volumes. */
    public ClusterDisks disks() {
        return new ClusterDisks(calls);
    }

    /** Leads to the Cluster Shared Volumes. */
    public ClusterSharedVolumes sharedVolumes() {
        return new ClusterSharedVolumes(calls);
    }

    /** Leads to the quorum. */
    public ClusterQuorum quorum() {
        return new ClusterQuorum(calls);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
