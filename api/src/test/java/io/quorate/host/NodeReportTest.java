package io.quorate.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Size;
import io.quorate.call.Order;
import io.quorate.host.command.InstallFeature;
import io.quorate.host.command.RunInitiator;
import io.quorate.san.Iqn;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every difference between nodes is found, named with its cure, and nothing else is. */
class NodeReportTest {
    private static final Instant NOW = Instant.parse("2026-01-05T08:00:00Z");
    private static final String ENDPOINT = "rack";

    /** A picture in parts, to change one of them. */
    private static final class Node {
        String domain = "lab.example";
        boolean inDomain = true;
        HostSystem system = new HostSystem("Microsoft Windows Server 2022 Datacenter", "10.0.20348", 20348, true);
        HostProcessor processor = new HostProcessor("GenuineIntel", "Xeon 4314", true, 2, 32, false, true, true);
        Size memory = Size.gib(64);
        Duration ahead = Duration.ofMillis(20);
        Duration within = Duration.ofMillis(15);
        ZoneOffset offset = ZoneOffset.ofHours(1);
        HyperVSettings hyperV = new HyperVSettings("C:\\VMs", "C:\\VMs\\", true, "Kerberos", "Compression", 2, true);
        List<VirtualSwitch> switches = new ArrayList<>();
        List<NetworkAdapter> adapters = new ArrayList<>();
        List<WindowsFeature> features = new ArrayList<>();
        boolean multipath = true;
        String policy = "RR";
        boolean claims = true;
        boolean automatic = true;

        @Nullable
        HostMembership membership;

        HostPicture picture(String host) {
            return new HostPicture(
                    ENDPOINT,
                    new HostFacts(
                            host,
                            host,
                            domain,
                            inDomain,
                            system,
                            processor,
                            memory,
                            NOW,
                            new HostClock(NOW, offset, ahead, within),
                            hyperV),
                    switches,
                    adapters,
                    features,
                    new HostMultipath(host, multipath, multipath ? policy : "", multipath && claims),
                    new InitiatorService(
                            host, true, automatic, Iqn.of("iqn.1991-05.com.microsoft:" + host.toLowerCase())),
                    membership);
        }
    }

    /** A node that is well, with a network of its own. */
    static HostPicture even(String host, List<NetworkAdapter> adapters, List<VirtualSwitch> switches) {
        Node node = new Node();
        node.adapters.addAll(adapters);
        node.switches.addAll(switches);
        return node.picture(host);
    }

    private static NetworkAdapter adapter(
            String name, boolean virtual, int mtu, NetworkProfile profile, String... addresses) {
        List<HostAddress> all =
                Stream.of(addresses).map(one -> new HostAddress(one, 24, false)).toList();
        return new NetworkAdapter("", name, 1, name, "00-15-5D-00-00-01", true, virtual, 1, mtu, profile, all);
    }

    private static VirtualSwitch virtualSwitch(String name, SwitchType type) {
        return new VirtualSwitch("", UUID.randomUUID(), name, type, "", true, false);
    }

    private static Node even(int number) {
        Node node = new Node();
        node.switches.add(virtualSwitch("LAN", SwitchType.EXTERNAL));
        node.adapters.add(adapter("LAN", false, 1500, NetworkProfile.NONE));
        node.adapters.add(adapter("vEthernet (LAN)", true, 1500, NetworkProfile.DOMAIN, "10.0.1." + number, "fe80::1"));
        node.adapters.add(adapter("Heartbeat", false, 1500, NetworkProfile.PRIVATE, "10.0.2." + number));
        node.adapters.add(adapter("iSCSI", false, 9000, NetworkProfile.PRIVATE, "10.0.3." + number));
        for (String one : List.of("Failover-Clustering", "Hyper-V", "Multipath-IO")) {
            node.features.add(new WindowsFeature("", one, "Installed"));
        }
        node.features.add(new WindowsFeature("", "DNS", "Available"));
        return node;
    }

    /** One planted difference, the second node's, and what is to be found. */
    record Planted(NodeCheck check, String subject, Consumer<Node> plant) {
        @Override
        public String toString() {
            return check + " " + subject;
        }
    }

    private static Planted planted(NodeCheck check, String subject, Consumer<Node> plant) {
        return new Planted(check, subject, plant);
    }

    static Stream<Planted> differences() {
        return Stream.of(
                planted(NodeCheck.SWITCHES, "LAN", node -> node.switches.clear()),
                planted(NodeCheck.SWITCHES, "DMZ", node -> node.switches.add(virtualSwitch("DMZ", SwitchType.PRIVATE))),
                planted(
                        NodeCheck.SWITCH_TYPE,
                        "LAN",
                        node -> node.switches.set(0, virtualSwitch("lan", SwitchType.INTERNAL))),
                planted(
                        NodeCheck.MACHINE_PATH,
                        "",
                        node -> node.hyperV =
                                new HyperVSettings("D:\\VMs", "C:\\VMs", true, "Kerberos", "Compression", 2, true)),
                planted(
                        NodeCheck.DISK_PATH,
                        "",
                        node -> node.hyperV =
                                new HyperVSettings("C:\\VMs", "D:\\VMs", true, "Kerberos", "Compression", 2, true)),
                planted(
                        NodeCheck.MIGRATION,
                        "",
                        node -> node.hyperV =
                                new HyperVSettings("C:\\VMs", "C:\\VMs", false, "Kerberos", "Compression", 2, true)),
                planted(
                        NodeCheck.MIGRATION_SETTINGS,
                        "",
                        node -> node.hyperV =
                                new HyperVSettings("C:\\VMs", "C:\\VMs", true, "CredSSP", "Compression", 2, true)),
                planted(
                        NodeCheck.PROCESSOR_VENDOR,
                        "",
                        node -> node.processor =
                                new HostProcessor("AuthenticAMD", "Xeon 4314", true, 2, 32, false, true, true)),
                planted(
                        NodeCheck.PROCESSOR_MODEL,
                        "",
                        node -> node.processor =
                                new HostProcessor("GenuineIntel", "Xeon 6338", true, 2, 32, false, true, true)),
                planted(
                        NodeCheck.PROCESSORS,
                        "",
                        node -> node.processor =
                                new HostProcessor("GenuineIntel", "Xeon 4314", true, 1, 16, false, true, true)),
                planted(NodeCheck.MEMORY, "", node -> node.memory = Size.gib(32)),
                planted(
                        NodeCheck.BUILD,
                        "",
                        node -> node.system =
                                new HostSystem("Microsoft Windows Server 2019", "10.0.17763", 17763, true)),
                planted(
                        NodeCheck.FEATURES,
                        "DNS",
                        node -> node.features.set(3, new WindowsFeature("", "DNS", "Installed"))),
                planted(NodeCheck.MULTIPATH_POLICY, "", node -> node.policy = "FOO"),
                planted(NodeCheck.MULTIPATH_CLAIM, "", node -> node.claims = false),
                planted(NodeCheck.INITIATOR, "", node -> node.automatic = false),
                planted(NodeCheck.TIME, "", node -> node.ahead = Duration.ofSeconds(-6)),
                planted(NodeCheck.TIME_OFFSET, "", node -> node.offset = ZoneOffset.UTC),
                planted(NodeCheck.DOMAIN, "", node -> node.domain = "other.example"),
                planted(
                        NodeCheck.MTU,
                        "10.0.3.0/24",
                        node -> node.adapters.set(
                                3, adapter("iSCSI", false, 1500, NetworkProfile.PRIVATE, "10.0.3.9"))),
                planted(
                        NodeCheck.SUBNETS,
                        "10.0.4.0/24",
                        node -> node.adapters.add(adapter("Extra", false, 1500, NetworkProfile.PRIVATE, "10.0.4.9"))),
                planted(
                        NodeCheck.SUBNET_CLASH,
                        "10.0.2.0/24",
                        node -> node.adapters.add(adapter("Extra", false, 1500, NetworkProfile.PRIVATE, "10.0.2.9"))),
                planted(
                        NodeCheck.PROFILE,
                        "Heartbeat",
                        node -> node.adapters.set(
                                2, adapter("Heartbeat", false, 1500, NetworkProfile.PUBLIC, "10.0.2.9"))),
                planted(
                        NodeCheck.RESTART,
                        "Hyper-V",
                        node -> node.features.set(1, new WindowsFeature("", "Hyper-V", "InstallPending"))),
                planted(
                        NodeCheck.ARCHITECTURE,
                        "",
                        node -> node.processor =
                                new HostProcessor("GenuineIntel", "Xeon 4314", false, 2, 32, false, true, true)),
                planted(
                        NodeCheck.EXECUTION_PREVENTION,
                        "",
                        node -> node.processor =
                                new HostProcessor("GenuineIntel", "Xeon 4314", true, 2, 32, false, true, false)),
                planted(
                        NodeCheck.VIRTUALIZATION,
                        "",
                        node -> node.processor =
                                new HostProcessor("GenuineIntel", "Xeon 4314", true, 2, 32, false, false, true)),
                planted(
                        NodeCheck.SERVER,
                        "",
                        node -> node.system = new HostSystem("Microsoft Windows 11", "10.0.20348", 20348, false)),
                planted(NodeCheck.DOMAIN, "", node -> node.inDomain = false));
    }

    @ParameterizedTest
    @MethodSource("differences")
    @DisplayName("a planted difference is found, alone, with its cure")
    void of_whenOneDifferenceIsPlanted_findsThatAlone(Planted planted) {
        Node second = even(12);
        planted.plant().accept(second);

        NodeReport report = NodeReport.of(List.of(even(11).picture("HV1"), second.picture("HV2")));

        assertThat(report.findings()).hasSize(1);
        NodeFinding finding = report.findings().get(0);
        assertThat(finding.check()).isEqualTo(planted.check());
        assertThat(finding.subject()).isEqualTo(planted.subject());
        assertThat(finding.seen()).containsKey("HV2");
        assertThat(finding.cure()).isNotBlank();
        assertThat(finding.toString()).contains(finding.check().name(), "HV2", finding.meaning(), finding.cure());
    }

    @Test
    void of_whenTheEstateIsEven_isEmpty() {
        NodeReport report =
                NodeReport.of(List.of(even(11).picture("HV1"), even(12).picture("HV2"), even(13).picture("HV3")));

        assertThat(report.findings()).isEmpty();
        assertThat(report.isEmpty()).isTrue();
        assertThat(report).hasToString("");
    }

    @Test
    @DisplayName("clocks that differ by no more than the measurement can tell are not reported")
    void of_whenClocksDifferWithinTheMeasurement_isEmpty() {
        Node slow = even(12);
        slow.ahead = Duration.ofSeconds(12);
        slow.within = Duration.ofSeconds(8);

        assertThat(NodeReport.of(List.of(even(11).picture("HV1"), slow.picture("HV2")))
                        .findings())
                .isEmpty();
    }

    @Test
    void of_whenAFeatureIsMissing_itsCureIsAnOrder() {
        Node second = even(12);
        second.features.set(2, new WindowsFeature("", "Multipath-IO", "Available"));
        second.multipath = false;
        second.automatic = false;

        NodeReport report = NodeReport.of(List.of(even(11).picture("HV1"), second.picture("HV2")));

        assertThat(report.findings())
                .extracting(NodeFinding::check)
                .containsExactly(NodeCheck.FEATURES, NodeCheck.INITIATOR);
        assertThat(report.of(NodeCheck.FEATURES).get(0).orders())
                .isEqualTo(List.of(Order.ensure(ENDPOINT, new InstallFeature("HV2", "Multipath-IO"))));
        assertThat(report.of(NodeCheck.INITIATOR).get(0).orders())
                .isEqualTo(List.of(Order.ensure(ENDPOINT, new RunInitiator("HV2"))));
    }

    @Test
    @DisplayName("two adapters do, one does not")
    void preflight_countsConnectedAdapters() {
        Node two = even(11);
        two.adapters.remove(3);
        Node one = even(12);
        one.adapters.subList(2, 4).clear();

        assertThat(NodeReport.preflight(List.of(two.picture("HV1"))).findings()).isEmpty();
        assertThat(NodeReport.preflight(List.of(one.picture("HV2"))).findings())
                .extracting(NodeFinding::check)
                .containsExactly(NodeCheck.ADAPTERS);
    }

    @Test
    void parity_ofOneOrNone_isEmpty() {
        assertThat(NodeReport.parity(List.of()).isEmpty()).isTrue();
        assertThat(NodeReport.parity(List.of(even(11).picture("HV1"))).isEmpty())
                .isTrue();
    }

    @Test
    @DisplayName("what others find for a node's name: what it has is well, elsewhere, nowhere and untold are found")
    void names_tellsWhoFindsWhat() {
        List<HostPicture> nodes = List.of(even(11).picture("HV1"), even(12).picture("HV2"));
        String name = "hv1.LAB.example";
        NodeReport report = NodeReport.names(
                nodes,
                List.of(
                        new NameLookup("HV2", name, List.of("10.0.1.11")),
                        new NameLookup("HV1", name, List.of("10.0.9.9")),
                        new NameLookup("DC1", name, List.of("10.0.1.11", "10.0.9.9")),
                        new NameLookup("DC2", name, null),
                        new NameLookup("DC3", name, List.of()),
                        new NameLookup("DC3", "other.lab.example", List.of())));
        assertThat(report.findings()).allMatch(one -> one.check() == NodeCheck.DNS_VIEW);
        assertThat(report.findings())
                .extracting(NodeFinding::seen)
                .containsExactly(
                        Map.of("DC3", "none"), Map.of("DC1", "10.0.1.11, 10.0.9.9"), Map.of("DC2", "cannot tell"));
        assertThat(report.and(NodeReport.of(nodes)).findings()).isEqualTo(report.findings());
    }

    @Test
    @DisplayName("what a member could not say of its channel and its name is a finding; of a workgroup nobody asks")
    void preflight_whenAMemberCannotTell_saysSo() {
        Node node = even(11);
        node.membership = new HostMembership("HV1", true, false, null, null);
        NodeReport report = NodeReport.preflight(List.of(node.picture("HV1")));
        assertThat(report.findings())
                .extracting(NodeFinding::check)
                .containsExactly(NodeCheck.SECURE_CHANNEL, NodeCheck.DNS_RECORD);
        assertThat(report.findings()).allMatch(one -> one.seen().equals(Map.of("HV1", "cannot tell")));

        node.membership = new HostMembership("HV1", true, false, true, List.of("10.0.1.11"));
        assertThat(NodeReport.preflight(List.of(node.picture("HV1"))).isEmpty()).isTrue();
        node.membership = new HostMembership("HV1", false, false, null, null);
        assertThat(NodeReport.preflight(List.of(node.picture("HV1"))).isEmpty()).isTrue();
    }

    @Test
    void of_whenAHostIsNamedTwice_isRefused() {
        assertThatThrownBy(() -> NodeReport.of(List.of(even(11).picture("HV1"), even(12).picture("hv1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HV1");
    }

    @Test
    void subnet_isReadFromTheAddress() {
        assertThat(new HostAddress("192.0.2.77", 26, false).subnet()).isEqualTo("192.0.2.64/26");
        assertThat(new HostAddress("10.1.2.3", 0, false).subnet()).isEqualTo("0.0.0.0/0");
        assertThat(new HostAddress("2001:db8::1", 64, false).subnet()).isEqualTo("2001:db8:0:0:0:0:0:0/64");
        assertThat(new HostAddress("fe80::1%12", 64, false).routed()).isFalse();
        assertThat(new HostAddress("169.254.3.4", 16, true).routed()).isFalse();
        assertThat(new HostAddress("127.0.0.1", 8, false).routed()).isFalse();
        assertThat(new HostAddress("host.example", 24, false).routed()).isFalse();
        assertThat(new HostAddress("::1", 128, false).routed()).isFalse();
        assertThat(new HostAddress("2001:db8:0:1:2:3:4:5", 60, false).subnet()).isEqualTo("2001:db8:0:0:0:0:0:0/60");
        for (String odd : new String[] {"1.2.3", "1.2.3.256", ":::", "1::2::3", "1:2:3:4:5:6:7:8:9", "::12345", ""}) {
            assertThat(new HostAddress(odd, 24, false).routed()).as(odd).isFalse();
            assertThat(new HostAddress(odd, 24, false).subnet()).isEqualTo(odd + "/24");
        }
    }

    @Test
    void clock_isComparedWithTheMiddleOfTheRoundTrip() {
        HostClock clock = new HostClock(NOW.plusSeconds(31), ZoneOffset.UTC, null, Duration.ZERO)
                .between(NOW, NOW.plusSeconds(2));

        assertThat(clock.ahead()).isEqualTo(Duration.ofSeconds(30));
        assertThat(clock.within()).isEqualTo(Duration.ofSeconds(1));
    }
}
