package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Ensured;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.flow.FlowStep;
import io.quorate.flow.IdentityChain;
import io.quorate.flow.ShareDiskSpec;
import io.quorate.flow.SharedDisk;
import io.quorate.host.HostDisk;
import io.quorate.lab.Lab;
import io.quorate.storage.ChapLogin;
import io.quorate.storage.DatasetPath;
import io.quorate.storage.Iqn;
import io.quorate.storage.Publication;
import io.quorate.vm.VirtualMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** From a published volume to a Cluster Shared Volume over real sockets. */
class ShareDiskThroughLabTest {
    private static final DatasetPath VOLUME = DatasetPath.of("tank/vg/csv1");
    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.example:csv");
    private static final ChapLogin CHAP = new ChapLogin("rack", Secret.of("Canary-chap-1"));

    private final List<FlowStep> told = new ArrayList<>();

    private static Lab lab() {
        Lab lab = Lab.sanStoryBuilder().start();
        lab.appliance("NAS1").createVolume(VOLUME.value(), Size.gib(64));
        return lab;
    }

    @Test
    void shareDisk_thenTheChain_thenNothingIsChangedASecondTime() {
        try (Lab lab = lab();
                Quorate quorate = lab.connect().build()) {
            Rack.cluster(quorate);
            Publication publication = publish(quorate, lab);

            Ensured<SharedDisk> done = share(quorate, publication, spec -> {});

            told.forEach(System.out::println);
            assertThat(done.changed()).isTrue();
            assertThat(done.value().states()).hasSize(2).allMatch(state -> state.isDirect());
            assertThat(done.value().disks()).extracting(HostDisk::naa).containsOnly(publication.naa());
            String path = done.value().path().orElseThrow();
            VirtualMachine web1 = quorate.vms(Lab.ENDPOINT)
                    .create(
                            "web1",
                            spec -> spec.on("HV1").path(path).newDisk(path + "\\web1\\web1.vhdx", Size.gib(10)));
            IdentityChain chain = quorate.flows()
                    .identityChain(c -> c.storage(Lab.STORAGE).volume(VOLUME).cluster(Lab.ENDPOINT));
            System.out.println(chain.print());
            assertThat(chain.complete()).isTrue();
            assertThat(chain.machines().get("HV1").found().orElseThrow())
                    .singleElement()
                    .matches(disk -> disk.machine().equals(web1.id()));

            told.clear();
            Ensured<SharedDisk> second = share(quorate, publication, spec -> {});
            told.forEach(System.out::println);
            assertThat(second.changed()).isFalse();
        }
    }

    private Ensured<SharedDisk> share(Quorate quorate, Publication publication, Consumer<ShareDiskSpec> more) {
        return quorate.flows()
                .shareDisk(spec -> more.accept(spec.publication(publication)
                        .cluster(Lab.ENDPOINT)
                        .nodes("HV1", "HV2")
                        .label("CSV1")
                        .chap(CHAP)
                        .progress(told::add)));
    }

    private static Publication publish(Quorate quorate, Lab lab) {
        List<Iqn> initiators = new ArrayList<>();
        for (String node : List.of("HV1", "HV2")) {
            initiators.add(Objects.requireNonNull(quorate.host(Lab.ENDPOINT, node)
                    .initiator()
                    .ensureRunning()
                    .value()
                    .name()));
        }
        return quorate.storage(Lab.STORAGE)
                .publications()
                .ensure(VOLUME, spec -> {
                    spec.target(TARGET).hostGroup("rack").initiators(initiators).chap(CHAP);
                    lab.appliance("NAS1").portals().forEach(spec::addPortal);
                })
                .value();
    }
}
