package io.quorate.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which adapter plays which role, and what clashes. */
class NodeRolesTest {
    private static final AdapterRoles ROLES = AdapterRoles.none()
            .with(AdapterRole.MACHINES, "LAN")
            .with(AdapterRole.MANAGEMENT, "vEthernet (LAN)")
            .with(AdapterRole.HEARTBEAT, "Heartbeat")
            .with(AdapterRole.ISCSI, "iSCSI");

    /** The network of a node, to change one of its parts. */
    private static final class Net {
        final List<NetworkAdapter> adapters = new ArrayList<>();
        final List<VirtualSwitch> switches = new ArrayList<>();

        Net(int number) {
            adapters.add(adapter("NIC1", false, true));
            adapters.add(adapter("vEthernet (LAN)", true, true, "10.0.1." + number));
            adapters.add(adapter("Heartbeat", false, true, "10.0.2." + number));
            adapters.add(adapter("iSCSI", false, true, "10.0.3." + number));
            switches.add(
                    new VirtualSwitch("", UUID.randomUUID(), "LAN", SwitchType.EXTERNAL, "card of NIC1", true, false));
        }

        void set(int index, NetworkAdapter adapter) {
            adapters.set(index, adapter);
        }
    }

    private static NetworkAdapter adapter(String name, boolean virtual, boolean up, String... addresses) {
        List<HostAddress> all =
                Stream.of(addresses).map(one -> new HostAddress(one, 24, false)).toList();
        return new NetworkAdapter(
                "", name, 1, "card of " + name, "", up, virtual, 1, 1500, NetworkProfile.PRIVATE, all);
    }

    private static NodeReport report(AdapterRoles roles, Net second) {
        return NodeReport.roles(
                List.of(
                        NodeReportTest.even("HV1", new Net(11).adapters, new Net(11).switches),
                        NodeReportTest.even("HV2", second.adapters, second.switches)),
                roles);
    }

    /** What is planted in the second node, and what is to be told. */
    record Planted(String subject, String seen, Consumer<Net> plant) {
        @Override
        public String toString() {
            return subject + ": " + seen;
        }
    }

    static Stream<Planted> planted() {
        return Stream.of(
                new Planted("HEARTBEAT", "no adapter Heartbeat", net -> net.set(2, adapter("HB", false, false))),
                new Planted(
                        "ISCSI",
                        "iSCSI is not connected",
                        net -> net.set(3, adapter("iSCSI", false, false, "10.0.3.12"))),
                new Planted("ISCSI", "iSCSI has no address", net -> net.set(3, adapter("iSCSI", false, true))),
                new Planted("MACHINES", "no virtual switch LAN", net -> net.switches.clear()),
                new Planted(
                        "MACHINES",
                        "LAN is not external",
                        net -> net.switches.set(
                                0,
                                new VirtualSwitch("", UUID.randomUUID(), "LAN", SwitchType.INTERNAL, "", true, false))),
                new Planted(
                        "MACHINES",
                        "NIC1 under LAN is not connected",
                        net -> net.set(0, adapter("NIC1", false, false))),
                new Planted(
                        "ISCSI and MACHINES",
                        "iSCSI and LAN stand on card of iSCSI",
                        net -> net.switches.set(
                                0,
                                new VirtualSwitch(
                                        "",
                                        UUID.randomUUID(),
                                        "LAN",
                                        SwitchType.EXTERNAL,
                                        "card of iSCSI",
                                        false,
                                        false))),
                new Planted(
                        "MANAGEMENT and HEARTBEAT",
                        "vEthernet (LAN) and Heartbeat are both in 10.0.2.0/24",
                        net -> net.set(1, adapter("vEthernet (LAN)", true, true, "10.0.1.12", "10.0.2.112"))),
                new Planted(
                        "", "Spare (10.0.9.0/24)", net -> net.adapters.add(adapter("Spare", false, true, "10.0.9.12"))),
                new Planted(
                        "HEARTBEAT",
                        "Heartbeat has the gateway 10.0.2.1",
                        net -> net.set(
                                2,
                                net.adapters
                                        .get(2)
                                        .addressed(
                                                AddressSpec.of("10.0.2.12/24").withGateway("10.0.2.1")))),
                new Planted("ISCSI", "10.0.4.0/24", net -> net.set(3, adapter("iSCSI", false, true, "10.0.4.12"))));
    }

    @ParameterizedTest
    @MethodSource("planted")
    @DisplayName("what keeps an adapter from its role, and what clashes, is named with its cure")
    void roles_findWhatIsPlanted(Planted planted) {
        Net second = new Net(12);
        planted.plant().accept(second);
        NodeReport report = report(ROLES, second);
        assertThat(report.findings()).as(report.toString()).anySatisfy(one -> {
            assertThat(one.check()).isEqualTo(NodeCheck.ROLES);
            assertThat(one.subject()).isEqualTo(planted.subject());
            assertThat(one.seen().get("HV2")).isEqualTo(planted.seen());
            assertThat(one.cure()).isNotBlank();
        });
    }

    @Test
    @DisplayName("three adapters, two with heartbeat and iSCSI on one, and no roles at all are well")
    void roles_whenNothingClashes_findNothing() {
        assertThat(report(ROLES, new Net(12)).findings()).isEmpty();
        assertThat(report(AdapterRoles.none(), new Net(12)).findings()).isEmpty();

        Net one = new Net(11);
        Net two = new Net(12);
        one.adapters.remove(3);
        two.adapters.remove(3);
        NodeReport shared = NodeReport.roles(
                List.of(
                        NodeReportTest.even("HV1", one.adapters, one.switches),
                        NodeReportTest.even("HV2", two.adapters, two.switches)),
                ROLES.with(AdapterRole.ISCSI, "heartbeat"));
        assertThat(shared.findings()).isEmpty();
    }

    @Test
    void roles_thatMakeNoSense_areRefused() {
        assertThatThrownBy(() -> ROLES.with(AdapterRole.ISCSI, "A", "a")).hasMessageContaining("plays a role once");
        assertThatThrownBy(() -> ROLES.with(AdapterRole.ISCSI, " ")).isInstanceOf(IllegalArgumentException.class);
        assertThat(ROLES.with(AdapterRole.ISCSI).of(AdapterRole.ISCSI)).isEmpty();
    }
}
