package io.quorate.lab.behaviour;

import io.quorate.Consent;
import io.quorate.Size;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
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
import io.quorate.replica.command.EnableReplication;
import io.quorate.replica.command.FailOverUnplanned;
import io.quorate.replica.command.GiveUpReplication;
import io.quorate.replica.command.RemoveAuthorization;
import io.quorate.replica.command.SetReplicaServer;
import java.time.Duration;
import java.util.UUID;

/** A machine of HV1 that is replicated to HV2: there as planned and back, then over unplanned. */
final class ReplicaScenes extends Scenes {
    private static final String ONE = "HV1";
    private static final String TWO = "HV2";
    private static final String FOLDER = "C:\\Replica";
    private static final Duration LONG = Duration.ofHours(1);

    private final ReplicaClient replicas = quorate.replicas(Lab.ENDPOINT);
    private final UUID id;

    ReplicaScenes() {
        super(HeardLab.story());
        id = quorate.vms(Lab.ENDPOINT)
                .create(
                        "web1",
                        vm -> vm.on(ONE).path("C:\\VMs").memory(Size.gib(1)).newDisk("web1.vhdx", Size.gib(1)))
                .id();
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
        act(ONE, ReplicationAct.START_INITIAL_COPY);
        act(ONE, ReplicationAct.CANCEL_INITIAL_COPY);
        scene(ChangeReplication.class, "suspend", () -> {
            replicas.beginInitialCopy(ONE, id).await(LONG);
            return windows(ONE, new ChangeReplication(ONE, id, ReplicationAct.SUSPEND));
        });
        act(ONE, ReplicationAct.RESUME);
        act(TWO, ReplicationAct.START_TEST);
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
        scene(RemoveAuthorization.class, () -> windows(TWO, new RemoveAuthorization(TWO, "*.lab.example")));
    }

    private void act(String host, ReplicationAct act) {
        scene(ChangeReplication.class, act.word(), () -> windows(host, new ChangeReplication(host, id, act)));
    }

    static Consent consent(UUID id) {
        return Consent.to(id.toString(), "a test");
    }
}
