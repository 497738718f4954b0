package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.SharedVolume;
import io.quorate.error.RejectedException;
import io.quorate.flow.ReachOutcome;
import io.quorate.flow.ReachProbe;
import io.quorate.flow.ReachReport;
import io.quorate.lab.Lab;
import io.quorate.lab.LabHardware;
import io.quorate.lab.LabOutside;
import io.quorate.vm.AdapterVlan;
import io.quorate.vm.GuestNetwork;
import io.quorate.vm.MacAddress;
import io.quorate.vm.MacRange;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VirtualAdapters;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.vm.VmCheck;
import io.quorate.vm.VmFinding;
import io.quorate.vm.VmReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A clustered router: what it needs to move, what it keeps when it does, and what is seen of it from both sides. In order, in one lab. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class RouterMovesThroughLabTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final MacAddress BOUND = MacAddress.of("00-50-56-00-AB-01");
    private static final String ADDRESS = "203.0.113.10";

    private static final LabOutside OUTSIDE = new LabOutside();
    private static Lab lab;
    private static Quorate quorate;
    private static VirtualMachineClient vms;
    private static UUID router;

    @BeforeAll
    static void build() {
        lab = Lab.storyBuilder().face(OUTSIDE::join).start();
        quorate = lab.connect().build();
        vms = quorate.vms(Lab.ENDPOINT);
        for (String host : lab.hostNames()) {
            lab.hardware(host).addSwitch("WAN", 2);
            lab.hardware(host).addSwitch("DMZ", 0);
        }
        ClusterClient cluster = Rack.cluster(quorate);
        SharedVolume volume =
                cluster.sharedVolumes().add(Rack.disks(cluster).get(1).id());
        router = vms.create(
                        "router",
                        vm -> vm.on("HV1")
                                .path(String.valueOf(volume.path()))
                                .memory(Size.gib(1))
                                .connectedTo("LAN"))
                .id();
        VirtualAdapters adapters = vms.adapters(router);
        adapters.ensure("outside", nic -> nic.connectedTo("WAN").mac(BOUND));
        adapters.ensure("dmz", nic -> nic.connectedTo("DMZ"));
        vms.makeHighlyAvailable(router);
        vms.start(router);
        booted();
        OUTSIDE.bind(ADDRESS, BOUND.toString());
        OUTSIDE.publish(ADDRESS, 443);
        OUTSIDE.server("www.example.com", "198.51.100.7", 443);
        OUTSIDE.gateway("router");
    }

    @AfterAll
    static void stop() {
        quorate.close();
        lab.close();
    }

    private static void booted() {
        lab.advance(Duration.ofSeconds(30));
        vms.awaitHeartbeat(router, LONG);
    }

    private static VirtualAdapter adapter(String name) {
        return vms.adapters(router).named(name).get(0);
    }

    private static ReachReport probes() {
        return quorate.flows()
                .reach(spec -> spec.egress(Lab.ENDPOINT, "HV1", "www.example.com", 443)
                        .egress(Lab.ENDPOINT, "HV2", "www.example.com", 443)
                        .ingress(ADDRESS, 443)
                        .within(Duration.ofSeconds(50)));
    }

    @Test
    @DisplayName(
            "a node without the switch of an adapter is named with its cure, the move is refused, and the cure mends it")
    void a_preflight_namesTheNodeThatWouldStrandIt() {
        LabHardware hv2 = lab.hardware("HV2");
        hv2.renameSwitch("DMZ", "Dmz 1");
        String before = lab.trace();
        VmReport report = vms.preflight(router);
        assertThat(lab.trace()).isEqualTo(before);

        VmFinding found = report.of(VmCheck.SWITCH).get(0);
        assertThat(report.of(VmCheck.SWITCH)).hasSize(1);
        assertThat(found.subject()).isEqualTo("DMZ");
        assertThat(found.seen()).containsEntry("HV1", "private").containsEntry("HV2", "none");
        assertThat(found.meaning()).contains("does not come to HV2");
        assertThatThrownBy(() -> vms.migrateLive(router, "HV2")).isInstanceOf(RejectedException.class);
        found.orders().forEach(quorate::run);
        assertThat(vms.preflight(router).of(VmCheck.SWITCH)).isEmpty();

        hv2.removeSwitch("WAN", "", List.of());
        hv2.addSwitch("WAN", 1);
        assertThat(vms.preflight(router).of(VmCheck.SWITCH_TYPE))
                .singleElement()
                .satisfies(one -> assertThat(one.seen()).containsEntry("HV2", "internal"));
        hv2.removeSwitch("WAN", "", List.of());
        hv2.addSwitch("WAN", 2);
        assertThat(vms.preflight(router).findings())
                .extracting(VmFinding::check)
                .as("the two dynamic addresses are left")
                .containsOnly(VmCheck.MAC_DYNAMIC);
    }

    @Test
    @DisplayName(
            "a node that may not own it is no node it comes to; one that is left alone is told, and the lab keeps to it")
    void a_preflight_honoursPossibleOwners() {
        LabHardware hv2 = lab.hardware("HV2");
        assertThat(vms.possibleOwners(router)).containsExactlyInAnyOrder("HV1", "HV2");
        hv2.renameSwitch("DMZ", "Dmz 1");
        hv2.guest("router").owners("HV1");
        VmReport report = vms.preflight(router);
        assertThatThrownBy(() -> vms.migrateLive(router, "HV2")).isInstanceOf(RejectedException.class);
        hv2.renameSwitch("Dmz 1", "DMZ");
        hv2.guest("router").owners("HV1", "HV2");

        assertThat(report.of(VmCheck.SWITCH)).isEmpty();
        assertThat(report.of(VmCheck.OWNERS))
                .singleElement()
                .satisfies(one -> assertThat(one.toString()).contains("HV1=HV1", "Set-ClusterOwnerNode"));
        assertThat(vms.preflight(router).of(VmCheck.OWNERS)).isEmpty();
    }

    @Test
    @DisplayName("an address for good in the range of a host it may come to is told, with that host")
    void a_preflight_whenAHostMayGiveItsAddressAway_warns() {
        LabHardware hv2 = lab.hardware("HV2");
        MacRange usual = vms.macRange("HV2");
        assertThat(usual.holds(BOUND)).isFalse();
        hv2.macRange("005056000000", "00505600FFFF");
        List<VmFinding> found = vms.preflight(router).of(VmCheck.MAC_RANGE);
        hv2.guest("router").owners("HV1");
        List<VmFinding> elsewhere = vms.preflight(router).of(VmCheck.MAC_RANGE);
        hv2.guest("router").owners("HV1", "HV2");
        hv2.macRange(usual.least().digits(), usual.most().digits());

        assertThat(found).singleElement().satisfies(one -> {
            assertThat(one.subject()).isEqualTo("outside 00-50-56-00-AB-01");
            assertThat(one.seen()).isEqualTo(Map.of("HV2", "00-50-56-00-00-00 to 00-50-56-00-FF-FF"));
        });
        assertThat(elsewhere).as("a host it does not come to").isEmpty();
    }

    @Test
    @DisplayName("whom the guest asks for names is read from its host, in order; one server alone is told")
    void a_preflight_whenTheGuestAsksOneServer_isTold() {
        String outside = adapter("outside").id();
        lab.hardware("HV1").guest("router").addresses("outside", List.of(ADDRESS));
        lab.hardware("HV1").guest("router").dnsServers("outside", List.of("10.0.0.11", "10.0.0.12"));
        GuestNetwork told = vms.guestNetworks(router).stream()
                .filter(one -> one.adapterId().equals(outside))
                .findFirst()
                .orElseThrow();
        assertThat(vms.guestNetworks(router)).hasSize(3);
        assertThat(told.addresses()).containsExactly(ADDRESS);
        assertThat(told.asks(List.of("10.0.0.11", "10.0.0.12"))).isTrue();
        assertThat(told.asks(List.of("10.0.0.12", "10.0.0.11"))).isFalse();
        assertThat(vms.preflight(router).of(VmCheck.GUEST_DNS)).isEmpty();

        lab.hardware("HV1").guest("router").dnsServers("outside", List.of("10.0.0.12"));
        assertThat(vms.preflight(router).of(VmCheck.GUEST_DNS))
                .singleElement()
                .satisfies(one -> assertThat(one.toString()).contains("HV1=10.0.0.12", "a second one"));
        lab.hardware("HV1").guest("router").dnsServers("outside", List.of());
        assertThat(vms.preflight(router).of(VmCheck.GUEST_DNS)).isEmpty();
    }

    @Test
    @DisplayName("what is published is reached, and the hosts come out, from both sides in one report")
    void b_probes_whileTheRouterRuns_reach() {
        ReachReport report = probes();

        assertThat(report.isWhole()).as(report.toString()).isTrue();
        assertThat(report.probes()).extracting(ReachProbe::from).containsExactly("HV1", "HV2", ReachProbe.HERE);
        assertThat(report.of(ReachProbe.Side.EGRESS).get(0).address()).isEqualTo("198.51.100.7");
        assertThat(report.of(ReachProbe.Side.EGRESS).get(0).said()).isEqualTo("by vEthernet (LAN)");

        VirtualAdapters adapters = vms.adapters(router);
        String outside = adapter("outside").id();
        adapters.setVlan(outside, AdapterVlan.access(20));
        assertThat(quorate.host(Lab.ENDPOINT, "HV1")
                        .connectionTo("www.example.com", 443)
                        .connected())
                .as("another VLAN than the provider's")
                .isFalse();
        adapters.setVlan(outside, AdapterVlan.UNTAGGED);
        adapters.disconnect(outside);
        assertThat(vms.preflight(router).of(VmCheck.DISCONNECTED)).hasSize(1);
        assertThat(quorate.host(Lab.ENDPOINT, "HV1")
                        .connectionTo("www.example.com", 443)
                        .connected())
                .isFalse();
        adapters.connect(outside, "WAN");
        assertThat(quorate.host(Lab.ENDPOINT, "HV1")
                        .connectionTo("www.example.com", 443)
                        .connected())
                .isTrue();
    }

    @Test
    @DisplayName(
            "a guest without integration services loses its interfaces: the report says so, and the probes show it")
    void c_integration_whenTheGuestHasNone_isTold() {
        lab.hardware("HV1").guest("router").services(false);
        assertThat(vms.preflight(router).of(VmCheck.INTEGRATION))
                .as("it may boot yet")
                .isEmpty();
        lab.advance(Duration.ofMinutes(6));
        VmReport report = vms.preflight(router);
        ReachReport probes = probes();
        lab.hardware("HV1").guest("router").services(true);
        booted();

        assertThat(report.of(VmCheck.INTEGRATION))
                .singleElement()
                .satisfies(one -> assertThat(one.toString())
                        .contains("interfaces disappear")
                        .contains("install them"));
        assertThat(probes.of(ReachProbe.Side.INGRESS).get(0).outcome()).isEqualTo(ReachOutcome.SILENT);
        assertThat(probes.of(ReachProbe.Side.INGRESS).get(0).took()).isGreaterThanOrEqualTo(Duration.ofSeconds(50));
        assertThat(probes.of(ReachProbe.Side.EGRESS))
                .extracting(ReachProbe::outcome)
                .containsOnly(ReachOutcome.UNKNOWN_NAME);
        assertThat(vms.preflight(router).of(VmCheck.INTEGRATION)).isEmpty();
        lab.hardware("HV1").guest("router").outdated(true);
        assertThat(vms.preflight(router).of(VmCheck.INTEGRATION_VERSION)).isNotEmpty();
        lab.hardware("HV1").guest("router").outdated(false);
    }

    @Test
    @DisplayName(
            "a live migration keeps all addresses; a start on another node keeps those that were set, and no others")
    void d_moves_keepWhatWasSet() {
        MacAddress dmz = adapter("dmz").mac();
        assertThat(dmz).isNotNull();
        vms.migrateLive(router, "HV2");
        assertThat(adapter("outside").host()).isEqualTo("HV2");
        assertThat(adapter("outside").mac()).isEqualTo(BOUND);
        assertThat(adapter("dmz").mac()).isEqualTo(dmz);
        assertThat(probes().isWhole()).isTrue();

        lab.power("HV2").off();
        lab.advance(Duration.ofMinutes(6));
        booted();
        lab.power("HV2").on();
        lab.advance(Duration.ofMinutes(3));
        quorate.cluster(Lab.ENDPOINT).nodes().awaitUp("HV2", LONG);
        assertThat(adapter("outside").host()).isEqualTo("HV1");
        assertThat(adapter("outside").mac()).as("after a failover").isEqualTo(BOUND);
        assertThat(adapter("dmz").mac()).as("inside the range of HV1").isEqualTo(dmz);

        lab.hardware("HV2").macRange("00155D990000", "00155D9900FF");
        vms.turnOff(router, Consent.to(router.toString(), "a test"));
        quorate.cluster(Lab.ENDPOINT).groups().move("router", "HV2");
        vms.start(router);
        booted();
        assertThat(adapter("outside").mac()).isEqualTo(BOUND);
        assertThat(adapter("dmz").mac()).isEqualTo(MacAddress.of("00155D990001"));
        assertThat(probes().isWhole()).isTrue();
    }

    @Test
    @DisplayName("a host that cannot be asked, and a name that nobody knows, are told from what is not reached")
    void e_probes_whatCannotBeTold_isSaid() {
        lab.power("HV1").off();
        ReachReport report = quorate.flows()
                .reach(spec -> spec.egress(Lab.ENDPOINT, "HV1", "www.example.com", 443)
                        .egress(Lab.ENDPOINT, "HV2", "no.example.com", 443)
                        .egress(Lab.ENDPOINT, "HV2", "198.51.100.7", 25)
                        .ingress("nowhere.example.com", 443)
                        .within(Duration.ofSeconds(50)));
        lab.power("HV1").on();

        assertThat(report.probes())
                .extracting(ReachProbe::outcome)
                .containsExactly(
                        ReachOutcome.UNTOLD,
                        ReachOutcome.UNKNOWN_NAME,
                        ReachOutcome.NOT_REACHED,
                        ReachOutcome.UNKNOWN_NAME);
        assertThat(report.probes().get(0).said()).contains("HV1");
        assertThatThrownBy(() -> quorate.flows().reach(spec -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quorate.flows().reach(spec -> spec.ingress("a b", 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("a probe that waits hears an interrupt, and that the client is closed")
    void f_probe_hearsInterruptAndClose() throws Exception {
        LabOutside unbound = new LabOutside();
        try (Lab still = Lab.builder()
                        .host("HV1")
                        .clock(Lab.Clock.VIRTUAL)
                        .face(unbound::join)
                        .start();
                Quorate other = still.connect().build()) {
            unbound.publish(ADDRESS, 443);
            assertThat(ends(other, Thread::interrupt)).hasMessageContaining("interrupted while connecting");
            assertThat(ends(other, thread -> other.close())).hasMessageContaining("the client was closed");
        }
    }

    /** Begins a probe that nobody answers, ends it, and returns what it threw. */
    private static Throwable ends(Quorate client, Consumer<Thread> end) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>(new AssertionError("it threw nothing"));
        CountDownLatch began = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            began.countDown();
            try {
                ReachReport report =
                        client.flows().reach(spec -> spec.ingress(ADDRESS, 443).within(Duration.ofHours(1)));
                thrown.set(new AssertionError(report.toString()));
            } catch (RuntimeException e) {
                thrown.set(e);
            }
        });
        thread.start();
        assertThat(began.await(60, TimeUnit.SECONDS)).isTrue();
        end.accept(thread);
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
        return thrown.get();
    }
}
