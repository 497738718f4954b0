package io.quorate.winrm.wsman;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What each known WS-Man fault means: how far the request got, which kind of error it is, and what to try; and what it proves when it answers
 * a Command. One row a code; grows from real cases. Source of the codes: [MS-WSMV], the Windows SDK's wsmerror.h, and the recordings named in
 * the tests.
 */
public final class WsManFaultTable {

    /** What a fault that answers a Command, sent once, proves about the command. */
    public enum Proof {
        /** It was not begun: the service refused it before a plug-in saw it. */
        NOT_BEGUN,
        /** Nothing: it may have been begun, it may have been done. */
        NOTHING,
        /** It has arrived before. */
        ARRIVED
    }

    /**
     * What follows from a fault that answers a Command.
     *
     * @param proof what it proves about the command
     * @param retiresShell whether the shell is to be given up; after a plain refusal the next command may use it
     * @param fault the same for the engine: {@code UNANSWERED} unless it was surely not begun
     */
    public record AtCommand(Proof proof, boolean retiresShell, Fault fault) {}

    /** What a row says of the shell when the code answers a Command. */
    private enum Shell {
        KEPT,
        RETIRED
    }

    /**
     * One row.
     *
     * @param phase how far a request got that asks for nothing but the shell itself, such as Create
     * @param refusal whether it refuses a Command before that is begun, and what becomes of the shell then; null if it proves nothing
     */
    private record Row(
            FaultPhase phase,
            ErrorKind kind,
            @Nullable String hint,
            @Nullable Shell refusal) {}

    private static final long ACCESS_DENIED = 5;
    private static final long LOGON_FAILURE = 1326;

    /** A command of that id exists: the same message has come before. */
    private static final long COMMAND_EXISTS = 2150859222L;

    private static final Map<Long, Row> BY_CODE = new HashMap<>();
    private static final Map<String, Row> BY_SUBCODE = new HashMap<>();
    private static final Row UNKNOWN = new Row(FaultPhase.LASTING, ErrorKind.REJECTED, null, null);

    /** What stands in a hint for the session configuration's name. */
    private static final String CONFIGURATION = "<configuration>";

    private static final String RAISE = "; raise it at WSMan:\\localhost\\Plugin\\" + CONFIGURATION
            + "\\Quotas of the host, then restart its WinRM service. Sessions that other programs left open count, too: "
            + "Get-WSManInstance -ResourceURI shell -Enumerate shows them";

    private static final String RAISE_OPERATIONS =
            "; raise it at WSMan:\\localhost\\Service\\MaxConcurrentOperationsPerUser and"
                    + " WSMan:\\localhost\\Plugin\\" + CONFIGURATION
                    + "\\Quotas of the host, then restart its WinRM service. What other programs left open counts, too";

    static {
        // quotas
        quota(2150858815L, Shell.KEPT, "the WinRM service of the host is busy");
        quota(2150859173L, Shell.KEPT, "the account's MaxShellsPerUser is reached" + RAISE);
        quota(2150859174L, Shell.RETIRED, "the account's MaxConcurrentOperationsPerUser is reached" + RAISE_OPERATIONS);
        quota(2150859175L, Shell.KEPT, "the account's quota of requests is reached" + RAISE_OPERATIONS);
        quota(2150859176L, Shell.KEPT, "the host's quota of requests is reached" + RAISE_OPERATIONS);
        quota(2150859179L, Shell.KEPT, "MaxConcurrentUsers is reached" + RAISE);
        quota(2150859236L, Shell.KEPT, "MaxShellsPerUser of " + CONFIGURATION + " is reached" + RAISE);
        quota(2150859237L, Shell.KEPT, "MaxConcurrentUsers of " + CONFIGURATION + " is reached" + RAISE);
        quota(2150859238L, Shell.KEPT, "MaxShells of " + CONFIGURATION + " is reached" + RAISE);
        quota(2150859239L, Shell.RETIRED, "MaxConcurrentOperations of " + CONFIGURATION + " is reached" + RAISE);
        quota(
                2150859240L,
                Shell.RETIRED,
                "MaxConcurrentOperationsPerUser of " + CONFIGURATION + " is reached" + RAISE_OPERATIONS);
        quota(
                WsManFault.MAX_COMMANDS,
                Shell.KEPT,
                "MaxConcurrentCommandsPerShell of " + CONFIGURATION + " is reached" + RAISE);
        quota(2150859242L, Shell.KEPT, "a quota of " + CONFIGURATION + " is below what a session needs" + RAISE);
        // the shell is gone, or is not ours
        gone(
                WsManFault.SHELL_NOT_FOUND,
                "the session on the host is gone (idle time-out, restart of WinRM or of the host)");
        gone(2150859204L, "the session on the host was disconnected");
        gone(2150859230L, "the session on the host was disconnected");
        gone(2150859206L, "another client has taken the session on the host over");
        gone(2150859213L, "another client has taken the session on the host over");
        // the form of the request
        form(2150858767L, ErrorKind.REJECTED, "the host does not accept a header of the request");
        // ERROR_WSMAN_INVALID_RESOURCE_URI: no such session configuration.
        form(
                2150858811L,
                ErrorKind.UNSUPPORTED,
                "the session configuration does not exist on the host: Enable-PSRemoting, or "
                        + "Register-PSSessionConfiguration for one of your own");
        form(2150858817L, ErrorKind.REJECTED, "the host does not accept the form of the request");
        form(2150858881L, ErrorKind.REJECTED, "the host does not accept the time-out header");
        form(2150859220L, ErrorKind.REJECTED, "the host does not accept the command's id");
        form(2150859221L, ErrorKind.REJECTED, "the host does not accept the session's id");
        // forbidden by the host's settings
        forbidden(2150859180L, "the host allows no remote sessions: see AllowRemoteShellAccess in winrm/config/winrs");
        forbidden(2150859229L, "the WinRM service of the host allows no remote requests");
        forbidden(2150859235L, "the host's settings forbid it");
        forbidden(
                ACCESS_DENIED,
                "the account must be in Remote Management Users or Administrators of the host, and the session "
                        + "configuration must admit it (Get-PSSessionConfiguration)");
        Row denied = Objects.requireNonNull(BY_CODE.get(ACCESS_DENIED));
        // what proves nothing about a Command
        row(0x8007_0005L, FaultPhase.LASTING, ErrorKind.ACCESS_DENIED, denied.hint());
        row(LOGON_FAILURE, FaultPhase.LASTING, ErrorKind.ACCESS_DENIED, "user name or password is wrong");
        row(1311, FaultPhase.LASTING, ErrorKind.ACCESS_DENIED, "no logon server is available to check the account");
        row(14, FaultPhase.REFUSED, ErrorKind.BUSY, "the host is out of memory");
        row(1115, FaultPhase.REFUSED, ErrorKind.UNREACHABLE, "the host is shutting down");
        row(995, FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE, "the host aborted the operation, as when WinRM stops");
        row(1223, FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE, "the host cancelled the operation");
        for (long died : new long[] {1722, 1726, 0xC000_0005L}) {
            row(died, FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE, "the session's process on the host ended");
        }
        row(WsManFault.OPERATION_TIMEOUT, FaultPhase.UNANSWERED, ErrorKind.DEADLINE_EXCEEDED, null);
        row(
                2150859113L,
                FaultPhase.LASTING,
                ErrorKind.REJECTED,
                "a network of the host is of the public profile, and its firewall lets nobody else in");

        // a session configuration that runs as another account
        for (long stored : new long[] {2150859231L, 2150859232L}) {
            row(
                    stored,
                    FaultPhase.LASTING,
                    ErrorKind.UNSUPPORTED,
                    "a policy of the host forbids session configurations that keep a password (Disallow WinRM from storing"
                            + " RunAs credentials): lift it, use a configuration that runs as a gMSA, or log in by CredSSP");
        }
        row(
                WsManFault.MANAGED_ACCOUNT,
                FaultPhase.LASTING,
                ErrorKind.UNSUPPORTED,
                "the gMSA that the session configuration runs as could not log on: the host must be allowed to retrieve its"
                        + " password (PrincipalsAllowedToRetrieveManagedPassword), have been restarted since, and pass"
                        + " Test-ADServiceAccount");

        BY_SUBCODE.put(
                "QuotaLimit",
                new Row(FaultPhase.REFUSED, ErrorKind.BUSY, "a quota of the host is reached" + RAISE, null));
        BY_SUBCODE.put("AccessDenied", new Row(denied.phase(), denied.kind(), denied.hint(), null));
        BY_SUBCODE.put("TimedOut", new Row(FaultPhase.UNANSWERED, ErrorKind.DEADLINE_EXCEEDED, null, null));
    }

    private WsManFaultTable() {}

    private static void row(long code, FaultPhase phase, ErrorKind kind, @Nullable String hint) {
        BY_CODE.put(code, new Row(phase, kind, hint, null));
    }

    private static void quota(long code, Shell shell, String hint) {
        BY_CODE.put(code, new Row(FaultPhase.REFUSED, ErrorKind.BUSY, hint, shell));
    }

    private static void gone(long code, String hint) {
        BY_CODE.put(code, new Row(FaultPhase.REFUSED, ErrorKind.UNREACHABLE, hint, Shell.RETIRED));
    }

    private static void form(long code, ErrorKind kind, String hint) {
        BY_CODE.put(code, new Row(FaultPhase.LASTING, kind, hint, Shell.KEPT));
    }

    private static void forbidden(long code, String hint) {
        BY_CODE.put(code, new Row(FaultPhase.LASTING, ErrorKind.ACCESS_DENIED, hint, Shell.KEPT));
    }

    /** Finds the row by code, then by subcode; what is unknown is lasting and rejected, and proves nothing. */
    private static Row lookup(WsManFault fault) {
        Row row = BY_CODE.get(fault.code());
        if (row == null && fault.subcode() != null) {
            row = BY_SUBCODE.get(fault.subcode());
        }
        return row != null ? row : UNKNOWN;
    }

    /**
     * Turns a fault that answers a request for nothing but the shell itself, such as Create, into what the engine understands.
     *
     * @param configuration the session configuration that was asked for
     */
    public static Fault fault(WsManFault fault, String configuration) {
        return fault(fault, lookup(fault).phase(), configuration);
    }

    /** The same with a phase the caller knows better, such as {@code UNANSWERED} for a fault that ends a running command. */
    public static Fault fault(WsManFault fault, FaultPhase phase, String configuration) {
        Row row = lookup(fault);
        String hint = row.hint() == null ? null : row.hint().replace(CONFIGURATION, configuration);
        Fault.Draft said =
                Fault.in(phase, row.kind()).answered().code(fault.shortCode()).hint(hint);
        return (fault.code() == LOGON_FAILURE ? said.refusingLogin() : said).because(describe(fault));
    }

    /** Says what a fault means that answers a Command: only codes that are known to come before anything is begun prove that. */
    public static AtCommand atCommand(WsManFault fault, String configuration) {
        Row row = lookup(fault);
        // Access can also be denied to the plug-in, by what the command does.
        boolean byPlugin = fault.code() == ACCESS_DENIED && fault.provider() != null;
        if (row.refusal() != null && !byPlugin) {
            return new AtCommand(
                    Proof.NOT_BEGUN, row.refusal() == Shell.RETIRED, fault(fault, row.phase(), configuration));
        }
        Proof proof = fault.code() == COMMAND_EXISTS ? Proof.ARRIVED : Proof.NOTHING;
        return new AtCommand(proof, true, fault(fault, FaultPhase.UNANSWERED, configuration));
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
