package io.quorate.lab.san;

import static io.quorate.lab.san.San.cmd;
import static io.quorate.lab.san.San.text;
import static io.quorate.lab.san.San.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.GroupState;
import io.quorate.lab.model.VmState;
import io.quorate.lab.storage.ReservationState;
import io.quorate.winrm.psrp.PsObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A unit of an appliance as a cluster's shared volume, and what becomes of it and its virtual machines when it is lost. */
@Timeout(60)
class SanClusterTest {
    private final San san = new San();

    @AfterEach
    void close() {
        san.close();
    }

    private ReservationState reservations() {
        return san.appliance.reservations(san.naa());
    }

    private GroupState volumeGroup(Cluster cluster) {
        return cluster.groupOf(cluster.volumes().get(0));
    }

    @Test
    void availableDisk_needsATableAndEveryNode() {
        san.connect("HV1");
        san.connect("HV2");
        san.world.change("cluster", () -> san.estate.createCluster("C1", List.of("HV1", "HV2")));
        san.pass(10);
        assertThat(san.ok("HV1", cmd("Get-ClusterAvailableDisk"))).isEmpty();
        san.prepare("HV1", "CSV");

        List<PsObject> available = san.ok("HV1", cmd("Get-ClusterAvailableDisk"));
        assertThat(texts(available, "Id")).containsExactly(text(san.seen("HV1"), "Guid"));
        assertThat(texts(available, "Number")).containsExactly(text(san.seen("HV1"), "Number"));

        san.estate.cutStorage("HV2", "nex1");
        san.pass(70);
        assertThat(san.ok("HV1", cmd("Get-ClusterAvailableDisk"))).isEmpty();
    }

    @Test
    void volume_withoutAFileSystem_isRefused() {
        san.connect("HV1");
        san.connect("HV2");
        san.online("HV1");
        san.ok("HV1", san.disk(), cmd("Initialize-Disk"));
        san.world.change("cluster", () -> san.estate.createCluster("C1", List.of("HV1", "HV2")));
        san.pass(10);
        san.ok("HV1", cmd("Get-ClusterAvailableDisk"), cmd("Add-ClusterDisk"));

        assertThat(san.fails("HV1", cmd("Add-ClusterSharedVolume").with("Name", "Cluster Disk 1")))
                .startsWith("Add-ClusterSharedVolume");
    }

    @Test
    void clusteredUnit_isReservedForItsOwnerAndRefusesSetDisk() {
        Cluster cluster = san.cluster();

        String owner = volumeGroup(cluster).owner();
        assertThat(reservations().registrations()).hasSize(2);
        assertThat(reservations().type()).isEqualTo(5);
        assertThat(reservations().holder()).startsWith(owner.equals("HV1") ? San.IQN1 : San.IQN2);
        assertThat(text(san.seen("HV1"), "IsClustered")).isEqualTo("true");
        assertThat(san.fails("HV1", san.set("IsOffline", true))).isEqualTo("StorageWMI 40018,Set-Disk");
        assertThat(san.fails(
                        "HV2",
                        san.disk(),
                        cmd("Clear-Disk").with("RemoveData", true).with("Confirm", false)))
                .isEqualTo("StorageWMI 40018,Clear-Disk");
        PsObject id = san.ok(
                        "HV1",
                        cmd("Get-ClusterSharedVolume"),
                        cmd("Get-ClusterParameter").with("Name", "DiskUniqueIds"))
                .get(0);
        assertThat(text(id, "Value")).isEqualTo(san.naa());
    }

    @Test
    void volume_whenMoved_isReservedByTheNewOwner() {
        Cluster cluster = san.cluster();
        String from = volumeGroup(cluster).owner();
        String to = from.equals("HV1") ? "HV2" : "HV1";

        san.ok(
                "HV1",
                cmd("Move-ClusterSharedVolume").with("Name", "Cluster Disk 1").with("Node", to));

        assertThat(volumeGroup(cluster).owner()).isEqualTo(to);
        assertThat(reservations().holder()).startsWith(to.equals("HV1") ? San.IQN1 : San.IQN2);
        assertThat(reservations().registrations()).hasSize(2);
    }

    @Test
    void volume_whenRemoved_isADiskOfTheHostsAgainWithItsData() {
        san.cluster();

        san.ok(
                "HV1",
                cmd("Get-ClusterSharedVolume"),
                cmd("Remove-ClusterSharedVolume").with("Confirm", false));
        assertThat(san.ok("HV1", cmd("Get-ClusterSharedVolume"))).isEmpty();
        san.ok(
                "HV1",
                cmd("Get-ClusterResource").with("Name", "Cluster Disk 1"),
                cmd("Remove-ClusterResource").with("Force", true).with("Confirm", false));

        assertThat(reservations().type()).isZero();
        assertThat(reservations().registrations()).isEmpty();
        PsObject disk = san.seen("HV1");
        assertThat(text(disk, "IsClustered") + text(disk, "IsOffline") + text(disk, "PartitionStyle"))
                .isEqualTo("falsetrueGPT");
        assertThat(san.ok("HV1", cmd("Get-ClusterAvailableDisk"))).hasSize(1);
    }

    @Test
    void node_thatLosesItsPath_goesThroughTheOwner_andBack() {
        Cluster cluster = san.cluster();
        String owner = volumeGroup(cluster).owner();
        String other = owner.equals("HV1") ? "HV2" : "HV1";
        VmState vm = san.vm(cluster, other);

        san.estate.cutStorage(other, "nex1");
        san.pass(30);
        assertThat(san.access(cluster)).containsEntry(other, "DIRECT");
        san.pass(40);

        assertThat(san.access(cluster)).isEqualTo(Map.of(owner, "DIRECT", other, "BLOCK_REDIRECTED"));
        PsObject state = san.ok("HV1", cmd("Get-ClusterSharedVolumeState").with("Node", other))
                .get(0);
        assertThat(text(state, "StateInfo") + " " + text(state, "BlockRedirectedIOReason"))
                .isEqualTo("BlockRedirected NoDiskConnectivity");
        assertThat(san.state(vm)).isEqualTo(VmState.State.RUNNING);

        san.estate.healStorage(other, "nex1");
        san.pass(10);
        assertThat(san.access(cluster)).containsEntry(other, "DIRECT");
        assertThat(reservations().registrations()).hasSize(2);
    }

    @Test
    void owner_thatLosesItsPath_handsTheVolumeOver() {
        Cluster cluster = san.cluster();
        String owner = volumeGroup(cluster).owner();
        String other = owner.equals("HV1") ? "HV2" : "HV1";
        VmState vm = san.vm(cluster, owner);

        san.estate.cutStorage(owner, "nex1");
        san.pass(70);

        assertThat(volumeGroup(cluster).owner()).isEqualTo(other);
        assertThat(reservations().holder()).startsWith(other.equals("HV1") ? San.IQN1 : San.IQN2);
        assertThat(san.access(cluster)).isEqualTo(Map.of(other, "DIRECT", owner, "BLOCK_REDIRECTED"));
        assertThat(san.state(vm)).isEqualTo(VmState.State.RUNNING);
    }

    @Test
    void appliance_thatLosesPowerShortly_isNotNoticedByTheMachines() {
        Cluster cluster = san.cluster();
        VmState vm = san.vm(cluster, "HV1");

        san.change(san.appliance::powerOff);
        san.pass(40);
        assertThat(reservations().type()).isZero();
        san.change(san.appliance::powerOn);
        san.pass(10);

        assertThat(san.state(vm)).isEqualTo(VmState.State.RUNNING);
        assertThat(volumeGroup(cluster).state()).isEqualTo(GroupState.State.ONLINE);
        assertThat(reservations().type()).isEqualTo(5);
    }

    @Test
    void appliance_thatLosesPower_takesVolumeAndMachinesDown_untilItIsBack() {
        Cluster cluster = san.cluster();
        VmState one = san.vm(cluster, "HV1");
        VmState two = san.vm(cluster, "HV2");

        san.change(san.appliance::powerOff);
        san.pass(70);

        assertThat(volumeGroup(cluster).state()).isEqualTo(GroupState.State.FAILED);
        assertThat(san.state(one)).isEqualTo(VmState.State.PAUSED_CRITICAL);
        assertThat(san.state(two)).isEqualTo(VmState.State.PAUSED_CRITICAL);
        assertThat(texts(san.ok("HV1", cmd("Get-ClusterSharedVolume")), "State"))
                .containsExactly("Failed");
        assertThat(san.fails("HV1", cmd("Start-ClusterResource").with("Name", "Cluster Disk 1")))
                .startsWith("Start-ClusterResource");

        san.change(san.appliance::powerOn);
        san.pass(15);

        assertThat(volumeGroup(cluster).state()).isEqualTo(GroupState.State.ONLINE);
        assertThat(san.state(one)).isEqualTo(VmState.State.RUNNING);
        assertThat(san.state(two)).isEqualTo(VmState.State.RUNNING);
        assertThat(reservations().type()).isEqualTo(5);
        assertThat(reservations().registrations()).hasSize(2);
    }

    @Test
    void target_thatIsTakenOffline_hasTheSameEffect() {
        Cluster cluster = san.cluster();
        VmState vm = san.vm(cluster, "HV1");

        san.change(() -> san.appliance.targetOnline(San.TARGET, false));
        san.pass(70);
        assertThat(san.state(vm)).isEqualTo(VmState.State.PAUSED_CRITICAL);

        san.change(() -> san.appliance.targetOnline(San.TARGET, true));
        san.pass(15);
        assertThat(san.state(vm)).isEqualTo(VmState.State.RUNNING);
    }

    @Test
    void owner_thatLosesPower_isPreempted() {
        Cluster cluster = san.cluster();
        String owner = volumeGroup(cluster).owner();
        String other = owner.equals("HV1") ? "HV2" : "HV1";
        san.world.change("votes", () -> cluster.setWeight(owner, 0));

        san.estate.powerOff(owner);
        san.pass(60);

        assertThat(volumeGroup(cluster).owner()).isEqualTo(other);
        assertThat(reservations().holder()).startsWith(other.equals("HV1") ? San.IQN1 : San.IQN2);
        assertThat(reservations().registrations()).hasSize(1);

        san.estate.powerOn(owner);
        san.pass(200);
        assertThat(san.access(cluster)).isEqualTo(Map.of(owner, "DIRECT", other, "DIRECT"));
        assertThat(reservations().registrations()).hasSize(2);
    }

    @Test
    void table_thatIsOverwrittenFromOutside_keepsTheDiskFromComingOnline() throws java.io.IOException {
        Cluster cluster = san.cluster();
        san.change(san.appliance::powerOff);
        san.pass(70);
        var blocks = san.appliance.blocks(San.VOLUME);
        blocks.write(0, new byte[512], 0, 512);
        san.change(san.appliance::powerOn);
        san.pass(15);

        assertThat(volumeGroup(cluster).state()).isEqualTo(GroupState.State.FAILED);
    }

    @Test
    void hardDiskDrives_nameTheFilesOfAMachine() {
        Cluster cluster = san.cluster();
        san.vm(cluster, "HV1");

        assertThat(texts(san.ok("HV1", cmd("Get-VM"), cmd("Get-VMHardDiskDrive")), "Path"))
                .containsExactly("C:\\ClusterStorage\\Volume1\\web-HV1\\Virtual Hard Disks\\web-HV1.vhdx");
    }
}
