package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.Ensured;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.NotFoundException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.host.AddressSpec;
import io.quorate.host.HostAddress;
import io.quorate.host.HostClient;
import io.quorate.host.HostNetwork;
import io.quorate.host.NetworkAdapter;
import io.quorate.host.NetworkProfile;
import io.quorate.host.PathMtu;
import io.quorate.host.SwitchSpec;
import io.quorate.lab.Lab;
import io.quorate.lab.LabHardware;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A host's addresses, and the connection that a change of them may cut, through the SDK. */
class HostNetworkThroughLabTest {
    private static final String OURS = "vEthernet (LAN)";

    private Lab lab;
    private Quorate quorate;
    private HostClient host;
    private HostNetwork network;
    private LabHardware hardware;

    @BeforeEach
    void start() {
        lab = Lab.builder().host("HV1").host("HV2").start();
        quorate = lab.connect().build();
        host = quorate.host(Lab.ENDPOINT, "HV1");
        network = host.network();
        hardware = lab.hardware("HV1");
    }

    @AfterEach
    void stop() {
        quorate.close();
        lab.close();
    }

    private NetworkAdapter adapter(String name) {
        return network.find(name).orElseThrow();
    }

    private static List<String> texts(NetworkAdapter adapter) {
        return adapter.addresses().stream()
                .map(one -> one.address() + "/" + one.prefix())
                .toList();
    }

    @Test
    @DisplayName(
            "addresses, prefix and gateway are set and read back; the second ensure sends nothing that changes anything")
    void ensureAddresses_setsThem_andTheSecondSendsNone() {
        AddressSpec wanted = AddressSpec.of("10.0.2.11/25", "10.0.2.77/24").withGateway("10.0.2.1");
        Ensured<NetworkAdapter> first = network.ensureAddresses("heartbeat", wanted);
        String before = lab.trace();
        Ensured<NetworkAdapter> again = network.ensureAddresses("Heartbeat", wanted);

        assertThat(first.changed()).isTrue();
        assertThat(texts(first.value())).containsExactly("10.0.2.11/25", "10.0.2.77/24");
        assertThat(first.value().gateways()).containsExactly("10.0.2.1");
        assertThat(again.changed()).isFalse();
        assertThat(lab.trace()).isEqualTo(before);

        NetworkAdapter fewer = network.ensureAddresses("Heartbeat", AddressSpec.of("10.0.2.77/24"))
                .value();
        assertThat(texts(fewer)).containsExactly("10.0.2.77/24");
        assertThat(fewer.gateways()).isEmpty();
    }

    @Test
    void ensureAddresses_byDhcp_andBack() {
        NetworkAdapter asked =
                network.ensureAddresses("Heartbeat", AddressSpec.byDhcp()).value();
        boolean again =
                network.ensureAddresses("Heartbeat", AddressSpec.byDhcp()).changed();
        NetworkAdapter given = network.ensureAddresses("Heartbeat", AddressSpec.of("10.0.2.11/24"))
                .value();

        assertThat(asked.dhcp()).isTrue();
        assertThat(asked.addresses()).as("no server stands there").isEmpty();
        assertThat(again).isFalse();
        assertThat(given.dhcp()).isFalse();
        assertThat(texts(given)).containsExactly("10.0.2.11/24");
    }

    @Test
    @DisplayName("an address that a cluster brought along stays, and is no difference")
    void ensureAddresses_leavesTheClustersAddress() {
        hardware.visiting("Heartbeat", List.of("10.0.2.100/24"));

        assertThat(network.ensureAddresses("Heartbeat", AddressSpec.of("10.0.2.11/24"))
                        .changed())
                .isFalse();
        assertThat(texts(network.ensureAddresses("Heartbeat", AddressSpec.of("10.0.2.12/24"))
                        .value()))
                .containsExactly("10.0.2.12/24", "10.0.2.100/24");
    }

    @Test
    void ensureAddresses_ofWhatCarriesNone_isRefused() {
        assertThatThrownBy(() -> network.ensureAddresses("no such", AddressSpec.byDhcp()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> network.ensureAddresses("LAN", AddressSpec.of("10.0.1.9/24")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("vEthernet (name)");
    }

    @Test
    @DisplayName("what takes away the address we talk to is refused, consent or not; a new one beside it is fine")
    void ensureAddresses_whenItCutsThisConnection_isRefused() {
        Consent consent = Consent.to("HV1/" + OURS, "a test");
        String before = lab.trace();
        for (AddressSpec wanted : List.of(AddressSpec.of("10.0.1.99/24"), AddressSpec.byDhcp())) {
            assertThatThrownBy(() -> network.ensureAddresses(OURS, wanted))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("would lose 10.0.1.11, and management comes in at 10.0.1.11")
                    .hasMessageContaining("beside the old one");
            assertThatThrownBy(() -> network.ensureAddresses(OURS, wanted, consent))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("that cuts this connection");
        }
        assertThat(lab.trace()).isEqualTo(before);

        AddressSpec both = AddressSpec.of("10.0.1.11/24", "10.0.1.99/24").withGateway("10.0.1.1");
        assertThat(network.ensureAddresses(OURS, both).changed()).isTrue();
        hardware.reachedBy("10.0.1.99");
        AddressSpec moved = AddressSpec.of("10.0.1.99/24").withGateway("10.0.1.1");
        assertThat(texts(network.ensureAddresses(OURS, moved).value())).containsExactly("10.0.1.99/24");
    }

    @Test
    @DisplayName(
            "where management comes in at several addresses, a consent is asked for; the lab cuts what the address carried")
    void ensureAddresses_whenItCannotBeTold_takesAConsent() {
        hardware.connected("10.0.2.11", "10.0.2.250");
        AddressSpec wanted = AddressSpec.of("10.0.1.99/24").withGateway("10.0.1.1");
        assertThatThrownBy(() -> network.ensureAddresses(OURS, wanted))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("cannot be told")
                .hasMessageContaining("Consent.to(\"HV1/vEthernet (LAN)\"");
        assertThatThrownBy(() -> network.ensureAddresses(OURS, wanted, Consent.to("HV1/LAN", "another")))
                .isInstanceOf(ConsentRequiredException.class);

        assertThatThrownBy(() -> network.ensureAddresses(OURS, wanted, Consent.to("HV1/" + OURS, "a test")))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(() -> host.boot()).isInstanceOf(QuorateException.class);
        hardware.reachedBy("10.0.1.99");
        try (Quorate anew = lab.connect().build()) {
            assertThat(texts(anew.host(Lab.ENDPOINT, "HV1").network().find(OURS).orElseThrow()))
                    .containsExactly("10.0.1.99/24");
        }
    }

    @Test
    @DisplayName(
            "at a port of WinRM's own our connection is found among its listeners', not at the usual port of somebody else")
    void ensureAddresses_whenWinRmHasAPortOfItsOwn_looksThere() {
        hardware.listens(15_986);
        hardware.connected("10.0.2.11", "10.0.2.250", 5986);
        AddressSpec wanted = AddressSpec.of("10.0.1.99/24").withGateway("10.0.1.1");
        assertThatThrownBy(() -> network.ensureAddresses(OURS, wanted))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("management comes in at 10.0.1.11: that cuts this connection");
        assertThat(network.ensureAddresses("Heartbeat", AddressSpec.of("10.0.2.12/24"))
                        .changed())
                .as("surely not ours")
                .isTrue();
    }

    @Test
    @DisplayName(
            "where the listeners are not told, or a forwarder on the host may stand between, a consent is asked for")
    void ensureAddresses_whenOursIsNotSeen_takesAConsent() {
        AddressSpec wanted = AddressSpec.of("10.0.2.12/24");
        hardware.listens();
        hardware.connected("10.0.1.11", "10.0.1.250", 5986);
        assertThatThrownBy(() -> network.ensureAddresses("Heartbeat", wanted))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("no known port")
                .hasMessageContaining("cannot be told");

        hardware.listens(5986);
        hardware.connected("127.0.0.1", "127.0.0.1", 5986);
        assertThatThrownBy(() -> network.ensureAddresses("Heartbeat", wanted))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("cannot be told");
        assertThat(network.ensureAddresses("Heartbeat", wanted, Consent.to("HV1/Heartbeat", "a test"))
                        .changed())
                .isTrue();
    }

    @Test
    @DisplayName("the way back to where we come from is looked after, too")
    void ensureAddresses_withoutTheGatewayWeAnswerBy_takesAConsent() {
        hardware.connectedFrom("192.0.2.7");
        assertThatThrownBy(() -> network.ensureAddresses(OURS, AddressSpec.of("10.0.1.11/24")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("management comes from 192.0.2.7")
                .hasMessageContaining("cannot be told");
        hardware.connectedFrom("10.0.1.200");
        assertThat(network.ensureAddresses(OURS, AddressSpec.of("10.0.1.11/24")).changed())
                .isTrue();
    }

    @Test
    @DisplayName(
            "a switch on the adapter that carries us cuts the connection for a moment, and is there when it is back")
    void switches_overTheAdapterThatCarriesUs_cutForAMoment() {
        hardware.reachedBy("10.0.2.11");
        SwitchSpec wanted = SwitchSpec.external("HB", "Heartbeat");
        assertThatThrownBy(() -> host.switches().ensure(wanted)).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> host.switches().ensure(wanted.withoutHost(), Consent.to("HV1/Heartbeat", "a test")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("management comes in at 10.0.2.11")
                .hasMessageContaining("for good");

        long connections = lab.connections();
        assertThat(host.switches()
                        .ensure(wanted, Consent.to("HV1/Heartbeat", "a test"))
                        .value()
                        .managementOs())
                .isTrue();
        assertThat(lab.connections()).as("connected anew").isGreaterThan(connections);
        assertThat(adapter("vEthernet (HB)").addresses()).containsExactly(new HostAddress("10.0.2.11", 24, false));
    }

    @Test
    @DisplayName(
            "jumbo frames are set with the packets, once; over our adapter only with a consent, for they break the connection")
    void ensureMtu_setsFramesAndPackets() {
        NetworkAdapter first = network.ensureMtu("iSCSI", 9000).value();
        String before = lab.trace();
        assertThat(network.ensureMtu("iscsi", 9000).changed()).isFalse();
        assertThat(lab.trace()).isEqualTo(before);
        NetworkAdapter smaller = network.ensureMtu("iSCSI", 1500).value();

        assertThat(first.mtu()).isEqualTo(9000);
        assertThat(first.frame()).isEqualTo(9014);
        assertThat(smaller.mtu()).isEqualTo(1500);
        assertThat(smaller.frame()).as("the driver stays as it is").isEqualTo(9014);
        assertThatThrownBy(() -> network.ensureMtu(OURS, 9000))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("breaks this connection for some seconds")
                .hasMessageContaining("Consent.to(\"HV1/vEthernet (LAN)\"");
        assertThat(network.ensureMtu(OURS, 9000, Consent.to("HV1/" + OURS, "a test"))
                        .value()
                        .mtu())
                .isEqualTo(9000);
        assertThatThrownBy(() -> network.ensureMtu("iSCSI", 100)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("what gets through a path is measured: the sender, the network and the receiver each limit it")
    void pathMtu_measuresWhatGetsThrough() {
        assertThat(network.pathMtu("10.0.3.12")).isEqualTo(new PathMtu("HV1", "10.0.3.12", 1500, 9000));
        network.ensureMtu("iSCSI", 9000);
        assertThat(network.pathMtu("10.0.3.12").mtu()).as("the receiver").isEqualTo(1500);
        quorate.host(Lab.ENDPOINT, "HV2").network().ensureMtu("iSCSI", 9000);
        assertThat(network.pathMtu("10.0.3.12").mtu()).isEqualTo(9000);
        hardware.port("iSCSI", 4088);
        PathMtu narrow = network.pathMtu("10.0.3.12");
        assertThat(narrow.mtu()).as("a port of the switch").isEqualTo(4088);
        assertThat(narrow.carries(9000)).isFalse();
        assertThat(network.pathMtu("10.0.3.99").reached()).isFalse();
        assertThatThrownBy(() -> network.pathMtu("fe80::1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("a network is private or public as it is set; the domain's is left, and we are not shut out")
    void ensureProfile_setsIt_andShutsNobodyOut() {
        assertThat(network.ensureProfile("iSCSI", NetworkProfile.PUBLIC).value().profile())
                .isEqualTo(NetworkProfile.PUBLIC);
        assertThat(network.ensureProfile("iSCSI", NetworkProfile.PUBLIC).changed())
                .isFalse();
        assertThat(network.ensureProfile("iSCSI", NetworkProfile.PRIVATE).changed())
                .isTrue();
        assertThatThrownBy(() -> network.ensureProfile(OURS, NetworkProfile.PRIVATE))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("domain's");
        assertThatThrownBy(() -> network.ensureProfile("iSCSI", NetworkProfile.DOMAIN))
                .isInstanceOf(IllegalArgumentException.class);

        hardware.reachedBy("10.0.3.11");
        hardware.connectedFrom("192.0.2.7");
        assertThatThrownBy(
                        () -> network.ensureProfile("iSCSI", NetworkProfile.PUBLIC, Consent.to("HV1/iSCSI", "a test")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("that cuts this connection");
        hardware.connectedFrom("10.0.3.200");
        assertThatThrownBy(() -> network.ensureProfile("iSCSI", NetworkProfile.PUBLIC))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("cannot be told");
        assertThat(network.ensureProfile("iSCSI", NetworkProfile.PUBLIC, Consent.to("HV1/iSCSI", "a test"))
                        .changed())
                .isTrue();
    }

    @Test
    @DisplayName("a switch that connects a machine, or carries us, is not removed; another one is, once")
    void switches_remove_guardsMachinesAndConnection() {
        host.switches().ensure(SwitchSpec.privately("DMZ"));
        host.switches().remove("dmz");
        String before = lab.trace();
        host.switches().remove("DMZ");
        assertThat(lab.trace()).isEqualTo(before);
        assertThat(host.switches().find("DMZ")).isEmpty();

        assertThatThrownBy(() -> host.switches().remove("LAN", Consent.to("HV1/LAN", "a test")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("management comes in at 10.0.1.11: that cuts this connection");
        hardware.connected("10.0.2.11", "10.0.2.250");
        assertThatThrownBy(() -> host.switches().remove("LAN"))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("cannot be told");
        quorate.vms(Lab.ENDPOINT)
                .create(
                        "web1",
                        vm -> vm.on("HV1").path("C:\\VMs").memory(Size.gib(1)).connectedTo("LAN"));
        assertThatThrownBy(() -> host.switches().remove("LAN", Consent.to("HV1/LAN", "a test")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("connects web1");
    }

    @Test
    @DisplayName("a host switches itself off, with a consent for that host")
    void shutDown_switchesTheHostOff() {
        HostClient second = quorate.host(Lab.ENDPOINT, "HV2");
        assertThatThrownBy(() -> second.shutDown(Consent.to("HV1", "another host")))
                .isInstanceOf(ConsentRequiredException.class);
        second.shutDown(Consent.to("HV2", "a test"));
        lab.advance(Duration.ofMinutes(1));
        assertThat(lab.trace()).contains("host/HV2: power UP -> OFF");
        assertThatThrownBy(second::boot).isInstanceOf(QuorateException.class);
    }
}
