package io.quorate.lab.behaviour;

import io.quorate.Size;
import io.quorate.directory.command.SetDnsRegistration;
import io.quorate.directory.command.SetDnsServers;
import io.quorate.host.AddressSpec;
import io.quorate.host.ConnectSpec;
import io.quorate.host.HostClient;
import io.quorate.host.HostDisk;
import io.quorate.host.MigrationSpec;
import io.quorate.host.NetworkProfile;
import io.quorate.host.SwitchSpec;
import io.quorate.host.command.AddPortal;
import io.quorate.host.command.ConnectTarget;
import io.quorate.host.command.CreateSwitch;
import io.quorate.host.command.CreateSwitchOver;
import io.quorate.host.command.DisconnectTarget;
import io.quorate.host.command.FormatDisk;
import io.quorate.host.command.InitializeDisk;
import io.quorate.host.command.InstallFeature;
import io.quorate.host.command.OfflineDisk;
import io.quorate.host.command.OnlineDisk;
import io.quorate.host.command.PartitionDisk;
import io.quorate.host.command.RemovePortal;
import io.quorate.host.command.RemoveSwitch;
import io.quorate.host.command.RemoveSwitchOver;
import io.quorate.host.command.RescanDisks;
import io.quorate.host.command.RestartHost;
import io.quorate.host.command.RunInitiator;
import io.quorate.host.command.SetAddresses;
import io.quorate.host.command.SetAddressesOver;
import io.quorate.host.command.SetFirewallSources;
import io.quorate.host.command.SetFirewallSourcesOver;
import io.quorate.host.command.SetMachineFolders;
import io.quorate.host.command.SetMigration;
import io.quorate.host.command.SetMtu;
import io.quorate.host.command.SetMtuOver;
import io.quorate.host.command.SetProfile;
import io.quorate.host.command.SetProfileOver;
import io.quorate.host.command.SetTimeSource;
import io.quorate.host.command.ShutDownHost;
import io.quorate.host.command.WipeDisk;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.LunAddress;
import io.quorate.san.Publication;
import io.quorate.san.command.VerifyPublication;
import io.quorate.san.command.WriteBlocks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A volume of an appliance: proved, written to, and on a host from its log-in to its log-out. */
final class HostScenes extends Scenes {
    private static final String HOST = "HV1";

    private final Publication publication;

    HostScenes() {
        super(HeardLab.san());
        publication = publish();
        byte[] data = new byte[1024];
        data[7] = 42;
        scene(VerifyPublication.class, () -> iscsi(new VerifyPublication(publication)));
        scene(
                WriteBlocks.class,
                () -> iscsi(new WriteBlocks(
                        new LunAddress(publication.target(), publication.lun()), publication.naa(), 100_000, data)));
        scene(
                SetDnsServers.class,
                () -> windows(HOST, new SetDnsServers(HOST, "Ethernet", List.of("10.0.0.11", "10.0.0.12"))));
        scene(SetDnsRegistration.class, () -> windows(HOST, new SetDnsRegistration(HOST, "Ethernet", false)));
        scene(InstallFeature.class, () -> windows(HOST, new InstallFeature(HOST, "FS-iSCSITarget-Server")));
        scene(RunInitiator.class, () -> windows(HOST, new RunInitiator(HOST)));
        scene(
                AddPortal.class,
                () -> windows(HOST, new AddPortal(HOST, nas().portals().get(0))));
        scene(
                ConnectTarget.class,
                () -> windows(
                        HOST,
                        new ConnectTarget(
                                HOST,
                                ConnectSpec.of(
                                                publication.target(),
                                                nas().portals().get(0))
                                        .withChap(SanRack.CHAP))));
        scene(RescanDisks.class, () -> windows(HOST, new RescanDisks(HOST)));
        scene(OnlineDisk.class, () -> windows(HOST, new OnlineDisk(HOST, publication.naa())));
        scene(InitializeDisk.class, () -> windows(HOST, new InitializeDisk(HOST, publication.naa())));
        scene(PartitionDisk.class, () -> windows(HOST, new PartitionDisk(HOST, publication.naa())));
        scene(FormatDisk.class, () -> windows(HOST, new FormatDisk(HOST, publication.naa(), "csv1")));
        scene(WipeDisk.class, () -> {
            HostDisk disk = quorate.host(Lab.ENDPOINT, HOST)
                    .disks()
                    .find(publication.naa())
                    .orElseThrow();
            return windows(HOST, new WipeDisk(HOST, publication.naa(), disk.uniqueId(), disk.size()));
        });
        scene(OfflineDisk.class, () -> windows(HOST, new OfflineDisk(HOST, publication.naa())));
        scene(DisconnectTarget.class, () -> windows(HOST, new DisconnectTarget(HOST, publication.target())));
        scene(
                RemovePortal.class,
                () -> windows(HOST, new RemovePortal(HOST, nas().portals().get(0))));
        scene(CreateSwitch.class, () -> windows(HOST, new CreateSwitch(HOST, SwitchSpec.privately("DMZ"))));
        scene(
                CreateSwitchOver.class,
                () -> windows(HOST, new CreateSwitchOver(HOST, SwitchSpec.external("SAN", "iSCSI"))));
        scene(
                SetAddresses.class,
                () -> windows(
                        HOST,
                        new SetAddresses(
                                HOST,
                                "Heartbeat",
                                AddressSpec.of("10.0.2.11/25", "10.0.2.77/24").withGateway("10.0.2.1"))));
        scene(
                SetAddressesOver.class,
                () -> windows(HOST, new SetAddressesOver(HOST, "Heartbeat", AddressSpec.byDhcp())));
        scene(SetMtu.class, () -> windows(HOST, new SetMtu(HOST, "Heartbeat", 9000)));
        scene(SetMtu.class, "of its packets alone", () -> windows(HOST, new SetMtu(HOST, "Heartbeat", 1400)));
        scene(SetMtuOver.class, () -> windows(HOST, new SetMtuOver(HOST, "vEthernet (SAN)", 4000)));
        scene(SetProfile.class, () -> windows(HOST, new SetProfile(HOST, "vEthernet (SAN)", NetworkProfile.PUBLIC)));
        scene(
                SetProfileOver.class,
                () -> windows(HOST, new SetProfileOver(HOST, "vEthernet (SAN)", NetworkProfile.PRIVATE)));
        scene(RemoveSwitch.class, () -> windows(HOST, new RemoveSwitch(HOST, "DMZ")));
        scene(RemoveSwitchOver.class, () -> windows(HOST, new RemoveSwitchOver(HOST, "san")));
        scene(
                SetMachineFolders.class,
                () -> windows(HOST, new SetMachineFolders(HOST, "C:\\ClusterStorage\\Volume1", "D:\\Disks")));
        scene(
                SetMigration.class,
                () -> windows(
                        HOST, new SetMigration(HOST, MigrationSpec.byKerberos().over("10.0.2.0/24", "10.0.3.0/24"))));
        scene(
                SetMigration.class,
                "off",
                () -> windows(
                        HOST,
                        new SetMigration(
                                HOST,
                                MigrationSpec.byKerberos().over("10.0.2.0/24").off())));
        scene(
                SetFirewallSources.class,
                () -> windows(
                        HOST, new SetFirewallSources(HOST, "WINRM-HTTPS-In-TCP", List.of("10.0.1.0/24", "192.0.2.7"))));
        scene(
                SetFirewallSourcesOver.class,
                () -> windows(HOST, new SetFirewallSourcesOver(HOST, "WINRM-HTTPS-In-TCP", List.of("LocalSubnet"))));
        scene(SetTimeSource.class, () -> windows(HOST, new SetTimeSource(HOST, List.of("ntp1", "ntp2.example"))));
        HostClient second = quorate.host(Lab.ENDPOINT, "HV2");
        scene(RestartHost.class, () -> {
            Instant before = second.boot().time();
            return windows("HV2", new RestartHost("HV2", before))
                    .settledBy(() -> second.awaitBootAfter(before, Duration.ofMinutes(30)));
        });
        scene(ShutDownHost.class, () -> {
            Instant before = second.boot().time();
            return windows("HV2", new ShutDownHost("HV2", before)).settledBy(() -> {
                lab.advance(Duration.ofMinutes(1));
                lab.power("HV2").on();
                second.awaitBootAfter(before, Duration.ofMinutes(30));
            });
        });
    }

    private Publication publish() {
        DatasetPath volume = DatasetPath.of("tank/vg/csv1");
        nas().createVolume(volume.value(), Size.gib(1));
        List<Iqn> initiators = new ArrayList<>(quorate.iscsi(Lab.ISCSI).names());
        initiators.add(Iqn.of("iqn.1991-05.com.microsoft:hv1.lab.example"));
        return quorate.storage(Lab.STORAGE)
                .publications()
                .ensure(volume, spec -> {
                    spec.target(SanRack.TARGET)
                            .hostGroup("rack")
                            .initiators(initiators)
                            .chap(SanRack.CHAP);
                    nas().portals().forEach(spec::addPortal);
                })
                .value();
    }
}
