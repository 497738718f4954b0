package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.Ensured;
import io.quorate.error.RejectedException;
import io.quorate.error.UnreachableException;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.IscsiClient;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.storage.StorageClient;
import java.net.ConnectException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The SDK finds an appliance that stands in a lab, and what is done to the appliance reaches the SDK. */
class LabApplianceTest {
    private static final DatasetPath CSV1 = DatasetPath.of("tank/vg/csv1");
    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.nexenta:01:csv1");
    private static final List<Iqn> NODES = List.of(
            Iqn.of("iqn.1991-05.com.microsoft:hv1.lab.example"), Iqn.of("iqn.1991-05.com.microsoft:hv2.lab.example"));

    private static LabBuilder nas() {
        return Lab.builder()
                .appliance("NAS1", nas -> nas.pool("tank", Size.tib(1)).volumeGroup("tank/vg"));
    }

    private static Ensured<Publication> published(Lab lab, StorageClient storage) {
        storage.volumes().ensure(CSV1, v -> v.size(Size.gib(100)));
        return storage.publications()
                .ensure(
                        CSV1,
                        p -> p.target(TARGET)
                                .addPortal(lab.appliance("NAS1").portals().get(0))
                                .addPortal(lab.appliance("NAS1").portals().get(1))
                                .initiators(NODES)
                                .hostGroup("fc1"));
    }

    @Test
    void volumes_asManyAsAskedFor_areThereNumbered_andOneMoreGoesBesideThem() {
        try (Lab lab = Lab.builder()
                        .appliance(
                                "NAS1",
                                nas -> nas.pool("tank", Size.tib(1))
                                        .volumeGroup("tank/vg")
                                        .volumes("tank/vg/v", 120, Size.gib(1)))
                        .start();
                Quorate quorate = lab.connect().build()) {
            StorageClient storage = quorate.storage(Lab.STORAGE);
            assertThat(storage.volumes().get(DatasetPath.of("tank/vg/v120")).size())
                    .isEqualTo(Size.gib(1));
            storage.volumes().create(DatasetPath.of("tank/vg/v121"), v -> v.size(Size.gib(1)));
            assertThat(lab.appliance("NAS1").volumes()).hasSize(121);
        }
        assertThatThrownBy(() -> Lab.builder().appliance("NAS1", nas -> nas.volumes("tank/vg/v", -1, Size.gib(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a count is not negative: -1");
    }

    @Test
    void sanStory_hasHostsAndAnAppliance_andTheSdkReachesBoth() {
        try (Lab lab = Lab.sanStoryBuilder().start();
                Quorate quorate = lab.connect().build()) {
            assertThat(quorate.endpoints()).containsExactly(Lab.ENDPOINT, Lab.STORAGE, Lab.ISCSI);
            assertThat(lab.applianceNames()).containsExactly("NAS1");
            assertThat(quorate.storage(Lab.STORAGE).get().id())
                    .isEqualTo(lab.appliance("NAS1").model().guid());
            quorate.cluster(Lab.ENDPOINT).create("FC1", "HV1");
            assertThat(lab.describe()).contains("appliance NAS1 [power=UP targets=online");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("quorate-lab-"));
    }

    @Test
    void publishing_twice_changesNothingTheSecondTime() {
        try (Lab lab = nas().start();
                Quorate quorate = lab.connect().build()) {
            LabAppliance nas = lab.appliance("nas1");
            Ensured<Publication> first = published(lab, quorate.storage(Lab.STORAGE));
            assertThat(first.changed()).isTrue();
            for (Iqn node : NODES) {
                assertThat(nas.model().luns(node.value(), TARGET.value())).hasSize(1);
            }
            long changing = lab.changingRequests();
            assertThat(changing).isEqualTo(nas.changingRequests()).isPositive();
            assertThat(published(lab, quorate.storage(Lab.STORAGE)).changed()).isFalse();
            assertThat(lab.changingRequests()).isEqualTo(changing);
            assertThat(lab.notSimulated()).isEmpty();
        }
    }

    @Test
    void publishing_cutAfterEveryCommit_convergesWithoutDuplicates() {
        try (Lab lab = nas().start();
                Quorate quorate = lab.connect().build()) {
            for (String collection : List.of(
                    "storage/volumes", "san/iscsi/targets", "san/targetgroups", "san/hostgroups", "san/lunMappings")) {
                lab.faults().onAction("POST " + collection).host("NAS1").resetAfter();
            }
            published(lab, quorate.storage(Lab.STORAGE));
            assertThat(lab.faults().pending()).isEmpty();
            LabAppliance nas = lab.appliance("NAS1");
            assertThat(nas.volumes()).hasSize(1);
            assertThat(nas.model().targets()).hasSize(1);
            assertThat(nas.model().mappings()).hasSize(1);
            assertThat(nas.changingRequests()).isEqualTo(5);
            assertThat(published(lab, quorate.storage(Lab.STORAGE)).changed()).isFalse();
        }
    }

    @Test
    void jobsAndShortTokens_areFollowedInTheLabsTime() {
        try (Lab lab = nas().start();
                Quorate quorate = lab.connect().build()) {
            LabAppliance nas = lab.appliance("NAS1");
            nas.jobDelay(Duration.ofMillis(300));
            nas.tokenLifetime(Duration.ofMillis(200));
            nas.mappingLag(Duration.ofSeconds(5));
            assertThat(published(lab, quorate.storage(Lab.STORAGE)).changed()).isTrue();
            assertThat(nas.requests("POST auth/login")).isGreaterThan(5);
            assertThat(nas.model().mappings()).hasSize(1);
        }
    }

    @Test
    void power_isCutAndComesBackOnTheSamePort() throws Exception {
        try (Lab lab = nas().start();
                Quorate quorate = lab.connect().build()) {
            LabAppliance nas = lab.appliance("NAS1");
            StorageClient storage = quorate.storage(Lab.STORAGE);
            assertThat(storage.pools().list()).hasSize(1);
            int port = nas.url().getPort();
            nas.power().off();
            assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
            assertThat(lab.describe()).contains("power=OFF");
            nas.power().on();
            assertThat(nas.url().getPort()).isEqualTo(port);
            assertThat(storage.pools().list()).hasSize(1);
            nas.management(Management.RESTARTING);
            nas.management(Management.OK);
            assertThat(storage.pools().list()).hasSize(1);
        }
    }

    @Test
    void slowManagement_isWaitedForInTheLabsTime() {
        try (Lab lab = nas().start();
                Quorate quorate = lab.connect().build()) {
            LabAppliance nas = lab.appliance("NAS1");
            nas.management().slowness(Duration.ofSeconds(3));
            nas.management(Management.SLOW);
            var before = lab.now();
            assertThat(quorate.storage(Lab.STORAGE).pools().list()).hasSize(1);
            assertThat(Duration.between(before, lab.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(6));
        }
    }

    @Test
    void licence_expired_isNotLoggedInAgainstForEver() {
        try (Lab lab = nas().start();
                Quorate quorate = lab.connect().build()) {
            LabAppliance nas = lab.appliance("NAS1");
            nas.management().licensed(false);
            assertThatThrownBy(() -> quorate.storage(Lab.STORAGE).pools().list())
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("ELICENSE");
            assertThat(nas.requests("POST auth/login")).isEqualTo(1);
        }
    }

    @Test
    void sdksInitiator_findsWhatManagementPublished_untilTheDataPathIsCut() throws Exception {
        try (Lab lab = Lab.sanStoryBuilder().start();
                Quorate quorate = lab.connect().build()) {
            LabAppliance nas = lab.appliance("NAS1");
            IscsiClient iscsi = quorate.iscsi(Lab.ISCSI);
            StorageClient storage = quorate.storage(Lab.STORAGE);
            storage.volumes().create(CSV1, v -> v.size(Size.gib(100)));
            List<Iqn> initiators = new ArrayList<>(NODES);
            initiators.addAll(iscsi.names());
            storage.publications()
                    .ensure(
                            CSV1,
                            p -> p.target(TARGET)
                                    .addPortal(nas.portals().get(0))
                                    .addPortal(nas.portals().get(1))
                                    .initiators(initiators)
                                    .hostGroup("fc1")
                                    .chap(nas.chap().orElseThrow()));
            assertThat(iscsi.discover())
                    .singleElement()
                    .satisfies(t -> assertThat(t.portals()).containsExactlyElementsOf(nas.portals()));
            assertThat(iscsi.identify(TARGET, 0).naa())
                    .isEqualTo(
                            storage.mappings().logicalUnit(CSV1).orElseThrow().naa());
            assertThat(nas.scsiCommands()).isPositive();
            nas.management(Management.HUNG);
            assertThat(iscsi.identify(TARGET, 0).size()).isEqualTo(Size.gib(100));
            nas.management(Management.OK);
            nas.cutDataPath();
            assertThatThrownBy(() -> iscsi.identify(TARGET, 0)).isInstanceOf(UnreachableException.class);
            assertThat(storage.pools().list()).hasSize(1);
            nas.healDataPath();
            nas.targetService(false);
            assertThatThrownBy(iscsi::discover).isInstanceOf(UnreachableException.class);
            nas.targetService(true);
            lab.advance(Duration.ofMinutes(1)); // the breakers close
            assertThat(iscsi.discover()).hasSize(1);
        }
    }

    @Test
    void addresses_leadToTheAppliance() throws Exception {
        try (Lab lab = Lab.builder()
                .appliance("NAS1", nas -> nas.pool("tank", Size.gib(1)).portals(Portal.of("10.9.0.1", 3261)))
                .start()) {
            LabAppliance nas = lab.appliance("NAS1");
            assertThat(lab.runtime().resolve("nas1", 8443).getPort())
                    .isEqualTo(nas.url().getPort());
            assertThat(lab.runtime().resolve("NAS1.lab.example", 8443).getPort())
                    .isEqualTo(nas.url().getPort());
            assertThat(lab.runtime().resolve("10.9.0.1", 3261).getPort())
                    .isEqualTo(nas.realPortal().port());
            assertThatThrownBy(() -> lab.runtime().resolve("10.9.0.1", 3260)).isInstanceOf(UnknownHostException.class);
            assertThatThrownBy(() -> lab.runtime().resolve("NAS1", 22)).isInstanceOf(UnknownHostException.class);
            assertThatThrownBy(() -> lab.appliance("NAS2")).hasMessageContaining("NAS2");
        }
    }
}
