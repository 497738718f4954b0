package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.NotFoundException;
import io.quorate.error.RejectedException;
import io.quorate.host.HostAddress;
import io.quorate.host.HostBoot;
import io.quorate.host.HostClient;
import io.quorate.host.HostFacts;
import io.quorate.host.HostMultipath;
import io.quorate.host.HostSwitches;
import io.quorate.host.HyperVSettings;
import io.quorate.host.NetworkAdapter;
import io.quorate.host.NetworkProfile;
import io.quorate.host.NodeCheck;
import io.quorate.host.NodeFinding;
import io.quorate.host.NodeReport;
import io.quorate.host.SwitchSpec;
import io.quorate.host.SwitchType;
import io.quorate.host.VirtualSwitch;
import io.quorate.host.WindowsFeature;
import io.quorate.lab.Lab;
import io.quorate.lab.LabHardware;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a host is, and what nodes have in common, through the SDK; each test leaves the lab as it found it. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class HostFactsThroughLabTest {
    private static Lab lab;
    private static Quorate quorate;
    private static HostClient first;
    private static HostClient second;

    @BeforeAll
    static void start() {
        lab = Lab.builder().host("HV1").host("HV2").start();
        quorate = lab.connect().build();
        first = quorate.host(Lab.ENDPOINT, "HV1");
        second = quorate.host(Lab.ENDPOINT, "HV2");
    }

    @AfterAll
    static void stop() {
        quorate.close();
        lab.close();
    }

    private NodeReport report() {
        return NodeReport.of(List.of(first.picture(), second.picture()));
    }

    @Test
    void facts_tellWhatTheHostIs() {
        HostFacts facts = first.facts();

        assertThat(facts.host()).isEqualTo("HV1");
        assertThat(facts.name()).isEqualTo("HV1");
        assertThat(facts.domain()).isEqualTo("lab.example");
        assertThat(facts.inDomain()).isTrue();
        assertThat(facts.system().build()).isEqualTo(20348);
        assertThat(facts.system().server()).isTrue();
        assertThat(facts.processor().vendor()).isEqualTo("GenuineIntel");
        assertThat(facts.processor().x64()).isTrue();
        assertThat(facts.processor().logical()).isEqualTo(16);
        assertThat(facts.processor().hypervisor()).isTrue();
        assertThat(facts.processor().virtualization())
                .as("hidden by the hypervisor")
                .isFalse();
        assertThat(facts.processor().executionPrevention()).isTrue();
        assertThat(facts.memory()).isEqualTo(Size.gib(64));
        assertThat(facts.hyperV())
                .isEqualTo(new HyperVSettings(
                        "C:\\ProgramData\\Microsoft\\Windows\\Hyper-V",
                        "C:\\Users\\Public\\Documents\\Hyper-V\\Virtual Hard Disks",
                        true,
                        "Kerberos",
                        "Compression",
                        2,
                        true));
        assertThat(facts.uptime())
                .isEqualTo(Duration.between(facts.bootTime(), facts.clock().time()));
        assertThat(facts.bootTime()).isBeforeOrEqualTo(lab.now());
    }

    @Test
    void facts_areOneRoundTripOnAWarmHost() {
        first.facts();
        assertThat(Eventually.holds(() -> lab.openCommands() == 0 && lab.parkedReceives() == lab.openShells()))
                .as("what was begun before has ended")
                .isTrue();
        long before = lab.requests();
        first.facts();

        assertThat(lab.requests() - before).isLessThanOrEqualTo(3);
    }

    @Test
    void facts_compareItsClockWithOurs() {
        LabHardware hardware = lab.hardware("HV1");
        hardware.clock(Duration.ofMinutes(7), -300);
        HostFacts facts = first.facts();
        hardware.clock(Duration.ZERO, 60);

        assertThat(facts.clock().offset()).isEqualTo(ZoneOffset.ofHours(-5));
        assertThat(facts.clock().ahead()).isNotNull();
        assertThat(Duration.ofMinutes(7).minus(facts.clock().ahead()).abs())
                .isLessThanOrEqualTo(facts.clock().within().plusMillis(1));
    }

    @Test
    void facts_whereHyperVIsMissing_tellVirtualizationItself() {
        LabHardware hardware = lab.hardware("HV1");
        hardware.feature("Hyper-V", false);
        HostFacts facts = first.facts();
        hardware.processor(false, true);
        HostFacts off = first.facts();
        NodeReport report = NodeReport.preflight(List.of(first.picture()));
        hardware.processor(true, true);
        hardware.feature("Hyper-V", true);

        assertThat(facts.hyperV()).isNull();
        assertThat(facts.processor().hypervisor()).isFalse();
        assertThat(facts.processor().virtualization()).isTrue();
        assertThat(off.processor().virtualization()).isFalse();
        assertThat(report.findings())
                .extracting(NodeFinding::check)
                .containsExactly(NodeCheck.VIRTUALIZATION, NodeCheck.FEATURES);
    }

    @Test
    void switches_andAdapters_tellTheNetwork() {
        List<VirtualSwitch> switches = first.switches().list();
        List<NetworkAdapter> adapters = first.adapters();

        assertThat(switches).hasSize(1);
        assertThat(switches.get(0).name()).isEqualTo("LAN");
        assertThat(switches.get(0).type()).isEqualTo(SwitchType.EXTERNAL);
        assertThat(switches.get(0).managementOs()).isTrue();
        assertThat(adapters)
                .extracting(NetworkAdapter::name)
                .containsExactly("LAN", "Heartbeat", "iSCSI", "vEthernet (LAN)");
        assertThat(switches.get(0).adapter()).isEqualTo(adapters.get(0).description());
        assertThat(adapters.get(0).addresses()).isEmpty();
        assertThat(adapters.get(0).profile()).isEqualTo(NetworkProfile.NONE);
        assertThat(adapters.get(3).virtual()).isTrue();
        assertThat(adapters.get(3).profile()).isEqualTo(NetworkProfile.DOMAIN);
        assertThat(adapters.get(3).addresses()).containsExactly(new HostAddress("10.0.1.11", 24, false));
        assertThat(adapters.get(2).mtu()).isEqualTo(1500);
        assertThat(adapters.get(2).bitsPerSecond()).isEqualTo(1_000_000_000L);
    }

    @Test
    void features_ensure_installsOnce_andTellsThatARestartIsNeeded() {
        WindowsFeature plain = first.features().ensure("FS-iSCSITarget-Server").value();
        String before = lab.trace();
        boolean again = first.features().ensure("fs-iscsitarget-server").changed();
        String after = lab.trace();
        lab.hardware("HV1").feature("Hyper-V", false);
        WindowsFeature hyperV = first.features().ensure("Hyper-V").value();
        lab.hardware("HV1").feature("Hyper-V", true);
        lab.hardware("HV1").feature("FS-iSCSITarget-Server", false);

        assertThat(plain.installed()).isTrue();
        assertThat(again).isFalse();
        assertThat(after).isEqualTo(before);
        assertThat(hyperV.installed()).isFalse();
        assertThat(hyperV.rebootNeeded()).isTrue();
        assertThatThrownBy(() -> first.features().ensure("No-Such-Feature"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("No-Such-Feature");
        assertThatThrownBy(() -> first.features().ensure("Hyper*")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("a restart is awaited by the boot time, completes what waited for it, and needs a consent")
    void restart_isAwaitedByTheBootTime() {
        lab.hardware("HV2").feature("Hyper-V", false);
        second.features().ensure("Hyper-V");
        Instant before = second.boot().time();
        assertThatThrownBy(() -> second.restart(Consent.to("HV1", "another host")))
                .isInstanceOf(ConsentRequiredException.class)
                .hasMessageContaining("HV2");
        assertThat(second.boot().time()).isEqualTo(before);

        int restarts = restarts();
        HostBoot after = second.restart(Consent.to("HV2", "Hyper-V was installed"));

        assertThat(after.after(before)).isTrue();
        assertThat(second.boot()).isEqualTo(after);
        assertThat(second.features().find("Hyper-V").orElseThrow().installed()).isTrue();
        assertThat(restarts()).isEqualTo(restarts + 1);
    }

    @Test
    @DisplayName("cut after commit at every request: the host restarts once, and its next start is told")
    void restart_cutAtEveryRequest_restartsOnce() {
        int stride = Boolean.getBoolean("quorate.sweep") ? 1 : 10;
        int all = Integer.MAX_VALUE;
        for (int n = 1; n <= all; n += stride) {
            Instant before = second.boot().time();
            int restarts = restarts();
            AtomicInteger requests = new AtomicInteger();
            int cut = n;
            lab.faults()
                    .when("request " + n, request -> requests.incrementAndGet() == cut)
                    .optional()
                    .always()
                    .resetAfter();

            HostBoot after = second.restart(Consent.to("HV2", "a test"));

            all = Math.min(all, requests.get());
            lab.faults().clear();
            assertThat(after.after(before)).as("cut at %d", n).isTrue();
            assertThat(restarts()).as("cut at %d", n).isEqualTo(restarts + 1);
        }
        assertThat(all).isGreaterThan(3);
    }

    private static int restarts() {
        return lab.trace().split("host/HV2: power UP -> OFF", -1).length - 1;
    }

    @Test
    void awaitBootAfter_whenNobodyRestartsIt_endsInTime() {
        assertThatThrownBy(() -> second.awaitBootAfter(second.boot().time(), Duration.ofSeconds(20)))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("HV2 has started after");
    }

    @Test
    @DisplayName("a switch that takes nobody's address is made at once, one that may cut us takes a consent")
    void switches_ensure_guardTheConnection() {
        LabHardware hardware = lab.hardware("HV1");
        HostSwitches switches = first.switches();
        assertThat(switches.ensure(SwitchSpec.privately("DMZ")).changed()).isTrue();
        assertThat(switches.ensure(SwitchSpec.privately("dmz")).changed()).isFalse();
        assertThatThrownBy(() -> switches.ensure(SwitchSpec.internal("DMZ"))).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> switches.ensure(SwitchSpec.external("SAN", "no such")))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> switches.ensure(SwitchSpec.external("Other", "LAN")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("LAN stands on LAN already");
        String before = lab.trace();
        assertThatThrownBy(() -> switches.ensure(SwitchSpec.external("SAN", "iSCSI")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("cannot be told")
                .hasMessageContaining("Consent.to(\"HV1/iSCSI\"");
        assertThat(lab.trace()).isEqualTo(before);
        VirtualSwitch made = switches.ensure(SwitchSpec.external("SAN", "iSCSI"), Consent.to("HV1/iSCSI", "a test"))
                .value();
        List<NetworkAdapter> after = first.adapters();

        hardware.reachedBy("10.0.2.11");
        hardware.adapter("vEthernet (LAN)", true, 1500, 1, List.of());
        hardware.adapter("vEthernet (SAN)", true, 1500, 1, List.of());
        assertThatThrownBy(() -> switches.ensure(
                        SwitchSpec.external("HB", "Heartbeat").withoutHost(), Consent.to("HV1/Heartbeat", "a test")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("cuts this connection for good");
        hardware.adapter("vEthernet (LAN)", true, 1500, 2, List.of("10.0.1.11/24"));
        hardware.reachedBy("10.0.1.11");
        hardware.removeSwitch("SAN", "iSCSI", List.of("10.0.3.11/24"));
        hardware.removeSwitch("DMZ", "", List.of());

        assertThat(made.managementOs()).isTrue();
        assertThat(after)
                .filteredOn(one -> one.name().equals("vEthernet (SAN)"))
                .singleElement()
                .satisfies(one -> assertThat(one.subnets()).containsExactly("10.0.3.0/24"));
    }

    @Test
    void multipath_isReadWhereItIsInstalled() {
        HostMultipath without = first.multipath();
        lab.hardware("HV1").feature("Multipath-IO", true);
        HostMultipath with = first.multipath();
        lab.hardware("HV1").feature("Multipath-IO", false);

        assertThat(without).isEqualTo(new HostMultipath("HV1", false, "", false));
        assertThat(with).isEqualTo(new HostMultipath("HV1", true, "RR", true));
    }

    @Test
    @DisplayName("an even estate gives an empty report, and asking changes nothing")
    void report_ofAnEvenEstate_isEmpty() {
        String before = lab.trace();

        assertThat(report().findings()).isEmpty();
        assertThat(lab.trace()).isEqualTo(before);
    }

    @Test
    @DisplayName("what was planted in the lab is found, and an order mends it")
    void report_findsWhatWasPlanted() {
        LabHardware hardware = lab.hardware("HV2");
        hardware.processor("AuthenticAMD", "AMD EPYC 7313 16-Core Processor");
        hardware.clock(Duration.ofMinutes(-3), 60);
        hardware.paths("D:\\VMs", "D:\\Disks");
        hardware.migration(true, 0);
        hardware.renameSwitch("LAN", "Lan 1");
        hardware.feature("RSAT-Clustering-PowerShell", false);
        hardware.adapter("iSCSI", true, 9000, 0, List.of("10.0.3.12/24"));
        NodeReport report = report();

        assertThat(report.findings())
                .extracting(NodeFinding::check)
                .containsExactly(
                        NodeCheck.PROFILE,
                        NodeCheck.MTU,
                        NodeCheck.PROCESSOR_VENDOR,
                        NodeCheck.PROCESSOR_MODEL,
                        NodeCheck.TIME,
                        NodeCheck.FEATURES,
                        NodeCheck.SWITCHES,
                        NodeCheck.SWITCHES,
                        NodeCheck.MACHINE_PATH,
                        NodeCheck.DISK_PATH,
                        NodeCheck.MIGRATION_SETTINGS);
        report.of(NodeCheck.FEATURES).stream()
                .flatMap(one -> one.orders().stream())
                .forEach(quorate::run);
        assertThat(report().of(NodeCheck.FEATURES)).isEmpty();
        hardware.processor("GenuineIntel", "Intel(R) Xeon(R) Silver 4314 CPU @ 2.40GHz");
        hardware.clock(Duration.ZERO, 60);
        hardware.paths(
                "C:\\ProgramData\\Microsoft\\Windows\\Hyper-V",
                "C:\\Users\\Public\\Documents\\Hyper-V\\Virtual Hard Disks");
        hardware.migration(true, 1);
        hardware.renameSwitch("Lan 1", "LAN");
        hardware.adapter("iSCSI", true, 1500, 1, List.of("10.0.3.12/24"));
    }
}
