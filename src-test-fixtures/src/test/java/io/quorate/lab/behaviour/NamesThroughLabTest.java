package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.CallListener;
import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.Cluster;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.SharedVolume;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.NotFoundException;
import io.quorate.error.RejectedException;
import io.quorate.host.HostClient;
import io.quorate.lab.HaLab;
import io.quorate.lab.Lab;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.storage.StorageClient;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.vm.VmCheck;
import io.quorate.vm.VmFinding;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whatever kind of name somebody has for a thing: it is understood, or the message says what it is the name of. */
@HaLab
class NamesThroughLabTest {

    @Test
    @DisplayName(
            "disks and volumes answer to their names, folders, paths and identities; a name of another thing is told")
    void disksAndVolumes_byAnyOfTheirNames(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            assertThat(cluster.find()).isEmpty();
            Rack.cluster(quorate);
            assertThat(cluster.find()).map(Cluster::name).contains("RACK1");
            List<AvailableDisk> free = Rack.disks(cluster);
            AvailableDisk small = free.get(0);
            AvailableDisk large = free.get(1);
            assertThatThrownBy(() -> cluster.availableDisks().addToCluster("Volume1"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("the cluster has no disk Volume1")
                    .hasMessageContaining(small.name() + " (available, " + small.id() + ")");
            assertThatThrownBy(() -> cluster.availableDisks().addToCluster("600144F0AC8E00005F5E1A2B3C4D0001"))
                    .hasMessageContaining("is how storage names a disk");
            assertThatThrownBy(() -> cluster.quorum().setDiskWitness(small.name()))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("a disk that every node sees and the cluster does not use yet");

            ClusterDisk witness = cluster.availableDisks().addToCluster(small.name());
            assertThat(witness.diskId()).isEqualToIgnoringCase(small.id());
            assertThat(cluster.availableDisks().ensureInCluster(witness.name()).changed())
                    .isFalse();
            assertThat(cluster.disks().find(small.id())).contains(witness);
            assertThat(cluster.quorum().setDiskWitness(witness.diskId()).hasDiskWitness(witness.name()))
                    .isTrue();

            SharedVolume volume = cluster.sharedVolumes().add(large.name());
            String folder = volume.folder().orElseThrow();
            for (String name : List.of(
                    volume.name().toUpperCase(java.util.Locale.ROOT),
                    folder,
                    String.valueOf(volume.path()),
                    volume.diskId(),
                    volume.id())) {
                assertThat(cluster.sharedVolumes().get(name)).as(name).isEqualTo(volume);
                assertThat(cluster.sharedVolumes().find(name)).as(name).contains(volume);
            }
            assertThat(cluster.sharedVolumes().states(folder)).hasSize(2);
            assertThat(cluster.sharedVolumes().move(folder, "hv2.lab.example").owner())
                    .isEqualTo("HV2");
            assertThatThrownBy(() -> cluster.sharedVolumes().get(witness.name()))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining(witness.name() + " is a disk of the cluster, and no shared volume")
                    .hasMessageContaining("its shared volumes: " + volume.name() + " (" + folder + ")");
            assertThatThrownBy(() -> cluster.quorum().setDiskWitness(folder))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining(folder + " is the folder of the shared volume " + volume.name());
            assertThatThrownBy(() -> cluster.disks().remove(folder, null))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining(folder + " is the folder of the shared volume " + volume.name())
                    .hasMessageContaining("nothing was changed");
            cluster.sharedVolumes().remove(folder, Consent.to(volume.identity(), "emptied"));
            assertThat(cluster.sharedVolumes().list()).isEmpty();
        }
    }

    @Test
    @DisplayName("nodes answer to short and full names, groups to names and ids; who is not there is told with who is")
    void nodesAndGroups_byAnyOfTheirNames(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            assertThatThrownBy(() -> cluster.nodes().get("HV9"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("the cluster has no node HV9; hint: its nodes: HV1, HV2;");
            assertThatThrownBy(() -> cluster.nodes().pause("RACK1")).hasMessageContaining("its nodes: HV1, HV2");
            var core = cluster.groups().get("Cluster Group");
            assertThat(cluster.groups().get(core.id())).isEqualTo(core);
            assertThat(cluster.groups().find(core.id())).contains(core);
            assertThatThrownBy(() -> cluster.groups().get("Cluster Grup"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("its groups: Cluster Group, Available Storage");
            assertThatThrownBy(() -> quorate.host(Lab.ENDPOINT, "RACK1").facts())
                    .hasMessageContaining("which is not one of the endpoint's: HV1, HV2");
            assertThatThrownBy(() -> cluster.nodes().evict("hv2.lab.example", null))
                    .isInstanceOfSatisfying(
                            ConsentRequiredException.class,
                            e -> assertThat(e.identity()).isEqualTo("HV2@RACK1"));
            cluster.nodes().evict("hv2.lab.example", Consent.to("HV2@RACK1", "it is sold"));
            assertThat(cluster.nodes().list()).extracting(ClusterNode::name).containsExactly("HV1");
        }
    }

    @Test
    @DisplayName(
            "a machine on its host's own drive: the role is made with a warning, ensure refuses, and preflight finds it")
    void machineOnALocalDisk_isNotMadeHighlyAvailableWithoutAWord(Lab lab) {
        List<String> heard = new CopyOnWriteArrayList<>();
        CallListener listener = new CallListener() {
            @Override
            public void noticed(Noticed notice) {
                heard.add(notice.operation() + " " + notice.host() + " " + notice.said());
            }
        };
        try (Quorate quorate = lab.connect().listener(listener).build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            VirtualMachine shared = Rack.clustered(quorate, cluster, "web1");
            assertThat(heard).isEmpty();
            assertThat(vms.ensureHighlyAvailable(shared.id()).changed()).isFalse();
            UUID local = vms.create("web2", vm -> vm.on("HV1").path("C:\\VMs").newDisk("web2.vhdx", Size.gib(1)))
                    .id();

            assertThatThrownBy(() -> vms.ensureHighlyAvailable(local))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("machine web2 would not come up on another node: C:\\VMs\\")
                    .hasMessageContaining("is on HV1 and on no shared volume (C:\\ClusterStorage\\")
                    .hasMessageContaining("nothing was sent");
            assertThat(vms.get(local).clustered()).isFalse();

            assertThat(vms.makeHighlyAvailable(local).name()).isEqualTo("web2");
            assertThat(heard)
                    .singleElement()
                    .asString()
                    .startsWith("vm.make-highly-available HV1 machine web2 would not");
            assertThat(vms.preflight(local).findings())
                    .extracting(VmFinding::check)
                    .contains(VmCheck.STORAGE);
            assertThat(vms.preflight(shared.id()).findings())
                    .extracting(VmFinding::check)
                    .doesNotContain(VmCheck.STORAGE);
            assertThat(vms.find("WEB2")).map(VirtualMachine::id).contains(local);
            assertThat(vms.find("web3")).isEmpty();
            assertThat(vms.get(local.toString()).id()).isEqualTo(local);
            assertThatThrownBy(() -> vms.get("web")).hasMessageContaining("their machines: web1, web2");

            ClusterDisk drive = cluster.availableDisks()
                    .addToCluster(cluster.availableDisks().list().get(0).id());
            UUID perhaps = vms.create(
                            "web3", vm -> vm.on(drive.owner()).path("E:\\VMs").newDisk("web3.vhdx", Size.gib(1)))
                    .id();
            assertThat(vms.ensureHighlyAvailable(perhaps).changed()).isTrue();
            assertThat(heard.get(1))
                    .contains("machine web3 may not come up", "a cluster disk of its group (" + drive.name() + ")");
        }
    }

    @Test
    @DisplayName(
            "what belongs to a host or a machine: who asks for a name that is none is told the kind of name, and those there are")
    void partsOfHosts_thatAreNotThere_areToldWithThoseThatAre(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            HostClient host = quorate.host(Lab.ENDPOINT, "hv1.lab.example");
            String adapter = host.network().adapters().get(0).name();
            assertThatThrownBy(() -> host.network().ensureMtu("nope", 1500))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("no network adapter of")
                    .hasMessageContaining("its adapters: ")
                    .hasMessageContaining(adapter);
            assertThatThrownBy(() -> host.services().get("Windows Remote Management"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("services go by their names (Spooler), not by those that are displayed");
            assertThatThrownBy(() -> host.features().ensure("HyperV"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("those with the most similar names: Hyper-V");
            UUID machine = quorate.vms(Lab.ENDPOINT)
                    .create("web1", vm -> vm.on("HV1").path("C:\\VMs").connectedTo("LAN"))
                    .id();
            VirtualAdapter nic =
                    quorate.vms(Lab.ENDPOINT).adapters(machine).list().get(0);
            assertThatThrownBy(() -> quorate.vms(Lab.ENDPOINT).adapters(machine).get(nic.name()))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("adapters go by their ids; it has: " + nic.name() + " (" + nic.id() + ")");
        }
    }

    @Test
    @DisplayName("a host group where the target group belongs: the message says which was which")
    void groupsOfAnAppliance_swapped_areTold() {
        try (Lab lab = Lab.sanStoryBuilder().start();
                Quorate quorate = lab.connect().build()) {
            StorageClient nas = quorate.storage(Lab.STORAGE);
            DatasetPath volume = DatasetPath.of("tank/vg/v1");
            nas.volumes().create(volume, v -> v.size(Size.gib(1)));
            nas.hostGroups().create("nodes", Set.of(Iqn.of("iqn.1991-05.com.microsoft:hv1")));
            assertThatThrownBy(() -> nas.mappings().create(volume, "nodes", "all"))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("nodes is a host group, and no target group");
        }
    }
}
