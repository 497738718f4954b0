package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.Trust;
import io.quorate.call.Ensured;
import io.quorate.call.Rehearsal;
import io.quorate.call.RehearsedStep;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.lab.Inside;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import io.quorate.lab.kernel.Faults;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.storage.PublicationSpec;
import io.quorate.storage.Publications;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Publishing over real sockets: what the appliance holds in the end, and how many requests it took. */
class PublicationsThroughLabTest {
    /** Without the sweep each twelfth request is cut. */
    private static final int STRIDE = Boolean.getBoolean("quorate.sweep") ? 1 : 12;

    private static final DatasetPath VOLUME = DatasetPath.of("tank/vg/csv1");
    private static final DatasetPath OTHER = DatasetPath.of("tank/vg/other");
    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.example:csv");
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1.lab.example");
    private static final Iqn HV2 = Iqn.of("iqn.1991-05.com.microsoft:hv2.lab.example");
    private static final ChapLogin CHAP = new ChapLogin("rack", Secret.of("Canary-chap-1"));
    private static final Consumer<PublicationSpec> SPEC = spec -> spec.target(TARGET)
            .addPortal(Portal.of("10.0.0.5"))
            .addPortal(Portal.of("10.0.1.5"))
            .initiators(List.of(HV1, HV2))
            .hostGroup("rack")
            .chap(CHAP)
            .writeCache(false);

    private static Lab lab() {
        return Lab.builder()
                .appliance(
                        "NAS1",
                        nas -> nas.pool("tank", Size.tib(1))
                                .volumeGroup("tank/vg")
                                .volume(VOLUME.value(), Size.gib(64))
                                .volume(OTHER.value(), Size.gib(1)))
                .start();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void ensure_publishesOnce_theSecondTimeNothingIsChanged() {
        try (Lab lab = lab();
                Quorate quorate = connect(lab)) {
            LabAppliance nas = lab.appliance("NAS1");
            nas.mappingLag(Duration.ofSeconds(5));
            Ensured<Publication> first = publications(quorate).ensure(VOLUME, SPEC);
            assertThat(first.changed()).isTrue();
            assertPublishedOnce(nas, first.value());
            assertThat(publications(quorate).find(VOLUME)).contains(first.value());
            assertThat(publications(quorate).find(OTHER)).isEmpty();

            long changing = nas.changingRequests();
            long requests = nas.requests();
            assertThat(publications(quorate).ensure(VOLUME, SPEC)).isEqualTo(new Ensured<>(first.value(), false));
            assertThat(nas.changingRequests()).isEqualTo(changing);
            assertThat(nas.requests() - requests).isLessThanOrEqualTo(10);
            assertThat(publications(quorate).plan(VOLUME, SPEC).satisfied()).isTrue();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void rehearse_showsTheRequests_withoutTheSecret_andSendsNone() {
        try (Lab lab = lab();
                Quorate quorate = connect(lab)) {
            Rehearsal rehearsal = quorate.rehearse(q -> publications(q).ensure(VOLUME, SPEC));
            assertThat(rehearsal.stoppedBy()).isEmpty();
            assertThat(rehearsal.steps())
                    .extracting(RehearsedStep::operation)
                    .containsExactly(
                            "storage.initiator.chap",
                            "storage.initiator.chap",
                            "storage.target.create",
                            "storage.target.chap",
                            "storage.targetgroup.create",
                            "storage.hostgroup.create",
                            "storage.mapping.create",
                            "storage.unit.cache");
            assertThat(rehearsal.explain()).contains("san/lunMappings").doesNotContain("Canary-chap-1");
            assertThat(lab.appliance("NAS1").changingRequests()).isZero();
        }
    }

    @Test
    @DisplayName(
            "connection cut after commit at every request of ensure, log-in and looks included: no duplicate, no failure, the second run changes nothing")
    void ensure_cutAfterEveryRequest() {
        int requests = requestsOf(quorate -> publications(quorate).ensure(VOLUME, SPEC));
        for (int cut = 1; cut <= requests; cut += STRIDE) {
            try (Lab lab = lab();
                    Quorate quorate = connect(lab)) {
                LabAppliance nas = lab.appliance("NAS1");
                lab.faults().when("to NAS1", this::toAppliance).nth(cut).resetAfter();
                Publication publication =
                        publications(quorate).ensure(VOLUME, SPEC).value();
                assertThat(lab.faults().pending())
                        .as("cut after request " + cut)
                        .isEmpty();
                assertPublishedOnce(nas, publication);
                long changing = nas.changingRequests();
                assertThat(publications(quorate).ensure(VOLUME, SPEC))
                        .as("cut after request " + cut)
                        .isEqualTo(new Ensured<>(publication, false));
                assertThat(nas.changingRequests()).isEqualTo(changing);
            }
        }
    }

    @Test
    @DisplayName(
            "connection cut after commit at every request of unpublish, log-in and looks included: nothing is left, the second run changes nothing")
    void unpublish_cutAfterEveryRequest() {
        Consent[] consent = new Consent[1];
        int requests;
        try (Lab lab = lab();
                Quorate publishing = connect(lab);
                Quorate quorate = connect(lab)) {
            consent[0] = published(publishing);
            long before = lab.appliance("NAS1").requests();
            publications(quorate).unpublish(VOLUME, consent[0]);
            requests = (int) (lab.appliance("NAS1").requests() - before);
            assertClean(lab.appliance("NAS1"));
        }
        assertThat(requests).isBetween(5, 40);
        for (int cut = 1; cut <= requests; cut += STRIDE) {
            try (Lab lab = lab();
                    Quorate publishing = connect(lab);
                    Quorate quorate = connect(lab)) {
                LabAppliance nas = lab.appliance("NAS1");
                published(publishing);
                lab.faults().when("to NAS1", this::toAppliance).nth(cut).resetAfter();
                assertThat(publications(quorate).unpublish(VOLUME, consent[0]).changed())
                        .as("cut after request " + cut)
                        .isTrue();
                assertThat(lab.faults().pending())
                        .as("cut after request " + cut)
                        .isEmpty();
                assertClean(nas);
                assertThat(nas.volumes()).hasSize(2);
                long changing = nas.changingRequests();
                assertThat(publications(quorate).unpublish(VOLUME, consent[0]).changed())
                        .isFalse();
                assertThat(nas.changingRequests()).isEqualTo(changing);
            }
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void obstaclesAndMissingConsent_changeNothing() {
        try (Lab lab = lab();
                Quorate quorate = connect(lab)) {
            LabAppliance nas = lab.appliance("NAS1");
            Publication publication = publications(quorate).ensure(VOLUME, SPEC).value();
            long changing = nas.changingRequests();
            assertThatThrownBy(() ->
                            publications(quorate).ensure(VOLUME, SPEC.andThen(spec -> spec.initiators(List.of(HV1)))))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("further initiators see the volume: " + HV2);
            assertThatThrownBy(
                            () -> publications(quorate).ensure(VOLUME, SPEC.andThen(spec -> spec.hostGroup("another"))))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("host group rack holds")
                    .hasMessageContaining("the volume is mapped as LUN 0 through target group csv for host group rack");
            assertThatThrownBy(() -> publications(quorate).unpublish(VOLUME, null))
                    .isInstanceOf(ConsentRequiredException.class);
            assertThatThrownBy(() -> publications(quorate)
                            .unpublish(publication, Consent.to(VOLUME.value(), "the path is no identity")))
                    .isInstanceOf(ConsentRequiredException.class);
            assertThat(nas.changingRequests()).isEqualTo(changing);
            assertPublishedOnce(nas, publication);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void secondVolume_sharesTargetAndGroups_andKeepsThemWhenTheFirstGoes() {
        try (Lab lab = lab();
                Quorate quorate = connect(lab)) {
            LabAppliance nas = lab.appliance("NAS1");
            Consent consent = published(quorate);
            Publication second = publications(quorate).ensure(OTHER, SPEC).value();
            assertThat(second.lun()).isEqualTo(1);
            assertThat(Inside.of(nas).targets()).hasSize(1);
            publications(quorate).unpublish(VOLUME, consent);
            assertThat(publications(quorate).find(OTHER)).contains(second);
            assertThat(publications(quorate).find(VOLUME)).isEmpty();
        }
    }

    private static Quorate connect(Lab lab) {
        LabAppliance nas = lab.appliance("NAS1");
        return Quorate.builder()
                .runtime(lab.runtime())
                .endpoint(
                        Lab.STORAGE,
                        "nexenta://" + nas.name(),
                        endpoint -> endpoint.credentials(Credentials.basic(nas.username(), nas.password()))
                                .trust(new Trust.Authorities(lab.caCertificates())))
                .build();
    }

    private static Publications publications(Quorate quorate) {
        return quorate.storage(Lab.STORAGE).publications();
    }

    private static Consent published(Quorate quorate) {
        return Consent.to(
                publications(quorate).ensure(VOLUME, SPEC).value().naa().hex(), "the volume moves");
    }

    private static int requestsOf(Consumer<Quorate> calls) {
        try (Lab lab = lab();
                Quorate quorate = connect(lab)) {
            calls.accept(quorate);
            int requests = (int) lab.appliance("NAS1").requests();
            assertThat(requests).isBetween(10, 60);
            return requests;
        }
    }

    private boolean toAppliance(Faults.Request request) {
        return request.host().equals("NAS1");
    }

    private static void assertPublishedOnce(LabAppliance nas, Publication publication) {
        assertThat(Inside.of(nas).mappings()).hasSize(1);
        assertThat(Inside.of(nas).targets()).hasSize(1);
        assertThat(Inside.of(nas).logicalUnits()).hasSize(1);
        assertThat(Inside.of(nas).initiators()).hasSize(2);
        assertThat(publication.initiators()).containsExactly(HV1, HV2);
        assertThat(publication.chap()).isTrue();
        assertThat(publication.lun()).isZero();
        assertThat(publication.naa().hex())
                .isEqualToIgnoringCase(Inside.of(nas).logicalUnits().get(0).naa());
    }

    private static void assertClean(LabAppliance nas) {
        assertThat(Inside.of(nas).mappings()).isEmpty();
        assertThat(Inside.of(nas).targets()).isEmpty();
        assertThat(Inside.of(nas).groups(io.quorate.lab.storage.StorageGroupState.Kind.HOST))
                .noneMatch(g -> g.name().equals("rack"));
        assertThat(Inside.of(nas).groups(io.quorate.lab.storage.StorageGroupState.Kind.TARGET))
                .noneMatch(g -> g.name().equals("csv"));
    }
}
