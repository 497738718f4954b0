package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.ResourceState;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Inside;
import io.quorate.lab.Lab;
import io.quorate.lab.http.LabAuthority;
import io.quorate.lab.model.Replications;
import io.quorate.replica.ReplicaAuthorization;
import io.quorate.replica.ReplicaBroker;
import io.quorate.replica.ReplicaClient;
import io.quorate.replica.ReplicaListener;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.VmReplication;
import io.quorate.vm.VirtualMachineClient;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What lets replicas in: a cluster's broker, known by its name, and the firewall's rules on every node. */
class ReplicaServersThroughLabTest {
    private static final String FOLDER = "D:\\Replica";
    private static final List<String> NODES = List.of("HV1", "HV2");

    private final AtomicReference<Replications> inside = new AtomicReference<>();
    private HeardLab heard;
    private Lab lab;
    private Quorate quorate;
    private ReplicaClient replicas;
    private VirtualMachineClient vms;

    @BeforeEach
    void openLab() {
        heard = HeardLab.of(Lab.storyBuilder().host("HV3").face(site -> inside.set(Inside.replications(site))));
        lab = heard.lab();
        quorate = lab.connect().build();
        replicas = quorate.replicas(Lab.ENDPOINT);
        vms = quorate.vms(Lab.ENDPOINT);
    }

    @AfterEach
    void closeLab() {
        quorate.close();
        heard.close();
    }

    private void onlyChanges(int expected, Runnable calls) {
        heard.take();
        calls.run();
        assertThat(WireMessage.changing(heard.take())).hasSize(expected);
    }

    private UUID clustered() {
        ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
        cluster.create("FC1", "HV1");
        cluster.nodes().add("HV2");
        cluster.nodes().awaitUp("HV2", Duration.ofMinutes(5));
        String disk = cluster.availableDisks().list().get(1).id();
        cluster.availableDisks().addToCluster(disk);
        cluster.sharedVolumes().add(disk);
        UUID id = vms.create(
                        "web1",
                        vm -> vm.on("HV1")
                                .path("C:\\ClusterStorage\\Volume1")
                                .memory(Size.gib(1))
                                .newDisk("web1.vhdx", Size.gib(1)))
                .id();
        vms.makeHighlyAvailable(id);
        return id;
    }

    @Test
    @DisplayName("the rules are enabled by their names, on every node, and a second time by no request")
    void listeners_areOpenedOnEveryNode() {
        inside.get().servers().shutDoors();
        replicas.ensureServer("HV2", ReplicaServerSettings.kerberos().fromAnyServer(FOLDER));
        ReplicaPartner partner = ReplicaPartner.kerberos("HV2.lab.example");
        assertThatThrownBy(() -> replicas.checkConnection("HV1", partner)).isInstanceOf(QuorateException.class);

        onlyChanges(
                2,
                () -> assertThat(replicas.ensureListeners(NODES, ReplicaServerSettings.kerberos()))
                        .containsExactly(
                                new ReplicaListener("HV1", true, false), new ReplicaListener("HV2", true, false)));

        replicas.checkConnection("HV1", partner);
        onlyChanges(0, () -> replicas.ensureListeners(NODES, ReplicaServerSettings.kerberos()));
        assertThat(replicas.ensureListener("HV1", ReplicaServerSettings.certificate("00FF"))
                        .certificate())
                .isTrue();
        assertThat(replicas.listener("HV2").certificate()).isFalse();
    }

    @Test
    void listener_ofAnotherPort_isRefusedBeforeAnythingIsSent() {
        inside.get().servers().shutDoors();

        onlyChanges(
                0,
                () -> assertThatThrownBy(
                                () -> replicas.ensureListener("HV1", new ReplicaServerSettings(80, 8443, "00FF", null)))
                        .isInstanceOf(RejectedException.class)
                        .hasMessageContaining("8443"));
        assertThat(replicas.listener("HV1").kerberos()).isFalse();
    }

    @Test
    @DisplayName("a clustered machine is replicated through the broker, which is what the other server authorises")
    void broker_isWhatClusteredMachinesAreKnownBy() {
        UUID id = clustered();
        replicas.ensureServer("HV3", ReplicaServerSettings.kerberos());
        replicas.ensureAuthorization("HV3", new ReplicaAuthorization("HV1.lab.example", FOLDER, "rack"));
        ReplicationSettings settings = ReplicationSettings.to(ReplicaPartner.kerberos("HV3.lab.example"));
        assertThat(replicas.broker()).isEmpty();
        assertThatThrownBy(() -> replicas.ensureEnabled("HV1", id, settings)).isInstanceOf(QuorateException.class);

        ReplicaBroker broker = replicas.ensureBroker("HVR", List.of("192.0.2.60"));

        assertThat(broker.isOnline()).isTrue();
        onlyChanges(
                0,
                () -> assertThat(replicas.ensureBroker("HVR", List.of("192.0.2.60")))
                        .isEqualTo(broker));
        assertThatThrownBy(() -> replicas.ensureBroker("OTHER", List.of())).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> replicas.ensureEnabled("HV1", id, settings))
                .as("only a node is authorised")
                .isInstanceOf(QuorateException.class);
        replicas.ensureAuthorization("HV3", new ReplicaAuthorization("HVR.lab.example", FOLDER, "rack"));
        VmReplication ready = replicas.ensureEnabled("HV1", id, settings);
        assertThat(ready.primary()).isEqualToIgnoringCase("HVR.lab.example");
        replicas.beginInitialCopy("HV1", id).await(Duration.ofHours(1));
        vms.start(id);
        vms.awaitHeartbeat(id, Duration.ofHours(1));
        vms.migrateLive(id, "HV2");
        lab.advance(Duration.ofMinutes(11));
        assertThat(replicas.get("HV2", id).mode()).isEqualTo(ReplicationMode.PRIMARY);
        assertThat(replicas.get("HV2", id).lag().orElseThrow()).isLessThan(Duration.ofMinutes(6));
        assertThat(replicas.list("HV1")).isEmpty();
    }

    @Test
    @DisplayName(
            "the broker is judged by its resource: its group is online while that is not, it is brought online again, and removed")
    void broker_whoseResourceIsOffline_isNotOnline() {
        clustered();
        replicas.ensureBroker("HVR", List.of("192.0.2.60"));
        inside.get().brokers().stop("HV1");

        ReplicaBroker broker = replicas.broker().orElseThrow();
        assertThat(broker.state()).isEqualTo(ResourceState.OFFLINE);
        assertThat(broker.isOnline()).isFalse();
        assertThat(replicas.ensureBroker("HVR", List.of("192.0.2.60")).isOnline())
                .isTrue();

        Consent consent = Consent.to("HVR", "a test");
        onlyChanges(0, () -> {
            assertThatThrownBy(() -> replicas.removeBroker("HVR", null)).isInstanceOf(ConsentRequiredException.class);
            assertThat(replicas.removeBroker("OTHER", Consent.to("OTHER", "a test")))
                    .as("the one that is there")
                    .isPresent();
            assertThatThrownBy(() -> replicas.removeBroker("FC1", Consent.to("FC1", "a test")))
                    .as("the cluster's own name")
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("no replica broker");
        });
        onlyChanges(1, () -> assertThat(replicas.removeBroker("HVR", consent)).isEmpty());
        onlyChanges(0, () -> replicas.removeBroker("HVR", consent));
        assertThat(quorate.cluster(Lab.ENDPOINT).groups().list())
                .extracting(ClusterGroup::name)
                .doesNotContain("HVR");
        assertThat(replicas.ensureBroker("HVR2", List.of()).isOnline()).isTrue();
    }

    @Test
    @DisplayName("what is set on one node is set for all, and the cluster takes replicas by its broker's name")
    void broker_receives_forAllNodes() {
        clustered();
        replicas.ensureBroker("HVR", List.of("192.0.2.60"));
        replicas.ensureServer("HV1", ReplicaServerSettings.kerberos());
        replicas.ensureAuthorization("HV1", new ReplicaAuthorization("HV3.lab.example", FOLDER, "rack"));

        assertThat(replicas.server("HV2").authorizations()).hasSize(1);
        onlyChanges(0, () -> replicas.ensureServer("HV2", ReplicaServerSettings.kerberos()));
        replicas.checkConnection("HV3", ReplicaPartner.kerberos("HVR.lab.example"));
    }

    @Test
    @DisplayName(
            "a clustered machine that failed over is replicated back to the broker, and what is asked of it goes to the copy that runs")
    void broker_takesTheMachineBack_andTheCopyThatRunsIsTheMachine() {
        UUID id = clustered();
        replicas.ensureBroker("HVR", List.of("192.0.2.60"));
        accept("HV3", "HVR");
        accept("HV1", "HV3");
        replicas.ensureEnabled("HV1", id, ReplicationSettings.to(ReplicaPartner.kerberos("HV3.lab.example")));
        replicas.beginInitialCopy("HV1", id).await(Duration.ofHours(1));
        assertThat(vms.start(id).host())
                .as("no copy runs: the cluster's goes first")
                .isEqualTo("HV1");
        vms.migrateLive(id, "HV2");
        vms.awaitHeartbeat(id, Duration.ofHours(1));
        vms.shutDown(id);

        VmReplication there = replicas.moveAsPlanned(id, "HV2", "HV3");

        assertThat(there.replica()).isEqualToIgnoringCase("HVR.lab.example");
        assertThat(vms.awaitHeartbeat(id, Duration.ofHours(1)).host()).isEqualTo("HV3");
        lab.advance(Duration.ofMinutes(11));
        VmReplication back = replicas.get("HV2", id);
        assertThat(back.mode()).isEqualTo(ReplicationMode.REPLICA);
        assertThat(back.lag().orElseThrow()).isLessThan(Duration.ofMinutes(6));
        assertThat(vms.shutDown(id).host())
                .as("not the copy that the cluster keeps off")
                .isEqualTo("HV3");
        assertThat(replicas.moveAsPlanned(id, "HV3", "HV2").primary()).isEqualToIgnoringCase("HVR.lab.example");
        assertThat(vms.awaitHeartbeat(id, Duration.ofHours(1)).host()).isEqualTo("HV2");
        assertThat(inside.get().upTwice()).isEmpty();
        assertThat(inside.get().losses()).containsExactly(0L, 0L);
    }

    private void accept(String host, String primary) {
        replicas.ensureServer(host, ReplicaServerSettings.kerberos());
        replicas.ensureAuthorization(host, new ReplicaAuthorization(primary + ".lab.example", FOLDER, "rack"));
    }

    @Test
    @DisplayName("the certificate of a cluster's machine needs the broker's name, told before it is enabled")
    void broker_isAmongTheCertificatesNames() {
        UUID id = clustered();
        replicas.ensureBroker("HVR", List.of("192.0.2.60"));
        LabAuthority authority = new LabAuthority("Example CA");
        NODES.forEach(host -> lab.replicas().putCertificate(host, "Root", authority.certificate(), false));
        lab.replicas().putCertificate("HV3", "Root", authority.certificate(), false);
        replicas.ensureServer("HV3", ReplicaServerSettings.certificate(shown("HV3", authority, "HV3.lab.example")));
        replicas.ensureAuthorization("HV3", new ReplicaAuthorization("HVR.lab.example", FOLDER, "rack"));
        String node = shown("HV1", authority, "HV1.lab.example");
        String both = shown("HV1", authority, "HV1.lab.example", "HVR.lab.example");

        assertThatThrownBy(() -> replicas.ensureEnabled(
                        "HV1", id, ReplicationSettings.to(ReplicaPartner.certificate("HV3.lab.example", node))))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("HVR.lab.example is not among the certificate's names");
        assertThat(replicas.preflight(
                                "HV1", id, ReplicationSettings.to(ReplicaPartner.certificate("HV3.lab.example", both)))
                        .isEmpty())
                .isTrue();
        assertThat(replicas.ensureEnabled(
                                "HV1", id, ReplicationSettings.to(ReplicaPartner.certificate("HV3.lab.example", both)))
                        .primary())
                .isEqualToIgnoringCase("HVR.lab.example");
    }

    private String shown(String host, LabAuthority authority, String... names) {
        return ReplicaCertificates.shown(lab, host, authority, names);
    }
}
