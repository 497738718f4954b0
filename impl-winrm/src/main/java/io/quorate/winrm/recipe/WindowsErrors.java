package io.quorate.winrm.recipe;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.PsErrorRecord;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns an error record of Windows into a fault: what it is, whether it may pass, and what to try.
 *
 * <p>Decides by codes alone, in this order: a code in the error id, NativeErrorCode and HResult along the exception chain, a specific error id, the error
 * category, a {@code 0x} code inside the message. Texts are localised and never looked at otherwise. Codes in the table come from
 * {@code winerror.h}, {@code iscsierr.h} and the storage management API; which cmdlet raises which is known from field reports only, so the table grows with real cases.
 */
public final class WindowsErrors {
    /** What FailoverClusters cmdlets say on a host whose cluster service does not run. */
    public static final String NO_CLUSTER_SERVICE = "ClusterEndpointNotRegistered";

    /** What a query of a CIM-based module says that found nothing belonging to the object it was given. */
    public static final String NO_MATCH = "CmdletizationQuery_NotFound";

    /** What the iSCSI initiator says when there is a session already that it will not have a second of. */
    public static final String SESSION_EXISTS = "0xEFFF003F";

    private static final String STORED_HINT =
            "a policy of the host forbids session configurations that keep a password (Disallow WinRM from storing RunAs"
                    + " credentials): lift it, use a configuration that runs as a gMSA, or log in by CredSSP";
    private static final String NO_CLUSTER_SERVICE_CODE = win32(1753);

    /** What a code means. */
    private record Meaning(
            ErrorKind kind, FaultPhase phase, @Nullable String hint) {
        Meaning in(FaultPhase other) {
            return new Meaning(kind, other, hint);
        }
    }

    private static final Pattern CODE_IN_TEXT = Pattern.compile("\\b0[xX]([0-9A-Fa-f]{8})\\b");
    private static final Pattern CODE_IN_ID = Pattern.compile("HRESULT 0[xX]([0-9A-Fa-f]{8})");
    private static final Pattern ERROR_IN_ID = Pattern.compile("Windows System Error ([0-9]{1,5})");
    private static final String CIM_EXCEPTION = "Microsoft.Management.Infrastructure.CimException";
    private static final int CIM_ACCESS_DENIED = 2;
    private static final Pattern CMDLET_NAME = Pattern.compile("[A-Z][A-Za-z]*-[A-Za-z]+");
    private static final Set<String> NO_IDS = Set.of("", "OperationFailed", "Unspecified");

    private static final String NO_SERVICE_HINT =
            "the cluster service does not run on this host: create the cluster or add the host to it if it is no member,"
                    + " else start the service (Start-ClusterNode)";

    private static final String LOGIN_HINT =
            "compare CHAP name, secret and direction on both sides, and whether the target admits this initiator's name";
    private static final String INITIATOR_SERVICE_HINT =
            "the iSCSI initiator service does not run on the host: have it run first (initiator().ensureRunning())";
    private static final String DISK_CLUSTERED_HINT =
            "the cluster owns the disk: take it out of the cluster first, or put its resource into maintenance";

    private static final String SECOND_HOP =
            "if the account is an administrator there, the command needs a way to the second hop: see EndpointSpec.secondHop(..)"
                    + " and delegatedConfiguration(..)";

    /** Hyper-V's id for a state that does not allow what is asked for. */
    public static final String INVALID_STATE = "InvalidState";

    private static final Map<String, Meaning> CODES = new HashMap<>();
    private static final Map<String, Meaning> IDS = new HashMap<>();
    private static final Map<Integer, Meaning> CATEGORIES = new HashMap<>();

    static {
        // access
        win32(5, ErrorKind.ACCESS_DENIED, FaultPhase.LASTING, SECOND_HOP);
        win32(1314, ErrorKind.ACCESS_DENIED, FaultPhase.LASTING, "the account lacks a privilege on the host");
        win32(1326, ErrorKind.ACCESS_DENIED, FaultPhase.LASTING, SECOND_HOP);
        code("0x8009030E", ErrorKind.ACCESS_DENIED, FaultPhase.LASTING, SECOND_HOP);
        // the other machine, or the cluster service, cannot be reached from the host that was asked
        win32(
                53,
                ErrorKind.UNREACHABLE,
                FaultPhase.TRANSIENT,
                "the host cannot reach the other machine: name, route or firewall");
        // A cmdlet makes many calls: the one that found nobody may not have been the first.
        win32(
                1722,
                ErrorKind.UNREACHABLE,
                FaultPhase.UNANSWERED,
                "the host cannot reach the other machine's RPC service");
        win32(1723, ErrorKind.BUSY, FaultPhase.REFUSED, null);
        win32(
                1726,
                ErrorKind.UNREACHABLE,
                FaultPhase.UNANSWERED,
                "the connection between the machines broke in the middle of the call");
        win32(1727, ErrorKind.UNREACHABLE, FaultPhase.REFUSED, null);
        for (int broken : new int[] {59, 64, 121, 1236, 1818, 10053, 10054, 10060}) {
            win32(
                    broken,
                    ErrorKind.UNREACHABLE,
                    FaultPhase.UNANSWERED,
                    "the connection between the machines broke in the middle of it");
        }
        for (int stopped : new int[] {995, 1115, 1223}) {
            win32(stopped, ErrorKind.UNREACHABLE, FaultPhase.UNANSWERED, "it was stopped before its end");
        }
        // STATUS_ACCESS_VIOLATION: what worked on it crashed.
        code("0xC0000005", ErrorKind.UNREACHABLE, FaultPhase.UNANSWERED, "what worked on it crashed");
        win32(1753, ErrorKind.UNREACHABLE, FaultPhase.REFUSED, NO_SERVICE_HINT);
        win32(5050, ErrorKind.UNREACHABLE, FaultPhase.TRANSIENT, "the cluster node is down");
        win32(5051, ErrorKind.UNREACHABLE, FaultPhase.TRANSIENT, "the cluster node cannot be reached");
        win32(5073, ErrorKind.BUSY, FaultPhase.REFUSED, "the cluster node is shutting down");
        // in use, or on its way
        win32(32, ErrorKind.BUSY, FaultPhase.TRANSIENT, "a file is in use");
        win32(33, ErrorKind.BUSY, FaultPhase.TRANSIENT, "a file is locked");
        win32(170, ErrorKind.BUSY, FaultPhase.TRANSIENT, null);
        win32(997, ErrorKind.BUSY, FaultPhase.UNANSWERED, "it was begun and has not ended");
        win32(258, ErrorKind.BUSY, FaultPhase.UNANSWERED, "it did not end in the time Windows gives it");
        win32(1053, ErrorKind.BUSY, FaultPhase.UNANSWERED, "the service did not answer in time");
        win32(1460, ErrorKind.BUSY, FaultPhase.UNANSWERED, "it did not end in the time Windows gives it");
        win32(5004, ErrorKind.BUSY, FaultPhase.TRANSIENT, "the cluster resource is not online yet");
        win32(5023, ErrorKind.BUSY, FaultPhase.TRANSIENT, "the group or resource is on its way to another state");
        win32(5041, ErrorKind.BUSY, FaultPhase.TRANSIENT, "another node is joining");
        win32(5072, ErrorKind.BUSY, FaultPhase.TRANSIENT, "the cluster node is not ready yet");
        win32(5908, ErrorKind.BUSY, FaultPhase.TRANSIENT, "the group is moving");
        win32(5910, ErrorKind.BUSY, FaultPhase.UNANSWERED, "the resource did not answer in time");
        win32(5909, ErrorKind.BUSY, FaultPhase.TRANSIENT, "the resource type is busy");
        win32(5959, ErrorKind.BUSY, FaultPhase.TRANSIENT, "the group waits for its turn to move");
        win32(5962, ErrorKind.BUSY, FaultPhase.TRANSIENT, "the node is being drained");
        // it is there already
        win32(80, ErrorKind.CONFLICT, FaultPhase.LASTING, "a file of that name exists");
        win32(183, ErrorKind.CONFLICT, FaultPhase.LASTING, "it exists already");
        win32(5010, ErrorKind.CONFLICT, FaultPhase.LASTING, "the cluster has an object of that name");
        win32(5040, ErrorKind.CONFLICT, FaultPhase.LASTING, "it is a node of the cluster already");
        win32(5065, ErrorKind.CONFLICT, FaultPhase.LASTING, "it is a member of a cluster already");
        win32(5057, ErrorKind.CONFLICT, FaultPhase.LASTING, "the cluster's address is in use");
        win32(5900, ErrorKind.CONFLICT, FaultPhase.LASTING, "a cluster of that name exists in the domain");
        // it is not there
        win32(5007, ErrorKind.NOT_FOUND, FaultPhase.LASTING, "the cluster has no such resource");
        win32(5013, ErrorKind.NOT_FOUND, FaultPhase.LASTING, "the cluster has no such group");
        win32(5042, ErrorKind.NOT_FOUND, FaultPhase.LASTING, "the cluster has no such node");
        // refused for good
        win32(2, ErrorKind.REJECTED, FaultPhase.LASTING, "a file is not there");
        win32(3, ErrorKind.REJECTED, FaultPhase.LASTING, "a path is not there: is its volume online on that host?");
        win32(8, ErrorKind.REJECTED, FaultPhase.LASTING, "the host has not enough memory");
        win32(1455, ErrorKind.REJECTED, FaultPhase.LASTING, "the host has not enough memory");
        win32(70, ErrorKind.REJECTED, FaultPhase.LASTING, "the destination node is paused: resume it first");
        win32(5005, ErrorKind.UNREACHABLE, FaultPhase.TRANSIENT, "the cluster node is not available for the operation");
        win32(5058, ErrorKind.REJECTED, FaultPhase.LASTING, "the cluster node is not paused");
        win32(5009, ErrorKind.REJECTED, FaultPhase.LASTING, "the node cannot be evicted while it is active");
        win32(5021, ErrorKind.REJECTED, FaultPhase.LASTING, "the resource cannot be a witness");
        win32(5038, ErrorKind.REJECTED, FaultPhase.LASTING, "the cluster resource failed: see the cluster's events");
        win32(5052, ErrorKind.REJECTED, FaultPhase.LASTING, "the node is not an active member of the cluster");
        win32(5070, ErrorKind.REJECTED, FaultPhase.LASTING, "the cluster node is paused: resume it first");
        win32(
                5071,
                ErrorKind.REJECTED,
                FaultPhase.LASTING,
                "the node cannot host the resource: see its possible owners");
        win32(
                5960,
                ErrorKind.REJECTED,
                FaultPhase.LASTING,
                "the resource is locked, by a running migration for example");
        win32(
                87,
                ErrorKind.REJECTED,
                FaultPhase.LASTING,
                "Windows does not take one of the values: compare them with the allowed ranges");
        // the service control manager
        win32(1051, ErrorKind.REJECTED, FaultPhase.LASTING, "services that run need the service: stop them first");
        win32(1052, ErrorKind.REJECTED, FaultPhase.LASTING, "the service takes no order to stop");
        win32(1058, ErrorKind.REJECTED, FaultPhase.LASTING, "the service is disabled: have it start manually first");
        win32(1061, ErrorKind.BUSY, FaultPhase.TRANSIENT, "the service is on its way to another state");
        win32(1066, ErrorKind.REJECTED, FaultPhase.LASTING, "the service ended by itself: its own log says why");
        win32(1068, ErrorKind.REJECTED, FaultPhase.LASTING, "a service that it needs cannot start: is it disabled?");
        win32(1069, ErrorKind.REJECTED, FaultPhase.LASTING, "the service's account cannot log on");
        win32(112, ErrorKind.REJECTED, FaultPhase.LASTING, "the disk is full");

        // the iSCSI initiator (iscsierr.h)
        code("0xEFFF0002", ErrorKind.REJECTED, FaultPhase.LASTING, LOGIN_HINT);
        code(
                "0xEFFF0003",
                ErrorKind.UNREACHABLE,
                FaultPhase.TRANSIENT,
                "the host cannot connect to the target's portal: address, route, firewall, target service");
        code("0xEFFF0009", ErrorKind.ACCESS_DENIED, FaultPhase.LASTING, LOGIN_HINT);
        code(
                "0xEFFF000A",
                ErrorKind.ACCESS_DENIED,
                FaultPhase.LASTING,
                "the target does not admit this initiator: compare its name with the target's host group");
        code(
                "0xEFFF000B",
                ErrorKind.NOT_FOUND,
                FaultPhase.LASTING,
                "the portal offers no such target to this initiator");
        code("0xEFFF000C", ErrorKind.NOT_FOUND, FaultPhase.LASTING, "the target was removed");
        code("0xEFFF0013", ErrorKind.UNREACHABLE, FaultPhase.TRANSIENT, "the target is not serving now");
        code("0xEFFF0014", ErrorKind.BUSY, FaultPhase.TRANSIENT, "the target has no resources for another session now");
        code("0xEFFF0015", ErrorKind.CONFLICT, FaultPhase.LASTING, "the connection is there already");
        code("0xEFFF0016", ErrorKind.CONFLICT, FaultPhase.LASTING, "the session is there already");
        code("0xEFFF001C", ErrorKind.NOT_FOUND, FaultPhase.LASTING, "there is no such session any more");
        code("0xEFFF001F", ErrorKind.BUSY, FaultPhase.TRANSIENT, "the session is in use");
        code("0xEFFF0022", ErrorKind.ACCESS_DENIED, FaultPhase.LASTING, LOGIN_HINT);
        code("0xEFFF0024", ErrorKind.UNREACHABLE, FaultPhase.TRANSIENT, "the connection to the target broke");
        code(
                "0xEFFF0029",
                ErrorKind.NOT_FOUND,
                FaultPhase.LASTING,
                "the host knows no such target: is a portal of it added and bound to an address the host has, and is the"
                        + " initiator's name admitted there");
        code("0xEFFF002A", ErrorKind.REJECTED, FaultPhase.LASTING, LOGIN_HINT);
        code("0xEFFF0032", ErrorKind.CONFLICT, FaultPhase.LASTING, "the portal is there already");
        code("0xEFFF003E", ErrorKind.REJECTED, FaultPhase.LASTING, INITIATOR_SERVICE_HINT);
        code(
                SESSION_EXISTS,
                ErrorKind.CONFLICT,
                FaultPhase.LASTING,
                "there is a session to the target already, which may be coming back: look at the host's sessions");
        code(
                "0xEFFF0040",
                ErrorKind.BUSY,
                FaultPhase.TRANSIENT,
                "a disk of the session is in use: take it offline, or out of the cluster, first");
        code("0xEFFF0043", ErrorKind.NOT_FOUND, FaultPhase.LASTING, "the host has no such portal");
        code(
                "0xEFFF0047",
                ErrorKind.BUSY,
                FaultPhase.UNANSWERED,
                "a persistent session was not made in the time Windows gives it");
        for (String chap : new String[] {"0xEFFF004A", "0xEFFF004B", "0xEFFF004C", "0xEFFF004D"}) {
            code(
                    chap,
                    ErrorKind.REJECTED,
                    FaultPhase.LASTING,
                    "Windows does not take the CHAP name or secret: a secret is 12 to 16 bytes, and the two directions differ");
        }
        code("0xAFFF003B", ErrorKind.REJECTED, FaultPhase.LASTING, "it takes effect when the host restarts");
        // WinRM's own, as the cmdlets of session configurations pass them on
        for (String stored : new String[] {"0x803381DF", "0x803381E0"}) {
            code(stored, ErrorKind.UNSUPPORTED, FaultPhase.LASTING, STORED_HINT);
        }
        // the storage management API (its list of common return codes)
        storage(1, ErrorKind.UNSUPPORTED, FaultPhase.LASTING, "the storage does not support it");
        storage(3, ErrorKind.BUSY, FaultPhase.UNANSWERED, "it did not end in the time Windows gives it");
        storage(4096, ErrorKind.BUSY, FaultPhase.UNANSWERED, "it was begun as a job and has not ended");
        storage(6, ErrorKind.BUSY, FaultPhase.TRANSIENT, "the disk or volume is in use");
        storage(8, ErrorKind.NOT_FOUND, FaultPhase.LASTING, null);
        storage(4099, ErrorKind.BUSY, FaultPhase.TRANSIENT, "the device is busy");
        storage(40001, ErrorKind.ACCESS_DENIED, FaultPhase.LASTING, "the account is no administrator of the host");
        storage(40002, ErrorKind.BUSY, FaultPhase.TRANSIENT, null);
        storage(40003, ErrorKind.BUSY, FaultPhase.TRANSIENT, "Windows' view of the disks is out of date: rescan them");
        storage(
                40004,
                ErrorKind.REJECTED,
                FaultPhase.LASTING,
                "reading or writing the disk failed: see the paths to it");
        storage(40006, ErrorKind.NOT_FOUND, FaultPhase.LASTING, "Windows' view of the disks lacks it: rescan them");
        storage(40018, ErrorKind.REJECTED, FaultPhase.LASTING, DISK_CLUSTERED_HINT);
        storage(41000, ErrorKind.REJECTED, FaultPhase.LASTING, "the disk has no partition table");
        storage(
                41001,
                ErrorKind.CONFLICT,
                FaultPhase.LASTING,
                "the disk has a partition table: another host may have prepared it; rescan, and never wipe it for this");
        storage(41002, ErrorKind.REJECTED, FaultPhase.LASTING, "the disk is read-only on the host");
        storage(41003, ErrorKind.REJECTED, FaultPhase.LASTING, "the disk is offline on the host");
        storage(41009, ErrorKind.REJECTED, FaultPhase.LASTING, "the host starts from that disk or pages to it");
        storage(41014, ErrorKind.REJECTED, FaultPhase.LASTING, "the disk is too small for a GPT");
        storage(41018, ErrorKind.REJECTED, FaultPhase.LASTING, DISK_CLUSTERED_HINT);
        id(NO_MATCH, ErrorKind.NOT_FOUND, "the host lists no such object");

        // ids of the engine: the session does not offer what was asked for
        id(
                "CommandNotFoundException",
                ErrorKind.UNSUPPORTED,
                "the session has no such cmdlet: is the feature with its management tools installed, and does a restricted endpoint show it?");
        id(
                "CouldNotAutoLoadModule",
                ErrorKind.UNSUPPORTED,
                "the module cannot be loaded: see the host's execution policy");
        id(
                "CouldNotAutoloadMatchingModule",
                ErrorKind.UNSUPPORTED,
                "the module cannot be loaded: see the host's execution policy");
        id(
                "NamedParameterNotFound",
                ErrorKind.UNSUPPORTED,
                "this version of the cmdlet, or a restricted endpoint, does not take the parameter");
        IDS.put(
                "ActiveDirectoryServer:0",
                new Meaning(
                        ErrorKind.UNREACHABLE,
                        FaultPhase.TRANSIENT,
                        "the host is no domain controller, or its Active Directory Web Services (ADWS) do not run"));
        for (String taken : new String[] {"ActiveDirectoryServer:1316", "ActiveDirectoryServer:8305"}) {
            id(taken, ErrorKind.CONFLICT, "the directory has an object of that name");
        }
        id(
                "ActiveDirectoryServer:8647",
                ErrorKind.CONFLICT,
                "the service principal name stands on another account of the forest");
        id("ScriptsNotAllowed", ErrorKind.UNSUPPORTED, "the session takes no script text");
        id(
                "MethodInvocationNotSupportedInConstrainedLanguage",
                ErrorKind.UNSUPPORTED,
                "the session's language mode forbids setting properties");
        id(
                INVALID_STATE,
                ErrorKind.REJECTED,
                "its state does not allow it: a virtual machine may have to be off, or running, first");
        id(
                "InvalidParameter",
                ErrorKind.REJECTED,
                "a value does not fit, or names something that the host does not have (a switch, a path)");
        id(
                "AccessDenied",
                ErrorKind.ACCESS_DENIED,
                "the account lacks the rights of a Hyper-V or cluster administrator");
        IDS.put(NO_CLUSTER_SERVICE, new Meaning(ErrorKind.UNREACHABLE, FaultPhase.REFUSED, NO_SERVICE_HINT));
        id(
                "ObjectNotFound",
                ErrorKind.REJECTED,
                "it is not there, or the account may not see it, or the service behind it is down: this error does not tell which");

        // ErrorCategory, by number
        category(18, ErrorKind.ACCESS_DENIED, FaultPhase.LASTING);
        category(25, ErrorKind.ACCESS_DENIED, FaultPhase.LASTING);
        category(28, ErrorKind.ACCESS_DENIED, FaultPhase.LASTING);
        category(19, ErrorKind.BUSY, FaultPhase.TRANSIENT);
        category(3, ErrorKind.REJECTED, FaultPhase.LASTING);
        category(20, ErrorKind.CONFLICT, FaultPhase.LASTING);
        category(14, ErrorKind.REJECTED, FaultPhase.UNANSWERED);
        category(15, ErrorKind.BUSY, FaultPhase.UNANSWERED);
        category(27, ErrorKind.UNREACHABLE, FaultPhase.UNANSWERED);
        category(11, ErrorKind.UNSUPPORTED, FaultPhase.LASTING);
        category(12, ErrorKind.UNSUPPORTED, FaultPhase.LASTING);
        category(31, ErrorKind.UNSUPPORTED, FaultPhase.LASTING);
    }

    private WindowsErrors() {}

    /** Makes the fault for an error record. */
    public static Fault fault(PsErrorRecord error) {
        Set<String> chain = new LinkedHashSet<>(idCodes(error));
        chain.addAll(chainCodes(error));
        String id = specificId(error);
        for (String code : chain) {
            Meaning meaning = CODES.get(code);
            if (meaning != null) {
                return fault(error, code, open(chain) ? meaning.in(FaultPhase.UNANSWERED) : meaning);
            }
        }
        if (id != null && IDS.containsKey(id)) {
            return fault(error, id, IDS.get(id));
        }
        if (id != null && id.startsWith(NO_MATCH + "_")) {
            return fault(error, id, IDS.get(NO_MATCH));
        }
        String native0 = chain.isEmpty() ? id : chain.iterator().next();
        Meaning byCategory = CATEGORIES.get(error.category());
        if (byCategory != null) {
            return fault(error, native0, byCategory);
        }
        String inText = null;
        for (String code : textCodes(error)) {
            Meaning meaning = CODES.get(code);
            if (meaning != null) {
                return fault(error, code, meaning);
            }
            inText = inText == null ? code : inText;
        }
        return fault(
                error, native0 == null ? inText : native0, new Meaning(ErrorKind.REJECTED, FaultPhase.LASTING, null));
    }

    /** Tells whether one of several codes leaves open what was done; what the others say does not settle it. */
    private static boolean open(Set<String> codes) {
        return codes.stream()
                .map(CODES::get)
                .anyMatch(meaning -> meaning != null && meaning.phase() == FaultPhase.UNANSWERED);
    }

    /** Tells whether a fault says that no cluster service answers on the host. */
    public static boolean isNoClusterService(Fault fault) {
        return NO_CLUSTER_SERVICE.equals(fault.code()) || NO_CLUSTER_SERVICE_CODE.equals(fault.code());
    }

    private static Fault fault(PsErrorRecord error, @Nullable String code, @Nullable Meaning meaning) {
        Meaning known = meaning == null ? new Meaning(ErrorKind.REJECTED, FaultPhase.LASTING, null) : meaning;
        return Fault.in(known.phase(), known.kind())
                .answered()
                .code(code)
                .hint(known.hint())
                .because(said(error));
    }

    /** Everything the server said: the message, inner messages that add something, and the error id. */
    private static String said(PsErrorRecord error) {
        Set<String> texts = new LinkedHashSet<>();
        texts.add(error.message().strip());
        for (PsErrorRecord.NetException exception : error.exceptions()) {
            texts.add(exception.message().strip());
        }
        texts.remove("");
        String all = String.join(" / ", texts);
        String id = error.fullyQualifiedErrorId();
        if (all.isEmpty()) {
            return id.isEmpty() ? "an error record without a text" : id;
        }
        return id.isEmpty() ? all : all + " [" + id + "]";
    }

    /** What CIM-based modules put into the error id: an HRESULT, a Win32 error or a code of the storage management API. */
    private static Set<String> idCodes(PsErrorRecord error) {
        String id = error.errorId();
        Matcher hresult = CODE_IN_ID.matcher(id);
        if (hresult.matches()) {
            return Set.of("0x" + hresult.group(1).toUpperCase(Locale.ROOT));
        }
        Matcher number = ERROR_IN_ID.matcher(id);
        if (number.matches() && Integer.parseInt(number.group(1)) <= 0xFFFF) {
            return Set.of(win32(Integer.parseInt(number.group(1))));
        }
        return CODES.containsKey(id) ? Set.of(id) : Set.of();
    }

    /** The codes along the chain as HRESULTs, outermost first, without those that every exception has. */
    private static Set<String> chainCodes(PsErrorRecord error) {
        Set<String> codes = new LinkedHashSet<>();
        for (PsErrorRecord.NetException exception : error.exceptions()) {
            Integer number = exception.nativeErrorCode();
            if (exception.type().equals(CIM_EXCEPTION)) {
                // Its NativeErrorCode counts CIM's own errors, which are none of Win32's.
                number = number != null && number == CIM_ACCESS_DENIED ? (Integer) 5 : null;
            }
            if (number != null && number != 0) {
                codes.add(number > 0 && number <= 0xFFFF ? win32(number) : hex(number));
            }
            Integer hresult = exception.hresult();
            if (hresult != null && !generic(hresult, exception.type())) {
                codes.add(hex(hresult));
            }
        }
        return codes;
    }

    /** COR_E_* (facility 0x13), E_FAIL and its like, and what argument exceptions always carry. */
    private static boolean generic(int hresult, String type) {
        return hresult >= 0
                || (hresult >>> 16) == 0x8013
                || hresult == 0x80004001
                || hresult == 0x80004002
                || hresult == 0x80004003
                || hresult == 0x80004005
                || hresult == 0x8000FFFF
                || (hresult == 0x80070057 && type.startsWith("System.Argument"));
    }

    /** The error id up to the comma, unless it says nothing: the cmdlet's name, OperationFailed, Unspecified. */
    private static @Nullable String specificId(PsErrorRecord error) {
        String id = error.errorId();
        return NO_IDS.contains(id) || CMDLET_NAME.matcher(id).matches() ? null : id;
    }

    private static Set<String> textCodes(PsErrorRecord error) {
        Set<String> codes = new LinkedHashSet<>();
        addTextCodes(error.message(), codes);
        for (PsErrorRecord.NetException exception : error.exceptions()) {
            addTextCodes(exception.message(), codes);
        }
        return codes;
    }

    private static void addTextCodes(String text, Set<String> codes) {
        Matcher matcher = CODE_IN_TEXT.matcher(text);
        while (matcher.find()) {
            codes.add("0x" + matcher.group(1).toUpperCase(Locale.ROOT));
        }
    }

    private static String win32(int number) {
        return hex(0x80070000 | number);
    }

    private static String hex(int number) {
        return String.format(Locale.ROOT, "0x%08X", number);
    }

    private static void win32(int number, ErrorKind kind, FaultPhase phase, @Nullable String hint) {
        code(win32(number), kind, phase, hint);
    }

    private static void storage(int number, ErrorKind kind, FaultPhase phase, @Nullable String hint) {
        code("StorageWMI " + number, kind, phase, hint);
    }

    private static void code(String code, ErrorKind kind, FaultPhase phase, @Nullable String hint) {
        CODES.put(code, new Meaning(kind, phase, hint));
    }

    private static void id(String id, ErrorKind kind, String hint) {
        IDS.put(id, new Meaning(kind, FaultPhase.LASTING, hint));
    }

    private static void category(int number, ErrorKind kind, FaultPhase phase) {
        CATEGORIES.put(number, new Meaning(kind, phase, null));
    }
}
