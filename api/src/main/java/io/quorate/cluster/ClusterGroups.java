package io.quorate.cluster;

import io.quorate.call.Calls;
import io.quorate.cluster.command.GetGroup;
import io.quorate.cluster.command.ListGroups;
import io.quorate.cluster.command.MoveGroup;
import io.quorate.spi.Find;
import io.quorate.text.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The groups (roles) of a cluster. Deadlines, rights and common errors are those of {@link ClusterClient}. Immutable and thread-safe. */
public final class ClusterGroups {
    private final Calls calls;

    ClusterGroups(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Lists the groups, the cluster's own ones included. Changes nothing. */
    public List<ClusterGroup> list() {
        return calls.run(new ListGroups());
    }

    /**
     * Lists the groups one by one as the stream is read, for lists longer than memory. Nothing is asked before it is read; the host waits with more until
     * what came has been read. Close it, by try-with-resources, unless it is read to its end. Each wait for more takes two minutes at most. Until the
     * first group has come it is repeated like any other read; from then on nothing is, so that no group comes out twice: what breaks in the middle
     * ends the stream with an exception. Changes nothing.
     */
    public Stream<ClusterGroup> stream() {
        return calls.stream(new ListGroups());
    }

    /** Reads one group by name, ignoring case, or by id ({@link ClusterGroup#id}); empty after a list without it. One that is there costs a few KB. Changes nothing. */
    public Optional<ClusterGroup> find(String name) {
        return calls.run(new Find<>(new GetGroup(name)));
    }

    /**
     * Reads one group by name, ignoring case, or by id ({@link ClusterGroup#id}). Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a list without it; the hint tells which there are
     */
    public ClusterGroup get(String name) {
        return calls.run(new GetGroup(name));
    }

    /** Moves a group within five minutes; see {@link #move(String, String, Duration)}. */
    public ClusterGroup move(String name, String node) {
        return move(name, node, Duration.ofMinutes(5));
    }

    /**
     * Moves a group to a node and waits until it is there. Its resources go offline and come online on the other node; a virtual
     * machine's group is moved by its default way, so prefer {@code VirtualMachineClient.migrateLive}. May be repeated; a group that is
     * there is left alone. Needs full control of the cluster.
     *
     * @param name the group's name, or its id ({@link ClusterGroup#id}): a virtual machine's group keeps the name that the machine had when it was
     *     made highly available
     * @param node the host name of a node, short or fully qualified
     * @param atMost how long to wait until it is there; the whole call may take two minutes longer
     * @return the group as read back
     * @throws io.quorate.error.NotFoundException if the cluster has no such group or no such node
     * @throws io.quorate.error.RejectedException if it is not on that node in the end
     */
    public ClusterGroup move(String name, String node, Duration atMost) {
        return calls.run(new MoveGroup(name, node, atMost));
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
