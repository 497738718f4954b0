package io.quorate.cluster;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Waiter;
import io.quorate.cluster.command.AddNode;
import io.quorate.cluster.command.EvictNode;
import io.quorate.cluster.command.GetCluster;
import io.quorate.cluster.command.GetNode;
import io.quorate.cluster.command.ListNodes;
import io.quorate.cluster.command.ResumeNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The nodes of a cluster. Deadlines, rights and common errors are those of {@link ClusterClient}. Immutable and thread-safe. */
public final class ClusterNodes {
    private final Calls calls;

    ClusterNodes(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Lists the nodes. Changes nothing. */
    public List<ClusterNode> list() {
        return calls.run(new ListNodes());
    }

    /** Reads one node by its host name, short or fully qualified; empty after a list without it. Changes nothing. */
    public Optional<ClusterNode> find(String name) {
        return list().stream().filter(node -> node.isNamed(name)).findFirst();
    }

    /**
     * Reads one node by its host name, short or fully qualified. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a list without it
     */
    public ClusterNode get(String name) {
        return calls.run(new GetNode(name));
    }

    /**
     * Adds a host to the cluster. Its disks stay out ({@code -NoStorage}). Takes a minute or two, ten at most; the node may still be
     * joining when this returns. Needs a local administrator on both machines and a delegated endpoint. A lost answer is settled by
     * reading back.
     *
     * @return the node as read back
     * @throws io.quorate.error.ConflictException if it is a member already, of this cluster or another
     * @throws io.quorate.error.UnsupportedException if the endpoint has no delegated configuration
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost and reading back could not settle it
     */
    public ClusterNode add(String name) {
        return calls.run(new AddNode(name));
    }

    /**
     * Makes a host a member: {@link #add adds} it, unless it is one already. May be repeated.
     *
     * @return the node as read back, and whether it had to be added
     * @throws io.quorate.error.ConflictException if it is a member of another cluster
     */
    public Ensured<ClusterNode> ensure(String name) {
        return calls.ensure(new AddNode(name));
    }

    /**
     * Waits until a node takes part and accepts groups, and looks every second.
     *
     * @throws io.quorate.error.DeadlineExceededException if it is not up in time; tells what was seen last
     */
    public ClusterNode awaitUp(String name, Duration atMost) {
        return Waiter.of(calls.runtime(), "cluster node " + name + " is up", () -> get(name))
                .until(ClusterNode::isUp)
                .describedBy(node -> node.state() + ", " + node.status())
                .await(atMost);
    }

    /** Pauses a node and leaves its groups on it; see {@link #pause(String, Consumer)}. */
    public ClusterNode pause(String name) {
        return pause(name, spec -> {});
    }

    /**
     * Pauses a node, so that it accepts no more groups, and moves its groups away if asked to. May be repeated; a node that is paused
     * and drained is left alone. Takes seconds, two minutes at most, or as long as {@link PauseSpec#waitUntilDrained} allows when waiting
     * for a drain. Needs full control of the cluster.
     *
     * @return the node as read back
     * @throws io.quorate.error.NotFoundException if the cluster has no such node
     * @throws io.quorate.error.RejectedException when waiting, if something could not be moved: the node stays paused then
     */
    public ClusterNode pause(String name, Consumer<PauseSpec> how) {
        PauseSpec spec = new PauseSpec();
        how.accept(spec);
        return calls.run(spec.build(name));
    }

    /**
     * Lets a paused node accept groups again. May be repeated; a node that is not paused is left alone. Needs full control of the cluster.
     *
     * @param failback what happens to the groups a drain moved away
     * @return the node as read back
     * @throws io.quorate.error.NotFoundException if the cluster has no such node
     */
    public ClusterNode resume(String name, Failback failback) {
        return calls.run(new ResumeNode(name, failback));
    }

    /**
     * Evicts a node for good: it leaves the cluster, its cluster configuration is wiped, its groups move to the others. Not repeated when
     * the answer is lost. Windows refuses when the rest would have no quorum. Never evict a node only because it is down. Takes up to
     * ten minutes. Needs full control of the cluster; tried as it is and on access denied through the delegated endpoint.
     *
     * @param name the node
     * @param consent bound to {@code <name>@<cluster name>}, e.g. {@code HV2@CLUSTER1}; without it nothing is sent but a read
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another node or cluster
     * @throws io.quorate.error.NotFoundException if the cluster has no such node
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost
     */
    public void evict(String name, @Nullable Consent consent) {
        String cluster = calls.run(new GetCluster()).name();
        calls.run(new EvictNode(name, cluster), consent);
    }
}
