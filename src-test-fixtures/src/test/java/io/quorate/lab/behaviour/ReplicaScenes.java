package io.quorate.lab.behaviour;

import io.quorate.Consent;
import io.quorate.Size;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Inside;
import io.quorate.lab.Lab;
import io.quorate.lab.model.Replications;
import io.quorate.replica.CopySource;
import io.quorate.replica.FailoverAddress;
import io.quorate.replica.ReplicaAuthentication;
import io.quorate.replica.ReplicaAuthorization;
import io.quorate.replica.ReplicaClient;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.ReplicationAct;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.TakeoverEvidence;
import io.quorate.replica.command.AddAuthorization;
import io.quorate.replica.command.ChangeReplication;
import io.quorate.replica.command.ConfigureReplication;
import io.quorate.replica.command.CopyExtension;
import io.quorate.replica.command.CreateBroker;
import io.quorate.replica.command.EnableReplication;
import io.quorate.replica.command.ExtendReplication;
import io.quorate.replica.command.FailOverUnplanned;
import io.quorate.replica.command.GiveUpReplication;
import io.quorate.replica.command.ImportInitialCopy;
import io.quorate.replica.command.OpenReplicaListener;
import io.quorate.replica.command.ReceiveAsReplica;
import io.quorate.replica.command.RemoveAuthorization;
import io.quorate.replica.command.RemoveBroker;
import io.quorate.replica.command.RemoveExtension;
import io.quorate.replica.command.SetFailoverAddress;
import io.quorate.replica.command.SetReplicaServer;
import io.quorate.replica.command.StartInitialCopy;
import io.quorate.replica.command.TestRecoveryPoint;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** A machine of HV1 that is replicated to HV2: there as planned and back, then over unplanned. */
final class ReplicaScenes extends Scenes {
    private static final String ONE = "HV1";
    private static final String TWO = "HV2";
    private static final String THREE = "HV3";
    private static final String FOLDER = "C:\\Replica";
    private static final Duration LONG = Duration.ofHours(1);

    private final ReplicaClient replicas = quorate.replicas(Lab.ENDPOINT);
    private final UUID id;

    ReplicaScenes() {
        this(new AtomicReference<>());
    }

    private ReplicaScenes(AtomicReference<Replications> inside) {
        super(HeardLab.of(Lab.storyBuilder().host(THREE).face(site -> inside.set(Inside.replications(site)))));
        id = machine("web1");
        scene(SetReplicaServer.class, () -> windows(TWO, new SetReplicaServer(TWO, ReplicaServerSettings.kerberos())));
        scene(AddAuthorization.class, () -> {
            replicas.ensureServer(ONE, ReplicaServerSettings.kerberos().fromAnyServer(FOLDER));
            return windows(TWO, new AddAuthorization(TWO, new ReplicaAuthorization("*.lab.example", FOLDER, "rack")));
        });
        scene(
                EnableReplication.class,
                () -> windows(
                        ONE,
                        new EnableReplication(
                                ONE, id, ReplicationSettings.to(ReplicaPartner.kerberos("HV2.lab.example")))));
        scene(
                ConfigureReplication.class,
                () -> windows(
                        ONE,
                        new ConfigureReplication(
                                ONE,
                                id,
                                ReplicationSettings.to(ReplicaPartner.kerberos("HV2.lab.example"))
                                        .keeping(2))));
        scene(
                StartInitialCopy.class,
                () -> windows(
                        ONE,
                        new StartInitialCopy(
                                ONE, id, CopySource.scheduled(lab.now().plus(Duration.ofDays(1))))));
        act(ONE, ReplicationAct.START_INITIAL_COPY);
        act(ONE, ReplicationAct.CANCEL_INITIAL_COPY);
        scene(ChangeReplication.class, "suspend", () -> {
            replicas.beginInitialCopy(ONE, id).await(LONG);
            return windows(ONE, new ChangeReplication(ONE, id, ReplicationAct.SUSPEND));
        });
        act(ONE, ReplicationAct.RESUME);
        scene(TestRecoveryPoint.class, () -> {
            replicas.start(ONE, id);
            lab.advance(Duration.ofHours(2));
            return windows(
                    TWO,
                    new TestRecoveryPoint(
                            TWO, id, replicas.recoveryPoints(TWO, id).get(0).id()));
        });
        scene(ChangeReplication.class, ReplicationAct.START_TEST.word(), () -> {
            replicas.endTest(TWO, id);
            quorate.vms(Lab.ENDPOINT).turnOff(id, Consent.to(id.toString(), "a test"));
            return windows(TWO, new ChangeReplication(TWO, id, ReplicationAct.START_TEST));
        });
        act(TWO, ReplicationAct.END_TEST);
        act(ONE, ReplicationAct.PREPARE);
        act(TWO, ReplicationAct.FAIL_OVER);
        act(TWO, ReplicationAct.REVERSE);
        act(TWO, ReplicationAct.START_MACHINE);
        scene(
                FailOverUnplanned.class,
                () -> windows(
                        ONE,
                        new FailOverUnplanned(
                                ONE,
                                id,
                                TakeoverEvidence.attestation(
                                        id, "Anna", "HV2 has no power", lab.now(), Duration.ofHours(1)))));
        scene(
                GiveUpReplication.class,
                "cancel",
                () -> windows(ONE, new GiveUpReplication(ONE, id, ReplicationAct.CANCEL_FAILOVER)));
        scene(GiveUpReplication.class, () -> windows(ONE, new GiveUpReplication(ONE, id, ReplicationAct.REMOVE)));
        otherCopies(inside);
        scene(
                SetFailoverAddress.class,
                () -> windows(
                        TWO,
                        new SetFailoverAddress(
                                TWO, id, FailoverAddress.of("Network Adapter", "192.0.2.9", "255.255.255.0"))));
        scene(OpenReplicaListener.class, () -> {
            inside.get().servers().shutDoors();
            return windows(TWO, new OpenReplicaListener(TWO, ReplicaAuthentication.KERBEROS));
        });
        scene(RemoveAuthorization.class, () -> windows(TWO, new RemoveAuthorization(TWO, "*.lab.example")));
        scene(CreateBroker.class, () -> {
            quorate.cluster(Lab.ENDPOINT).create("FC1", ONE);
            return windows(ONE, new CreateBroker("HVR", List.of("192.0.2.60")));
        });
        scene(RemoveBroker.class, () -> windows(ONE, new RemoveBroker("HVR")));
    }

    /** Machines of their own, which go on to a third server, by a medium and from a backup. */
    private void otherCopies(AtomicReference<Replications> inside) {
        UUID onwards = machine("web2");
        UUID carried = machine("web3");
        UUID restored = machine("web4");
        ReplicationSettings there = ReplicationSettings.to(ReplicaPartner.kerberos("HV2.lab.example"));
        scene(ExtendReplication.class, () -> {
            replicas.ensureServer(THREE, ReplicaServerSettings.kerberos().fromAnyServer(FOLDER));
            replicas.ensureEnabled(ONE, onwards, there);
            replicas.beginInitialCopy(ONE, onwards).await(LONG);
            return windows(
                    TWO,
                    new ExtendReplication(
                            TWO, onwards, ReplicationSettings.to(ReplicaPartner.kerberos("HV3.lab.example"))));
        });
        scene(CopyExtension.class, () -> windows(TWO, new CopyExtension(TWO, onwards)));
        scene(RemoveExtension.class, () -> windows(TWO, new RemoveExtension(TWO, onwards)));
        scene(ImportInitialCopy.class, () -> {
            replicas.ensureEnabled(ONE, carried, there);
            replicas.startInitialCopy(ONE, carried, CopySource.medium("E:\\Copy"));
            lab.advance(LONG);
            return windows(TWO, new ImportInitialCopy(TWO, carried, "E:\\Copy"));
        });
        scene(ReceiveAsReplica.class, () -> {
            inside.get().copies().restore(restored.toString(), TWO, FOLDER);
            return windows(TWO, new ReceiveAsReplica(TWO, restored));
        });
    }

    private UUID machine(String name) {
        return quorate.vms(Lab.ENDPOINT)
                .create(
                        name,
                        vm -> vm.on(ONE).path("C:\\VMs").memory(Size.gib(1)).newDisk(name + ".vhdx", Size.gib(1)))
                .id();
    }

    private void act(String host, ReplicationAct act) {
        scene(ChangeReplication.class, act.word(), () -> windows(host, new ChangeReplication(host, id, act)));
    }

    static Consent consent(UUID id) {
        return Consent.to(id.toString(), "a test");
    }
}
