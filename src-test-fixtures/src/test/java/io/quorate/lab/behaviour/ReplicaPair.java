package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Inside;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import io.quorate.lab.model.Replications;
import io.quorate.replica.ReplicaAuthorization;
import io.quorate.replica.ReplicaClient;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.TakeoverEvidence;
import io.quorate.vm.VirtualMachineClient;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A lab with a machine on HV1 that HV2 takes as a replica, and what is heard on its wires. */
final class ReplicaPair implements AutoCloseable {
    static final String ONE = "HV1";
    static final String TWO = "HV2";
    static final String FOLDER = "D:\\Replica";
    static final Duration LONG = Duration.ofHours(2);
    static final ReplicationSettings SETTINGS = ReplicationSettings.to(ReplicaPartner.kerberos("HV2.lab.example"));

    private final AtomicReference<Replications> model = new AtomicReference<>();
    private final HeardLab heard;
    final Lab lab;
    final Quorate quorate;
    final ReplicaClient replicas;
    final VirtualMachineClient vms;
    final UUID id;

    ReplicaPair() {
        this(builder -> builder);
    }

    ReplicaPair(UnaryOperator<LabBuilder> more) {
        heard = HeardLab.of(
                more.apply(Lab.builder().host(ONE).host(TWO).face(site -> model.set(Inside.replications(site)))));
        lab = heard.lab();
        quorate = lab.connect().build();
        replicas = quorate.replicas(Lab.ENDPOINT);
        vms = quorate.vms(Lab.ENDPOINT);
        id = vms.create(
                        "web1",
                        vm -> vm.on(ONE).path("C:\\VMs").memory(Size.gib(1)).newDisk("web1.vhdx", Size.gib(10)))
                .id();
        replicas.ensureServer(ONE, ReplicaServerSettings.kerberos().fromAnyServer(FOLDER));
        replicas.ensureServer(TWO, ReplicaServerSettings.kerberos());
        replicas.ensureAuthorization(TWO, new ReplicaAuthorization("HV1.lab.example", FOLDER, "rack"));
    }

    HeardLab heard() {
        return heard;
    }

    /** What goes on inside of the lab. */
    Replications inside() {
        return model.get();
    }

    /** The path of the machine's disk. */
    String disk() {
        return vms.disks(ONE).get(0).path();
    }

    void replicating() {
        replicating(SETTINGS);
    }

    void replicating(ReplicationSettings settings) {
        replicas.ensureEnabled(ONE, id, settings);
        replicas.beginInitialCopy(ONE, id).await(LONG);
    }

    TakeoverEvidence attested() {
        return TakeoverEvidence.attestation(id, "Anna", "I pulled the plug of HV1", lab.now(), Duration.ofHours(1));
    }

    void onlyChanges(int expected, Runnable calls) {
        heard.take();
        calls.run();
        assertThat(WireMessage.changing(heard.take())).hasSize(expected);
    }

    @Override
    public void close() {
        quorate.close();
        heard.close();
    }
}
