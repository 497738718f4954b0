package io.quorate.winrm.wsman;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each known WS-Man fault means: how far the request got, which kind of error it is, and what to try. One row a code; grows from real
 * cases. Source of the codes: [MS-WSMV], the Windows SDK's wsmerror.h, and the recordings named in the tests.
 */
public final class WsManFaultTable {

    /** One row. */
    record Row(FaultPhase phase, ErrorKind kind, @Nullable String hint) {}

    private static final Map<Long, Row> BY_CODE = new HashMap<>();
    private static final Map<String, Row> BY_SUBCODE = new HashMap<>();

    private static final String QUOTA_HINT = "sessions left open by other programs count too; see "
            + "winrm get winrm/config/winrs, or restart the WinRM service of the host";

    static {
        row(WsManFault.OPERATION_TIMEOUT, FaultPhase.UNANSWERED, ErrorKind.DEADLINE_EXCEEDED, null);
        row(
                WsManFault.SHELL_NOT_FOUND,
                FaultPhase.REFUSED,
                ErrorKind.UNREACHABLE,
                "the session on the host is gone (idle time-out, restart of WinRM or of the host)");
        // ERROR_WSMAN_SERVICE_STREAM_DISCONNECTED: somebody disconnected the shell.
        row(2150859213L, FaultPhase.REFUSED, ErrorKind.UNREACHABLE, "the session on the host was disconnected");
        row(2150859173L, FaultPhase.REFUSED, ErrorKind.BUSY, "MaxShellsPerUser is reached; " + QUOTA_HINT);
        row(
                2150859174L,
                FaultPhase.REFUSED,
                ErrorKind.BUSY,
                "MaxConcurrentOperationsPerUser is reached; " + QUOTA_HINT);
        row(2150859179L, FaultPhase.REFUSED, ErrorKind.BUSY, "MaxConcurrentUsers is reached; " + QUOTA_HINT);
        row(2150859241L, FaultPhase.REFUSED, ErrorKind.BUSY, "MaxConcurrentCommandsPerShell is reached");
        row(2150858817L, FaultPhase.LASTING, ErrorKind.REJECTED, "the host does not accept the form of the request");
        row(2150858881L, FaultPhase.LASTING, ErrorKind.REJECTED, "the host does not accept the time-out header");
        row(2150858767L, FaultPhase.LASTING, ErrorKind.REJECTED, "the host does not accept a header of the request");
        // ERROR_WSMAN_INVALID_RESOURCE_URI: no such session configuration.
        row(
                2150858811L,
                FaultPhase.LASTING,
                ErrorKind.UNSUPPORTED,
                "the session configuration does not exist on the host: Enable-PSRemoting, or "
                        + "Register-PSSessionConfiguration for one of your own");
        Row denied = new Row(
                FaultPhase.LASTING,
                ErrorKind.ACCESS_DENIED,
                "the account must be in Remote Management Users or Administrators of the host, and the session "
                        + "configuration must admit it (Get-PSSessionConfiguration)");
        BY_CODE.put(5L, denied);
        BY_CODE.put(0x8007_0005L, denied);
        row(1326, FaultPhase.LASTING, ErrorKind.ACCESS_DENIED, "user name or password is wrong");
        row(1311, FaultPhase.LASTING, ErrorKind.ACCESS_DENIED, "no logon server is available to check the account");
        row(14, FaultPhase.REFUSED, ErrorKind.BUSY, "the host is out of memory");
        row(1115, FaultPhase.REFUSED, ErrorKind.UNREACHABLE, "the host is shutting down");
        row(995, FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE, "the host aborted the operation, as when WinRM stops");

        BY_SUBCODE.put("QuotaLimit", new Row(FaultPhase.REFUSED, ErrorKind.BUSY, QUOTA_HINT));
        BY_SUBCODE.put("AccessDenied", denied);
        BY_SUBCODE.put("TimedOut", new Row(FaultPhase.UNANSWERED, ErrorKind.DEADLINE_EXCEEDED, null));
    }

    private WsManFaultTable() {}

    private static void row(long code, FaultPhase phase, ErrorKind kind, @Nullable String hint) {
        BY_CODE.put(code, new Row(phase, kind, hint));
    }

    /** Finds the row by code, then by subcode; what is unknown is lasting and rejected. */
    static Row lookup(WsManFault fault) {
        Row row = BY_CODE.get(fault.code());
        if (row == null && fault.subcode() != null) {
            row = BY_SUBCODE.get(fault.subcode());
        }
        return row != null ? row : new Row(FaultPhase.LASTING, ErrorKind.REJECTED, null);
    }

    /** Turns a fault that answers the request itself into what the engine understands. */
    public static Fault fault(WsManFault fault) {
        Row row = lookup(fault);
        return fault(fault, row.phase());
    }

    /** The same with a phase the caller knows better, such as {@code UNANSWERED} for a fault that ends a running command. */
    public static Fault fault(WsManFault fault, FaultPhase phase) {
        Row row = lookup(fault);
        return Fault.in(phase, row.kind())
                .code(fault.shortCode())
                .hint(row.hint())
                .because(describe(fault));
    }

    private static String describe(WsManFault fault) {
        StringBuilder text = new StringBuilder("WS-Man fault");
        if (fault.code() != 0) {
            text.append(' ').append(fault.code());
        }
        if (fault.subcode() != null) {
            text.append(" (").append(fault.subcode()).append(')');
        }
        if (fault.provider() != null) {
            text.append(" from ").append(fault.provider());
        }
        if (fault.machine() != null) {
            text.append(" on ").append(fault.machine());
        }
        return text.append(": ").append(fault.text()).toString();
    }
}
