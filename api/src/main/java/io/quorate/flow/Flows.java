package io.quorate.flow;

import io.quorate.QuorateRuntime;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.host.HostSqlInstance;
import io.quorate.host.NodeReport;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What crosses appliances, hosts and clusters. Every method throws a {@link io.quorate.error.QuorateException} of the clients it is made of,
 * such as {@link io.quorate.host.HostClient}; what else to expect stands with the method. Immutable and thread-safe; the caller's thread does
 * the work.
 */
public final class Flows {
    private final Function<String, Calls> doors;
    private final QuorateRuntime runtime;

    /**
     * Made by {@code Quorate.flows()}.
     *
     * @param doors the door to each endpoint, by its name
     * @param runtime what waits use
     */
    public Flows(Function<String, Calls> doors, QuorateRuntime runtime) {
        this.doors = Objects.requireNonNull(doors, "doors");
        this.runtime = Objects.requireNonNull(runtime, "runtime");
    }

    /**
     * Makes a published volume a Cluster Shared Volume that every node has mounted.
     *
     * {@snippet file="io/quorate/samples/ShareVolume.java" region="share"}
     *
     * <p>On every node: the initiator service runs, the portal is known, a persistent session is there, the disk is found by its NAA. Every
     * node must see the same unique id and the size of the publication. Then one node, and never a second one, prepares the disk if nothing is on it,
     * as far as Windows sees, which is partition tables only: see {@link ShareDiskSpec#iscsi} for data without one;
     * a disk that is prepared or in the cluster is not touched. The cluster gets it by the GUID of its partition table, makes it a shared volume, and the call
     * returns when every node has it mounted.
     *
     * <p>What is there is seen and not remembered: run again, after whatever interruption, it goes on from what it observes, and a second time
     * it changes nothing. Two threads of one client share a disk one after the other; of several clients let one at a time share a disk. Takes a minute or two, 20 minutes at most ({@link ShareDiskSpec#atMost}).
     * Needs local administrators on the nodes and full control of the cluster. A rehearsal ends where only a
     * log-in, or another node's work, would show how to go on.
     *
     * @return the shared disk, and whether something was changed
     * @throws IllegalArgumentException if what is asked for contradicts itself
     * @throws io.quorate.error.ConflictException if the nodes are not the cluster's, a node's initiator is not let in, the nodes do not see
     *     the same disk, or it is somebody else's: reserved, in another cluster, or seen differently by the nodes; nothing was prepared then
     * @throws io.quorate.error.ConsentRequiredException if it carries something foreign; tells the identity a consent must name. Nothing was
     *     destroyed then
     * @throws io.quorate.error.DeadlineExceededException if it took too long; run it again
     */
    public Ensured<SharedDisk> shareDisk(Consumer<ShareDiskSpec> spec) {
        ShareDiskSpec filled = new ShareDiskSpec();
        spec.accept(filled);
        try (QuorateRuntime.Work work = runtime.begin("sharing of a disk")) {
            return new DiskSharing(doors, runtime, filled.build()).run();
        }
    }

    /**
     * Follows a volume through every layer: appliance, logical unit, disk on each node, cluster, shared volume, virtual machines. Changes
     * nothing; needs rights to read in each of them. What is not there, and what cannot be told because somebody does not answer, is part of
     * the answer and no error. Takes seconds, and the time-outs of whoever is silent.
     *
     * @throws IllegalArgumentException if what is asked for contradicts itself
     */
    public IdentityChain identityChain(Consumer<ChainSpec> spec) {
        ChainSpec filled = new ChainSpec();
        spec.accept(filled);
        return new ChainReading(doors, filled.build()).read();
    }

    /**
     * Switches Always On of an instance of SQL Server on or off and has it in force: sets it through the host's Windows, restarts the instance, with
     * its Agent if that ran, and returns when the instance itself says so.
     *
     * <p>One instance of a SQL endpoint at a time. It is asked first, and once more right before the restart, whether it is a primary: a primary is
     * never restarted, nor is one of which that cannot be told, because it does not answer or is of no role. One whose service is stopped is
     * started. A failover cluster instance is taken offline and brought online by the cluster, from the node that owns it. Switching it off where
     * there is still a secondary leaves that one useless until it is on again.
     *
     * <p>What is there is seen and not remembered: run again, after whatever interruption, it goes on from what it observes, and a second time it
     * changes nothing. Takes a minute or two, 20 minutes at most ({@link AlwaysOnSpec#atMost}). Needs a local administrator of the host, full control
     * of its cluster, and a log-in that may read the instance. A rehearsal ends with the restart.
     *
     * @return the instance as Windows sees it then, and whether something was changed
     * @throws IllegalArgumentException if what is asked for contradicts itself
     * @throws io.quorate.error.NotFoundException if the host has no such instance
     * @throws io.quorate.error.ConsentRequiredException if a restart is needed and not allowed; nothing was changed then
     * @throws io.quorate.error.RejectedException if it is a primary, or that cannot be told, or another instance answers; nothing was restarted
     *     then. If SQL Server's provider refuses the setting, or it is not in force after a restart
     * @throws io.quorate.error.DeadlineExceededException if it took too long; run it again
     */
    public Ensured<HostSqlInstance> alwaysOn(Consumer<AlwaysOnSpec> spec) {
        AlwaysOnSpec filled = new AlwaysOnSpec();
        spec.accept(filled);
        try (QuorateRuntime.Work work = runtime.begin("switching of Always On")) {
            return new AlwaysOnChange(doors, runtime, filled.build()).run();
        }
    }

    /**
     * Tries connections from both sides: from hosts out, as Windows there tells, and from the machine this runs on in, as its own sockets tell.
     * So it shows whether a router lets the hosts out, and whether what is published is reached. One after the other, each bounded by the same
     * time ({@link ReachSpec#within}); changes nothing. What came of each is part of the answer and no error, that it cannot be told included:
     * a host that cannot be asked says nothing about whom it would have reached.
     *
     * {@snippet file="io/quorate/samples/RouterMachine.java" region="probes"}
     *
     * @throws IllegalArgumentException if nothing is asked for
     * @throws io.quorate.error.UnreachableException if the thread was interrupted (its status is restored), or the client was closed meanwhile
     */
    public ReachReport reach(Consumer<ReachSpec> spec) {
        ReachSpec filled = new ReachSpec();
        spec.accept(filled);
        try (QuorateRuntime.Work work = runtime.begin("probes from both sides")) {
            return new Reaching(doors, runtime, filled.build()).run();
        }
    }

    /**
     * Compares machines that are, or are to become, nodes of one cluster, as {@link NodeReport#of} does, and looks every node's name up in DNS from
     * every other node and from the domain controllers that are named, for a name that only its owner finds is none ({@link NodeReport#names}). Where it
     * is said which adapters play which role, that is looked at, too ({@link NodeReport#roles}).
     * Reads a {@link io.quorate.host.HostClient#picture} of each machine; changes nothing. Takes seconds, and the time-outs of servers that are
     * silent. A controller that cannot be asked, or a server that does not answer, is a finding; a node that cannot be read is an error.
     *
     * {@snippet file="io/quorate/samples/CompareNodes.java" region="compare"}
     *
     * @throws IllegalArgumentException if no node is named, or one twice
     */
    public NodeReport compareNodes(Consumer<NodesSpec> spec) {
        NodesSpec filled = new NodesSpec();
        spec.accept(filled);
        try (QuorateRuntime.Work work = runtime.begin("comparison of nodes")) {
            return new NodeComparing(doors, filled.build()).run();
        }
    }

    /**
     * Looks at what stands around an availability group and is told by none of its instances: how soon the cluster gives a node up, as which
     * accounts the instances' services run, and which service principal names stand on which account. The plan of a group compares it
     * ({@link io.quorate.sql.GroupSpec#surroundings}, {@link FoundSurroundings#tell}). Changes nothing; needs rights to read in each of them. What
     * somebody does not tell, or is silent about, is named and stays untold. Takes seconds, and the time-outs of whoever is silent.
     *
     * @throws IllegalArgumentException if nobody is to be asked
     */
    public FoundSurroundings groupSurroundings(Consumer<SurroundingsSpec> spec) {
        SurroundingsSpec filled = new SurroundingsSpec();
        spec.accept(filled);
        return new SurroundingsReading(doors, filled.build()).read();
    }

    @Override
    public String toString() {
        return Shown.as(this).toString();
    }
}
