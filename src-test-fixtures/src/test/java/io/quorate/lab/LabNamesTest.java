package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.vm.VirtualMachine;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Whoever names what the lab does not have is told what it has, at once and not by a test that passes for the wrong reason. */
class LabNamesTest {

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }

    @Test
    void names_thatTheLabDoesNotHave_areRefusedWithThoseItHas() {
        try (Lab lab = Lab.sanStoryBuilder().start()) {
            String hosts = "no such host: HVX; there are HV1, HV2";
            refused(() -> lab.power("HVX"), hosts);
            refused(() -> lab.url("HVX"), hosts);
            refused(() -> lab.cutLink("HV1", "HVX"), hosts);
            refused(() -> lab.healLink("HVX", "HV2"), hosts);
            refused(() -> lab.killClusterService("HVX"), hosts);
            refused(() -> lab.cutLink("HV1", "hv1.lab.example"), "no link leads from HV1 to itself");
            refused(
                    () -> lab.power("nas1"),
                    "no such host: nas1, which is an appliance: appliance(\"nas1\").power() is its switch");
            refused(() -> lab.appliance("NAS2"), "no such appliance: NAS2; there is NAS1");
            refused(() -> lab.traffic("x"), "no such face: x; there are iscsi, nef, winrm");
            refused(() -> lab.traffic("winrm", "nfe"), "no such face: nfe");
            refused(() -> lab.requests("Comand"), "no such action: Comand; there are Create, ");
            refused(() -> lab.appliance("NAS1").requests("POST storage/volume"), "no such action: POST storage/volume");
            refused(() -> lab.explain("HVX"), "no such entity: HVX; there are HV1, HV2, NAS1");
            assertThat(lab.requests("Command")).isZero();
            assertThat(lab.traffic("nef").changes()).isZero();
        }
    }

    @Test
    void appliance_whereThereIsNone_tellsWhatHasOne() {
        try (Lab lab = Lab.story()) {
            refused(
                    () -> lab.appliance("NAS1"),
                    "no such appliance: NAS1; there is none: Lab.sanStoryBuilder(), LabBuilder.appliance(..) and"
                            + " @HaLab(appliance = true) make one");
        }
    }

    @Test
    void faults_onWhatTheLabDoesNotHave_areRefusedAtTheirDeclaration() {
        try (Lab lab = Lab.sanStoryBuilder().start()) {
            refused(
                    () -> lab.faults().on("Get-ClusterNodes"),
                    "no such cmdlet or command: Get-ClusterNodes; there are Get-ClusterNode");
            refused(
                    () -> lab.faults().onReceiveOf("Stop-VMM"),
                    "no such cmdlet or command: Stop-VMM; there are Stop-VM");
            refused(
                    () -> lab.faults().on("FailoverCluster\\Add-ClusterNode"),
                    "no such cmdlet or command: FailoverCluster\\Add-ClusterNode; there are FailoverClusters\\Add-ClusterNode");
            refused(
                    () -> lab.faults().on("Add-Node"),
                    "no such cmdlet or command: Add-Node; there are Add-ClusterNode, ");
            assertThatThrownBy(() -> lab.faults().on("Add-Node")).hasMessageMatching(".*, and \\d{2,} more");
            refused(() -> lab.faults().on("WRITE_11"), "no such cmdlet or command: WRITE_11; there are WRITE_10");
            refused(() -> lab.faults().onAction("Creat"), "no such action: Creat; there are Create");
            refused(
                    () -> lab.faults().onAction("POST storage/volume"),
                    "no such action: POST storage/volume; there are POST storage/volumes");
            refused(() -> lab.faults().onAction("iscsi Log-in"), "no such action: iscsi Log-in; there are iscsi Login");
            refused(() -> lab.faults().any().host("HVX"), "no such host or appliance: HVX; there are HV1, HV2, NAS1");
            assertThatThrownBy(() -> lab.faults().on("Get-VM").refused())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("any().host(...).refused()");
            for (String known :
                    List.of("Get-VM", "hyper-v\\get-vm", "FailoverClusters\\Add-ClusterNode", "WRITE_10", "register")) {
                lab.faults().on(known).optional().quota();
            }
            for (String known :
                    List.of("Create", "receive", "POST storage/volumes", "iscsi Login", "iscsi SCSI 0x2A", "Connect")) {
                lab.faults().onAction(known).optional().quota();
            }
            lab.faults().any().host("hv1.lab.example").optional().refused();
            lab.faults().any().host("nas1").optional().refused();
        }
    }

    @Test
    void fault_atAHostByItsDnsName_hitsThere() {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            lab.faults().on("Get-Disk").host("HV1.lab.example").quota();
            lab.faults().on("Get-VM").quota();
            quorate.host(Lab.ENDPOINT, "HV1").disks().list();
            assertThat(lab.faults().unfired()).containsExactly("QUOTA on cmdlet Get-VM, hit 0 of 1");
        }
    }

    @Test
    void names_thatABuilderIsGivenAndThereAreNot_areRefused() {
        refused(() -> Lab.storyBuilder().port("HV7", 0).start(), "no such host: HV7; there are HV1, HV2");
        refused(() -> Lab.storyBuilder().httpPort("HV7", 0).start(), "no such host: HV7; there are HV1, HV2");
        refused(() -> Lab.storyBuilder().host("hv1").start(), "there is a host of that name: hv1");
        refused(() -> Lab.storyBuilder().os(2023), "no such Windows Server: 2023; there are [2016, 2019, 2022, 2025]");
        refused(() -> Lab.storyBuilder().locale("fr-FR"), "the lab's texts are English and German, not fr-FR");
        refused(() -> Lab.storyBuilder().cluster("A-NAME-OF-16-CHS"), "a cluster's name has 1 to 15 characters");
        refused(() -> Lab.builder().cluster("FC1").start(), "a cluster needs hosts: FC1");
    }

    @Test
    @DisplayName("explain takes a name as a person says it")
    void explain_ofAHost_tellsItsStoryAndWhy() {
        try (Lab lab = Lab.storyBuilder().cluster("FC1").start()) {
            lab.power("HV2").off();
            lab.advance(Duration.ofMinutes(10));
            assertThat(lab.explain("HV2"))
                    .isEqualTo(lab.explain("hv2.lab.example"))
                    .contains("power UP -> OFF", "power cut of HV2", "cluster/FC1/node/HV2")
                    .doesNotContain("cluster/FC1/node/HV1 [");
            assertThat(lab.explain("cluster/FC1/node/HV2")).contains("state UP -> DOWN");
            assertThat(lab.explain("HV2", Duration.ofHours(1), Duration.ofHours(2)))
                    .isEmpty();
        }
    }

    @Test
    void explain_ofAVirtualMachine_takesItsName() {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            VirtualMachine web1 =
                    quorate.vms(Lab.ENDPOINT).create("web1", vm -> vm.on("HV1").path("C:\\VMs"));
            quorate.vms(Lab.ENDPOINT).start(web1.id());
            assertThat(lab.explain("WEB1"))
                    .as("in words, with its name for its GUID")
                    .contains("web1: created with name web1, host HV1, state OFF", "state OFF -> ")
                    .containsPattern("started at none -> [0-9]+[.0-9]* s")
                    .doesNotContain("State[", " PT")
                    .doesNotContainIgnoringCase(web1.id().toString());
        }
    }

    @Test
    @DisplayName("a shared disk reaches every host, in whatever order they are declared")
    void sharedDisk_reachesHostsThatAreDeclaredLater() {
        try (Lab lab = Lab.storyBuilder()
                        .sharedDisk(Size.gib(3))
                        .host("HV3")
                        .cluster("FC1")
                        .start();
                Quorate quorate = lab.connect().build()) {
            assertThat(quorate.host(Lab.ENDPOINT, "HV3").disks().list())
                    .filteredOn(d -> d.naa() != null)
                    .hasSize(3);
            assertThat(quorate.cluster(Lab.ENDPOINT).availableDisks().list()).hasSize(3);
        }
    }
}
