package io.quorate.lab.san;

import static io.quorate.lab.san.San.cmd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.call.Ensured;
import io.quorate.cluster.SharedVolume;
import io.quorate.cluster.SharedVolumeState;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.NotFoundException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnreachableException;
import io.quorate.host.ConnectSpec;
import io.quorate.host.DiskContent;
import io.quorate.host.HostDisk;
import io.quorate.host.HostInitiator;
import io.quorate.host.InitiatorService;
import io.quorate.host.InitiatorSession;
import io.quorate.host.NodeTarget;
import io.quorate.host.PartitionStyle;
import io.quorate.host.PreparedDisk;
import io.quorate.lab.model.Cluster;
import io.quorate.san.ChapLogin;
import io.quorate.san.Iqn;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The nouns of a host and of shared volumes over simulated Windows hosts. */
@Timeout(60)
class HostNounsTest {
    private static final Portal PORTAL = Portal.of(San.PORTAL);
    private static final Iqn TARGET = Iqn.of(San.TARGET);

    private final San san = new San();
    private final SanSdk sdk = new SanSdk(san);
    private final HostInitiator initiator = sdk.host("HV1").initiator();

    @AfterEach
    void close() {
        sdk.close();
        san.close();
    }

    private Naa naa() {
        return Naa.of(san.naa());
    }

    private void connect(String host) {
        HostInitiator one = sdk.host(host).initiator();
        one.ensureRunning();
        one.ensurePortal(PORTAL);
        one.ensureConnected(ConnectSpec.of(TARGET, PORTAL));
        sdk.host(host).disks().rescan();
    }

    // initiator

    @Test
    void ensureRunning_tellsWhetherItChangedSomething() {
        assertThat(initiator.get()).isEqualTo(new InitiatorService("HV1", false, false, null));

        Ensured<InitiatorService> first = initiator.ensureRunning();
        Ensured<InitiatorService> second = initiator.ensureRunning();

        assertThat(first.changed()).isTrue();
        assertThat(first.value()).isEqualTo(new InitiatorService("HV1", true, true, Iqn.of(San.IQN1)));
        assertThat(second).isEqualTo(new Ensured<>(first.value(), false));
    }

    @Test
    void ensureRunning_whenTheAnswerIsLost_hasStillChangedSomething() {
        sdk.fates(n -> n == 2 ? SanSdk.Fate.ANSWER_LOST : SanSdk.Fate.ARRIVES);

        assertThat(initiator.ensureRunning().changed()).isTrue();
        assertThat(sdk.cmdlets()).containsOnlyOnce("Start-Service");
    }

    @Test
    void portals_whenTheServiceDoesNotRun_sayWhatToDo() {
        assertThatThrownBy(initiator::portals)
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("0xEFFF003E")
                .hasMessageContaining("ensureRunning");
    }

    @Test
    void ensurePortal_whenItIsDead_isRefusedAndNeverReachesTheCmdletThatBlocks() {
        initiator.ensureRunning();

        assertThatThrownBy(() -> initiator.ensurePortal(Portal.of("10.9.9.9")))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("nothing was added");
        assertThat(sdk.cmdlets()).contains("Test-NetConnection").doesNotContain("New-IscsiTargetPortal");
        assertThat(initiator.portals()).isEmpty();
    }

    @Test
    void portal_isAddedOnceAndRemovedTwice() {
        initiator.ensureRunning();

        assertThat(initiator.ensurePortal(PORTAL).changed()).isTrue();
        assertThat(initiator.ensurePortal(PORTAL).changed()).isFalse();
        assertThat(initiator.portals())
                .singleElement()
                .satisfies(portal -> assertThat(portal.portal()).isEqualTo(PORTAL));
        initiator.removePortal(PORTAL);
        initiator.removePortal(PORTAL);
        assertThat(initiator.portals()).isEmpty();
    }

    @Test
    void ensureConnected_whenNoPortalOffersTheTarget_isNotFound() {
        initiator.ensureRunning();

        assertThatThrownBy(() -> initiator.ensureConnected(ConnectSpec.of(TARGET, PORTAL)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no portal of the host offers it the target");
    }

    @Test
    void ensureConnected_makesOnePersistentSession() {
        initiator.ensureRunning();
        initiator.ensurePortal(PORTAL);

        Ensured<InitiatorSession> first = initiator.ensureConnected(ConnectSpec.of(TARGET, PORTAL));
        Ensured<InitiatorSession> second = initiator.ensureConnected(ConnectSpec.of(TARGET, PORTAL));

        assertThat(first.changed()).isTrue();
        assertThat(first.value().persistent() && first.value().connected()).isTrue();
        assertThat(first.value().portals()).containsExactly(PORTAL);
        assertThat(first.value().initiator()).isEqualTo(Iqn.of(San.IQN1));
        assertThat(second).isEqualTo(new Ensured<>(first.value(), false));
        assertThat(initiator.sessions()).containsExactly(first.value());
        assertThat(initiator.targets()).containsExactly(new NodeTarget(TARGET, true));
    }

    @Test
    void ensureConnected_whenTheAnswerIsLost_readsBackInsteadOfRepeating() {
        initiator.ensureRunning();
        initiator.ensurePortal(PORTAL);
        sdk.fates(n -> sdk.sent.get(sdk.sent.size() - 1).contains("Get-IscsiTarget")
                ? SanSdk.Fate.ANSWER_LOST
                : SanSdk.Fate.ARRIVES);

        Ensured<InitiatorSession> connected = initiator.ensureConnected(ConnectSpec.of(TARGET, PORTAL));

        assertThat(connected.changed()).isTrue();
        assertThat(sdk.cmdlets()).containsOnlyOnce("Connect-IscsiTarget");
    }

    @Test
    void ensureConnected_whenTheSessionIsNotPersistent_makesItSoWithoutEndingIt() {
        san.service("HV1");
        san.ok("HV1", cmd("New-IscsiTargetPortal").with("TargetPortalAddress", San.PORTAL));
        san.ok(
                "HV1",
                cmd("Connect-IscsiTarget").with("NodeAddress", San.TARGET).with("TargetPortalAddress", San.PORTAL));
        String id = initiator.sessions().get(0).id();

        Ensured<InitiatorSession> made = initiator.ensureConnected(ConnectSpec.of(TARGET, PORTAL));

        assertThat(made.changed()).isTrue();
        assertThat(made.value().persistent()).isTrue();
        assertThat(made.value().id()).isEqualTo(id);
        assertThat(sdk.cmdlets())
                .containsOnlyOnce("Register-IscsiSession")
                .doesNotContain("Connect-IscsiTarget", "Disconnect-IscsiTarget");
    }

    @Test
    void ensureConnected_withChap_logsInBothWays() {
        san.change(() -> {
            san.appliance.updateTarget(San.TARGET, true, null);
            san.appliance.setInitiator(San.IQN1, "hv1", Secret.of("a-good-secret1"));
            san.appliance.mutualChap(San.TARGET, "nex1", Secret.of("mutual-secret1"));
        });
        initiator.ensureRunning();
        initiator.ensurePortal(PORTAL);
        ConnectSpec plain = ConnectSpec.of(TARGET, PORTAL);
        ChapLogin wrong = new ChapLogin("hv1", Secret.of("another-secret"));
        ChapLogin right = new ChapLogin("hv1", Secret.of("a-good-secret1"));

        assertThatThrownBy(() -> initiator.ensureConnected(plain.withChap(wrong)))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("0xEFFF0009")
                .hasMessageNotContaining("another-secret");
        assertThat(initiator
                        .ensureConnected(
                                new ConnectSpec(TARGET, PORTAL, null, right, Secret.of("mutual-secret1"), false))
                        .changed())
                .isTrue();
    }

    @Test
    void ensureConnected_byNameOfThePortal_isRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> initiator.ensureConnected(ConnectSpec.of(TARGET, Portal.of("nex1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give the portal's IP address");
        assertThat(sdk.messages).isZero();
    }

    @Test
    void disconnect_isRefusedWhileADiskIsOnlineAndNeedsAConsent() {
        connect("HV1");
        sdk.host("HV1").disks().ensureOnline(naa());
        Consent consent = Consent.to("HV1/" + TARGET, "retired");

        assertThatThrownBy(() -> initiator.disconnect(TARGET, null)).isInstanceOf(ConsentRequiredException.class);
        assertThatThrownBy(() -> initiator.disconnect(TARGET, Consent.to("HV2/" + TARGET, "retired")))
                .isInstanceOf(ConsentRequiredException.class);
        assertThatThrownBy(() -> initiator.disconnect(TARGET, consent))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("online on HV1");
        assertThat(sdk.cmdlets()).doesNotContain("Disconnect-IscsiTarget", "Unregister-IscsiSession");

        sdk.host("HV1").disks().ensureOffline(naa());
        initiator.disconnect(TARGET, consent);
        initiator.disconnect(TARGET, consent);
        assertThat(initiator.sessions()).isEmpty();
    }

    // disks

    @Test
    void disks_areKnownByTheirUnit() {
        connect("HV1");

        HostDisk disk = sdk.host("HV1").disks().find(naa()).orElseThrow();

        assertThat(disk.size()).isEqualTo(Size.gib(1));
        assertThat(disk.style()).isEqualTo(PartitionStyle.RAW);
        assertThat(disk.offline() && disk.readOnly()).isTrue();
        assertThat(disk.bus()).isEqualTo("iSCSI");
        assertThat(disk.clustered()).isFalse();
        assertThat(sdk.host("HV1").disks().list()).contains(disk).hasSizeGreaterThan(1);
        assertThat(sdk.host("HV1").disks().find(Naa.of("6".repeat(32)))).isEmpty();
        assertThatThrownBy(() -> sdk.host("HV1").disks().content(Naa.of("6".repeat(32))))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void ensureOnline_clearsBothFlagsAndTellsWhetherItHadTo() {
        connect("HV1");

        assertThat(sdk.host("HV1").disks().ensureOnline(naa()).changed()).isTrue();
        Ensured<HostDisk> again = sdk.host("HV1").disks().ensureOnline(naa());
        assertThat(again.changed()).isFalse();
        assertThat(again.value().offline() || again.value().readOnly()).isFalse();
        assertThat(sdk.host("HV1").disks().ensureOffline(naa()).changed()).isTrue();
    }

    @Test
    void prepare_makesAnEmptyDiskReadyOnce() {
        connect("HV1");

        Ensured<PreparedDisk> first = sdk.host("HV1").disks().prepare(naa(), "csv1");
        Ensured<PreparedDisk> second = sdk.host("HV1").disks().prepare(naa(), "other");

        assertThat(first.changed()).isTrue();
        assertThat(first.value().volumeLabel()).isEqualTo("csv1");
        assertThat(first.value().clusterSize()).isEqualTo(Size.kib(64));
        assertThat(first.value().disk().guid()).isEqualTo(PreparedDisk.mark(naa()));
        assertThat(second.changed()).isFalse();
        assertThat(second.value()).isEqualTo(first.value());
        assertThat(sdk.cmdlets()).containsOnlyOnce("Initialize-Disk", "New-Partition", "Format-Volume");
        DiskContent content = sdk.host("HV1").disks().content(naa());
        assertThat(content.state()).isEqualTo(DiskContent.State.PREPARED);
    }

    @Test
    void prepare_onAnotherHost_neverBringsAPreparedDiskOnline() {
        connect("HV1");
        connect("HV2");
        sdk.host("HV1").disks().prepare(naa(), "csv1");
        sdk.host("HV2").disks().rescan();

        Ensured<PreparedDisk> there = sdk.host("HV2").disks().prepare(naa(), "csv1");

        assertThat(there.changed()).isFalse();
        assertThat(there.value().volumeLabel()).isEmpty();
        assertThat(sdk.host("HV2").disks().find(naa()).orElseThrow().offline()).isTrue();
        assertThat(sdk.cmdlets()).containsOnlyOnce("Initialize-Disk", "Format-Volume");
    }

    @Test
    void prepare_whenSomebodyElseHasFormattedTheDisk_isAConflictAndChangesNothing() {
        connect("HV1");
        san.prepare("HV1", "somebody's");
        UUID guid = sdk.host("HV1").disks().find(naa()).orElseThrow().guid();

        assertThatThrownBy(() -> sdk.host("HV1").disks().prepare(naa(), "csv1"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("NTFS")
                .hasMessageContaining("wipe it first with a consent to " + san.naa() + "@" + San.GIB);
        assertThat(sdk.cmdlets()).doesNotContain("Initialize-Disk", "Set-Disk", "New-Partition", "Format-Volume");
        assertThat(sdk.host("HV1").disks().find(naa()).orElseThrow().guid()).isEqualTo(guid);
    }

    @Test
    void prepare_whenAForeignDiskIsOffline_leavesItOffline() {
        connect("HV1");
        connect("HV2");
        san.prepare("HV2", "somebody's");
        sdk.host("HV1").disks().rescan();

        assertThatThrownBy(() -> sdk.host("HV1").disks().prepare(naa(), "csv1"))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("it is offline on this host, with table GPT");
        assertThat(sdk.cmdlets()).doesNotContain("Set-Disk");
    }

    @Test
    void prepare_rehearsed_tellsEveryStepAndDoesNone() {
        connect("HV1");
        sdk.sent.clear();
        List<String> lines = new ArrayList<>();

        sdk.rehearsing("HV1", lines).disks().prepare(naa(), "csv1");

        assertThat(lines)
                .containsExactly(
                        "HV1 host.disk.rescan",
                        "HV1 host.disk.online",
                        "HV1 host.disk.initialize",
                        "HV1 host.disk.partition",
                        "HV1 host.disk.format");
        assertThat(sdk.cmdlets()).doesNotContain("Set-Disk", "Initialize-Disk", "New-Partition", "Format-Volume");
    }

    @ParameterizedTest
    @EnumSource(names = "ARRIVES", mode = EnumSource.Mode.EXCLUDE)
    void prepare_cutAtEveryMessage_endsPreparedAndFormatsOnce(SanSdk.Fate fate) {
        connect("HV1");
        sdk.fates(n -> SanSdk.Fate.ARRIVES);
        sdk.host("HV1").disks().prepare(naa(), "csv1");
        int all = sdk.messages;
        assertThat(all).isGreaterThan(15);
        // without the sweep each third message
        for (int cut = 1; cut <= all; cut += Boolean.getBoolean("quorate.sweep") ? 1 : 3) {
            try (San other = new San();
                    SanSdk cutSdk = new SanSdk(other)) {
                other.connect("HV1");
                Naa disk = Naa.of(other.naa());
                int at = cut;
                cutSdk.fates(n -> n == at ? fate : SanSdk.Fate.ARRIVES);
                try {
                    cutSdk.host("HV1").disks().prepare(disk, "csv1");
                } catch (SanSdk.Death expected) {
                    assertThat(fate).isNotEqualTo(SanSdk.Fate.ANSWER_LOST);
                }
                cutSdk.fates(n -> SanSdk.Fate.ARRIVES);

                PreparedDisk prepared =
                        cutSdk.host("HV1").disks().prepare(disk, "csv1").value();

                assertThat(prepared.volumeLabel()).as("cut at message %s", cut).isEqualTo("csv1");
                assertThat(prepared.disk().guid()).isEqualTo(PreparedDisk.mark(disk));
                assertThat(cutSdk.cmdlets().stream().filter("Format-Volume"::equals))
                        .as("cut at message %s", cut)
                        .hasSize(1);
            }
        }
    }

    @Test
    void wipe_destroysTheVeryDiskThatTheConsentNames() {
        connect("HV1");
        san.prepare("HV1", "somebody's");
        String identity = sdk.host("HV1").disks().find(naa()).orElseThrow().identity();

        assertThatThrownBy(() -> sdk.host("HV1").disks().wipe(naa(), null))
                .isInstanceOf(ConsentRequiredException.class);
        assertThatThrownBy(() -> sdk.host("HV1").disks().wipe(naa(), Consent.to(san.naa() + "@1", "reused")))
                .isInstanceOf(ConsentRequiredException.class);
        assertThat(sdk.cmdlets()).doesNotContain("Clear-Disk");

        sdk.host("HV1").disks().wipe(naa(), Consent.to(identity, "reused"));
        sdk.host("HV1").disks().wipe(naa(), Consent.to(identity, "reused"));
        assertThat(sdk.cmdlets()).containsOnlyOnce("Clear-Disk");
        assertThat(sdk.host("HV1").disks().content(naa()).state()).isEqualTo(DiskContent.State.EMPTY);
        assertThat(sdk.host("HV1").disks().prepare(naa(), "csv1").changed()).isTrue();
    }

    @Test
    void wipe_whenTheClusterOwnsTheDisk_isRefused() {
        san.cluster();
        HostDisk disk = sdk.host("HV1").disks().find(naa()).orElseThrow();

        assertThat(disk.clustered()).isTrue();
        assertThatThrownBy(() -> sdk.host("HV1").disks().wipe(naa(), Consent.to(disk.identity(), "reused")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("the cluster owns the disk");
        assertThatThrownBy(() -> sdk.host("HV1").disks().prepare(naa(), "csv1"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("the cluster owns it");
        assertThatThrownBy(() -> initiator.disconnect(TARGET, Consent.to("HV1/" + TARGET, "retired")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("owned by the cluster");
    }

    // shared volumes

    @Test
    void sharedVolume_fromAnEmptyUnitAndBack() {
        connect("HV1");
        connect("HV2");
        PreparedDisk prepared = sdk.host("HV1").disks().prepare(naa(), "csv1").value();
        Cluster cluster = san.world.change("cluster", () -> san.estate.createCluster("C1", List.of("HV1", "HV2")));
        san.pass(10);
        String guid = "{" + prepared.disk().guid() + "}";

        SharedVolume volume = sdk.cluster().sharedVolumes().ensure(guid).value();
        assertThat(volume.diskId()).isEqualTo(guid);
        assertThat(sdk.cluster().sharedVolumes().list()).containsExactly(volume);
        assertThat(sdk.host("HV1").disks().content(naa()).state()).isEqualTo(DiskContent.State.PREPARED);
        assertThat(sdk.host("HV2").disks().content(naa()).state()).isEqualTo(DiskContent.State.PREPARED);
        assertThat(sdk.cluster().sharedVolumes().states(volume.name()))
                .hasSize(2)
                .allMatch(SharedVolumeState::isDirect)
                .extracting(SharedVolumeState::fileSystemReason)
                .containsOnly("");

        String other = volume.owner().equals("HV1") ? "HV2" : "HV1";
        assertThat(sdk.cluster().sharedVolumes().move(volume.name(), other).owner())
                .isEqualTo(other);
        sdk.sent.clear();
        assertThat(sdk.cluster().sharedVolumes().move(volume.name(), other).owner())
                .isEqualTo(other);
        assertThat(sdk.cmdlets()).doesNotContain("Move-ClusterSharedVolume");

        assertThatThrownBy(() -> sdk.cluster().sharedVolumes().remove(volume.name(), null))
                .isInstanceOf(ConsentRequiredException.class);
        sdk.cluster().sharedVolumes().remove(volume.name(), Consent.to(guid, "retired"));
        sdk.cluster().sharedVolumes().remove(volume.name(), Consent.to(guid, "retired"));
        assertThat(sdk.cluster().sharedVolumes().list()).isEmpty();
        assertThat(sdk.cluster().disks().list()).hasSize(1);
        sdk.cluster().disks().remove(guid, Consent.to(guid, "retired"));
        assertThat(sdk.cluster().disks().list()).isEmpty();
        assertThat(cluster.state().name()).isEqualTo("C1");
    }

    @Test
    void states_ofAVolumeThatIsNotThere_areNotFound() {
        san.cluster();
        assertThatThrownBy(() -> sdk.cluster().sharedVolumes().states("none")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void states_whenANodeLosesItsPath_areRedirected() {
        san.cluster();
        String volume = sdk.cluster().sharedVolumes().list().get(0).name();
        san.estate.cutStorage("HV2", "nex1");
        san.pass(70);

        assertThat(sdk.cluster().sharedVolumes().states(volume))
                .anySatisfy(state -> assertThat(state.isDirect()).isFalse());
    }
}
