package io.quorate.winrm.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsErrorRecord.NetException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsErrorsTest {

    @Test
    void fault_whenNativeErrorCodeIsDeepInTheChain_decidesByIt() {
        Fault fault = WindowsErrors.fault(record(
                "Add-ClusterNode,Microsoft.FailoverClusters.PowerShell.AddClusterNodeCommand",
                0,
                "An error occurred while adding the node.",
                exception("Microsoft.FailoverClusters.PowerShell.ClusterCmdletException", 0x80131500, null),
                exception("System.ComponentModel.Win32Exception", 0x80004005, 5)));
        assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.LASTING);
        assertThat(fault.code()).isEqualTo("0x80070005");
        assertThat(fault.hint()).contains("delegatedConfiguration");
        assertThat(fault).hasMessageContaining("[Add-ClusterNode,");
    }

    @ParameterizedTest
    @CsvSource({
        "The cluster group could not be found.",
        "Die Clustergruppe wurde nicht gefunden.",
        "Le groupe de clusters est introuvable.",
        "''"
    })
    void fault_inAnyLanguage_isTheSame(String text) {
        Fault fault = WindowsErrors.fault(record(
                "Move-ClusterGroup,X", 0, text, exception("System.ComponentModel.Win32Exception", 0x80004005, 5013)));
        assertThat(fault.kind()).isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(fault.code()).isEqualTo("0x80071395");
    }

    @Test
    void fault_whenTheMessageSpeaksOfAccessButNoCodeDoes_isNotGuessed() {
        Fault fault = WindowsErrors.fault(record("New-Cluster,X", 0, "You do not have administrative privileges."));
        assertThat(fault.kind()).isEqualTo(ErrorKind.REJECTED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.LASTING);
        assertThat(fault.code()).isNull();
        assertThat(fault).hasMessageContaining("administrative privileges");
    }

    @Test
    void fault_whenOnlyTheTextHoldsACode_takesIt() {
        Fault fault =
                WindowsErrors.fault(record("OperationFailed,X", 0, "Der Vorgang ist fehlgeschlagen. (0x80070020)"));
        assertThat(fault.kind()).isEqualTo(ErrorKind.BUSY);
        assertThat(fault.phase()).isEqualTo(FaultPhase.TRANSIENT);
        assertThat(fault.code()).isEqualTo("0x80070020");
    }

    @Test
    void fault_whenTheIdIsSpecific_comesBeforeTheCategory() {
        Fault fault = WindowsErrors.fault(record(
                "ClusterEndpointNotRegistered,Microsoft.FailoverClusters.PowerShell.GetClusterCommand", 18, "..."));
        assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(fault.phase()).isEqualTo(FaultPhase.REFUSED);
        assertThat(WindowsErrors.isNoClusterService(fault)).isTrue();
    }

    @Test
    void fault_whenHyperVSaysObjectNotFound_isNotTakenForAbsence() {
        Fault fault =
                WindowsErrors.fault(record("ObjectNotFound,Microsoft.HyperV.PowerShell.Commands.GetVM", 13, "..."));
        assertThat(fault.kind()).isEqualTo(ErrorKind.REJECTED);
    }

    @ParameterizedTest
    @CsvSource({
        "18, ACCESS_DENIED, LASTING",
        "19, BUSY, TRANSIENT",
        "20, CONFLICT, LASTING",
        "15, BUSY, UNANSWERED",
        "12, UNSUPPORTED, LASTING",
        "7, REJECTED, LASTING"
    })
    void fault_byCategory(int category, ErrorKind kind, FaultPhase phase) {
        Fault fault = WindowsErrors.fault(record("Unspecified,X", category, "..."));
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.phase()).isEqualTo(phase);
    }

    /** Complete: a code that joins or leaves the list has to be written down here, too. */
    /** Without the sweep those that Windows uses most, and some of all others. */
    private static boolean isLookedAt(int number) {
        return Boolean.getBoolean("quorate.sweep") || number < 6_000 || number / 1_000 == 10 || number % 17 == 0;
    }

    @Test
    void fault_ofExactlyTheseErrors_leavesOpenWhetherItWasDone() {
        List<Integer> open = IntStream.rangeClosed(1, 0xFFFF)
                .filter(WindowsErrorsTest::isLookedAt)
                .filter(number ->
                        WindowsErrors.fault(record("X", 0, "...", exception("Win32Exception", 0x80004005, number)))
                                        .phase()
                                == FaultPhase.UNANSWERED)
                .boxed()
                .toList();
        assertThat(open)
                .containsExactly(
                        59, 64, 121, 258, 995, 997, 1053, 1115, 1223, 1236, 1460, 1722, 1726, 1818, 5910, 10053, 10054,
                        10060);

        List<Integer> storage = IntStream.rangeClosed(0, 50_000)
                .filter(WindowsErrorsTest::isLookedAt)
                .filter(number -> WindowsErrors.fault(record("StorageWMI " + number + ",Set-Disk", 0, "..."))
                                .phase()
                        == FaultPhase.UNANSWERED)
                .boxed()
                .toList();
        assertThat(storage).containsExactly(3, 4096);

        List<Integer> categories = IntStream.rangeClosed(0, 40)
                .filter(number -> WindowsErrors.fault(record("Unspecified,X", number, "..."))
                                .phase()
                        == FaultPhase.UNANSWERED)
                .boxed()
                .toList();
        assertThat(categories).containsExactly(14, 15, 27);
    }

    @ParameterizedTest
    @CsvSource({
        "0x800706BA, UNREACHABLE",
        "0x800706BE, UNREACHABLE",
        "0x800703E5, BUSY",
        "0x800705B4, BUSY",
        "0xC0000005, UNREACHABLE",
        "0xEFFF0047, BUSY"
    })
    void fault_whenTheConnectionTheProcessOrThePatienceEnded_isInDoubt(String code, ErrorKind kind) {
        Fault byResult = WindowsErrors.fault(record(
                "Stop-VM,X",
                0,
                "...",
                exception("VirtualizationException", Integer.parseUnsignedInt(code.substring(2), 16), null)));
        Fault byText = WindowsErrors.fault(record("Stop-VM,X", 0, "Fehler (" + code + ")"));

        for (Fault fault : List.of(byResult, byText)) {
            assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
            assertThat(fault.kind()).isEqualTo(kind);
            assertThat(fault.code()).isEqualTo(code);
            assertThat(fault.isAnswered()).isTrue();
        }
    }

    @Test
    void fault_whenOneOfSeveralCodesLeavesItOpen_isInDoubt() {
        Fault fault = WindowsErrors.fault(
                record("Stop-VM,X", 0, "...", exception("A", 0x80070005, null), exception("B", 0x800706BE, null)));

        assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
    }

    @Test
    void fault_whenHresultIsUnknown_keepsItAsTheCode() {
        Fault fault = WindowsErrors.fault(
                record("Start-VM,X", 0, "...", exception("VirtualizationException", 0xC0370103, null)));
        assertThat(fault.kind()).isEqualTo(ErrorKind.REJECTED);
        assertThat(fault.code()).isEqualTo("0xC0370103");
    }

    @Test
    void fault_whenCommandIsUnknown_saysWhatToInstall() {
        Fault fault = WindowsErrors.fault(record("CommandNotFoundException", 13, "..."));
        assertThat(fault.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
        assertThat(fault.hint()).contains("feature");
    }

    @ParameterizedTest
    @CsvSource({
        "'HRESULT 0xefff0009,Connect-IscsiTarget', ACCESS_DENIED, LASTING, 0xEFFF0009",
        "'HRESULT 0xefff0003,Connect-IscsiTarget', UNREACHABLE, TRANSIENT, 0xEFFF0003",
        "'HRESULT 0xefff0029,Connect-IscsiTarget', NOT_FOUND, LASTING, 0xEFFF0029",
        "'HRESULT 0xefff003e,Get-IscsiSession', REJECTED, LASTING, 0xEFFF003E",
        "'HRESULT 0xefff003f,Connect-IscsiTarget', CONFLICT, LASTING, 0xEFFF003F",
        "'HRESULT 0xefff0040,Disconnect-IscsiTarget', BUSY, TRANSIENT, 0xEFFF0040",
        "'HRESULT 0x80070005,Set-Disk', ACCESS_DENIED, LASTING, 0x80070005",
        "'Windows System Error 5,Get-Disk', ACCESS_DENIED, LASTING, 0x80070005",
        "'StorageWMI 41001,Initialize-Disk', CONFLICT, LASTING, StorageWMI 41001",
        "'StorageWMI 40018,Set-Disk', REJECTED, LASTING, StorageWMI 40018",
        "'StorageWMI 40001,Set-Disk', ACCESS_DENIED, LASTING, StorageWMI 40001",
        "'StorageWMI 99999,Set-Disk', REJECTED, LASTING, StorageWMI 99999",
        "'CmdletizationQuery_NotFound,Get-Partition', NOT_FOUND, LASTING, CmdletizationQuery_NotFound",
        "'CmdletizationQuery_NotFound_UniqueId,Get-Disk', NOT_FOUND, LASTING, CmdletizationQuery_NotFound_UniqueId"
    })
    void fault_ofACimBasedCmdlet_isToldByItsId(String id, ErrorKind kind, FaultPhase phase, String code) {
        Fault fault = WindowsErrors.fault(
                record(id, 0, "...", exception("Microsoft.Management.Infrastructure.CimException", 0x80131500, 1)));
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.phase()).isEqualTo(phase);
        assertThat(fault.code()).isEqualTo(code);
    }

    @Test
    void fault_ofACimException_neverTakesCimsErrorNumbersForWin32s() {
        // 6 is "not found" to CIM and "invalid handle" to Win32, 2 "access denied" and "file not found"
        Fault other = WindowsErrors.fault(record(
                "Odd,Get-Disk",
                0,
                "...",
                exception("Microsoft.Management.Infrastructure.CimException", 0x80131500, 6)));
        assertThat(other.code()).isEqualTo("Odd");
        Fault denied = WindowsErrors.fault(record(
                "Odd,Get-Disk",
                0,
                "...",
                exception("Microsoft.Management.Infrastructure.CimException", 0x80131500, 2)));
        assertThat(denied.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
    }

    private static NetException exception(String type, int hresult, @Nullable Integer code) {
        return new NetException(type, "...", hresult, code);
    }

    private static PsErrorRecord record(String id, int category, String message, NetException... chain) {
        return new PsErrorRecord(id, category, null, null, message, List.of(chain));
    }
}
