package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.call.Rehearsal;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import io.quorate.san.DatasetPath;
import io.quorate.san.FitnessReport;
import io.quorate.san.FitnessReport.Check;
import io.quorate.san.FitnessReport.Verdict;
import io.quorate.san.Iqn;
import io.quorate.san.IscsiClient;
import io.quorate.san.LunIdentity;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The proof of a publication, and blocks, over the lab's target, through the public API alone. */
class ProofThroughLabTest {
    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.example:proof");
    private static final Iqn NODE = Iqn.of("iqn.1991-05.com.microsoft:hv1");

    private static Lab lab;
    private static Quorate quorate;

    @BeforeAll
    static void start() {
        lab = Lab.builder()
                .appliance(
                        "NAS1",
                        nas -> nas.pool("tank", Size.tib(1))
                                .volumeGroup("tank/vg")
                                .chap(SanRack.CHAP))
                .start();
        quorate = lab.connect()
                .endpoint("reader", "iscsi://10.0.0.5", spec -> spec.credentials(chap(SanRack.SECRET)))
                .endpoint("wrong", "iscsi://10.0.0.5", spec -> spec.credentials(chap("not-the-secret")))
                .build();
    }

    @AfterAll
    static void stop() {
        quorate.close();
        lab.close();
    }

    private static Credentials chap(String secret) {
        return Credentials.chap(SanRack.CHAP.user(), Secret.of(secret));
    }

    private static Publication publish(String name, List<Iqn> initiators, boolean chap) {
        LabAppliance nas = lab.appliance("NAS1");
        DatasetPath volume = DatasetPath.of("tank/vg/" + name);
        nas.createVolume(volume.value(), Size.mib(64));
        return quorate.storage(Lab.STORAGE)
                .publications()
                .ensure(volume, spec -> {
                    spec.target(Iqn.of(TARGET + "." + name))
                            .hostGroup(initiators.contains(NODE) ? "rack" : "others")
                            .initiators(initiators);
                    nas.portals().forEach(spec::addPortal);
                    if (chap) {
                        spec.chap(SanRack.CHAP);
                    }
                })
                .value();
    }

    private static List<Iqn> everybody() {
        List<Iqn> names = new ArrayList<>(List.of(NODE));
        names.addAll(quorate.iscsi(Lab.ISCSI).names());
        return names;
    }

    private static Check check(FitnessReport report, String name) {
        return report.checks().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void verify_ofWhatWasPublished_isFitAndLeavesNothing() {
        Publication publication = publish("fit", everybody(), true);
        IscsiClient iscsi = quorate.iscsi(Lab.ISCSI);
        FitnessReport report = iscsi.verifyPublication(publication);
        assertThat(report.findings()).isEmpty();
        assertThat(report.fit()).isTrue();
        assertThat(report.checks()).hasSize(14);
        // The target forgets a session a moment after it has answered the logout.
        assertThat(Eventually.holds(() -> lab.appliance("NAS1").iscsiSessions().stream()
                        .noneMatch(session -> session.endsWith(" -> " + publication.target()))))
                .isTrue();
        assertThat(iscsi.reservations(publication.target(), publication.lun()).any())
                .isFalse();
        assertThat(iscsi.verifyPublication(publication).findings()).isEmpty();
    }

    @Test
    void verify_withoutBeingAdmitted_saysWhomToAdd() {
        Publication publication = publish("closed", List.of(Iqn.of("iqn.1991-05.com.microsoft:hv9")), true);
        FitnessReport report = quorate.iscsi(Lab.ISCSI).verifyPublication(publication);
        assertThat(report.fit()).isFalse();
        assertThat(report.findings())
                .allSatisfy(c -> assertThat(c.verdict()).isEqualTo(Verdict.NOT_TESTED))
                .anySatisfy(c -> assertThat(c.detail()).contains("to the host group others"));
    }

    @Test
    void verify_afterTheVolumeGrew_findsThatItIsNotWhatWasPublished() {
        Publication publication = publish("grown", everybody(), true);
        quorate.storage(Lab.STORAGE).volumes().grow(publication.volume(), Size.mib(128));
        FitnessReport report = quorate.iscsi(Lab.ISCSI).verifyPublication(publication);
        assertThat(report.findings())
                .hasSize(2)
                .allSatisfy(c -> assertThat(c.name()).isEqualTo(FitnessReport.CAPACITY));
    }

    @Test
    void verify_withAPortalThatIsNoneOfTheAppliances_provesTheOther() {
        Publication real = publish("half", everybody(), true);
        FitnessReport report = quorate.iscsi(Lab.ISCSI)
                .verifyPublication(new Publication(
                        real.volume(),
                        real.size(),
                        real.naa(),
                        real.lun(),
                        real.target(),
                        List.of(Portal.of("10.7.7.7"), real.portals().get(1)),
                        real.targetGroup(),
                        real.hostGroup(),
                        real.initiators(),
                        true));
        assertThat(check(report, FitnessReport.PORTAL).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(check(report, FitnessReport.RESERVATIONS).verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void verify_rehearsed_sendsNothing() {
        Publication publication = publish("rehearsed", everybody(), true);
        long commands = lab.appliance("NAS1").scsiCommands();
        Rehearsal rehearsal = quorate.rehearse(q -> {
            assertThat(q.iscsi(Lab.ISCSI).verifyPublication(publication).fit()).isFalse();
        });
        assertThat(rehearsal.steps()).hasSize(1);
        assertThat(rehearsal.toString()).doesNotContain(SanRack.SECRET);
        assertThat(lab.appliance("NAS1").scsiCommands()).isEqualTo(commands);
    }

    @Test
    @DisplayName("blocks come back as they were written; without the right consent, or by a reader, none is written")
    void blocks_areWrittenWithConsentAlone() {
        Publication publication = publish("blocks", everybody(), true);
        IscsiClient iscsi = quorate.iscsi(Lab.ISCSI);
        LunIdentity disk = iscsi.identify(publication.target(), publication.lun());
        assertThat(disk.naa()).isEqualTo(publication.naa());
        assertThat(disk.thin()).isTrue();
        int size = (int) disk.blockSize().bytes();
        byte[] data = new byte[300 * size];
        new Random(9).nextBytes(data);
        long changes = lab.appliance("NAS1").scsiChanges();
        assertThatThrownBy(() -> iscsi.write(publication.target(), publication.lun(), 7, data, null))
                .isInstanceOf(ConsentRequiredException.class);
        assertThat(lab.appliance("NAS1").scsiChanges()).isEqualTo(changes);
        iscsi.write(
                publication.target(),
                publication.lun(),
                7,
                data,
                Consent.to(publication.naa().hex(), "test"));
        assertThat(quorate.iscsi("reader").read(publication.target(), publication.lun(), 7, 300))
                .isEqualTo(data);
        assertThat(check(quorate.iscsi("reader").verifyPublication(publication), FitnessReport.RESERVATIONS)
                        .detail())
                .contains("access=read-write");
    }

    @Test
    void login_withAWrongSecret_isDeniedOnceAndNotRepeated() {
        Publication publication = publish("wrong", everybody(), true);
        assertThatThrownBy(() -> quorate.iscsi("wrong").luns(publication.target()))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageContaining("login 2/1")
                .hasMessageContaining("1 attempt")
                .hasMessageNotContaining("not-the-secret");
    }
}
