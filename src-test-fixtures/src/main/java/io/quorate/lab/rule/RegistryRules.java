package io.quorate.lab.rule;

import io.quorate.lab.model.HostRegistry;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The registry of the session's host and the settings of its WinRM, as far as the lab knows them, and the time service. */
final class RegistryRules {
    private static final String MODULE = "Microsoft.PowerShell.Management\\";
    private static final String PROVIDER = "Microsoft.PowerShell.Core\\Registry::";
    private static final String TIME = "HKLM:\\SYSTEM\\CurrentControlSet\\Services\\W32Time\\Parameters";

    private static final String LISTENERS = "WSMan:\\localhost\\Listener\\*\\Port";

    private RegistryRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-ItemProperty", Set.of("LiteralPath"), RegistryRules::get);
        rules.add(MODULE + "Get-Item", Set.of("Path"), RegistryRules::item);
        rules.add(MODULE + "Set-ItemProperty", Set.of("LiteralPath", "Name", "Value"), RegistryRules::set);
        rules.add(MODULE + "Restart-Service", Set.of("Name"), RegistryRules::restart);
    }

    /** The ports of WinRM's listeners; a path with wildcards that matches nothing is no error. */
    private static void item(Call call) {
        List<String> paths = call.args().texts("Path");
        if (paths.size() != 1 || !paths.get(0).equalsIgnoreCase(LISTENERS)) {
            throw call.notSimulated("-Path " + paths);
        }
        for (int port : call.estate().reach(call.host()).ports()) {
            call.write(new LiveObject(
                            List.of("Microsoft.WSMan.Management.WSManConfigLeafElement", "System.Object"),
                            port,
                            "Microsoft.WSMan.Management.WSManConfigLeafElement")
                    .property("Name", PsValue.string("Port"))
                    .property("Value", PsValue.string(String.valueOf(port))));
        }
    }

    private static HostRegistry registry(Call call) {
        return call.estate().registry(call.host());
    }

    private static void get(Call call) {
        for (String path : call.args().texts("LiteralPath")) {
            if (PromotionRules.isProduct(path)) {
                PromotionRules.product(call);
                continue;
            }
            Optional<Map<String, String>> values = registry(call).at(path);
            if (values.isEmpty()) {
                call.error(missing(call, path));
                continue;
            }
            LiveObject live =
                    new LiveObject(List.of("System.Management.Automation.PSCustomObject", "System.Object"), path, path);
            values.get().forEach((name, value) -> live.property(name, PsValue.string(value)));
            live.property("PSPath", PsValue.string(PROVIDER + spelt(path)));
            call.write(live);
        }
    }

    private static String spelt(String path) {
        return path.replaceFirst("(?i)^HKLM:", "HKEY_LOCAL_MACHINE").replaceFirst("(?i)^HKCU:", "HKEY_CURRENT_USER");
    }

    private static LabError missing(Call call, String path) {
        return new LabError(
                "PathNotFound",
                "ObjectNotFound",
                PsValue.string(path),
                List.of(new LabError.NetException(
                        "System.Management.Automation.ItemNotFoundException",
                        call.errors().texts().text("registry.none", path),
                        0x80131501,
                        null)));
    }

    private static void set(Call call) {
        String name = String.valueOf(call.args().text("Name"));
        String value = String.valueOf(call.args().text("Value"));
        for (String path : call.args().texts("LiteralPath")) {
            if (registry(call).at(path).isEmpty()) {
                throw call.notSimulated("-LiteralPath " + path);
            }
            call.change(() -> call.estate().registry(call.host(), now -> now.with(path, name, value)));
        }
    }

    /** A time service with a source sets the clock right. */
    private static void restart(Call call) {
        List<String> names = call.args().texts("Name");
        if (names.size() != 1 || !names.get(0).equalsIgnoreCase("W32Time")) {
            throw call.notSimulated("-Name " + names);
        }
        boolean asks = registry(call)
                .at(TIME)
                .map(values -> values.get("Type"))
                .filter(type -> !type.equalsIgnoreCase("NoSync"))
                .isPresent();
        if (asks) {
            call.change(() -> call.estate().gear(call.host(), gear -> gear.clock(Duration.ZERO, gear.offset())));
        }
    }
}
