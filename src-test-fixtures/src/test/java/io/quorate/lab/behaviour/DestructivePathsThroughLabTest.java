package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.call.Order;
import io.quorate.cluster.ClusterClient;
import io.quorate.directory.ComputerObject;
import io.quorate.directory.PromotionSpec;
import io.quorate.directory.ServiceName;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.QuorateException;
import io.quorate.flow.SharedDisk;
import io.quorate.host.AddressSpec;
import io.quorate.host.HostClient;
import io.quorate.host.NetworkProfile;
import io.quorate.host.SwitchSpec;
import io.quorate.host.command.RestartSqlInstance;
import io.quorate.lab.Inside;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import io.quorate.lab.LongForm;
import io.quorate.lab.storage.BlockStore;
import io.quorate.lab.storage.ReservationState;
import io.quorate.lab.storage.Reserving;
import io.quorate.san.DatasetPath;
import io.quorate.san.Publication;
import io.quorate.san.SnapshotPath;
import io.quorate.spi.Destructive;
import io.quorate.storage.LunMapping;
import io.quorate.storage.StorageClient;
import io.quorate.vm.VirtualMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What can lose data or service, over real sockets: refused without a consent, and with one for something else. */
class DestructivePathsThroughLabTest {

    @Test
    @DisplayName("every destructive path is refused without a consent and with another's, and changes nothing")
    void everyDestructivePath_needsItsConsent() {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            StorageClient storage = quorate.storage(Lab.STORAGE);
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            LabAppliance nas = lab.appliance("NAS1");
            Publication publication =
                    rack.publish(SanRack.VOLUME, quorate.iscsi(Lab.ISCSI).names());
            SharedDisk shared = rack.share(publication).value();
            cluster.availableDisks().ensureInCluster(Rack.disks(cluster).get(0).id());
            String clusterDisk = cluster.disks().list().get(0).name();
            SnapshotPath snapshot = SanRack.VOLUME.at("s1");
            storage.snapshots().create(snapshot);
            DatasetPath spare = DatasetPath.of("tank/vg/spare");
            storage.snapshots().clone(snapshot, spare);
            LunMapping mapping = storage.mappings().of(SanRack.VOLUME).get(0);
            VirtualMachine vm = quorate.vms(Lab.ENDPOINT)
                    .create("web1", spec -> spec.on("HV1").path("D:\\VMs"));
            String adapter = quorate.vms(Lab.ENDPOINT)
                    .adapters(vm.id())
                    .ensure("Outside", spec -> {})
                    .value()
                    .id();
            quorate.vms(Lab.ENDPOINT).start(vm.id());
            Publication foreign = rack.publish(spare, quorate.iscsi(Lab.ISCSI).names());
            DatasetPath third = DatasetPath.of("tank/vg/third");
            storage.snapshots().clone(snapshot, third);
            assertThatThrownBy(() -> rack.share(foreign)).isInstanceOf(ConsentRequiredException.class);

            Map<String, Consumer<@Nullable Consent>> paths = new LinkedHashMap<>();
            paths.put("volume", c -> storage.volumes().remove(storage.volumes().planRemoval(third), c));
            paths.put("rollback", c -> storage.snapshots().rollback(snapshot, c));
            paths.put("snapshot", c -> storage.snapshots().remove(snapshot, c));
            paths.put("snapshot, deferred", c -> storage.snapshots().removeDeferred(snapshot, c));
            paths.put("target", c -> storage.targets().remove(SanRack.TARGET, c));
            paths.put("target group", c -> storage.targetGroups().update("csv", Set.of(), c));
            paths.put("host group", c -> storage.hostGroups().update("rack", Set.of(), c));
            paths.put("mapping", c -> storage.mappings().remove(mapping, c));
            paths.put("publication by volume", c -> storage.publications().unpublish(SanRack.VOLUME, c));
            paths.put("publication", c -> storage.publications().unpublish(publication, c));
            paths.put("wipe", c -> quorate.host(Lab.ENDPOINT, "HV1").disks().wipe(foreign.naa(), c));
            paths.put(
                    "wipe of the clustered disk",
                    c -> quorate.host(Lab.ENDPOINT, "HV1").disks().wipe(publication.naa(), c));
            paths.put(
                    "disconnect",
                    c -> quorate.host(Lab.ENDPOINT, "HV1").initiator().disconnect(SanRack.TARGET, c));
            paths.put(
                    "shared volume",
                    c -> cluster.sharedVolumes().remove(shared.volume().name(), c));
            paths.put("cluster disk", c -> cluster.disks().remove(clusterDisk, c));
            paths.put("node", c -> cluster.nodes().evict("HV2", c));
            HostClient host = quorate.host(Lab.ENDPOINT, "HV1");
            paths.put("service", c -> host.services().ensureStopped("vmms", c));
            paths.put("restart", host::restart);
            paths.put(
                    "computer object",
                    c -> quorate.directory(Lab.ENDPOINT)
                            .computers("HV1")
                            .remove(new ComputerObject("FC9", "CN=FC9", new UUID(1, 2), false, true), c));
            paths.put(
                    "service principal name",
                    c -> quorate.directory(Lab.ENDPOINT)
                            .removeServiceName("HV1", new ServiceName("HTTP/hv1", "svc"), c));
            paths.put(
                    "promotion",
                    c -> quorate.directory(Lab.ENDPOINT)
                            .ensureController(
                                    "HV2",
                                    PromotionSpec.of("lab.example", "LAB\\alice", Secret.of("a"), Secret.of("b")),
                                    List.of("HV1"),
                                    c));
            paths.put("replica broker", c -> quorate.replicas(Lab.ENDPOINT).removeBroker("HVR", c));
            paths.put(
                    "extended replication", c -> quorate.replicas(Lab.ENDPOINT).removeExtension("HV1", vm.id(), c));
            paths.put("switch", c -> host.switches().ensure(SwitchSpec.external("SAN", "iSCSI"), c));
            paths.put("switch gone", c -> host.switches().remove("LAN", c));
            paths.put("shut-down", host::shutDown);
            paths.put("addresses", c -> host.network().ensureAddresses("LAN", AddressSpec.byDhcp(), c));
            paths.put("packets", c -> host.network().ensureMtu("LAN", 9000, c));
            paths.put("profile", c -> host.network().ensureProfile("LAN", NetworkProfile.PUBLIC, c));
            paths.put("firewall", c -> host.firewall().ensureSources("WINRM-HTTPS-In-TCP", List.of("192.0.2.7"), c));
            paths.put("restart of a service", c -> host.services().restart("vmms", c));
            paths.put(
                    "restart of SQL Server",
                    c -> quorate.run(
                            Order.create(Lab.ENDPOINT, new RestartSqlInstance("HV1", "MSSQLSERVER", true, 4711))
                                    .with(c)));
            paths.put(
                    "adapter", c -> quorate.vms(Lab.ENDPOINT).adapters(vm.id()).remove(adapter, c));
            paths.put("turn off", c -> quorate.vms(Lab.ENDPOINT).turnOff(vm.id(), c));
            paths.put(
                    "blocks",
                    c -> quorate.iscsi(Lab.ISCSI).write(SanRack.TARGET, publication.lun(), 0, new byte[512], c));
            paths.put(
                    "sharing a foreign disk",
                    c -> rack.share(foreign, spec -> {
                        if (c != null) {
                            spec.wipe(c);
                        }
                    }));

            long changing = nas.changingRequests();
            rack.startCounting();
            Set<String> operations = new TreeSet<>();
            for (Consent given : new Consent[] {null, Consent.to("something else", "it is meant, but not this")}) {
                paths.forEach((path, call) -> assertThatThrownBy(() -> call.accept(given))
                        .as(path + " with " + given)
                        .isInstanceOfSatisfying(ConsentRequiredException.class, e -> {
                            assertThat(e.identity()).isNotBlank();
                            operations.add(Objects.requireNonNull(e.operation()));
                        }));
            }

            assertThat(nas.changingRequests()).isEqualTo(changing);
            assertThat(rack.changing()).isEmpty();
            assertThat(operations)
                    .contains(
                            "cluster.disk.remove",
                            "cluster.node.evict",
                            "cluster.volume.remove",
                            "flow.share-disk",
                            "directory.computer.remove",
                            "directory.controller.promote",
                            "directory.names.remove",
                            "host.adapter.addresses-over",
                            "host.adapter.mtu-over",
                            "host.adapter.profile-over",
                            "host.disk.wipe",
                            "host.firewall.sources-over",
                            "host.restart",
                            "host.service.restart",
                            "host.service.stop",
                            "host.sql.restart",
                            "host.shut-down",
                            "host.switch.create-over",
                            "host.switch.remove-over",
                            "replica.broker.remove",
                            "replica.extension.remove",
                            "storage.hostgroup.set",
                            "storage.mapping.remove",
                            "storage.publication.unpublish",
                            "storage.target.remove",
                            "storage.targetgroup.set",
                            "storage.volume.remove",
                            "vm.adapter.remove",
                            "vm.turn-off");
            assertThat(lab.violations()).isEmpty();
        }
    }

    @Test
    @DisplayName("the test above, and the one for SQL Server, know every destructive command there is")
    void destructiveCommands_areTheseAndNoOthers() {
        assertThat(CommandRooms.commands())
                .filteredOn(Destructive.class::isAssignableFrom)
                .filteredOn(command -> !command.getPackageName().equals("io.quorate.sql.command"))
                .extracting(Class::getSimpleName)
                .containsExactlyInAnyOrder(
                        "EvictNode",
                        "RemoveComputer",
                        "RemoveDisk",
                        "RemoveServiceName",
                        "RemoveSharedVolume",
                        "DisconnectTarget",
                        "FailOverUnplanned",
                        "GiveUpReplication",
                        "RemoveBroker",
                        "RemoveExtension",
                        "PromoteController",
                        "WipeDisk",
                        "RemoveMapping",
                        "RemoveSnapshot",
                        "RemoveTarget",
                        "RemoveVolume",
                        "CreateSwitchOver",
                        "RemoveSwitchOver",
                        "RemoveVirtualAdapter",
                        "SetAddressesOver",
                        "SetFirewallSourcesOver",
                        "SetMtuOver",
                        "SetProfileOver",
                        "ShutDownHost",
                        "RestartHost",
                        "RestartService",
                        "RestartSqlInstance",
                        "RollbackVolume",
                        "SetGroup",
                        "StopService",
                        "WriteBlocks",
                        "TurnOffVirtualMachine");
    }

    @Test
    @DisplayName("a logical unit that somebody reserved is refused, and taken when the reservation is gone")
    void foreignReservation_isRefused() {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            Publication publication =
                    rack.publish(SanRack.VOLUME, quorate.iscsi(Lab.ISCSI).names());
            LabAppliance nas = lab.appliance("NAS1");
            String naa = publication.naa().hex();
            ReservationState registered = Objects.requireNonNull(Reserving.register(
                    Reserving.none(naa), "iqn.2000-01.example:stranger,i,0x1", 0, 0x77, false, false));
            ReservationState reserved = Objects.requireNonNull(
                    Reserving.reserve(registered, "iqn.2000-01.example:stranger,i,0x1", 0x77, 5));
            Inside.of(nas)
                    .world()
                    .change("a stranger reserves", () -> Inside.of(nas).putReservations(reserved));

            assertThatThrownBy(() -> rack.share(publication, spec -> spec.iscsi(Lab.ISCSI)))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("keys 0x77, held by 0x77");
            assertThat(rack.formats()).isEmpty();

            Inside.of(nas).world().change("it lets go", () -> Inside.of(nas).putReservations(Reserving.none(naa)));
            assertThat(rack.share(publication, spec -> spec.iscsi(Lab.ISCSI)).changed())
                    .isTrue();
            assertThat(rack.share(publication, spec -> spec.iscsi(Lab.ISCSI)).changed())
                    .isFalse();
            assertThat(List.copyOf(rack.formats())).hasSize(1);
        }
    }

    @LongForm
    @Test
    @DisplayName(
            "Windows sees no table on a volume of LVM, our initiator sees its label: formatted only with a consent")
    void dataWithoutAPartitionTable_isRefusedWithoutConsent() throws IOException {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            BlockStore blocks = Inside.of(lab.appliance("NAS1")).blocks(SanRack.VOLUME.value());
            byte[] label = "LABELONE".getBytes(StandardCharsets.US_ASCII);
            blocks.write(512, label, 0, label.length);
            Publication shut = rack.publish(SanRack.VOLUME);
            assertThatThrownBy(() -> rack.share(shut, spec -> spec.iscsi(Lab.ISCSI)))
                    .as("our initiator is not let in, so nothing can be told")
                    .isInstanceOf(QuorateException.class)
                    .isNotInstanceOf(ConsentRequiredException.class);
            Publication publication =
                    rack.publish(SanRack.VOLUME, quorate.iscsi(Lab.ISCSI).names());
            String identity = publication.naa() + "@" + publication.size().bytes();

            assertThatThrownBy(() -> rack.share(publication, spec -> spec.iscsi(Lab.ISCSI)))
                    .isInstanceOfSatisfying(
                            ConsentRequiredException.class,
                            e -> assertThat(e.identity()).isEqualToIgnoringCase(identity))
                    .hasMessageContaining("data without a partition table");
            assertThat(List.copyOf(rack.formats())).isEmpty();
            byte[] left = new byte[label.length];
            blocks.read(512, left, 0, left.length);
            assertThat(left).isEqualTo(label);

            assertThat(rack.share(
                                    publication,
                                    spec -> spec.iscsi(Lab.ISCSI).wipe(Consent.to(identity, "an old disk of LVM")))
                            .changed())
                    .isTrue();
            assertThat(List.copyOf(rack.formats())).hasSize(1);
            assertThat(lab.violations()).isEmpty();
        }
    }
}
