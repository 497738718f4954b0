package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a host's registry that the lab knows.
 *
 * @param host computer name
 * @param keys values by name, by path in small letters
 */
public record HostRegistry(String host, Map<String, Map<String, String>> keys) {
    /** Where Windows keeps the password of its account; whether it is the directory's is the lab's own value. */
    public static final String SECRETS = "HKLM:\\SECURITY\\Policy\\Secrets\\$MACHINE.ACC";

    /** What DNS has of its name, where that is not the address it is reached by: no key of Windows'. */
    public static final String RECORDS = "HKLM:\\LAB\\DNS";

    /** What sessions are opened with ({@code LanguageMode}) and what WinRM is set to: no key of Windows'. */
    public static final String SESSION = "HKLM:\\LAB\\SESSION";

    /** Modules that were taken away, by name: no key of Windows'. */
    public static final String MODULES = "HKLM:\\LAB\\MODULES";

    /** Where Windows PowerShell keeps the machine's execution policy. */
    public static final String SHELL = "HKLM:\\SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell";

    private static final String POLICIES = "HKLM:\\SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell";
    private static final String POLICY = "ExecutionPolicy";

    private static final String SERVICES = "HKLM:\\SYSTEM\\CurrentControlSet\\Services\\";
    private static final String NAMES = "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\";

    public HostRegistry {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        keys.forEach((path, values) -> all.put(
                path.toLowerCase(Locale.ROOT), java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values))));
        keys = java.util.Collections.unmodifiableMap(all);
    }

    /** Returns the entity's key. */
    public static Key<HostRegistry> key(String host) {
        return new Key<>(HostRegistry.class, "host/" + host + "/registry");
    }

    static HostRegistry fresh(String host) {
        Map<String, Map<String, String>> keys = new LinkedHashMap<>();
        keys.put(SERVICES + "W32Time\\Parameters", Map.of("Type", "NT5DS", "NtpServer", "time.windows.com,0x8"));
        keys.put(SERVICES + "Netlogon", Map.of("DependOnService", "LanmanWorkstation"));
        keys.put(NAMES + "ActiveComputerName", Map.of("ComputerName", host));
        keys.put(NAMES + "ComputerName", Map.of("ComputerName", host));
        return new HostRegistry(host, keys);
    }

    /** Returns a key's values. */
    public Optional<Map<String, String>> at(String path) {
        return Optional.ofNullable(keys.get(path.toLowerCase(Locale.ROOT)));
    }

    /** Returns it with another value; null takes it away. */
    public HostRegistry with(String path, String name, @Nullable String value) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>(keys);
        Map<String, String> values = new LinkedHashMap<>(at(path).orElse(Map.of()));
        if (value == null) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
        all.put(path.toLowerCase(Locale.ROOT), values);
        return new HostRegistry(host, all);
    }

    /** Returns what sessions are set to; empty if it is not. */
    public String session(String name) {
        return at(SESSION).orElse(Map.of()).getOrDefault(name, "");
    }

    /** Tells whether a module was not taken away. */
    public boolean hasModule(String module) {
        return at(MODULES).orElse(Map.of()).keySet().stream().noneMatch(module::equalsIgnoreCase);
    }

    /** Tells whether no script may run: a policy stands before the machine's own setting. */
    public boolean restricted() {
        String policy = at(POLICIES).orElse(Map.of()).get(POLICY);
        String own = at(SHELL).orElse(Map.of()).get(POLICY);
        return "Restricted".equalsIgnoreCase(policy == null ? own : policy);
    }

    /** Returns it after a start: what waited for it is done. */
    HostRegistry up() {
        HostRegistry after =
                with(SERVICES + "Netlogon", "JoinDomain", null).with(SERVICES + "Netlogon", "AvoidSpnSet", null);
        String name = at(NAMES + "ComputerName").orElse(Map.of()).get("ComputerName");
        return name == null ? after : after.with(NAMES + "ActiveComputerName", "ComputerName", name);
    }
}
