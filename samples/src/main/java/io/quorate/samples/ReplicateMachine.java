package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.Size;
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

/** Replicates a machine to a host outside of the rack, tries its failover out in isolation, moves it there as planned, and back. */
public final class ReplicateMachine {
    private static final String HERE = "HV1";
    private static final String THERE = "HV4";
    private static final String FOLDER = "D:\\Replica";
    private static final Duration LONG = Duration.ofMinutes(30);

    private final Lab lab;
    private final ReplicaClient replicas;
    private final VirtualMachineClient vms;
    private final List<Line> lines = new ArrayList<>();

    private ReplicateMachine(Lab lab, Quorate quorate) {
        this.lab = lab;
        this.replicas = quorate.replicas(Lab.ENDPOINT);
        this.vms = quorate.vms(Lab.ENDPOINT);
    }

    /**
     * What was done, and what it would cost and did.
     *
     * @param lagAtMost how old the copy may be: a cycle, and a tenth of it to send
     * @param lag how old it was, by the host's own clock
     * @param expectedLoss what is lost if all is well
     * @param loss what the lab counted as lost
     * @param away how long nobody served
     */
    public record Line(String what, Duration lagAtMost, Duration lag, Size expectedLoss, Size loss, Duration away) {}

    public static void main(String[] args) {
        System.out.print(Table.of(run()));
    }

    static List<Line> run() {
        try (Lab lab = Lab.builder().host(HERE).host(THERE).start();
                Quorate quorate = lab.connect().build()) {
            ReplicateMachine sample = new ReplicateMachine(lab, quorate);
            UUID id = sample.vms
                    .create(
                            "web1",
                            vm -> vm.on(HERE)
                                    .path("C:\\VMs")
                                    .memory(Size.gib(2))
                                    .newDisk("web1.vhdx", Size.gib(4)))
                    .id();
            sample.replicate(id);
            sample.test(id);
            sample.move(id, HERE, THERE);
            sample.move(id, THERE, HERE);
            return sample.lines;
        }
    }

    // @start region="replicate"
    private void replicate(UUID id) {
        accept(THERE, HERE);
        accept(HERE, THERE);
        ReplicaPartner partner = ReplicaPartner.kerberos(THERE + ".lab.example");
        replicas.checkConnection(HERE, partner);
        replicas.ensureEnabled(HERE, id, ReplicationSettings.to(partner));
        replicas.beginInitialCopy(HERE, id).await(LONG);
        replicas.start(HERE, id);
        vms.awaitHeartbeat(id, LONG);
        lab.advance(Duration.ofMinutes(13));
        tell("replicates to " + THERE, replicas.get(HERE, id), Duration.ZERO);
    }

    private void accept(String host, String primary) {
        replicas.ensureServer(host, ReplicaServerSettings.kerberos());
        replicas.ensureAuthorization(host, new ReplicaAuthorization(primary + ".lab.example", FOLDER, "rack"));
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
        lab.advance(Duration.ofMinutes(13));
        tell("replicates to " + from, replicas.get(to, id), Duration.ZERO);
    }
    // @end

    private void tell(String what, VmReplication seen, Duration away) {
        Duration cycle = seen.frequency();
        long lost =
                lab.replicas().losses().stream().mapToLong(loss -> loss.bytes()).sum();
        lines.add(new Line(
                what,
                cycle.plus(cycle.dividedBy(10)),
                seen.lag().orElseThrow(),
                Size.bytes(0),
                Size.bytes(lost),
                away));
    }
}
