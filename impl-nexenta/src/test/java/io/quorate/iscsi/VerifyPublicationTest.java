package io.quorate.iscsi;

import static io.quorate.san.FitnessReport.Verdict.FAILED;
import static io.quorate.san.FitnessReport.Verdict.NOT_TESTED;
import static io.quorate.san.FitnessReport.Verdict.PASSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.san.FitnessReport;
import io.quorate.san.FitnessReport.Check;
import io.quorate.san.Iqn;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyPublicationTest {
    private static final Iqn OURS = Iqn.of("iqn.2026-11.io.quorate:initiator");
    private static final Iqn SECOND = Iqn.of("iqn.2026-11.io.quorate:initiator-2");
    private static final int LUN = 3;
    private static final long FOREIGN = 0x1234_5678_9ABC_DEF0L;

    private final ModelTarget target = new ModelTarget();
    private final ModelTarget.Unit unit = new ModelTarget.Unit(2048, 512);

    @BeforeEach
    void publish() {
        target.units.put(LUN, unit);
        target.wantsChap = true;
    }

    private FitnessReport verify() {
        return verify(published(unit.blocks.length, true, Set.of()), Rack.chap());
    }

    private FitnessReport verify(Publication publication, @Nullable Credentials credentials) {
        return Rack.client(target, target.world, List.of(Rack.ONE), credentials, "access", "read-write")
                .verifyPublication(publication);
    }

    private static Publication published(long bytes, boolean chap, Set<Iqn> initiators) {
        return Rack.publication(bytes, LUN, ModelTarget.TARGET, Rack.NAA, chap, initiators, Rack.ONE, Rack.TWO);
    }

    private static Check check(FitnessReport report, String name, Portal portal) {
        return report.checks().stream()
                .filter(c -> c.name().equals(name) && c.subject().equals(portal.toString()))
                .findFirst()
                .orElseThrow();
    }

    private static Check reservations(FitnessReport report) {
        return ofTheUnit(report, FitnessReport.RESERVATIONS);
    }

    private static Check ofTheUnit(FitnessReport report, String name) {
        return report.checks().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void verify_whenAllIsWell_isFitAndLeavesNothing() {
        FitnessReport report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.fit()).isTrue();
        assertThat(report.checks())
                .extracting(Check::name)
                .containsOnly("portal", "lun", "naa", "capacity", "block size", "chap", "reservations", "writable");
        assertThat(report.checks()).hasSize(14);
        assertThat(unit.untouched()).isTrue();
        assertThat(unit.blocks).containsOnly(0);
        assertThat(reservations(report).detail()).contains(Rack.ONE.toString()).contains(Rack.TWO.toString());
    }

    @Test
    void verify_withoutChapWanted_passesByLoggingInWithout() {
        target.wantsChap = false;
        FitnessReport report = verify(published(unit.blocks.length, false, Set.of()), Rack.chap());
        assertThat(report.findings()).isEmpty();
        assertThat(target.log).noneMatch(line -> line.endsWith(" chap"));
    }

    @Test
    void verify_whenChapIsDemandedButNotPublished_isNoPass() {
        FitnessReport report = verify(published(unit.blocks.length, false, Set.of()), Rack.chap());
        assertThat(check(report, FitnessReport.PORTAL, Rack.ONE).verdict()).isEqualTo(FAILED);
        assertThat(report.fit()).isFalse();
    }

    @Test
    void verify_whenChapIsNotEnforced_fails() {
        target.flaws.add(ModelTarget.Flaw.NO_CHAP_ENFORCED);
        FitnessReport report = verify();
        assertThat(check(report, FitnessReport.CHAP, Rack.ONE))
                .isEqualTo(new Check("chap", "10.0.0.11:3260", FAILED, "the target lets us in without CHAP"));
        assertThat(report.findings()).hasSize(2);
    }

    @Test
    void verify_withoutCredentialsForChap_saysWhatItNeeds() {
        FitnessReport report = verify(published(unit.blocks.length, true, Set.of()), null);
        assertThat(check(report, FitnessReport.PORTAL, Rack.ONE).verdict()).isEqualTo(NOT_TESTED);
        assertThat(check(report, FitnessReport.PORTAL, Rack.ONE).detail()).contains("CHAP name and secret");
        assertThat(check(report, FitnessReport.CHAP, Rack.ONE).verdict()).isEqualTo(NOT_TESTED);
        assertThat(target.reserveOuts()).isZero();
    }

    @Test
    void verify_whenOnePortalIsDead_looksAtTheOther() {
        target.dead.add(Rack.ONE);
        FitnessReport report = verify();
        assertThat(check(report, FitnessReport.PORTAL, Rack.ONE).verdict()).isEqualTo(FAILED);
        assertThat(check(report, FitnessReport.NAA, Rack.ONE).verdict()).isEqualTo(NOT_TESTED);
        assertThat(check(report, FitnessReport.NAA, Rack.TWO).verdict()).isEqualTo(PASSED);
        assertThat(reservations(report).verdict()).isEqualTo(PASSED);
        assertThat(unit.untouched()).isTrue();
    }

    @Test
    void verify_whenOnePortalIsSilent_leavesTimeForTheRest() {
        target.silent.add(Rack.ONE);
        FitnessReport report = verify();
        assertThat(check(report, FitnessReport.PORTAL, Rack.ONE).verdict()).isEqualTo(FAILED);
        assertThat(check(report, FitnessReport.PORTAL, Rack.TWO).verdict()).isEqualTo(PASSED);
        assertThat(reservations(report).verdict()).isEqualTo(PASSED);
        assertThat(target.world.passed()).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void verify_whenNoPortalAnswers_isAReportAndNoException() {
        target.silent.addAll(Set.of(Rack.ONE, Rack.TWO));
        FitnessReport report = verify();
        assertThat(report.checks()).noneMatch(c -> c.verdict() == PASSED);
        assertThat(target.world.passed()).isLessThanOrEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void verify_whenAnotherLogicalUnitAnswers_neverReservesIt() {
        FitnessReport report = verify(
                Rack.publication(
                        unit.blocks.length,
                        LUN,
                        ModelTarget.TARGET,
                        Naa.of("600144F0C0FFEE000000000000000002"),
                        true,
                        Set.of(),
                        Rack.ONE,
                        Rack.TWO),
                Rack.chap());
        assertThat(check(report, FitnessReport.NAA, Rack.TWO).verdict()).isEqualTo(FAILED);
        assertThat(check(report, FitnessReport.CAPACITY, Rack.TWO).verdict()).isEqualTo(PASSED);
        assertThat(reservations(report).verdict()).isEqualTo(NOT_TESTED);
        assertThat(target.reserveOuts()).isZero();
    }

    @Test
    void verify_tellsSizeBlockSizeAndProtection() {
        unit.blockSize = 2048;
        unit.writeProtected = true;
        FitnessReport report = verify(published(4096, true, Set.of()), Rack.chap());
        assertThat(check(report, FitnessReport.CAPACITY, Rack.ONE).detail())
                .isEqualTo("it has 1048576 bytes; the volume tank/vg/csv1 has 4096");
        assertThat(check(report, FitnessReport.BLOCK_SIZE, Rack.ONE).detail())
                .isEqualTo("2048 bytes; Windows takes 512 or 4096");
        assertThat(ofTheUnit(report, FitnessReport.WRITABLE).verdict()).isEqualTo(FAILED);
    }

    @Test
    void verify_whenTheHostGroupDoesNotAdmitUs_saysHowToAllowIt() {
        target.admitted.add(Rack.NODE);
        FitnessReport report = verify(published(unit.blocks.length, true, Set.of(Rack.NODE)), Rack.chap());
        assertThat(check(report, FitnessReport.PORTAL, Rack.ONE).verdict()).isEqualTo(NOT_TESTED);
        assertThat(check(report, FitnessReport.PORTAL, Rack.ONE).detail())
                .endsWith(
                        "add " + OURS + " and " + SECOND
                                + " to the host group hg-cluster, with this endpoint's CHAP name and secret, for the time of the proof");
    }

    @Test
    void verify_whenOnlyTheSecondNameIsNotAdmitted_saysSoAndRegistersNothing() {
        target.admitted.addAll(Set.of(Rack.NODE, OURS));
        FitnessReport report = verify(published(unit.blocks.length, true, Set.of(Rack.NODE, OURS)), Rack.chap());
        assertThat(report.findings()).hasSize(1);
        assertThat(reservations(report).verdict()).isEqualTo(NOT_TESTED);
        assertThat(reservations(report).detail()).contains("add " + SECOND + " to the host group hg-cluster");
        assertThat(target.reserveOuts()).isZero();
    }

    @Test
    void verify_whenTheLunIsNotShown_tellsWhichAre() {
        target.units.remove(LUN);
        target.units.put(300, unit);
        FitnessReport report = verify();
        assertThat(check(report, FitnessReport.LUN, Rack.ONE))
                .isEqualTo(new Check("lun", "10.0.0.11:3260", FAILED, "the target shows us the LUNs [300], not 3"));
        FitnessReport hidden = verify(published(unit.blocks.length, true, Set.of(Rack.NODE)), Rack.chap());
        assertThat(check(hidden, FitnessReport.LUN, Rack.ONE).verdict()).isEqualTo(NOT_TESTED);
    }

    @Test
    void verify_onAReadOnlyEndpoint_registersNothing() {
        FitnessReport report = Rack.client(target, target.world, List.of(Rack.ONE), Rack.chap())
                .verifyPublication(published(unit.blocks.length, true, Set.of()));
        assertThat(report.findings()).hasSize(1);
        assertThat(reservations(report).verdict()).isEqualTo(NOT_TESTED);
        assertThat(reservations(report).detail()).contains("access=read-write");
        assertThat(target.reserveOuts()).isZero();
    }

    @Test
    @DisplayName("a logical unit that somebody registered with is not touched")
    void verify_whenAForeignKeyIsRegistered_doesNotTouchIt() {
        unit.registrations.put("node", FOREIGN);
        FitnessReport report = verify();
        assertThat(reservations(report).verdict()).isEqualTo(NOT_TESTED);
        assertThat(reservations(report).detail()).contains("0x123456789ABCDEF0");
        assertThat(target.reserveOuts()).isZero();
        assertThat(unit.registrations).containsOnlyKeys("node");
    }

    @Test
    void verify_whenAForeignKeyStandsBesideOurs_doesNotTouchEither() {
        unit.registrations.put("gone", 0x5152_5652_0000_0001L);
        unit.registrations.put("node", FOREIGN);
        assertThat(reservations(verify()).verdict()).isEqualTo(NOT_TESTED);
        assertThat(target.reserveOuts()).isZero();
    }

    @Test
    void verify_whenAnInterruptedProofLeftKeys_takesThemAwayFirst() {
        unit.registrations.put("gone", 0x5152_5652_0000_0001L);
        unit.registrations.put("gone, too", 0x5152_5652_0000_0002L);
        unit.holder = "gone";
        unit.heldType = 5;
        assertThat(verify().findings()).isEmpty();
        assertThat(unit.untouched()).isTrue();
    }

    @Test
    void verify_whileAnotherProofIsUnderWay_leavesItAlone() {
        unit.registrations.put("other", 0x5152_5652_0000_0001L);
        target.world.onSleep = () -> {
            unit.registrations.put("other", 0x5152_5652_0000_0002L);
            unit.generation++;
        };
        assertThat(reservations(verify()).verdict()).isEqualTo(NOT_TESTED);
        assertThat(target.reserveOuts()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = ModelTarget.Flaw.class,
            names = {"PREEMPT_DOES_NOTHING", "WRITES_ARE_NOT_STOPPED", "GENERATION_STANDS"})
    void verify_whenReservationsAreNotHonoured_failsAndCleansUp(ModelTarget.Flaw flaw) {
        target.flaws.add(flaw);
        FitnessReport report = verify();
        assertThat(reservations(report).verdict()).isEqualTo(FAILED);
        assertThat(report.findings()).hasSize(1);
        assertThat(unit.untouched()).isTrue();
    }

    @Test
    void verify_whenTheTargetKnowsNoReservations_isNotFit() {
        target.flaws.add(ModelTarget.Flaw.NO_RESERVATIONS);
        FitnessReport report = verify();
        assertThat(reservations(report).verdict()).isEqualTo(FAILED);
        assertThat(reservations(report).detail()).contains("sense 5/20/00");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("a session cut at any command, before or after it was carried out, leaves no key")
    void verify_cutAnywhere_leavesNoKey(boolean before) {
        verify();
        int all = target.commands();
        for (int at = 0; at < all; at++) {
            ModelTarget fresh = new ModelTarget();
            ModelTarget.Unit disk = new ModelTarget.Unit(2048, 512);
            fresh.units.put(LUN, disk);
            fresh.wantsChap = true;
            fresh.cutAt = at;
            fresh.cutBeforeItIsDone = before;
            FitnessReport report = Rack.client(
                            fresh, fresh.world, List.of(Rack.ONE), Rack.chap(), "access", "read-write")
                    .verifyPublication(published(disk.blocks.length, true, Set.of()));
            assertThat(disk.untouched())
                    .as("cut at %d: %s", at, report.findings())
                    .isTrue();
            assertThat(report.checks()).as("cut at %d", at).noneMatch(c -> c.verdict() == FAILED);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ModelTarget.Flaw.class,
            names = {
                "RESERVE_TAKES_NOTHING",
                "RESERVE_IS_OF_ANOTHER_TYPE",
                "RESERVE_IS_HELD_BY_ANOTHER",
                "PREEMPT_LEAVES_NO_HOLDER"
            })
    @DisplayName("a unit whose reservation is not held by who took it, as it was taken, is not fit")
    void verify_whenTheReservationIsNotWhatWasTaken_isNotFit(ModelTarget.Flaw flaw) {
        target.flaws.add(flaw);
        FitnessReport report = verify();
        assertThat(report.fit()).isFalse();
        assertThat(reservations(report).verdict()).isEqualTo(FAILED);
        assertThat(reservations(report).detail()).contains("the reservation is not held by who took it");
        assertThat(unit.untouched()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8})
    @DisplayName("no key is registered on a unit that took the place of the published one since it was looked at")
    void verify_whenAnotherUnitTookThePlace_registersNothingOnIt(int login) {
        int[] logins = {0};
        target.onLogin = () -> {
            if (++logins[0] == login) {
                unit.naa[15] = 2;
            }
        };
        FitnessReport report = verify();
        assertThat(check(report, FitnessReport.NAA, Rack.ONE).verdict()).isEqualTo(PASSED);
        assertThat(check(report, FitnessReport.NAA, Rack.TWO).verdict()).isEqualTo(PASSED);
        assertThat(reservations(report).verdict()).isNotEqualTo(PASSED);
        assertThat(reservations(report).detail()).contains("another logical unit is seen at LUN 3");
        assertThat(target.reserveOuts()).isZero();
    }

    @Test
    @DisplayName("a cluster that registers while old keys are taken away keeps its keys and its reservation")
    void verify_whenAClusterRegistersDuringTheCleaning_isNotClearedAway() {
        target.flaws.add(ModelTarget.Flaw.PREEMPT_DOES_NOTHING);
        unit.registrations.put("gone", 0x5152_5652_0000_0001L);
        target.onReserveOut = () -> {
            unit.registrations.putIfAbsent("node", FOREIGN);
            unit.holder = "node";
            unit.heldType = 5;
        };
        FitnessReport report = verify();
        assertThat(reservations(report).verdict()).isEqualTo(NOT_TESTED);
        assertThat(unit.registrations).containsEntry("node", FOREIGN);
        assertThat(unit.holder).isEqualTo("node");
        assertThat(target.log).noneMatch(line -> line.startsWith("5F03"));
    }

    @Test
    void verify_whenOldKeysCannotBePreempted_forgetsThemAll() {
        target.flaws.add(ModelTarget.Flaw.PREEMPT_DOES_NOTHING);
        unit.registrations.put("gone", 0x5152_5652_0000_0001L);
        verify();
        assertThat(target.log).anyMatch(line -> line.startsWith("5F03"));
        assertThat(unit.untouched()).isTrue();
    }

    @Test
    @DisplayName("a cluster that registers in the middle of the proof is told and kept")
    void verify_whenAClusterRegistersInTheMiddle_leavesIt() {
        int[] outs = {0};
        target.onReserveOut = () -> {
            if (++outs[0] == 3) {
                unit.registrations.put("node", FOREIGN);
            }
        };
        FitnessReport report = verify();
        assertThat(reservations(report).verdict()).isEqualTo(NOT_TESTED);
        assertThat(reservations(report).detail()).contains("0x123456789ABCDEF0");
        assertThat(unit.registrations).containsOnlyKeys("node");
        assertThat(target.log).noneMatch(line -> line.startsWith("5F03"));
    }
}
