package io.quorate.winrm.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsErrorRecord.NetException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which of the numbers that an error record carries is told as its code, and what is told where there is none. */
class WindowsErrorsCodesTest {
    private static final String WIN32 = "System.ComponentModel.Win32Exception";
    private static final int E_FAIL = 0x80004005;

    private static Fault fault(String id, String message, NetException... chain) {
        return WindowsErrors.fault(new PsErrorRecord(id, 0, null, null, message, List.of(chain)));
    }

    private static NetException exception(
            String type, String message, @Nullable Integer hresult, @Nullable Integer code) {
        return new NetException(type, message, hresult, code);
    }

    private static @Nullable String code(@Nullable Integer hresult, @Nullable Integer number) {
        return fault("", "no", exception(WIN32, "no", hresult, number)).code();
    }

    @Test
    void code_ofANativeError_isItsHresult_withinTheSixteenBitsThatWin32Has() {
        assertThat(code(E_FAIL, 1)).isEqualTo("0x80070001");
        assertThat(code(E_FAIL, 0xFFFF)).isEqualTo("0x8007FFFF");
        assertThat(code(E_FAIL, 0x10000)).isEqualTo("0x00010000");
        assertThat(code(E_FAIL, 0x80041001)).isEqualTo("0x80041001");
        assertThat(code(E_FAIL, 0)).isNull();
        assertThat(code(E_FAIL, null)).isNull();
    }

    @Test
    @DisplayName(
            "what every exception carries is no code: success, COR_E_*, E_FAIL and its like, an argument exception's own")
    void code_ofAGenericHresult_isNone() {
        for (int generic : new int[] {
            0, 1, 0x7FFFFFFF, 0x80131500, 0x8013FFFF, 0x80004001, 0x80004002, 0x80004003, E_FAIL, 0x8000FFFF
        }) {
            assertThat(code(generic, null)).as("%08x", generic).isNull();
        }
        for (int specific : new int[] {0x80000001, 0x80120000, 0x80140000, 0x80004004, 0x80070057, 0x8FFFFFFF, -1}) {
            assertThat(code(specific, null)).isEqualTo(String.format("0x%08X", specific));
        }
        assertThat(fault("", "no", exception("System.ArgumentException", "no", 0x80070057, null))
                        .code())
                .isNull();
        assertThat(fault("", "no", exception("System.ArgumentException", "no", 0x80070058, null))
                        .code())
                .isEqualTo("0x80070058");
    }

    @Test
    void code_ofAnUnknownNumberInTheText_isToldAndDecidesNothing() {
        Fault fault = fault("OperationFailed,X", "no (0x8abcdef0), 0x8ABCDEF1");
        assertThat(fault.code()).isEqualTo("0x8ABCDEF0");
        assertThat(fault.kind()).isEqualTo(ErrorKind.REJECTED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.LASTING);
        assertThat(fault("Odd.Id,X", "no (0x8abcdef0)").code()).isEqualTo("Odd.Id");
    }

    @Test
    void code_inTheTextOfAnInnerException_isFound() {
        Fault fault = fault("OperationFailed,X", "no", exception("System.Exception", "(0x80070020)", 0x80131500, null));
        assertThat(fault.code()).isEqualTo("0x80070020");
        assertThat(fault.kind()).isEqualTo(ErrorKind.BUSY);
    }

    @Test
    void code_inAnId_isAWin32ErrorUpTo65535() {
        assertThat(fault("Windows System Error 5,X", "no").kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault("HRESULT 0x80070005,X", "no").kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault("Windows System Error 65541,X", "no").kind()).isEqualTo(ErrorKind.REJECTED);
    }

    @Test
    void message_holdsAllThatWasSaid_once() {
        assertThat(fault(
                        "Odd.Id,X",
                        " no ",
                        exception(WIN32, "no", null, null),
                        exception(WIN32, "because", null, null)))
                .hasMessage("no / because [Odd.Id,X]");
        assertThat(fault("", "no")).hasMessage("no");
        assertThat(fault("Odd.Id,X", "", exception(WIN32, " ", null, null))).hasMessage("Odd.Id,X");
        assertThat(fault("", " ")).hasMessage("an error record without a text");
    }

    @Test
    void noClusterService_isToldById_orByTheCodeOfTheEndpointMapper() {
        assertThat(WindowsErrors.isNoClusterService(fault("ClusterEndpointNotRegistered,X", "no")))
                .isTrue();
        assertThat(WindowsErrors.isNoClusterService(fault("X", "no", exception(WIN32, "no", E_FAIL, 1753))))
                .isTrue();
        assertThat(WindowsErrors.isNoClusterService(fault("X", "no", exception(WIN32, "no", E_FAIL, 1752))))
                .isFalse();
        assertThat(WindowsErrors.isNoClusterService(fault("", "no"))).isFalse();
    }
}
