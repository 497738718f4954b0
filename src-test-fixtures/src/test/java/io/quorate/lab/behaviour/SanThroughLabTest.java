package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.call.Ensured;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.SharedVolumeState;
import io.quorate.flow.SharedDisk;
import io.quorate.host.ConnectSpec;
import io.quorate.host.DiskContent;
import io.quorate.host.HostDisk;
import io.quorate.host.InitiatorService;
import io.quorate.lab.Lab;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.storage.StorageClient;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A volume of an appliance from nothing to a running machine on it, by the SDK alone, over real sockets; then the appliance dies. */
@Timeout(60)
class SanThroughLabTest {
    private static final ChapLogin CHAP = new ChapLogin("quorate", Secret.of("lab-chap-secre"));
    private static final DatasetPath VOLUME = DatasetPath.of("tank/vg/csv");

    private static Publication publish(Quorate quorate) {
        StorageClient storage = quorate.storage(Lab.STORAGE);
        storage.volumes().create(VOLUME, v -> v.size(Size.gib(40)));
        return storage.publications()
                .ensure(
                        VOLUME,
                        p -> p.target(Iqn.of("iqn.2005-07.com.nexenta:02:csv"))
                                .addPortal(Portal.of("10.0.0.5"))
                                .hostGroup("rack1")
                                .initiators(List.of(
                                        Iqn.of("iqn.1991-05.com.microsoft:hv1.lab.example"),
                                        Iqn.of("iqn.1991-05.com.microsoft:hv2.lab.example")))
                                .chap(CHAP))
                .value();
    }

    @Test
    void shareDisk_makesAVolume_andItsMachineGoesOnAfterTheApplianceDied() {
        try (Lab lab = Lab.sanStoryBuilder().start();
                Quorate quorate = lab.connect().build()) {
            Publication publication = publish(quorate);
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            cluster.create("RACK1", "HV1");
            cluster.nodes().add("HV2");

            Ensured<SharedDisk> shared = quorate.flows()
                    .shareDisk(s -> s.publication(publication)
                            .cluster(Lab.ENDPOINT)
                            .nodes("HV1", "HV2")
                            .chap(CHAP));

            assertThat(shared.changed()).isTrue();
            List<HostDisk> disks = shared.value().disks();
            assertThat(disks).hasSize(2);
            assertThat(disks.get(0).number()).isNotEqualTo(disks.get(1).number());
            assertThat(quorate.flows()
                            .shareDisk(s -> s.publication(publication)
                                    .cluster(Lab.ENDPOINT)
                                    .nodes("HV1", "HV2")
                                    .chap(CHAP))
                            .changed())
                    .isFalse();
            InitiatorService service =
                    quorate.host(Lab.ENDPOINT, "HV2").initiator().get();
            assertThat(service.running() && service.automatic()).isTrue();

            String folder = shared.value().path().orElseThrow();
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            VirtualMachine web1 = vms.create(
                    "web1", vm -> vm.on("HV1").path(folder).newDisk(folder + "\\web1\\web1.vhdx", Size.gib(10)));
            UUID id = web1.id();
            vms.makeHighlyAvailable(id);
            vms.start(id);
            vms.awaitHeartbeat(id, Duration.ofMinutes(10));

            lab.appliance("NAS1").power().off();
            lab.advance(Duration.ofSeconds(70));
            assertThat(vms.get(id).state()).isEqualTo(new VmState("PausedCritical"));
            assertThat(cluster.sharedVolumes().states(shared.value().volume().name()))
                    .noneMatch(SharedVolumeState::isDirect);

            lab.appliance("NAS1").power().on();
            lab.advance(Duration.ofSeconds(120));
            assertThat(vms.get(id).state()).isEqualTo(VmState.RUNNING);
            assertThat(cluster.sharedVolumes().states(shared.value().volume().name()))
                    .allMatch(SharedVolumeState::isDirect);
        }
    }

    @Test
    void prepare_onAHostOfItsOwn_goesStepByStep() {
        try (Lab lab = Lab.sanStoryBuilder().start();
                Quorate quorate = lab.connect().build()) {
            Publication publication = publish(quorate);
            var host = quorate.host(Lab.ENDPOINT, "HV1");
            host.initiator().ensureRunning();
            host.initiator().ensurePortal(Portal.of("10.0.0.5"));
            host.initiator()
                    .ensureConnected(ConnectSpec.of(publication.target(), Portal.of("10.0.0.5"))
                            .withChap(CHAP));
            host.disks().rescan();
            assertThat(host.disks().find(publication.naa())).isPresent();

            host.disks().prepare(publication.naa(), "CSV1");

            assertThat(host.disks().content(publication.naa()).state()).isEqualTo(DiskContent.State.PREPARED);
            assertThat(host.disks().prepare(publication.naa(), "CSV1").changed())
                    .isFalse();
        }
    }
}
