package io.quorate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quorate.Consent;
import io.quorate.cluster.command.AddDisk;
import io.quorate.cluster.command.AddNode;
import io.quorate.cluster.command.AddSharedVolume;
import io.quorate.cluster.command.CreateCluster;
import io.quorate.cluster.command.EvictNode;
import io.quorate.cluster.command.MoveGroup;
import io.quorate.cluster.command.PauseNode;
import io.quorate.cluster.command.ResumeNode;
import io.quorate.cluster.command.SetDiskWitness;
import io.quorate.cluster.command.UpdateSettings;
import io.quorate.spi.Command;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSpecsTest {
    private static final String DISK = "{0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0}";

    @Test
    void clusterSpec_pluralReplacesAndAddAppends() {
        CreateCluster command = new ClusterSpec()
                .staticAddresses("192.0.2.1")
                .staticAddresses("192.0.2.2")
                .addStaticAddress("192.0.2.3")
                .accessPoint(AccessPoint.DNS)
                .build("CLUSTER1", "HV1");
        assertThat(command.staticAddresses()).containsExactly("192.0.2.2", "192.0.2.3");
        assertThat(command.placement()).isEqualTo(Placement.on("HV1"));
    }

    @Test
    void clusterSpec_whenAnAddressHasNoAccessPoint_failsInBuild() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterSpec()
                        .staticAddresses("192.0.2.1")
                        .accessPoint(AccessPoint.NONE)
                        .build("CLUSTER1", "HV1"))
                .withMessageContaining("cluster CLUSTER1: an access point of NONE has no address");
    }

    @Test
    void createCluster_whenTheNameIsLongerThanNetBios_fails() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterSpec().build("A-NAME-TOO-LONG1", "HV1"))
                .withMessageContaining("15");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "HV?", "HV[12]", "", " ", "HV`1"})
    void commands_refuseANameThatCouldStandForSeveral(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new AddNode(name));
        assertThatIllegalArgumentException().isThrownBy(() -> new EvictNode(name, "CLUSTER1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ResumeNode(name, Failback.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "Cluster Disk 1", "", "0x", "{0b1c2d3e}"})
    void diskCommands_refuseWhatIsNoIdentity(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new AddDisk(id));
        assertThatIllegalArgumentException().isThrownBy(() -> new AddSharedVolume(id));
    }

    @Test
    void diskCommands_takeGuidsAndSignatures() {
        assertThat(new AddDisk(DISK).target()).hasToString("disk " + DISK);
        assertThat(new AddDisk("0x1232AE60").diskId()).isEqualTo("0x1232AE60");
        assertThat(new AddDisk(DISK.replaceAll("[{}]", "")).diskId()).hasSize(36);
    }

    @Test
    void pauseSpec_whenContradictory_failsInBuild() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new PauseSpec().waitUntilDrained(Duration.ofMinutes(1)).build("HV1"))
                .withMessage("pausing HV1: waiting for a drain without asking for one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PauseSpec().to("HV2").build("HV1"))
                .withMessage("pausing HV1: a target node without a drain");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PauseSpec().drain().to("hv1.lab.example").build("HV1"))
                .withMessage("pausing HV1: it cannot be drained to itself");
    }

    @Test
    void settingsChange_whenEmptyOrFractional_fails() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SettingsChange().build())
                .withMessage("no setting to change was named");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SettingsChange()
                        .sameSubnetDelay(Duration.ofNanos(1_500_000))
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SettingsChange().sameSubnetThreshold(0).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SettingsChange()
                        .resiliencyDefaultPeriod(Duration.ofMillis(1500))
                        .build());
    }

    @Test
    void evictNode_isBoundToTheNodeInItsCluster() {
        EvictNode evict = new EvictNode("HV2", "CLUSTER1");
        assertThat(Consent.to("hv2@cluster1", "replaced").covers(evict.identity()))
                .isTrue();
        assertThat(evict.safety()).isEqualTo(Safety.ONCE);
    }

    @Test
    void changingCommands_pretendAResultInARehearsal() {
        List<Command<?>> commands = List.of(
                new CreateCluster("CLUSTER1", "HV1", List.of(), AccessPoint.DNS),
                new UpdateSettings(null, 5, null, null, null, null),
                new AddNode("HV2"),
                new PauseNode("HV1", true, true, null, Duration.ofMinutes(1)),
                new ResumeNode("HV1", Failback.POLICY),
                new EvictNode("HV2", "CLUSTER1"),
                new MoveGroup("web1", "HV2", Duration.ofMinutes(1)),
                new AddDisk(DISK),
                new AddSharedVolume(DISK),
                new SetDiskWitness("Cluster Disk 1"));
        assertThat(commands).allSatisfy(command -> {
            assertThat(command.rehearsed()).isNotNull();
            assertThat(command.safety()).isNotEqualTo(Safety.READ);
            assertThat(command.name()).startsWith("cluster.");
        });
    }

    @Test
    void moveGroup_allowsTwoMinutesBesideItsWait() {
        assertThat(new MoveGroup("g", "HV2", Duration.ofMinutes(5)).deadline()).isEqualTo(Duration.ofMinutes(7));
        assertThatIllegalArgumentException().isThrownBy(() -> new MoveGroup("g", "HV2", Duration.ZERO));
    }
}
