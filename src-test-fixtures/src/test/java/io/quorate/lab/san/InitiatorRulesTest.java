package io.quorate.lab.san;

import static io.quorate.lab.san.San.cmd;
import static io.quorate.lab.san.San.text;
import static io.quorate.lab.san.San.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Secret;
import io.quorate.lab.model.Power;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InitiatorRulesTest {
    private final San san = new San();

    @AfterEach
    void close() {
        san.close();
    }

    private static PsCommand portal() {
        return cmd("New-IscsiTargetPortal").with("TargetPortalAddress", San.PORTAL);
    }

    @Test
    void cmdlets_whenServiceIsStopped_failWithItsCode() {
        List<PsObject> services = san.ok("HV1", cmd("Get-Service").with("Name", "MSiSCSI"));
        assertThat(text(services.get(0), "Status")).isEqualTo("Stopped");
        assertThat(text(services.get(0), "StartType")).isEqualTo("Manual");
        assertThat(san.ok("HV1", cmd("Get-InitiatorPort"))).isEmpty();
        assertThat(san.fails("HV1", cmd("Get-IscsiSession"))).isEqualTo("HRESULT 0xefff003e,Get-IscsiSession");
        assertThat(san.fails("HV1", portal())).isEqualTo("HRESULT 0xefff003e,New-IscsiTargetPortal");
    }

    @Test
    void start_whenServiceWasManual_givesTheInitiatorItsName() {
        san.service("HV1");

        PsObject service =
                san.ok("HV1", cmd("Get-Service").with("Name", "MSiSCSI")).get(0);
        assertThat(text(service, "Status") + " " + text(service, "StartType")).isEqualTo("Running Automatic");
        PsObject port = san.ok("HV1", cmd("Get-InitiatorPort").with("ConnectionType", "iSCSI"))
                .get(0);
        assertThat(text(port, "NodeAddress")).isEqualTo(San.IQN1);
    }

    @Test
    void start_whenServiceIsDisabled_isRefused() {
        san.ok("HV1", cmd("Set-Service").with("Name", "MSiSCSI").with("StartupType", "Disabled"));

        assertThat(san.fails("HV1", cmd("Start-Service").with("Name", "MSiSCSI")))
                .startsWith("CouldNotStartService,");
    }

    @Test
    void portal_whenDead_takesMinutesAndIsRefused() {
        san.service("HV1");
        Duration before = san.world.time().now();

        assertThat(san.fails("HV1", cmd("New-IscsiTargetPortal").with("TargetPortalAddress", "10.9.9.9")))
                .isEqualTo("HRESULT 0xefff0003,New-IscsiTargetPortal");
        assertThat(san.world.time().now().minus(before)).isGreaterThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void portal_whenThere_isListedOnceAndRemovedThroughThePipelineOnly() {
        san.service("HV1");
        san.ok("HV1", portal());

        assertThat(san.fails("HV1", portal())).isEqualTo("HRESULT 0xefff0032,New-IscsiTargetPortal");
        assertThat(texts(san.ok("HV1", cmd("Get-IscsiTargetPortal")), "TargetPortalAddress"))
                .containsExactly(San.PORTAL);
        assertThat(san.fails(
                        "HV1",
                        cmd("Remove-IscsiTargetPortal")
                                .with("TargetPortalAddress", San.PORTAL)
                                .with("TargetPortalPortNumber", 3260)
                                .with("Confirm", false)))
                .isEqualTo("HRESULT 0x80041005,Remove-IscsiTargetPortal");
        san.ok(
                "HV1",
                cmd("Get-IscsiTargetPortal"),
                cmd("Remove-IscsiTargetPortal").with("Confirm", false));
        assertThat(san.ok("HV1", cmd("Get-IscsiTargetPortal"))).isEmpty();
        assertThat(san.ok("HV1", cmd("Get-IscsiTarget"))).isEmpty();
    }

    @Test
    void connect_whenTargetWasNotDiscovered_isRefused() {
        san.service("HV1");

        assertThat(san.fails("HV1", San.connection())).isEqualTo("HRESULT 0xefff0029,Connect-IscsiTarget");
    }

    @Test
    void connect_whenDiscovered_givesASessionWithAConnection() {
        san.connect("HV1");

        PsObject session = san.ok("HV1", cmd("Get-IscsiSession")).get(0);
        assertThat(text(session, "SessionIdentifier")).matches("[0-9a-f]{16}-[0-9a-f]{16}");
        assertThat(text(session, "TargetNodeAddress")).isEqualTo(San.TARGET);
        assertThat(text(session, "IsPersistent")).isEqualTo("true");
        PsObject connection = san.ok("HV1", cmd("Get-IscsiSession"), cmd("Get-IscsiConnection"))
                .get(0);
        assertThat(text(connection, "TargetAddress") + ":" + text(connection, "TargetPortNumber"))
                .isEqualTo(San.PORTAL + ":3260");
        assertThat(texts(san.ok("HV1", cmd("Get-IscsiSession"), cmd("Get-Disk")), "UniqueId"))
                .containsExactly(san.naa());
        assertThat(san.fails("HV1", San.connection())).isEqualTo("HRESULT 0xefff003f,Connect-IscsiTarget");
        assertThat(texts(san.ok("HV1", cmd("Get-IscsiTarget")), "IsConnected")).containsExactly("true");
    }

    @Test
    void connect_whenTargetWantsChap_decidesByNameAndSecret() {
        san.change(() -> {
            san.appliance.updateTarget(San.TARGET, true, null);
            san.appliance.setInitiator(San.IQN1, null, Secret.of("a-good-secret1"));
            san.appliance.mutualChap(San.TARGET, "nex1", Secret.of("mutual-secret1"));
        });
        san.service("HV1");
        san.ok("HV1", portal());
        PsCommand chap = San.connection().with("AuthenticationType", "ONEWAYCHAP");

        assertThat(san.fails("HV1", San.connection())).startsWith("HRESULT 0xefff0009,");
        assertThat(san.fails("HV1", chap)).startsWith("HRESULT 0xefff004b,");
        assertThat(san.fails("HV1", San.connection().with("AuthenticationType", "OneWayChap")))
                .startsWith("HRESULT 0xefff004e,");
        assertThat(san.fails(
                        "HV1",
                        San.connection()
                                .with("AuthenticationType", "ONEWAYCHAP")
                                .with("ChapSecret", "another-secret")))
                .startsWith("HRESULT 0xefff0009,");
        PsCommand mutual = San.connection()
                .with("AuthenticationType", "MUTUALCHAP")
                .with("ChapUsername", San.IQN1)
                .with("ChapSecret", "a-good-secret1");
        assertThat(san.fails("HV1", mutual)).startsWith("HRESULT 0xefff0009,");
        assertThat(san.fails("HV1", cmd("Set-IscsiChapSecret").with("ChapSecret", "short")))
                .startsWith("HRESULT 0xefff004c,");
        san.ok("HV1", cmd("Set-IscsiChapSecret").with("ChapSecret", "mutual-secret1"));

        assertThat(text(san.ok("HV1", mutual).get(0), "AuthenticationType")).isEqualTo("MUTUALCHAP");
        assertThat(san.world.trace()).doesNotContain("a-good-secret1").doesNotContain("mutual-secret1");
    }

    @Test
    void restart_whenSessionIsNotPersistent_forgetsItAndItsDisk() {
        san.connect("HV1");
        san.ok("HV1", cmd("Get-IscsiSession"), cmd("Unregister-IscsiSession"));

        restart();

        assertThat(san.ok("HV1", cmd("Get-IscsiSession"))).isEmpty();
        assertThat(texts(san.ok("HV1", cmd("Get-Disk")), "BusType")).doesNotContain("iSCSI");
    }

    @Test
    void restart_whenSessionIsPersistent_bringsTheDiskBackUnderAnotherNumber() {
        san.connect("HV1");
        String number = text(san.seen("HV1"), "Number");
        String id = text(san.ok("HV1", cmd("Get-IscsiSession")).get(0), "SessionIdentifier");

        restart();

        assertThat(text(san.seen("HV1"), "Number")).isNotEqualTo(number);
        assertThat(texts(san.ok("HV1", cmd("Get-IscsiSession")), "SessionIdentifier"))
                .hasSize(1)
                .doesNotContain(id);
    }

    private void restart() {
        san.estate.powerOff("HV1");
        san.pass(5);
        san.estate.powerOn("HV1");
        san.pass(180);
        assertThat(san.estate.power("HV1")).isEqualTo(Power.UP);
    }

    @Test
    void disconnect_whenDiskIsOnline_isRefused() {
        san.connect("HV1");
        san.online("HV1");
        PsCommand disconnect =
                cmd("Disconnect-IscsiTarget").with("NodeAddress", San.TARGET).with("Confirm", false);

        assertThat(san.fails("HV1", disconnect)).isEqualTo("HRESULT 0xefff0040,Disconnect-IscsiTarget");
        san.ok("HV1", san.set("IsOffline", true));
        san.ok("HV1", disconnect);
        assertThat(san.ok("HV1", cmd("Get-IscsiSession"))).isEmpty();
        assertThat(san.fails("HV1", san.disk())).isEqualTo("CmdletizationQuery_NotFound_UniqueId,Get-Disk");
    }

    @Test
    void secondPath_withoutMultipathSoftware_isASecondDiskThatStaysOffline() {
        san.service("HV1");
        san.ok("HV1", portal());
        san.ok("HV1", San.connection().with("IsMultipathEnabled", true));
        san.ok("HV1", San.connection().with("IsMultipathEnabled", true));
        san.ok("HV1", cmd("Update-HostStorageCache"));

        List<PsObject> disks = san.ok("HV1", san.disk());
        assertThat(disks).hasSize(2);
        assertThat(texts(disks, "OfflineReason")).containsExactly("Policy", "Redundant Path");
    }

    @Test
    void secondPath_withMultipathSoftware_isTheSameDiskAndSurvivesTheFirst() {
        try (San multi = new San(b -> b.multipath(), Locale.ENGLISH)) {
            multi.service("HV1");
            multi.ok("HV1", portal());
            multi.ok("HV1", San.connection().with("IsMultipathEnabled", true));
            multi.ok("HV1", San.connection().with("IsMultipathEnabled", true));
            multi.ok("HV1", cmd("Update-HostStorageCache"));

            assertThat(multi.ok("HV1", multi.disk())).hasSize(1);
            String first = text(multi.ok("HV1", cmd("Get-IscsiSession")).get(0), "SessionIdentifier");
            multi.ok(
                    "HV1",
                    cmd("Disconnect-IscsiTarget")
                            .with("NodeAddress", San.TARGET)
                            .with("SessionIdentifier", first)
                            .with("Confirm", false));
            assertThat(multi.ok("HV1", cmd("Get-IscsiSession"))).hasSize(1);
            assertThat(texts(multi.ok("HV1", multi.disk()), "OperationalStatus"))
                    .containsExactly("Offline");
        }
    }

    @Test
    void errors_inGerman_haveTheSameCodes() {
        try (San german = new San(b -> b, Locale.GERMAN)) {
            german.run("HV1", cmd("Get-IscsiSession"));

            assertThat(german.errors.get(0).fullyQualifiedErrorId()).isEqualTo("HRESULT 0xefff003e,Get-IscsiSession");
            assertThat(german.errors.get(0).message()).isEqualTo("Der iSCSI-Initiatordienst wurde nicht gestartet.");
        }
    }

    @Test
    void testNetConnection_tellsWhetherThePortalAnswers() {
        PsCommand live =
                cmd("Test-NetConnection").with("ComputerName", San.PORTAL).with("Port", 3260);
        assertThat(text(san.ok("HV1", live).get(0), "TcpTestSucceeded")).isEqualTo("true");
        san.change(() -> san.appliance.targetService(false));
        assertThat(text(san.ok("HV1", live).get(0), "TcpTestSucceeded")).isEqualTo("false");
    }
}
