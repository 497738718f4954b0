package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.AuditSink;
import io.quorate.call.Ensured;
import io.quorate.cluster.Cluster;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.DrainState;
import io.quorate.cluster.Failback;
import io.quorate.cluster.NodeState;
import io.quorate.cluster.SharedVolume;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.NotFoundException;
import io.quorate.error.RejectedException;
import io.quorate.lab.HaLab;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
import io.quorate.vm.VirtualDisk;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every verb once over real sockets: its documented result, and its documented error. */
@HaLab
class NounsThroughLabTest {
    private static final UUID NOBODY = new UUID(0, 1);

    @Test
    void cluster_getFindCreate(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            assertThat(cluster.findOn("HV1")).isEmpty();

            Cluster created = cluster.create("RACK1", "HV1");

            assertThat(created.name()).isEqualTo("RACK1");
            assertThat(cluster.get()).isEqualTo(created);
            assertThat(cluster.findOn("HV1")).contains(created);
            assertThatThrownBy(() -> cluster.create("RACK1", "HV1")).isInstanceOf(ConflictException.class);
            assertThatThrownBy(() -> cluster.create("RACK2", "HV1")).isInstanceOf(ConflictException.class);
        }
    }

    @Test
    void nodes_listFindGetAddEnsure(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            cluster.create("RACK1", "HV1");

            Ensured<ClusterNode> first = cluster.nodes().ensure("HV2");
            Ensured<ClusterNode> second = cluster.nodes().ensure("HV2");

            assertThat(first.changed()).isTrue();
            assertThat(second.changed()).isFalse();
            assertThat(second.value().name()).isEqualTo("HV2");
            assertThat(cluster.nodes().awaitUp("HV2", Duration.ofMinutes(5)).isUp())
                    .isTrue();
            assertThat(cluster.nodes().list()).extracting(ClusterNode::name).containsExactly("HV1", "HV2");
            assertThat(cluster.nodes().get("hv2.lab.example").name()).isEqualTo("HV2");
            assertThat(cluster.nodes().find("HV3")).isEmpty();
            assertThatThrownBy(() -> cluster.nodes().get("HV3")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> cluster.nodes().add("HV2")).isInstanceOf(ConflictException.class);
        }
    }

    @Test
    void nodes_pauseWithDrainAndResume(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            VirtualMachine web1 = Rack.clustered(quorate, cluster, "web1");

            ClusterNode paused =
                    cluster.nodes().pause("HV1", how -> how.drain().waitUntilDrained(Duration.ofMinutes(10)));

            assertThat(paused.state()).isEqualTo(NodeState.PAUSED);
            assertThat(paused.drain()).isEqualTo(DrainState.COMPLETED);
            assertThat(quorate.vms(Lab.ENDPOINT).get(web1.id()).host()).isEqualTo("HV2");
            assertThat(cluster.nodes().pause("HV1").state()).isEqualTo(NodeState.PAUSED);
            assertThat(cluster.nodes().resume("HV1", Failback.values()[0]).state())
                    .isEqualTo(NodeState.UP);
            assertThat(cluster.nodes().resume("HV1", Failback.values()[0]).state())
                    .isEqualTo(NodeState.UP);
            assertThatThrownBy(() -> cluster.nodes().pause("HV3")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> cluster.nodes().resume("HV3", Failback.POLICY))
                    .isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void nodes_evict_needsAConsentForThisNodeOfThisCluster(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            String before = lab.trace();
            assertThatThrownBy(() -> cluster.nodes().evict("HV2", null))
                    .isInstanceOfSatisfying(
                            ConsentRequiredException.class,
                            e -> assertThat(e.identity()).isEqualTo("HV2@RACK1"));
            assertThatThrownBy(() -> cluster.nodes().evict("HV2", Consent.to("HV1@RACK1", "the wrong node")))
                    .isInstanceOf(ConsentRequiredException.class)
                    .hasMessageContaining("the consent is for HV1@RACK1, not for HV2@RACK1");
            assertThatThrownBy(() -> cluster.nodes().evict("HV2", Consent.to("HV2", "no cluster named")))
                    .isInstanceOf(ConsentRequiredException.class);
            assertThat(lab.trace()).isEqualTo(before);
            assertThatThrownBy(() -> cluster.nodes().evict("HV3", Consent.to("HV3@RACK1", "not there")))
                    .isInstanceOf(NotFoundException.class);

            cluster.nodes().evict("HV2", Consent.to("hv2@rack1", "it is sold"));

            assertThat(cluster.nodes().list()).extracting(ClusterNode::name).containsExactly("HV1");
            assertThat(cluster.findOn("HV2")).isEmpty();
        }
    }

    @Test
    void groups_listFindGetMove(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            ClusterGroup core = cluster.groups().get("cluster group");
            String other = core.owner().equals("HV1") ? "HV2" : "HV1";

            assertThat(cluster.groups().list()).extracting(ClusterGroup::name).contains("Cluster Group");
            assertThat(cluster.groups().find("nope")).isEmpty();
            assertThat(cluster.groups().move("Cluster Group", other).owner()).isEqualTo(other);
            assertThat(cluster.groups().move("Cluster Group", other).owner()).isEqualTo(other);
            assertThatThrownBy(() -> cluster.groups().get("nope")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> cluster.groups().move("nope", other)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> cluster.groups().move("Cluster Group", "HV3"))
                    .isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void disksVolumesAndQuorum(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            String small = Rack.disks(cluster).get(0).id();
            String large = Rack.disks(cluster).get(1).id();

            ClusterDisk disk = cluster.availableDisks().addToCluster(small);
            assertThat(cluster.availableDisks().ensureInCluster(small)).isEqualTo(new Ensured<>(disk, false));
            assertThat(cluster.disks().list()).containsExactly(disk);
            assertThat(cluster.disks().find(disk.name())).contains(disk);
            assertThatThrownBy(() -> cluster.availableDisks().addToCluster(small))
                    .isInstanceOf(ConflictException.class);
            assertThatThrownBy(() -> cluster.availableDisks().addToCluster("0x00000001"))
                    .isInstanceOf(NotFoundException.class);

            assertThat(cluster.quorum().setDiskWitness(disk.name()).witness())
                    .satisfies(w -> assertThat(w.resource()).isEqualTo(disk.name()));
            assertThat(cluster.quorum().setDiskWitness(disk.name()))
                    .isEqualTo(cluster.quorum().get());
            assertThatThrownBy(() -> cluster.quorum().setDiskWitness("nope")).isInstanceOf(NotFoundException.class);

            Ensured<SharedVolume> volume = cluster.sharedVolumes().ensure(large);
            assertThat(volume.changed()).isTrue();
            assertThat(cluster.sharedVolumes().ensure(large).changed()).isFalse();
            assertThat(cluster.sharedVolumes().list())
                    .extracting(SharedVolume::path)
                    .containsExactly("C:\\ClusterStorage\\Volume1");
            assertThat(cluster.sharedVolumes().get(volume.value().name()).name())
                    .isEqualTo(volume.value().name());
            assertThat(cluster.sharedVolumes().find("nope")).isEmpty();
            assertThatThrownBy(() -> cluster.sharedVolumes().get("nope")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> cluster.sharedVolumes().add(large)).isInstanceOf(ConflictException.class);
            assertThatThrownBy(() -> cluster.sharedVolumes().add("0x00000001")).isInstanceOf(NotFoundException.class);
            assertThat(cluster.availableDisks().list()).isEmpty();
        }
    }

    @Test
    void properties_update(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            assertThat(cluster.properties()
                            .update(change -> change.crossSubnetDelay(Duration.ofMillis(1500)))
                            .settings()
                            .crossSubnetDelay())
                    .isEqualTo(Duration.ofMillis(1500));
            assertThatThrownBy(() -> cluster.properties().update(change -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> cluster.properties().update(c -> c.sameSubnetDelay(Duration.ofMinutes(5))))
                    .isInstanceOf(RejectedException.class);
        }
    }

    @Test
    void machines_createListFindGet_namesMayBeTakenTwice(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            VirtualMachine one = vms.create("web1", vm -> vm.on("HV1").path("C:\\VMs"));
            assertThat(vms.get("WEB1")).isEqualTo(one);
            VirtualMachine two = vms.create("web1", vm -> vm.on("HV2").path("C:\\VMs"));

            assertThat(vms.list("HV1")).containsExactly(one);
            assertThat(vms.list()).containsExactly(one, two);
            assertThat(vms.find(two.id())).contains(two);
            assertThat(vms.find(NOBODY)).isEmpty();
            assertThat(vms.get(two.id())).isEqualTo(two);
            assertThatThrownBy(() -> vms.get("web1"))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContainingAll(one.id() + " on HV1", two.id() + " on HV2", "address it by its id");
            assertThatThrownBy(() -> vms.get("web2")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> vms.get(NOBODY)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> vms.create("web1", vm -> vm.on("HV1").path("C:\\VMs")))
                    .isInstanceOf(ConflictException.class);
            assertThatThrownBy(() -> vms.create(
                            "web9", vm -> vm.on("HV1").path("C:\\VMs").connectedTo("nope")))
                    .isInstanceOf(RejectedException.class);
        }
    }

    @Test
    void machines_disks_tellTheFiles(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            assertThat(vms.disks("HV1")).isEmpty();
            VirtualMachine web1 = vms.create(
                    "web1", spec -> spec.on("HV1").path("D:\\VMs").newDisk("D:\\VMs\\web1\\web1.vhdx", Size.gib(1)));
            vms.create("bare", spec -> spec.on("HV1").path("D:\\VMs"));

            assertThat(vms.disks("HV1"))
                    .containsExactly(new VirtualDisk(web1.id(), "web1", "D:\\VMs\\web1\\web1.vhdx", "SCSI", 0, 0));
            assertThat(vms.disks("HV1").get(0).liesBelow("d:\\vms")).isTrue();
            assertThat(vms.disks("HV1").get(0).liesBelow("D:\\VM")).isFalse();
            assertThat(vms.disks("HV2")).isEmpty();
        }
    }

    @Test
    void machines_rename_changesTheNameAloneAndOnce() {
        try (HeardLab heard = HeardLab.story();
                Quorate quorate = heard.lab().connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            VirtualMachine web1 =
                    vms.awaitHeartbeat(Rack.clustered(quorate, cluster, "web1").id(), Duration.ofMinutes(10));

            VirtualMachine renamed = vms.rename(web1.id(), "Web1");

            assertThat(renamed.name()).isEqualTo("Web1");
            assertThat(renamed.path()).isEqualTo(web1.path());
            assertThat(renamed.isRunning()).isTrue();
            assertThat(vms.get(web1.id()).name()).isEqualTo("Web1");
            assertThat(cluster.groups().list()).extracting(ClusterGroup::name).contains("web1");
            heard.take();
            assertThat(vms.rename(web1.id(), "Web1").name()).isEqualTo("Web1");
            assertThat(WireMessage.changing(heard.take())).isEmpty();
            VirtualMachine lone = vms.create("lone", vm -> vm.on("HV1").path("C:\\VMs"));
            assertThat(vms.rename(lone.id(), "Web1").name()).isEqualTo("Web1");
            assertThatThrownBy(() -> vms.rename(NOBODY, "web2")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> vms.rename(lone.id(), " ")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void machines_configureStartSaveShutDownTurnOff(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            UUID id = vms.create("web1", vm -> vm.on("HV1").path("C:\\VMs")).id();

            assertThat(vms.configure(id, 4, Size.gib(2)).cores()).isEqualTo(4);
            assertThat(vms.start(id).state()).isEqualTo(VmState.RUNNING);
            assertThat(vms.start(id).state()).isEqualTo(VmState.RUNNING);
            assertThatThrownBy(() -> vms.configure(id, 2, Size.gib(2))).isInstanceOf(RejectedException.class);
            assertThat(vms.awaitHeartbeat(id, Duration.ofMinutes(10)).isRunning())
                    .isTrue();
            assertThat(vms.save(id).state()).isEqualTo(VmState.SAVED);
            assertThat(vms.save(id).state()).isEqualTo(VmState.SAVED);
            assertThat(vms.start(id).state()).isEqualTo(VmState.RUNNING);
            vms.awaitHeartbeat(id, Duration.ofMinutes(10));
            assertThat(vms.shutDown(id).state()).isEqualTo(VmState.OFF);
            assertThat(vms.shutDown(id).state()).isEqualTo(VmState.OFF);
            vms.start(id);
            assertThatThrownBy(() -> vms.turnOff(id, null)).isInstanceOf(ConsentRequiredException.class);
            assertThatThrownBy(() -> vms.turnOff(id, Consent.to(NOBODY.toString(), "another machine")))
                    .isInstanceOf(ConsentRequiredException.class);
            assertThat(vms.get(id).state()).isEqualTo(VmState.RUNNING);
            assertThat(vms.turnOff(id, Consent.to(id.toString(), "it hangs")).state())
                    .isEqualTo(VmState.OFF);
            for (Runnable verb : List.<Runnable>of(
                    () -> vms.start(NOBODY),
                    () -> vms.save(NOBODY),
                    () -> vms.shutDown(NOBODY),
                    () -> vms.configure(NOBODY, 1, Size.gib(1)),
                    () -> vms.makeHighlyAvailable(NOBODY),
                    () -> vms.turnOff(NOBODY, Consent.to(NOBODY.toString(), "nobody")))) {
                assertThatThrownBy(verb::run).isInstanceOf(NotFoundException.class);
            }
        }
    }

    @Test
    void machines_makeHighlyAvailableAndMigrateLive(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            VirtualMachine web1 = Rack.clustered(quorate, cluster, "web1");
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);

            assertThat(web1.clustered()).isTrue();
            assertThat(vms.migrateLive(web1.id(), "HV2").owner()).isEqualTo("HV2");
            assertThat(vms.migrateLive(web1.id(), "HV2").owner()).isEqualTo("HV2");
            assertThat(vms.get(web1.id()).host()).isEqualTo("HV2");
            assertThatThrownBy(() -> vms.makeHighlyAvailable(web1.id())).isInstanceOf(ConflictException.class);
            assertThatThrownBy(() -> vms.migrateLive(NOBODY, "HV2")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> vms.migrateLive(web1.id(), "HV3")).isInstanceOf(NotFoundException.class);
            VirtualMachine lone = vms.create("lone", vm -> vm.on("HV1").path("C:\\VMs"));
            assertThatThrownBy(() -> vms.migrateLive(lone.id(), "HV2")).isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void audit_ofASession_isJsonLinesThatHoldTheReason(Lab lab) {
        StringBuilder log = new StringBuilder();
        try (Quorate quorate = lab.connect().audit(AuditSink.jsonLines(log)).build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            cluster.nodes().list();
            assertThatThrownBy(() -> cluster.nodes().pause("HV3")).isInstanceOf(NotFoundException.class);
            cluster.nodes().evict("HV2", Consent.to("HV2@RACK1", "sold, \"as seen\"\nticket 7"));
        }
        List<JsonNode> lines =
                log.toString().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(lines)
                .extracting(line -> line.path("operation").asString() + " "
                        + line.path("step").asString() + " "
                        + line.path("outcome").asString("-"))
                .containsExactly(
                        "cluster.create intent -",
                        "cluster.create outcome done",
                        "cluster.node.add intent -",
                        "cluster.node.add outcome done",
                        "cluster.node.pause intent -",
                        "cluster.node.pause outcome failed",
                        "cluster.node.evict intent -",
                        "cluster.node.evict outcome done");
        assertThat(lines.subList(6, 8)).allSatisfy(line -> {
            assertThat(line.path("reason").asString()).isEqualTo("sold, \"as seen\"\nticket 7");
            assertThat(line.path("identity").asString()).isEqualTo("HV2@RACK1");
        });
        assertThat(lines.get(5).path("error").asString()).isEqualTo("not_found");
        assertThat(lines.get(6).path("call")).isEqualTo(lines.get(7).path("call"));
        assertThat(log).doesNotContain(new String(lab.password().reveal()));
    }
}
