package io.quorate.lab.rule;

import io.quorate.lab.catalogue.Catalogue;
import io.quorate.lab.catalogue.CmdletInfo;
import io.quorate.lab.catalogue.WindowsVersion;
import io.quorate.lab.model.Account;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.Refusal;
import io.quorate.lab.model.SessionEndpoint;
import io.quorate.lab.shell.Caller;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What tells of a session and of WinRM itself: installed modules, and the drive {@code WSMan:}, which administrators alone may read. */
final class SessionRules {
    private static final String DRIVE = "WSMan:\\localhost\\";
    private static final String PLUGINS = "plugin";
    private static final List<String> OWN = List.of(
            "Event Forwarding Plugin",
            "microsoft.powershell",
            "microsoft.powershell.workflow",
            "microsoft.powershell32",
            "microsoft.windows.servermanagerworkflows",
            "SEL Plugin",
            "WMI Provider");

    /** What only administrators may use; the lab refuses no more. */
    private static final Set<String> GUARDED = Set.of("FailoverClusters", "Hyper-V");

    private SessionRules() {}

    static void addTo(Rules rules) {
        rules.add("Microsoft.PowerShell.Core\\Get-Module", Set.of("Name", "ListAvailable"), SessionRules::modules);
    }

    /** Refuses what a caller who is no administrator may not do. */
    static void requireAdministrator(String cmdlet, Caller caller, Estate estate) {
        if (GUARDED.contains(cmdlet.substring(0, cmdlet.indexOf('\\'))) && !administers(caller, estate)) {
            throw new Refusal(Refusal.Reason.ACCESS_DENIED, cmdlet);
        }
    }

    private static boolean administers(Caller caller, Estate estate) {
        String bare = caller.user().substring(caller.user().lastIndexOf('\\') + 1);
        return estate.accounts().stream()
                .filter(account -> account.user().equalsIgnoreCase(bare))
                .allMatch(Account::administrator);
    }

    private static void modules(Call call) {
        if (!call.args().on("ListAvailable")) {
            throw call.notSimulated("without -ListAvailable");
        }
        Catalogue catalogue = Catalogue.load(
                WindowsVersion.valueOf("WS" + call.estate().host(call.host()).os()));
        Set<String> there = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        catalogue.cmdlets().stream()
                .map(CmdletInfo::module)
                .filter(call.estate().registry(call.host())::hasModule)
                .forEach(there::add);
        List<String> wanted = call.args().texts("Name");
        for (String module : there) {
            if (wanted.isEmpty() || wanted.stream().anyMatch(pattern -> Call.like(module, pattern))) {
                String type = "System.Management.Automation.PSModuleInfo";
                call.write(new LiveObject(List.of(type, "System.Object"), module, module)
                        .property("Name", PsValue.string(module))
                        .property("Version", new PsPrimitive(PsType.VERSION, "2.0.0.0")));
            }
        }
    }

    /** Tells whether a path, in small letters, is on WinRM's own drive. */
    static boolean owns(String path) {
        return path.startsWith(DRIVE.toLowerCase(Locale.ROOT));
    }

    static void children(Call call, String path) {
        if (!administers(call.caller(), call.estate())) {
            call.error(denied());
            return;
        }
        Map<String, String> items = items(call, path.substring(DRIVE.length()).toLowerCase(Locale.ROOT));
        if (items == null) {
            call.error(missing(path));
            return;
        }
        items.forEach((name, value) -> call.write(leaf(name, value)));
    }

    private static @Nullable Map<String, String> items(Call call, String below) {
        Map<String, String> items = new LinkedHashMap<>();
        List<SessionEndpoint> own = call.estate().endpoints().stream()
                .filter(one -> !one.name().equalsIgnoreCase(SessionEndpoint.PLAIN))
                .toList();
        if (below.equals(PLUGINS)) {
            OWN.forEach(name -> items.put(name, ""));
            own.forEach(one -> items.put(one.name(), ""));
            return items;
        }
        switch (below) {
            case "plugin\\microsoft.powershell\\quotas" -> {
                items.put("IdleTimeoutms", "7200000");
                items.put("MaxConcurrentCommandsPerShell", "1000");
                items.put("MaxConcurrentUsers", "5");
                items.put("MaxMemoryPerShellMB", "1024");
                items.put("MaxShells", "25");
                items.put("MaxShellsPerUser", set(call, "MaxShellsPerUser", "25"));
                return items;
            }
            case "service" -> {
                items.put("MaxConcurrentOperations", "4294967295");
                items.put("MaxConcurrentOperationsPerUser", "1500");
                items.put("MaxConnections", "300");
                items.put("AllowUnencrypted", "false");
                return items;
            }
            case "service\\auth" -> {
                items.put("Basic", "true");
                items.put("Kerberos", "true");
                items.put("Negotiate", "true");
                items.put("Certificate", "false");
                items.put("CredSSP", set(call, "CredSSP", "false"));
                items.put("CbtHardeningLevel", "Relaxed");
                return items;
            }
            default -> {
                return own.stream()
                        .filter(one -> below.equalsIgnoreCase(PLUGINS + "\\" + one.name()))
                        .findFirst()
                        .map(SessionRules::configuration)
                        .orElse(null);
            }
        }
    }

    private static Map<String, String> configuration(SessionEndpoint one) {
        Map<String, String> items = new LinkedHashMap<>();
        items.put("Name", one.name());
        items.put("Enabled", "true");
        items.put("RunAsUser", one.runAs() == null ? "" : one.runAs());
        return items;
    }

    private static String set(Call call, String name, String usual) {
        String value = call.estate().registry(call.host()).session(name);
        return value.isEmpty() ? usual : value;
    }

    private static LiveObject leaf(String name, String value) {
        String type = "Microsoft.WSMan.Management.WSManConfigLeafElement";
        return new LiveObject(List.of(type, "System.Object"), name, type)
                .property("Name", PsValue.string(name))
                .property("Value", PsValue.string(value));
    }

    private static LabError denied() {
        return new LabError(
                "System.InvalidOperationException",
                "PermissionDenied",
                null,
                List.of(new LabError.NetException(
                        "System.UnauthorizedAccessException", "Access is denied.", 0x80070005, null)));
    }

    private static LabError missing(String path) {
        return new LabError(
                "PathNotFound",
                "ObjectNotFound",
                PsValue.string(path),
                List.of(new LabError.NetException(
                        "System.Management.Automation.ItemNotFoundException",
                        "Cannot find path '" + path + "' because it does not exist.",
                        0x80131501,
                        null)));
    }
}
