package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.error.NotFoundException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.host.FirewallRule;
import io.quorate.host.HostClient;
import io.quorate.host.HostFirewall;
import io.quorate.host.HyperVSettings;
import io.quorate.host.MigrationSpec;
import io.quorate.host.TimeSource;
import io.quorate.host.TimeStatus;
import io.quorate.lab.Lab;
import io.quorate.lab.LabHardware;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Hyper-V, the firewall and the time service of a host are set to, through the SDK. */
class HostSettingsThroughLabTest {
    private static final String WINRM = "WINRM-HTTPS-In-TCP";

    private Lab lab;
    private Quorate quorate;
    private HostClient host;
    private LabHardware hardware;

    @BeforeEach
    void start() {
        lab = Lab.builder().host("HV1").start();
        quorate = lab.connect().build();
        host = quorate.host(Lab.ENDPOINT, "HV1");
        hardware = lab.hardware("HV1");
    }

    @AfterEach
    void stop() {
        quorate.close();
        lab.close();
    }

    @Test
    @DisplayName(
            "folders and live migration are set once and read back; one that is given otherwise is no difference to the next")
    void hyperV_isSetOnce() {
        HyperVSettings folders = host.hyperV()
                .ensureFolders("C:\\ClusterStorage\\Volume1", "C:\\ClusterStorage\\Volume1\\Disks")
                .value();
        MigrationSpec spec =
                MigrationSpec.byKerberos().over("10.0.2.0/24", "10.0.3.0/24").atOnce(4);
        HyperVSettings migration = host.hyperV().ensureMigration(spec).value();
        String before = lab.trace();
        boolean again = host.hyperV().ensureMigration(spec).changed()
                | host.hyperV()
                        .ensureFolders("c:\\clusterstorage\\volume1\\", "C:\\ClusterStorage\\Volume1\\Disks")
                        .changed();

        assertThat(again).isFalse();
        assertThat(lab.trace()).isEqualTo(before);
        assertThat(folders.machinePath()).isEqualTo("C:\\ClusterStorage\\Volume1");
        assertThat(migration.migrations()).isEqualTo(4);
        assertThat(migration.anyNetwork()).isFalse();
        assertThat(migration.networks()).containsExactly("10.0.2.0/24", "10.0.3.0/24");
        assertThat(host.facts().hyperV()).isEqualTo(host.hyperV().get());

        HyperVSettings fewer = host.hyperV()
                .ensureMigration(MigrationSpec.byKerberos().over("10.0.3.0/24").off())
                .value();
        assertThat(fewer.migration()).isFalse();
        assertThat(fewer.networks()).containsExactly("10.0.3.0/24");
        assertThatThrownBy(() -> host.hyperV().ensureFolders("VMs", "C:\\Disks"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("a rule is about these sources alone, set once; the lab shuts out who is not named")
    void firewall_letsInTheseSourcesAlone() {
        HostFirewall firewall = host.firewall();
        FirewallRule before = firewall.get(WINRM);
        FirewallRule after = firewall.ensureSources(WINRM, List.of("10.0.1.77/24", "192.0.2.7/32"))
                .value();
        String trace = lab.trace();
        boolean again = firewall.ensureSources(WINRM, List.of("192.0.2.7", "10.0.1.0/24"))
                .changed();

        assertThat(before.anybody()).isTrue();
        assertThat(before.ports()).containsExactly("5986");
        assertThat(after.sources()).containsExactly("10.0.1.0/24", "192.0.2.7");
        assertThat(after.anybody()).isFalse();
        assertThat(again).isFalse();
        assertThat(lab.trace()).isEqualTo(trace);
        assertThatThrownBy(() -> firewall.get("no such rule"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no rule of the firewall of HV1 is called no such rule");
        assertThat(firewall.ensureSources("RemoteDesktop-UserMode-In-TCP", List.of("192.0.2.7"))
                        .changed())
                .as("a rule that does not carry us")
                .isTrue();
    }

    @Test
    @DisplayName(
            "what shuts us out is refused, consent or not; where that cannot be told a consent is asked for, and the lab really cuts")
    void firewall_thatShutsUsOut_isRefused() {
        HostFirewall firewall = host.firewall();
        Consent consent = Consent.to("HV1/" + WINRM, "a test");
        String before = lab.trace();
        assertThatThrownBy(() -> firewall.ensureSources(WINRM, List.of("192.0.2.7")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("would shut out 10.0.1.200: that cuts this connection")
                .hasMessageContaining("name that address, too");
        assertThatThrownBy(() -> firewall.ensureSources(WINRM, List.of("192.0.2.7"), consent))
                .isInstanceOf(RejectedException.class);
        assertThat(lab.trace()).isEqualTo(before);

        hardware.connected("10.0.1.11", "192.0.2.7");
        assertThatThrownBy(() -> firewall.ensureSources(WINRM, List.of("192.0.2.7")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("cannot be told");
        assertThatThrownBy(() -> firewall.ensureSources(WINRM, List.of("192.0.2.7"), consent))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(() -> host.boot()).isInstanceOf(QuorateException.class);
    }

    @Test
    @DisplayName("where the time comes from is read, set once, and sets the clock; a policy is not worked against")
    void time_isTakenFromWhereItIsSet() {
        hardware.clock(Duration.ofMinutes(7), 60);
        TimeSource before = host.time().get();
        TimeSource servers =
                host.time().ensureServers(List.of("ntp1", "ntp2.example")).value();
        String trace = lab.trace();
        boolean again =
                host.time().ensureServers(List.of("ntp1", "ntp2.example")).changed();

        assertThat(before.fromDomain()).isTrue();
        assertThat(servers.type()).isEqualTo("NTP");
        assertThat(servers.servers()).containsExactly("ntp1", "ntp2.example");
        assertThat(again).isFalse();
        assertThat(lab.trace()).isEqualTo(trace);
        assertThat(host.facts().clock().ahead().abs()).isLessThan(Duration.ofMinutes(1));
        assertThat(host.time().ensureDomain().value().fromDomain()).isTrue();

        hardware.registry("HKLM:\\SOFTWARE\\Policies\\Microsoft\\W32Time\\Parameters", "Type", "NTP");
        assertThat(host.time().get().byPolicy()).isTrue();
        assertThatThrownBy(() -> host.time().ensureDomain())
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("a policy sets");
    }

    @Test
    @DisplayName(
            "stratum and source are what the time service last wrote, if nothing changed since; no event is no answer")
    void time_status_isWhatTheServiceWrote() {
        assertThat(host.time().status()).isEmpty();
        assertThat(host.time().stratum()).isEmpty();

        hardware.clock(Duration.ofMinutes(3), 60);
        hardware.timeStatus(3, "DC1.lab.example,0x8");
        TimeStatus told = host.time().status().orElseThrow();
        assertThat(told.source()).isEqualTo("DC1.lab.example,0x8");
        assertThat(told.asOf()).isEqualTo(lab.now().plus(Duration.ofMinutes(3)));
        assertThat(told.isCurrent()).isTrue();
        assertThat(host.time().stratum()).hasValue(3);

        lab.advance(Duration.ofHours(1));
        hardware.timeChanged();
        TimeStatus after = host.time().status().orElseThrow();
        assertThat(after.changed()).isEqualTo(told.asOf().plus(Duration.ofHours(1)));
        assertThat(after.stratum()).isEqualTo(3);
        assertThat(host.time().stratum()).as("nobody told what it is now").isEmpty();
        hardware.timeStatus(0, "Local CMOS Clock");
        assertThat(host.time().stratum()).as("it has none").isEmpty();
        assertThat(host.time().status()).isPresent();
    }

    @Test
    void time_status_onWindowsServer2016_isNotTold() {
        try (Lab old = Lab.builder().os(2016).host("HV1").start();
                Quorate client = old.connect().build()) {
            old.hardware("HV1").timeStatus(3, "DC1");
            assertThat(client.host(Lab.ENDPOINT, "HV1").time().status()).isEmpty();
        }
    }
}
