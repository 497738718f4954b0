package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.cluster.ClusterClient;
import io.quorate.lab.Lab;
import io.quorate.replica.ReplicaAuthorization;
import io.quorate.replica.ReplicaClient;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.TestFailover;
import io.quorate.replica.VmReplication;
import io.quorate.vm.VirtualMachineClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Replicates a machine of a cluster through its replica broker to a host outside of the rack, has it move among the nodes meanwhile, tries its
 * failover out in isolation, moves it there as planned, and back.
 */
public final class ReplicateMachine {
    private static final String NODE = "HV1";
    private static final String OTHER_NODE = "HV2";
    private static final String THERE = "HV4";
    private static final String BROKER = "HVR";
    private static final String DOMAIN = ".lab.example";
    private static final String FOLDER = "D:\\Replica";
    private static final Duration LONG = Duration.ofMinutes(30);

    private final Lab lab;
    private final ClusterClient cluster;
    private final ReplicaClient replicas;
    private final VirtualMachineClient vms;
    private final List<Line> lines = new ArrayList<>();

    private ReplicateMachine(Lab lab, Quorate quorate) {
        this.lab = lab;
        this.cluster = quorate.cluster(Lab.ENDPOINT);
        this.replicas = quorate.replicas(Lab.ENDPOINT);
        this.vms = quorate.vms(Lab.ENDPOINT);
    }

    /**
     * What was done, and what it would cost and did.
     *
     * @param from the server that sends, as the other one knows it
     * @param to the one that receives
     * @param lagAtMost how old the copy may be: a cycle, and a tenth of it to send
     * @param lag how old it was, by the host's own clock
     * @param expectedLoss what is lost if all is well
     * @param loss what the lab counted as lost
     * @param away how long nobody served
     */
    public record Line(
            String what,
            String from,
            String to,
            Duration lagAtMost,
            Duration lag,
            Size expectedLoss,
            Size loss,
            Duration away) {}

    public static void main(String[] args) {
        Arguments.none(
                ReplicateMachine.class,
                "Replicates a machine of a simulated cluster to a host outside of the rack, moves it there, and back.",
                args);
        System.out.print(Table.of(run()));
    }

    static List<Line> run() {
        try (Lab lab = Lab.storyBuilder().host(THERE).start();
                Quorate quorate = lab.connect().build()) {
            ReplicateMachine sample = new ReplicateMachine(lab, quorate);
            UUID id = sample.clustered();
            sample.replicate(id);
            sample.vms.migrateLive(id, OTHER_NODE);
            sample.goesOn("has moved to " + OTHER_NODE, OTHER_NODE, id);
            sample.test(id);
            sample.move(id, OTHER_NODE, THERE);
            sample.move(id, THERE, OTHER_NODE);
            return sample.lines;
        }
    }

    /** Makes a machine on the cluster's shared volume, which the cluster keeps alive. */
    private UUID clustered() {
        cluster.create("FC1", NODE);
        cluster.nodes().add(OTHER_NODE);
        cluster.nodes().awaitUp(OTHER_NODE, LONG);
        String disk = cluster.availableDisks().list().get(1).id();
        cluster.availableDisks().addToCluster(disk);
        cluster.sharedVolumes().add(disk);
        UUID id = vms.create(
                        "web1",
                        vm -> vm.on(NODE)
                                .path("C:\\ClusterStorage\\Volume1")
                                .memory(Size.gib(2))
                                .newDisk("web1.vhdx", Size.gib(4)))
                .id();
        vms.makeHighlyAvailable(id);
        return id;
    }

    // @start region="replicate"
    private void replicate(UUID id) {
        replicas.ensureBroker(BROKER, List.of("192.0.2.60"));
        accept(THERE, BROKER); // the other server knows the cluster by its broker, not by a node
        accept(NODE, THERE); // what is set on one node is set for all, by the broker
        replicas.ensureListeners(List.of(NODE, OTHER_NODE, THERE), ReplicaServerSettings.kerberos());
        replicas.checkConnection(THERE, ReplicaPartner.kerberos(BROKER + DOMAIN));
        replicas.ensureEnabled(NODE, id, ReplicationSettings.to(ReplicaPartner.kerberos(THERE + DOMAIN)));
        replicas.beginInitialCopy(NODE, id).await(LONG);
        vms.start(id);
        vms.awaitHeartbeat(id, LONG);
        goesOn("has its first copy", NODE, id);
    }

    private void accept(String host, String primary) {
        replicas.ensureServer(host, ReplicaServerSettings.kerberos());
        replicas.ensureAuthorization(host, new ReplicaAuthorization(primary + DOMAIN, FOLDER, "rack"));
    }
    // @end

    // @start region="test"
    private void test(UUID id) {
        try (TestFailover test = replicas.test(THERE, id)) {
            vms.start(test.machine());
            vms.awaitHeartbeat(test.machine(), LONG);
            tell("is tried out at " + THERE, replicas.get(THERE, id), Duration.ZERO);
        }
    }
    // @end

    // @start region="move"
    private void move(UUID id, String from, String to) {
        Instant away = lab.now();
        vms.shutDown(id);
        VmReplication moved = replicas.moveAsPlanned(id, from, to);
        vms.awaitHeartbeat(id, LONG);
        tell("moves to " + to, moved, Duration.between(away, lab.now()));
        goesOn("replicates back", to, id);
    }
    // @end

    private void goesOn(String what, String host, UUID id) {
        lab.advance(Duration.ofMinutes(13));
        tell(what, replicas.get(host, id), Duration.ZERO);
    }

    private void tell(String what, VmReplication seen, Duration away) {
        Duration cycle = seen.frequency();
        long lost =
                lab.replicas().losses().stream().mapToLong(loss -> loss.bytes()).sum();
        lines.add(new Line(
                what,
                seen.primary(),
                seen.replica(),
                cycle.plus(cycle.dividedBy(10)),
                seen.lag().orElseThrow(),
                Size.bytes(0),
                Size.bytes(lost),
                away));
    }
}
