package io.quorate.lab.behaviour;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.call.Order;
import io.quorate.call.Rehearsal;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Inside;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.ReplicaSetup;
import io.quorate.lab.model.ReplicaSide;
import io.quorate.lab.model.VmSpec;
import io.quorate.lab.model.VmState;
import io.quorate.replica.ReplicaClient;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.TakeoverEvidence;
import io.quorate.vm.VirtualMachineClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Two hosts that take each other's machines, and a client. Machines are made, brought to a state and cleared away from within, without a request,
 * so that one lab serves many runs.
 */
final class ReplicaYard implements AutoCloseable {
    static final String ONE = "HV1";
    static final String TWO = "HV2";
    static final List<String> HOSTS = List.of(ONE, TWO);
    static final ReplicationSettings SETTINGS = ReplicationSettings.to(ReplicaPartner.kerberos("HV2.lab.example"));
    private static final long GIB = 1L << 30;
    private static final ReplicaSetup SETUP = new ReplicaSetup(
            "HV2.lab.example",
            80,
            1,
            "",
            300,
            0,
            0,
            true,
            List.of(),
            false,
            Duration.ofMinutes(18 * 60 + 30),
            Duration.ofHours(6));
    private static final String FOLDER = "D:\\Replica";

    private final HeardLab heard;
    final Lab lab;
    final Estate estate;
    private int machines;
    private Quorate quorate;
    ReplicaClient replicas;
    VirtualMachineClient vms;

    ReplicaYard() {
        this(builder -> {});
    }

    ReplicaYard(Consumer<LabBuilder> more) {
        AtomicReference<Estate> inside = new AtomicReference<>();
        LabBuilder builder = Lab.builder().host(ONE).host(TWO).face(site -> inside.set(Inside.estate(site)));
        more.accept(builder);
        heard = HeardLab.of(builder);
        lab = heard.lab();
        estate = Objects.requireNonNull(inside.get());
        quorate = client();
        replicas = quorate.replicas(Lab.ENDPOINT);
        vms = quorate.vms(Lab.ENDPOINT);
        HOSTS.forEach(host ->
                replicas.ensureServer(host, ReplicaServerSettings.kerberos().fromAnyServer(FOLDER)));
        heard.take();
    }

    private Quorate client() {
        return lab.connect().retry(RetrySettings.defaults().withMaxAttempts(3)).build();
    }

    /** Another process goes on. */
    void anotherClient() {
        quorate.close();
        quorate = client();
        replicas = quorate.replicas(Lab.ENDPOINT);
        vms = quorate.vms(Lab.ENDPOINT);
    }

    /** Runs an order as it stands. */
    <R> R run(Order<R> order) {
        return quorate.run(order).value();
    }

    /** Rehearses what a client of the replicas does. */
    Rehearsal rehearse(Consumer<ReplicaClient> work) {
        return quorate.rehearse(rehearsed -> work.accept(rehearsed.replicas(Lab.ENDPOINT)));
    }

    /** Makes a machine on HV1, off. */
    UUID machine(String what) {
        String name = what + "-" + ++machines;
        VmSpec spec = new VmSpec(name, 2, GIB, 1, "C:\\VMs", name + ".vhdx", GIB, List.of(), "LAN");
        return UUID.fromString(estate.world()
                .change("a machine is made", () -> estate.hypervisor().create(ONE, spec))
                .id());
    }

    /** Has its replication from HV1 to HV2 enabled. */
    void enabled(UUID id) {
        inside(ONE, id, vm -> estate.replications().enable(vm, SETUP));
    }

    /** Has it replicated from HV1 to HV2, and the first copy sent. */
    void replicating(UUID id) {
        enabled(id);
        inside(ONE, id, estate.replications()::startCopy);
        lab.advance(Duration.ofSeconds(20));
    }

    /** Does something to a host's copy, if it has one, without a request. */
    void inside(String host, UUID id, Consumer<VmState> change) {
        estate.world().change("a test", () -> copy(host, id).ifPresent(change));
    }

    Optional<VmState> copy(String host, UUID id) {
        return estate.hypervisor().find(id.toString(), host);
    }

    Optional<ReplicaSide> side(String host, UUID id) {
        return estate.replications().side(host, id.toString());
    }

    long running(UUID id) {
        return HOSTS.stream()
                .filter(host -> copy(host, id).filter(VmState::live).isPresent())
                .count();
    }

    /** Returns the machines besides its two copies that a host has of it. */
    List<String> tests(UUID id) {
        return estate.hypervisor().all().stream()
                .filter(vm -> vm.path().contains(id.toString()) || vm.path().endsWith("\\Test"))
                .filter(vm -> !vm.guid().equalsIgnoreCase(id.toString()))
                .map(VmState::id)
                .toList();
    }

    /** Returns where everything stands, without times: what two runs have to agree in. */
    String stand(UUID id) {
        StringBuilder text = new StringBuilder();
        for (String host : HOSTS) {
            text.append(host).append(": ").append(copy(host, id).map(VmState::state));
            text.append(side(host, id)
                    .map(side -> " " + side.mode() + " " + side.state() + " to " + side.partner() + " from "
                            + side.failedOver() + " test " + (side.test() != null))
                    .orElse(" not replicated"));
            text.append(", machines ")
                    .append(estate.hypervisor().on(host).size())
                    .append('\n');
        }
        return text.toString();
    }

    /** Ends all that was done to it, and does away with it. */
    void clear(UUID id) {
        for (String host : HOSTS) {
            estate.world().change("a test ends", () -> {
                side(host, id)
                        .ifPresent(side ->
                                estate.replications().remove(copy(host, id).orElseThrow()));
                estate.hypervisor().on(host).forEach(vm -> estate.world().remove(vm.key()));
            });
        }
    }

    TakeoverEvidence attested(UUID id) {
        return TakeoverEvidence.attestation(id, "Anna", "I pulled the plug of HV1", lab.now(), Duration.ofHours(1));
    }

    static Consent consent(UUID id) {
        return Consent.to(id.toString(), "a test");
    }

    /** Returns what came to the hosts that changes something, since this was asked last: the cmdlets, with their parameters' names. */
    List<String> changes() {
        return WireMessage.changing(heard.take()).stream()
                .map(message -> message.parts().stream()
                        .skip(1)
                        .map(part -> part.place().substring(part.place().lastIndexOf('\\') + 1))
                        .toList()
                        .toString())
                .toList();
    }

    List<HeardLab.Heard> take() {
        return heard.take();
    }

    @Override
    public void close() {
        quorate.close();
        heard.close();
    }
}
