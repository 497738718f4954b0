package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.call.Order;
import io.quorate.host.AdapterRole;
import io.quorate.host.AdapterRoles;
import io.quorate.host.NodeCheck;
import io.quorate.host.NodeFinding;
import io.quorate.host.NodeReport;
import io.quorate.lab.Lab;
import io.quorate.lab.LabHardware;
import io.quorate.spi.Destructive;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each difference that is planted in the second node is found through the SDK, with its cure; what an order can mend, it mends. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class NodeDifferencesThroughLabTest {
    private static final AdapterRoles ROLES = AdapterRoles.none()
            .with(AdapterRole.MACHINES, "LAN")
            .with(AdapterRole.MANAGEMENT, "vEthernet (LAN)")
            .with(AdapterRole.HEARTBEAT, "Heartbeat")
            .with(AdapterRole.ISCSI, "iSCSI");

    private static Lab lab;
    private static Quorate quorate;

    @BeforeAll
    static void start() {
        lab = Lab.builder().host("HV1").host("HV2").host("DC1").start();
        quorate = lab.connect().build();
    }

    @AfterAll
    static void stop() {
        quorate.close();
        lab.close();
    }

    /**
     * A difference.
     *
     * @param curable whether orders mend it
     * @param heal takes it away where they do not
     */
    record Difference(NodeCheck check, boolean curable, Consumer<LabHardware> plant, Consumer<LabHardware> heal) {
        @Override
        public String toString() {
            return check.toString();
        }
    }

    private static Difference cured(NodeCheck check, Consumer<LabHardware> plant) {
        return new Difference(check, true, plant, hardware -> {});
    }

    private static Difference found(NodeCheck check, Consumer<LabHardware> plant, Consumer<LabHardware> heal) {
        return new Difference(check, false, plant, heal);
    }

    static Stream<Difference> differences() {
        String intel = "Intel(R) Xeon(R) Silver 4314 CPU @ 2.40GHz";
        String machines = "C:\\ProgramData\\Microsoft\\Windows\\Hyper-V";
        String disks = "C:\\Users\\Public\\Documents\\Hyper-V\\Virtual Hard Disks";
        return Stream.of(
                cured(NodeCheck.SWITCHES, hardware -> lab.hardware("HV1").addSwitch("DMZ", 0)),
                found(
                        NodeCheck.SWITCH_TYPE,
                        hardware -> {
                            hardware.removeSwitch("DMZ", "", List.of());
                            hardware.addSwitch("DMZ", 1);
                        },
                        hardware -> {
                            hardware.removeSwitch("DMZ", "", List.of());
                            hardware.addSwitch("DMZ", 0);
                        }),
                cured(NodeCheck.MACHINE_PATH, hardware -> hardware.paths("D:\\VMs", disks)),
                cured(NodeCheck.DISK_PATH, hardware -> hardware.paths(machines, "D:\\Disks")),
                cured(NodeCheck.MIGRATION, hardware -> hardware.migration(false, 1)),
                cured(NodeCheck.MIGRATION_SETTINGS, hardware -> hardware.migration(true, 0)),
                found(
                        NodeCheck.PROCESSOR_VENDOR,
                        hardware -> hardware.processor("AuthenticAMD", intel),
                        hardware -> hardware.processor("GenuineIntel", intel)),
                found(
                        NodeCheck.PROCESSOR_MODEL,
                        hardware -> hardware.processor("GenuineIntel", "Xeon 6338"),
                        hardware -> hardware.processor("GenuineIntel", intel)),
                found(
                        NodeCheck.EXECUTION_PREVENTION,
                        hardware -> hardware.processor(true, false),
                        hardware -> hardware.processor(true, true)),
                cured(NodeCheck.FEATURES, hardware -> hardware.feature("RSAT-Clustering-PowerShell", false)),
                cured(NodeCheck.TIME, hardware -> {
                    hardware.registry(
                            "HKLM:\\SYSTEM\\CurrentControlSet\\Services\\W32Time\\Parameters", "Type", "NoSync");
                    hardware.clock(Duration.ofMinutes(3), 60);
                }),
                found(
                        NodeCheck.TIME_OFFSET,
                        hardware -> hardware.clock(Duration.ZERO, 120),
                        hardware -> hardware.clock(Duration.ZERO, 60)),
                cured(NodeCheck.MTU, hardware -> hardware.adapter("iSCSI", true, 1400, 1, List.of("10.0.3.12/24"))),
                cured(NodeCheck.PROFILE, hardware -> hardware.adapter("iSCSI", true, 1500, 0, List.of("10.0.3.12/24"))),
                cured(NodeCheck.GATEWAYS, hardware -> hardware.adapter("Heartbeat", "10.0.2.1", false)),
                found(
                        NodeCheck.SUBNETS,
                        hardware -> hardware.adapter("Heartbeat", false, 1500, 1, List.of()),
                        hardware -> hardware.adapter("Heartbeat", true, 1500, 1, List.of("10.0.2.12/24"))),
                found(
                        NodeCheck.SUBNET_CLASH,
                        hardware ->
                                hardware.adapter("Heartbeat", true, 1500, 1, List.of("10.0.2.12/24", "10.0.3.112/24")),
                        hardware -> hardware.adapter("Heartbeat", true, 1500, 1, List.of("10.0.2.12/24"))),
                found(NodeCheck.DNS_RECORD, hardware -> hardware.dnsRecord(""), hardware -> hardware.dnsRecord(null)),
                found(
                        NodeCheck.ROLES,
                        hardware -> hardware.adapter("iSCSI", true, 1500, 1, List.of()),
                        hardware -> hardware.adapter("iSCSI", true, 1500, 1, List.of("10.0.3.12/24"))),
                found(
                        NodeCheck.DNS_VIEW,
                        hardware -> hardware.finds("HV1", ""),
                        hardware -> hardware.finds("HV1", null)),
                found(
                        NodeCheck.SECURE_CHANNEL,
                        hardware -> hardware.secureChannel(false),
                        hardware -> hardware.secureChannel(true)),
                cured(NodeCheck.JOIN, hardware -> hardware.joinWaits(true)));
    }

    private static NodeReport report() {
        return quorate.flows()
                .compareNodes(nodes -> nodes.addNodes(Lab.ENDPOINT, List.of("HV1", "HV2"))
                        .addController(Lab.ENDPOINT, "DC1")
                        .roles(ROLES));
    }

    /** A consent stands for the administrator who read the report. */
    private static <R> void run(Order<R> order) {
        Order<R> given = order.command() instanceof Destructive destructive
                ? order.with(Consent.to(destructive.identity(), "as the report says"))
                : order;
        quorate.run(given);
    }

    @ParameterizedTest
    @MethodSource("differences")
    @DisplayName("a planted difference is found and named with its cure; its orders mend it")
    void of_whenADifferenceIsPlanted_findsItAndItsOrdersMendIt(Difference planted) {
        LabHardware hardware = lab.hardware("HV2");
        planted.plant().accept(hardware);

        List<NodeFinding> found = report().of(planted.check());
        assertThat(found).as(planted.toString()).hasSize(1);
        assertThat(found.get(0).cure()).isNotBlank();
        assertThat(found.get(0).seen()).containsKey("HV2");
        assertThat(found.get(0).orders().isEmpty()).as("orders").isEqualTo(!planted.curable());
        found.get(0).orders().forEach(NodeDifferencesThroughLabTest::run);
        if (planted.check() == NodeCheck.JOIN) {
            lab.advance(Duration.ofMinutes(20));
        }
        planted.heal().accept(hardware);
        assertThat(report().findings()).as("after the cure").isEmpty();
    }

    @Test
    @DisplayName(
            "a name that its owner finds and others find elsewhere is told, with who does; one that nobody finds is told once")
    void compareNodes_looksNamesUpFromTheOthersAndTheController() {
        LabHardware node = lab.hardware("HV1");
        LabHardware controller = lab.hardware("DC1");
        controller.finds("HV1", "10.0.9.9");
        lab.hardware("HV2").finds("HV1", "");
        List<NodeFinding> found = report().of(NodeCheck.DNS_VIEW);
        node.finds("HV1", "");
        controller.finds("HV1", "");
        NodeReport nowhere = report();
        List.of(node, controller, lab.hardware("HV2")).forEach(one -> one.finds("HV1", null));

        assertThat(found).extracting(NodeFinding::subject).containsOnly("HV1.lab.example");
        assertThat(found)
                .extracting(NodeFinding::seen)
                .containsExactly(Map.of("HV2", "none"), Map.of("DC1", "10.0.9.9"));
        assertThat(found.get(0).meaning()).contains("itself it finds 10.0.1.11");
        assertThat(nowhere.findings()).extracting(NodeFinding::check).containsExactly(NodeCheck.DNS_RECORD);
    }

    @Test
    @DisplayName("a controller that cannot be asked is a finding for every node, and no error")
    void z_compareNodes_whenTheControllerIsDead_saysSo() {
        lab.power("DC1").off();
        NodeReport report = report();
        assertThat(report.findings()).hasSize(2).allSatisfy(one -> {
            assertThat(one.check()).isEqualTo(NodeCheck.DNS_VIEW);
            assertThat(one.seen()).isEqualTo(Map.of("DC1", "cannot tell"));
        });
    }

    @Test
    @DisplayName("an estate without any gives an empty report, and asking changes nothing")
    void anEstateWithoutAny_givesAnEmptyReport() {
        String before = lab.trace();
        assertThat(report().isEmpty()).isTrue();
        assertThat(lab.trace()).isEqualTo(before);
        assertThat(differences()).hasSizeGreaterThanOrEqualTo(16);
    }
}
