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
import io.quorate.error.RejectedException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabHardware;
import io.quorate.replica.ReplicaClient;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.ReplicationSettings;
import io.quorate.vm.AdapterVlan;
import io.quorate.vm.IntegrationService;
import io.quorate.vm.MacAddress;
import io.quorate.vm.MacSearch;
import io.quorate.vm.VirtualAdapter;
import io.quorate.vm.VirtualAdapters;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.vm.VmCheck;
import io.quorate.vm.VmIntegration;
import io.quorate.vm.VmIntegrations;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The adapters and integration services of virtual machines, through the SDK; each test uses machines of its own. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class RouterAdaptersThroughLabTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final MacAddress BOUND = MacAddress.of("00:50:56:00:AB:01");

    private static Lab lab;
    private static Quorate quorate;
    private static VirtualMachineClient vms;
    private static LabHardware hv1;

    @BeforeAll
    static void start() {
        lab = Lab.builder().host("HV1").host("HV2").start();
        quorate = lab.connect().build();
        vms = quorate.vms(Lab.ENDPOINT);
        hv1 = lab.hardware("HV1");
        for (String host : lab.hostNames()) {
            lab.hardware(host).addSwitch("DMZ", 0);
            lab.hardware(host).addSwitch("WAN", 1);
        }
    }

    @AfterAll
    static void stop() {
        quorate.close();
        lab.close();
    }

    private static UUID machine(String name, int generation) {
        return vms.create(
                        name,
                        vm -> vm.on("HV1")
                                .path("C:\\VMs")
                                .generation(generation)
                                .memory(Size.mib(512))
                                .connectedTo("LAN"))
                .id();
    }

    @Test
    @DisplayName("a router gets its three adapters, and a second run changes nothing and sends nothing that would")
    void ensure_makesTheAdaptersOnce() {
        UUID id = machine("router", 2);
        VirtualAdapters adapters = vms.adapters(id);
        VirtualAdapter first = adapters.list().get(0);
        assertThat(first.virtualSwitch()).isEqualTo("LAN");
        assertThat(first.mac()).isNull();
        assertThat(first.dynamicMac()).isTrue();
        assertThat(first.vlan()).isEqualTo(AdapterVlan.UNTAGGED);

        Ensured<VirtualAdapter> outside = outside(adapters);
        Ensured<VirtualAdapter> dmz = dmz(adapters);

        assertThat(outside.changed()).isTrue();
        assertThat(outside.value().mac()).isEqualTo(BOUND);
        assertThat(outside.value().dynamicMac()).isFalse();
        assertThat(outside.value().virtualSwitch()).isEqualTo("WAN");
        assertThat(outside.value().connected()).isTrue();
        assertThat(outside.value().host()).isEqualTo("HV1");
        assertThat(dmz.value().vlan()).isEqualTo(AdapterVlan.access(20));
        assertThat(adapters.list())
                .hasSize(3)
                .extracting(VirtualAdapter::machine)
                .containsOnly(id);
        assertThat(vms.adapters("HV1")).contains(outside.value(), dmz.value(), first);
        assertThat(adapters.get(first.id().toLowerCase(java.util.Locale.ROOT))).isEqualTo(first);

        String before = lab.trace();
        long changing = lab.changingRequests();
        assertThat(outside(adapters).changed()).isFalse();
        assertThat(dmz(adapters).changed()).isFalse();
        assertThat(adapters.connect(first.id(), "lan").changed()).isFalse();
        assertThat(lab.trace()).isEqualTo(before);
        assertThat(lab.changingRequests()).isEqualTo(changing);
    }

    private static Ensured<VirtualAdapter> outside(VirtualAdapters adapters) {
        return adapters.ensure("outside", nic -> nic.connectedTo("WAN").mac(BOUND));
    }

    private static Ensured<VirtualAdapter> dmz(VirtualAdapters adapters) {
        return adapters.ensure("dmz", nic -> nic.connectedTo("DMZ").vlan(AdapterVlan.access(20)));
    }

    @Test
    @DisplayName("an address that another machine or a host has is refused by name, and nothing was changed")
    void mac_thatSomebodyHas_isRefusedByName() {
        UUID owner = machine("owner", 2);
        UUID other = machine("other", 2);
        MacAddress mine = MacAddress.of("00-50-56-00-AB-02");
        vms.adapters(owner).ensure("outside", nic -> nic.connectedTo("WAN").mac(mine));
        String before = lab.trace();

        VirtualAdapters adapters = vms.adapters(other);
        assertThatThrownBy(() ->
                        adapters.ensure("outside", nic -> nic.connectedTo("WAN").mac(mine)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("owner (" + owner + ") on HV1")
                .hasMessageContaining("on switch WAN");
        String first = adapters.list().get(0).id();
        assertThatThrownBy(() -> adapters.setMac(first, mine))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("owner");
        assertThatThrownBy(() -> adapters.setMac(first, MacAddress.of("00-15-5D-00-01-05")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("the adapter Heartbeat of host HV2");
        assertThat(lab.trace()).isEqualTo(before);
        assertThatThrownBy(() -> MacAddress.of("01-00-5E-00-00-01")).isInstanceOf(IllegalArgumentException.class);

        lab.power("HV2").off();
        MacSearch search = vms.whoHas(mine);
        lab.power("HV2").on();
        lab.advance(Duration.ofMinutes(3));
        assertThat(search.holders())
                .singleElement()
                .satisfies(one -> assertThat(one.machine()).isEqualTo(owner));
        assertThat(search.untold()).containsOnlyKeys("HV2");
        assertThat(search.isFree()).isFalse();
        assertThat(vms.whoHas(MacAddress.of("00-50-56-00-AB-0F")).isFree()).isTrue();
    }

    @Test
    @DisplayName(
            "while a machine runs its address stays, and only generation 2 gets and loses adapters, as Windows has it")
    void running_whatWindowsRefuses_isRefused() {
        UUID old = machine("gen1", 1);
        UUID young = machine("gen2", 2);
        vms.start(old);
        vms.start(young);
        lab.advance(Duration.ofSeconds(30));
        vms.awaitHeartbeat(young, LONG);

        assertThatThrownBy(() -> vms.adapters(old).ensure("more", nic -> nic.connectedTo("DMZ")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("the machine is Running, of generation 1");
        VirtualAdapters adapters = vms.adapters(young);
        VirtualAdapter more =
                adapters.ensure("more", nic -> nic.connectedTo("DMZ")).value();
        assertThat(more.mac()).as("a dynamic one, at once").isNotNull();
        String first = adapters.list().get(0).id();
        assertThatThrownBy(() -> adapters.setMac(first, MacAddress.of("00-50-56-00-AB-03")))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("an address is set while it is off");
        assertThatThrownBy(() -> adapters.connect(first, "No such"))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("No such");
        assertThat(adapters.disconnect(more.id()).value().connected()).isFalse();
        assertThat(adapters.connect(more.id(), "WAN").value().virtualSwitch()).isEqualTo("WAN");
        AdapterVlan trunk = AdapterVlan.trunk(5, "10,20-29");
        assertThat(adapters.setVlan(more.id(), trunk).value().vlan()).isEqualTo(trunk);
        assertThat(adapters.setVlan(more.id(), AdapterVlan.trunk(5, "20-29,10")).changed())
                .isFalse();
        assertThat(adapters.setVlan(more.id(), AdapterVlan.UNTAGGED).changed()).isTrue();

        assertThatThrownBy(() -> adapters.remove(more.id(), null)).isInstanceOf(ConsentRequiredException.class);
        assertThatThrownBy(() -> adapters.remove(more.id(), Consent.to(first, "the wrong one")))
                .isInstanceOf(ConsentRequiredException.class);
        assertThat(adapters.remove(more.id(), Consent.to(more.id(), "a test"))).hasSize(1);
        assertThat(adapters.remove(more.id(), Consent.to(more.id(), "a test"))).hasSize(1);
        assertThatThrownBy(() -> adapters.connect(more.id(), "LAN")).isInstanceOf(NotFoundException.class);
        vms.turnOff(old, Consent.to(old.toString(), "a test"));
        assertThat(vms.adapters(old)
                        .ensure("more", nic -> nic.connectedTo("DMZ"))
                        .changed())
                .isTrue();
    }

    @Test
    @DisplayName("two adapters of one name are told apart by their ids alone")
    void ensure_whenTheNameIsShared_isRefused() {
        UUID id = machine("twins", 2);
        VirtualAdapters adapters = vms.adapters(id);
        String shared = adapters.list().get(0).name();
        lab.hardware("HV1").guest("twins").plug("");

        assertThatThrownBy(() -> adapters.ensure(shared, nic -> nic.connectedTo("DMZ")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(adapters.list().get(1).id());
        assertThat(adapters.connect(adapters.list().get(1).id(), "DMZ").value().virtualSwitch())
                .isEqualTo("DMZ");
        assertThat(adapters.list().get(0).virtualSwitch()).isEqualTo("LAN");
    }

    @Test
    @DisplayName(
            "what the guest makes of the integration services is told, and a service that is off is switched on once")
    void integration_isToldAndEnsured() {
        UUID id = machine("guest", 2);
        VmIntegrations services = vms.integration(id);
        assertThat(services.list()).hasSize(6).allMatch(one -> one.service() != null && !one.runs());
        assertThat(services.find(IntegrationService.GUEST_FILES).orElseThrow().enabled())
                .isFalse();
        hv1.guest("guest").offered("84EAAE65-2F2E-45F5-9BB5-0E857DC8EB47", false);
        vms.start(id);
        lab.advance(Duration.ofMinutes(1));
        assertThat(services.find(IntegrationService.HEARTBEAT).orElseThrow().enabled())
                .isFalse();
        assertThat(services.find(IntegrationService.SHUTDOWN).orElseThrow().runs())
                .isTrue();

        assertThat(services.ensure(IntegrationService.HEARTBEAT).changed()).isTrue();
        long changing = lab.changingRequests();
        assertThat(services.ensure(IntegrationService.HEARTBEAT).changed()).isFalse();
        assertThat(lab.changingRequests()).isEqualTo(changing);
        lab.advance(Duration.ofSeconds(30));
        vms.awaitHeartbeat(id, LONG);

        hv1.guest("guest").outdated(true);
        VmIntegration heartbeat = services.find(IntegrationService.HEARTBEAT).orElseThrow();
        assertThat(heartbeat.isMismatched()).isTrue();
        assertThat(heartbeat.runs()).isTrue();
        vms.adapters(id).ensure("lan", nic -> nic.connectedTo("LAN"));
        hv1.guest("guest").addresses("lan", List.of("10.0.1.20"));
        assertThat(vms.adapters(id).named("lan").get(0).addresses()).containsExactly("10.0.1.20");
        hv1.guest("guest").services(false);
        assertThat(services.list()).filteredOn(VmIntegration::enabled).allMatch(VmIntegration::isUnanswered);
        assertThat(vms.adapters(id).named("lan").get(0).addresses()).isEmpty();
    }

    @Test
    @DisplayName("a planned move to a replica server keeps the address that was set")
    void replica_keepsWhatWasSet() {
        UUID id = vms.create(
                        "replicated",
                        vm -> vm.on("HV1").path("C:\\VMs").memory(Size.mib(512)).newDisk("r.vhdx", Size.gib(1)))
                .id();
        MacAddress mine = MacAddress.of("00-50-56-00-AB-04");
        vms.adapters(id).ensure("outside", nic -> nic.connectedTo("WAN").mac(mine));
        ReplicaClient replicas = quorate.replicas(Lab.ENDPOINT);
        for (String host : lab.hostNames()) {
            replicas.ensureServer(host, ReplicaServerSettings.kerberos().fromAnyServer("D:\\Replica"));
        }
        replicas.ensureEnabled("HV1", id, ReplicationSettings.to(ReplicaPartner.kerberos("HV2.lab.example")));
        replicas.beginInitialCopy("HV1", id).await(Duration.ofHours(1));
        replicas.moveAsPlanned(id, "HV1", "HV2");

        VirtualAdapter moved = vms.adapters(id).named("outside").get(0);
        assertThat(moved.host()).isEqualTo("HV2");
        assertThat(moved.mac()).isEqualTo(mine);
        assertThat(moved.virtualSwitch()).isEqualTo("WAN");
        assertThat(vms.whoHas(mine).holders()).as("the copy, too").hasSize(2);
        assertThat(vms.preflight(id).of(VmCheck.MAC_TWICE)).isEmpty();
    }

    @Test
    @DisplayName("cut after commit at every request: whoever repeats it ends with one adapter as it should be")
    void ensure_cutAtEveryRequest_addsOnce() {
        UUID id = machine("cut", 2);
        VirtualAdapters adapters = vms.adapters(id);
        int stride = Boolean.getBoolean("quorate.sweep") ? 1 : 17;
        int all = Integer.MAX_VALUE;
        for (int n = 1; n <= all; n += stride) {
            AtomicInteger requests = new AtomicInteger();
            int cut = n;
            lab.faults()
                    .when("request " + n, request -> requests.incrementAndGet() == cut)
                    .optional()
                    .always()
                    .resetAfter();
            MacAddress mac = MacAddress.of("00-50-56-00-AC-0A");
            VirtualAdapter made = adapters.ensure(
                            "outside", nic -> nic.connectedTo("WAN").mac(mac).vlan(AdapterVlan.access(7)))
                    .value();
            all = Math.min(all, requests.get());
            lab.faults().clear();

            assertThat(made.mac()).as("cut at %d", n).isEqualTo(mac);
            assertThat(adapters.list()).as("cut at %d", n).hasSize(2).contains(made);
            assertThat(adapters.remove(made.id(), Consent.to(made.id(), "once more")))
                    .hasSize(1);
        }
        assertThat(all).isGreaterThan(8);
    }
}
