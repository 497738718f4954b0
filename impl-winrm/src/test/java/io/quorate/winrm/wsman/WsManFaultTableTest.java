package io.quorate.winrm.wsman;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.wsman.WsManFaultTable.AtCommand;
import io.quorate.winrm.wsman.WsManFaultTable.Proof;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fault that answers a Command proves. The lists are complete: a code that joins them has to be written down here, too. */
class WsManFaultTableTest {
    private static final Set<Long> QUOTAS = Set.of(
            2150858815L,
            2150859173L,
            2150859174L,
            2150859175L,
            2150859176L,
            2150859179L,
            2150859236L,
            2150859237L,
            2150859238L,
            2150859239L,
            2150859240L,
            2150859241L,
            2150859242L);
    private static final Set<Long> SHELL = Set.of(2150858843L, 2150859204L, 2150859206L, 2150859213L, 2150859230L);
    private static final Set<Long> FORM =
            Set.of(2150858767L, 2150858811L, 2150858817L, 2150858881L, 2150859220L, 2150859221L);
    private static final Set<Long> FORBIDDEN = Set.of(2150859180L, 2150859229L, 2150859235L, 5L);

    @Test
    void atCommand_onlyTheListedCodesProveThatNothingWasBegun() {
        Set<Long> proving = new TreeSet<>();
        everyCode().filter(code -> answer(code).proof() == Proof.NOT_BEGUN).forEach(proving::add);

        assertThat(proving)
                .containsExactlyElementsOf(new TreeSet<>(Stream.of(QUOTAS, SHELL, FORM, FORBIDDEN)
                        .flatMap(Set::stream)
                        .toList()));
    }

    @Test
    void fault_ofARequestForTheShell_isFoundByCode_elseBySubcode_elseRejected() {
        Fault code = WsManFaultTable.fault(new WsManFault(5, "QuotaLimit", null, "hv1", "no"), "Microsoft.PowerShell");
        assertThat(code.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        Fault subcode =
                WsManFaultTable.fault(new WsManFault(123_456, "QuotaLimit", null, "hv1", "no"), "Microsoft.PowerShell");
        assertThat(subcode.kind()).isEqualTo(ErrorKind.BUSY);
        assertThat(subcode.phase()).isEqualTo(FaultPhase.REFUSED);
        for (String unknown : new String[] {"Odd", null}) {
            Fault none =
                    WsManFaultTable.fault(new WsManFault(123_456, unknown, null, "hv1", "no"), "Microsoft.PowerShell");
            assertThat(none.kind()).isEqualTo(ErrorKind.REJECTED);
            assertThat(none.phase()).isEqualTo(FaultPhase.LASTING);
        }
    }

    @Test
    void wrongPassword_countsAsARefusedLogin_andADeniedAccessDoesNot() {
        assertThat(WsManFaultTable.fault(new WsManFault(1326, null, null, "hv1", "no"), "Microsoft.PowerShell")
                        .refusesLogin())
                .isTrue();
        assertThat(WsManFaultTable.fault(new WsManFault(5, null, null, "hv1", "no"), "Microsoft.PowerShell")
                        .refusesLogin())
                .isFalse();
    }

    @Test
    void message_tellsAllThatTheServerSaid_andNothingThatItDidNot() {
        assertThat(WsManFaultTable.fault(
                        new WsManFault(5, "AccessDenied", "Shell", "hv1", "no"), "Microsoft.PowerShell"))
                .hasMessage("WS-Man fault 5 (AccessDenied) from Shell on hv1: no");
        assertThat(WsManFaultTable.fault(new WsManFault(0, null, null, null, "no"), "Microsoft.PowerShell"))
                .hasMessage("WS-Man fault: no");
    }

    @Test
    void atCommand_whatProvesNothing_isUnanswered() {
        everyCode().filter(code -> answer(code).proof() != Proof.NOT_BEGUN).forEach(code -> {
            assertThat(answer(code).fault().phase()).as("%d", code).isEqualTo(FaultPhase.UNANSWERED);
            assertThat(answer(code).retiresShell()).as("%d", code).isTrue();
        });
    }

    @Test
    void atCommand_whatWasNotBegun_mayBeTriedAgainOrNot() {
        Stream.of(QUOTAS, SHELL)
                .flatMap(Set::stream)
                .forEach(code -> assertThat(answer(code).fault().phase()).isEqualTo(FaultPhase.REFUSED));
        Stream.of(FORM, FORBIDDEN)
                .flatMap(Set::stream)
                .forEach(code -> assertThat(answer(code).fault().phase()).isEqualTo(FaultPhase.LASTING));
        QUOTAS.forEach(code -> assertThat(answer(code).fault().kind()).isEqualTo(ErrorKind.BUSY));
        SHELL.forEach(code -> assertThat(answer(code).fault().kind()).isEqualTo(ErrorKind.UNREACHABLE));
    }

    @Test
    void atCommand_aShellThatIsGoneOrAnotherClientsOrFull_isGivenUp() {
        Set<Long> retiring = new TreeSet<>();
        everyCode()
                .filter(code ->
                        answer(code).proof() == Proof.NOT_BEGUN && answer(code).retiresShell())
                .forEach(retiring::add);

        assertThat(retiring)
                .containsExactly(
                        2150858843L,
                        2150859174L,
                        2150859204L,
                        2150859206L,
                        2150859213L,
                        2150859230L,
                        2150859239L,
                        2150859240L);
    }

    @Test
    void atCommand_whenTheCommandsIdIsKnown_hasArrivedBefore() {
        assertThat(everyCode().filter(code -> answer(code).proof() == Proof.ARRIVED))
                .containsExactly(2150859222L);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {14, 995, 1115, 1223, 1722, 1726, 2150858793L, 2150859113L, 2150859117L, 2150859118L, 2150859258L})
    void atCommand_whenTheHostDiesOrRunsOutOfSomething_provesNothing(long code) {
        assertThat(answer(code).proof()).isEqualTo(Proof.NOTHING);
    }

    @Test
    void atCommand_whenAPluginDeniesAccess_provesNothing() {
        AtCommand byService =
                WsManFaultTable.atCommand(new WsManFault(5, "AccessDenied", null, "hv1", "no"), "Microsoft.PowerShell");
        AtCommand byPlugin = WsManFaultTable.atCommand(
                new WsManFault(5, "AccessDenied", "Shell", "hv1", "no"), "Microsoft.PowerShell");

        assertThat(byService.proof()).isEqualTo(Proof.NOT_BEGUN);
        assertThat(byService.fault().kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(byPlugin.proof()).isEqualTo(Proof.NOTHING);
        assertThat(byPlugin.fault().phase()).isEqualTo(FaultPhase.UNANSWERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QuotaLimit", "AccessDenied", "TimedOut", "InternalError", "InvalidSelectors"})
    void atCommand_aSubcodeWithoutACode_provesNothing(String subcode) {
        for (long code : List.of(0L, 4711L)) {
            assertThat(answer(code, subcode).proof()).isEqualTo(Proof.NOTHING);
            assertThat(answer(code, subcode).fault().phase()).isEqualTo(FaultPhase.UNANSWERED);
        }
    }

    /** Windows' errors, all of WS-Man's, the same as HRESULTs, and some of the system's. */
    private static Stream<Long> everyCode() {
        LongStream windows =
                LongStream.rangeClosed(0, 16_000).flatMap(code -> LongStream.of(code, 0x8007_0000L + code));
        LongStream wsman = LongStream.rangeClosed(0x8033_8000L, 0x8033_8400L);
        LongStream system = LongStream.of(0xC000_0005L, 0xC000_013AL, 0xC000_0409L, 0xFFFF_FFFFL);
        return LongStream.concat(windows, LongStream.concat(wsman, system)).boxed();
    }

    private static AtCommand answer(long code) {
        return answer(code, null);
    }

    private static AtCommand answer(long code, @Nullable String subcode) {
        return WsManFaultTable.atCommand(new WsManFault(code, subcode, null, "hv1", "text"), "Microsoft.PowerShell");
    }
}
