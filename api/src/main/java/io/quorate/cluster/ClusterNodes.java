package io.quorate.cluster;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Task;
import io.quorate.call.Waiter;
import io.quorate.cluster.command.AddNode;
import io.quorate.cluster.command.EvictNode;
import io.quorate.cluster.command.GetCluster;
import io.quorate.cluster.command.GetNode;
import io.quorate.cluster.command.ListNodes;
import io.quorate.cluster.command.PauseNode;
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
     * joining when this returns. Needs a local administrator on both machines and a {@linkplain io.quorate.SecondHop way to the second hop}. A lost answer is settled by
     * reading back.
     *
     * @return the node as read back
     * @throws io.quorate.error.ConflictException if it is a member already, of this cluster or another
     * @throws io.quorate.error.UnsupportedException if the endpoint has no way to the second hop; tells all there are, and nothing was sent
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
     * Begins to drain a node and returns at once: pauses it, so that it accepts no more groups, and lets the cluster move its groups away,
     * virtual machines live, to nodes of its choice. The task tells how it goes on. Takes seconds, two minutes at most; the drain itself
     * takes as long as its migrations. May be repeated; a node that is paused and drained is left alone. Needs full control of the
     * cluster.
     *
     * <p>The percentage counts groups: those that were on the node when the task began, and those that still are. The task is done when
     * the node says that its drain has completed. It has failed, with a {@link io.quorate.error.RejectedException} that names what is
     * still there, when the node says so (it stays paused then), when it was resumed, and when it went down before. Cancelling it resumes
     * the node without failback: what has moved stays where it is, and a migration under way goes on.
     *
     * @return the drain; its result is the node
     * @throws io.quorate.error.NotFoundException if the cluster has no such node
     * @throws io.quorate.error.RejectedException if Windows refuses: the node is down
     */
    public Task<ClusterNode> beginDrain(String name) {
        PauseNode pause = new PauseSpec().drain().build(name);
        int groups = NodeDrain.groupsOn(calls, name).size();
        calls.run(pause);
        return new NodeDrain(calls, name, groups).task();
    }

    /**
     * Finds a drain again that {@link #beginDrain} began, here or in another process. Does no I/O.
     *
     * @param token the task's token
     * @throws IllegalArgumentException if it is no token of a drain on this endpoint
     */
    public Task<ClusterNode> drain(String token) {
        return NodeDrain.of(calls, token).task();
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
     * ten minutes. Needs full control of the cluster; tried as it is and on access denied on a {@linkplain io.quorate.SecondHop way to the second hop}.
     *
     * @param name the node's host name, short or fully qualified
     * @param consent bound to {@code <short name>@<cluster name>}, e.g. {@code HV2@CLUSTER1}; without it nothing is sent but a read
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another node or cluster
     * @throws io.quorate.error.NotFoundException if the cluster has no such node
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost
     */
    public void evict(String name, @Nullable Consent consent) {
        String cluster = calls.run(new GetCluster()).name();
        String node =
                name.indexOf('.') < 0 ? name : find(name).map(ClusterNode::name).orElse(name);
        calls.run(new EvictNode(node, cluster), consent);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
