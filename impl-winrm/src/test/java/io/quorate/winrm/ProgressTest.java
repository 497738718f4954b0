package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the failure of one pipeline says of a command that takes several. */
class ProgressTest {
    private static final PsPipeline READ = PsPipeline.of(PsCommand.of("Hyper-V\\Get-VM"));
    private static final PsPipeline CHANGE =
            PsPipeline.of(PsCommand.of("Hyper-V\\Get-VM"), PsCommand.of("Hyper-V\\Stop-VM"));

    private final Progress progress = new Progress();

    private static Fault fault(FaultPhase phase, ErrorKind kind) {
        return Fault.in(phase, kind).code("c").because("it failed");
    }

    @ParameterizedTest
    @EnumSource(FaultPhase.class)
    void failure_beforeAnythingWasChanged_isWhatItIs(FaultPhase phase) {
        progress.answered(READ);
        Fault fault = fault(phase, ErrorKind.UNTRUSTED);

        assertThat(progress.failed(READ, fault)).isSameAs(fault);
        assertThat(progress.failed(CHANGE, fault)).isSameAs(fault);
    }

    @ParameterizedTest
    @EnumSource(FaultPhase.class)
    void failureToRead_afterAChange_leavesItOpen(FaultPhase phase) {
        for (ErrorKind kind : ErrorKind.values()) {
            Progress after = new Progress();
            after.answered(CHANGE);

            Fault settled = after.failed(READ, fault(phase, kind));

            assertThat(settled.phase()).isEqualTo(FaultPhase.UNANSWERED);
            assertThat(settled.kind()).isEqualTo(kind);
            assertThat(settled.code()).isEqualTo("c");
        }
    }

    @Test
    void failureToRead_afterAChangeThatWasRefused_leavesItOpen() {
        progress.failed(CHANGE, fault(FaultPhase.LASTING, ErrorKind.REJECTED));

        assertThat(progress.failed(READ, fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE))
                        .phase())
                .isEqualTo(FaultPhase.UNANSWERED);
    }

    @Test
    void furtherChange_thatIsRefusedForItself_isAVerdict_butNotADenial() {
        progress.answered(CHANGE);

        assertThat(progress.failed(CHANGE, fault(FaultPhase.LASTING, ErrorKind.REJECTED))
                        .phase())
                .isEqualTo(FaultPhase.LASTING);
        assertThat(progress.failed(CHANGE, fault(FaultPhase.LASTING, ErrorKind.ACCESS_DENIED))
                        .phase())
                .isEqualTo(FaultPhase.UNANSWERED);
        assertThat(progress.failed(CHANGE, fault(FaultPhase.NEVER_SENT, ErrorKind.UNREACHABLE))
                        .phase())
                .isEqualTo(FaultPhase.UNANSWERED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hyper-V\\Get-VM",
                "NetTCPIP\\Test-NetConnection",
                "Microsoft.PowerShell.Utility\\Select-Object",
                "Microsoft.PowerShell.Core\\Where-Object",
                "Microsoft.PowerShell.Utility\\Set-Variable",
                "iSCSI\\Update-IscsiTargetPortal"
            })
    void reading_changesNothing(String cmdlet) {
        assertThat(Progress.changes(PsPipeline.of(PsCommand.of(cmdlet)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Storage\\Set-Disk", "Microsoft.PowerShell.Core\\ForEach-Object", "Hyper-V\\New-VM", "Stub\\Echo"
            })
    void whatIsNotKnownToRead_changes(String cmdlet) {
        assertThat(Progress.changes(PsPipeline.of(PsCommand.of(cmdlet)))).isTrue();
    }

    @Test
    void secondHop_isNoReasonToSendAgainWhatMayHaveBeenDone() {
        assertThat(HopRefusals.mayBeCause(
                        Fault.lasting(ErrorKind.ACCESS_DENIED).code("5").because("no")))
                .isTrue();
        assertThat(HopRefusals.mayBeCause(
                        Fault.unanswered(ErrorKind.ACCESS_DENIED).code("5").because("no")))
                .isFalse();
    }
}
