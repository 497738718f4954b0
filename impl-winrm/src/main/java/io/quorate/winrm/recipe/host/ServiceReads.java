package io.quorate.winrm.recipe.host;

import io.quorate.host.ServiceStart;
import io.quorate.host.ServiceState;
import io.quorate.host.WindowsService;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The statements that read services, and their decoders. {@code Win32_Service} tells all in words of its own that are the same in every language,
 * the account and the process included, which {@code Get-Service} of Windows PowerShell does not.
 */
final class ServiceReads {
    static final String WINRM = "WinRM";

    private static final List<String> SERVICE =
            List.of("Name", "DisplayName", "State", "StartMode", "StartName", "ProcessId", "ServiceType");
    private static final List<String> LINK = List.of("Antecedent", "Dependent");
    private static final List<String> DEPENDENT = List.of("Name", "Status", "StartType");
    private static final Pattern KEY = Pattern.compile("Name = \"(.*)\"");

    private static final Words STATUS = Words.of(1, "Stopped")
            .and(2, "Start Pending")
            .and(3, "Stop Pending")
            .and(4, "Running")
            .and(5, "Continue Pending")
            .and(6, "Pause Pending")
            .and(7, "Paused");
    private static final Words START_TYPE =
            Words.of(0, "Boot").and(1, "System").and(2, "Auto").and(3, "Manual").and(4, "Disabled");

    /** A service that needs another. */
    record Dependent(String name, ServiceState state, ServiceStart start) {
        boolean isStopped() {
            return state.equals(ServiceState.STOPPED);
        }
    }

    /**
     * A service with what decides on stopping it.
     *
     * @param shared whether others live in its process
     * @param needing those that need it, in the order in which they are to be stopped
     */
    record Row(WindowsService service, boolean shared, List<Dependent> needing) {
        Row {
            needing = List.copyOf(needing);
        }

        /** Returns the dependents that do not stand still. */
        List<Dependent> busy() {
            return needing.stream().filter(one -> !one.isStopped()).toList();
        }
    }

    private ServiceReads() {}

    private static Line services() {
        return Cmdlet.GET_CIM_INSTANCE.line().with("Namespace", "root/cimv2").with("ClassName", "Win32_Service");
    }

    /** All services, and who needs whom. */
    static PsPipeline listMessage() {
        return Line.message(
                services().select(SERVICE),
                Cmdlet.GET_CIM_INSTANCE
                        .line()
                        .with("Namespace", "root/cimv2")
                        .with("ClassName", "Win32_DependentService")
                        .select(LINK));
    }

    /** Decodes {@link #listMessage}. */
    static List<WindowsService> list(String host, List<PsValue> output) {
        List<Decode> rows = Decode.all(output, "Name", List.of("Antecedent"), v -> Decode.of(v, "service"));
        Map<String, String> names = new LinkedHashMap<>();
        rows.forEach(row -> names.put(key(row.text("Name")), row.text("Name")));
        Map<String, List<String>> needing = new LinkedHashMap<>();
        for (Decode link : Decode.all(output, "Antecedent", List.of("Name"), v -> Decode.of(v, "dependency"))) {
            // what a driver needs, or who needs one, is no service's business
            String needed = names.get(key(reference(link, "Antecedent")));
            String dependent = names.get(key(reference(link, "Dependent")));
            if (needed != null && dependent != null) {
                needing.computeIfAbsent(key(needed), any -> new ArrayList<>()).add(dependent);
            }
        }
        return rows.stream()
                .map(row -> service(host, row, all(row.text("Name"), needing)))
                .toList();
    }

    /** The last to need it come first. */
    private static List<String> all(String name, Map<String, List<String>> needing) {
        Map<String, String> found = new LinkedHashMap<>();
        collect(name, needing, found);
        List<String> names = new ArrayList<>(found.values());
        java.util.Collections.reverse(names);
        return names;
    }

    private static void collect(String name, Map<String, List<String>> needing, Map<String, String> found) {
        for (String one : needing.getOrDefault(key(name), List.of())) {
            if (found.remove(key(one)) != null) {
                found.put(key(one), one);
            } else {
                found.put(key(one), one);
                collect(one, needing, found);
            }
        }
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /** A reference arrives as the key it holds or, cut at the depth limit, as its text. */
    private static String reference(Decode link, String property) {
        String text = link.nameOrEmpty(property);
        Matcher key = KEY.matcher(text);
        return key.find() ? key.group(1) : text;
    }

    /** Reads a service; empty after a query that found none of that name. */
    static Optional<Row> find(String host, String service, PowerShell shell) {
        return find(host, List.of(service), shell).stream().findFirst();
    }

    /** Reads those services of these names that are there. */
    static List<Row> find(String host, List<String> wanted, PowerShell shell) {
        String filter = wanted.stream().map(name -> Wql.equal("Name", name)).collect(Collectors.joining(" OR "));
        List<Decode> found = Decode.each(
                shell.run(Line.message(services().with("Filter", filter).select(SERVICE))),
                value -> Decode.of(value, "service"));
        List<Row> rows = new ArrayList<>();
        for (Decode row : found) {
            String name = row.text("Name");
            if (wanted.stream().noneMatch(name::equalsIgnoreCase)) {
                throw Decode.badReply("service " + name + " was not asked for");
            }
            List<Dependent> needing = Decode.each(shell.run(Line.message(dependents(name))), ServiceReads::dependent);
            WindowsService service =
                    service(host, row, needing.stream().map(Dependent::name).toList());
            rows.add(new Row(service, row.textOrEmpty("ServiceType").startsWith("Share"), needing));
        }
        return rows;
    }

    private static List<PsCommand> dependents(String service) {
        return Cmdlet.GET_SERVICE
                .line()
                .with("Name", List.of(service))
                .flag("DependentServices")
                .select(DEPENDENT);
    }

    private static Dependent dependent(PsValue value) {
        Decode from = Decode.of(value, "dependent service");
        return new Dependent(
                from.text("Name"),
                ServiceState.of(from.word("Status", STATUS)),
                ServiceStart.of(from.wordOr("StartType", START_TYPE, "")));
    }

    private static WindowsService service(String host, Decode from, List<String> dependents) {
        return new WindowsService(
                host,
                from.text("Name"),
                from.textOrEmpty("DisplayName"),
                ServiceState.of(from.text("State")),
                ServiceStart.of(from.textOrEmpty("StartMode")),
                from.textOrEmpty("StartName"),
                Math.max(0, from.int64Or("ProcessId", 0)),
                dependents);
    }

    static Fault absent(String service, String host) {
        return Answers.notFound(
                "no service of " + host + " is called " + service,
                "services go by their names (Spooler), not by those that are displayed (Print Spooler); services().list() tells both");
    }

    static List<PsCommand> stop(String service) {
        return Line.statement(
                Cmdlet.STOP_SERVICE.line().with("Name", List.of(service)).unasked());
    }

    static List<PsCommand> start(String service) {
        return Line.statement(
                Cmdlet.START_SERVICE.line().with("Name", List.of(service)).unasked());
    }
}
