package io.quorate.lab.rule;

import io.quorate.lab.model.AccountSids;
import io.quorate.lab.model.CimProvider;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostService;
import io.quorate.lab.model.NicsState;
import io.quorate.lab.model.ServiceManager;
import io.quorate.lab.model.VmState;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The CIM cmdlets, over {@code Win32_Service}, {@code Win32_DependentService} and what {@link HostRules} tells of {@code root/cimv2} and the namespaces that installed products
 * bring along. Of filters there are texts and numbers that are equal, joined by OR.
 */
final class CimRules {
    private static final String MODULE = "CimCmdlets\\";
    private static final String WINDOWS = "root/cimv2";
    private static final String SYSTEM = "Win32_OperatingSystem";
    private static final String NETWORK = "root/StandardCimv2";
    private static final String VIRTUALIZATION = "root/virtualization/v2";
    private static final String GUEST = "Msvm_GuestNetworkAdapterConfiguration";
    private static final int INVALID_NAMESPACE = 0x8004100E;
    private static final int INVALID_CLASS = 0x80041010;
    private static final int INVALID_QUERY = 0x80041017;
    private static final int INVALID_METHOD = 0x8004102E;
    private static final int INVALID_PARAMETER = 0x8004102F;
    private static final int FAILED = 0x80041001;
    private static final int CIM_UINT32 = 7;

    private static final Pattern EQUAL =
            Pattern.compile("\\s*(\\w+)\\s*=\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|(\\d+))\\s*(?:(?i:OR)\\b|$)");

    /** An instance of a provider's class, as a cmdlet gets it through the pipeline. */
    private record Instance(CimProvider provider, String cimClass, Map<String, Object> row) {}

    /** The process of a session, with whose it is. */
    private record Process(String owner) {}

    /** The one instance of the operating system, of the session's host. */
    private record System() {}

    private CimRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-CimInstance", Set.of("Namespace", "ClassName", "Filter"), CimRules::get);
        rules.add(MODULE + "Get-CimClass", Set.of("Namespace", "ClassName"), CimRules::describe);
        rules.add(MODULE + "Invoke-CimMethod", Set.of("InputObject", "MethodName", "Arguments"), CimRules::invoke);
    }

    private static String namespace(Call call) {
        String given = call.args().text("Namespace");
        String path = given == null ? WINDOWS : given.replace('\\', '/');
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private static List<CimProvider> providers(Call call) {
        return call.estate().services().providers(call.host());
    }

    /** A failure of CIM, with WMI's code. */
    private static LabError failure(Call call, int code, String category, String key) {
        return call.errors().wmi(code, category, key);
    }

    // instances

    private static void get(Call call) {
        String namespace = namespace(call);
        String cimClass = call.args().text("ClassName");
        if (cimClass == null) {
            throw call.notSimulated("without -ClassName");
        }
        if (namespace.equalsIgnoreCase(WINDOWS) && cimClass.equalsIgnoreCase("Win32_PingStatus")) {
            Map<String, Object> row = PathRules.ping(call);
            call.write(live(WINDOWS, "Win32_PingStatus", "Address", row, row));
            return;
        }
        Map<String, List<String>> filter = filter(call);
        if (namespace.equalsIgnoreCase(VIRTUALIZATION) && cimClass.equalsIgnoreCase(GUEST)) {
            if (!filter.isEmpty()) {
                throw call.notSimulated("-Filter of " + cimClass);
            }
            guests(call);
            return;
        }
        if (namespace.equalsIgnoreCase(WINDOWS)) {
            windows(call, cimClass, filter);
        } else if (namespace.equalsIgnoreCase(NETWORK)) {
            if (!cimClass.equalsIgnoreCase("MSFT_NetTCPConnection")) {
                throw call.notSimulated("-ClassName " + cimClass);
            }
            NetworkRules.connections(call).stream()
                    .filter(row -> passes(row, filter))
                    .forEach(row -> call.write(live(NETWORK, cimClass, "", row, row)));
        } else {
            foreign(call, namespace, cimClass, filter);
        }
    }

    /** What the guests of the session's host tell of their adapters; of one that does not answer the instance is there, and empty. */
    private static void guests(Call call) {
        Estate estate = call.estate();
        for (VmState vm : estate.hypervisor().on(call.host())) {
            for (NicsState.Nic nic : estate.nics().of(vm)) {
                String id = "Microsoft:GuestNetwork\\" + vm.guid().toUpperCase(Locale.ROOT) + "\\" + nic.id();
                call.write(live(VIRTUALIZATION, GUEST, "InstanceID", Map.of("InstanceID", id, "DHCPEnabled", true), vm)
                        .property("IPAddresses", texts(estate.guests().addresses(vm, nic.id())))
                        .property("DefaultGateways", List.of())
                        .property("DNSServers", texts(estate.guests().names(vm, nic.id()))));
            }
        }
    }

    private static List<PsValue> texts(List<String> all) {
        return all.stream().map(PsValue::string).toList();
    }

    /** Reads a filter as the texts that a property may have; empty for none. */
    private static Map<String, List<String>> filter(Call call) {
        String given = call.args().text("Filter");
        Map<String, List<String>> wanted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (given == null) {
            return wanted;
        }
        Matcher next = EQUAL.matcher(given);
        int at = 0;
        while (at < given.length() && next.find(at) && next.start() == at) {
            wanted.computeIfAbsent(next.group(1), any -> new ArrayList<>())
                    .add(next.group(2) == null ? next.group(3) : next.group(2).replaceAll("\\\\(.)", "$1"));
            at = next.end();
        }
        if (at < given.length() || given.isBlank()) {
            boolean quotes = given.chars().filter(c -> c == '\'').count() % 2 == 1;
            throw quotes
                    ? failure(call, INVALID_QUERY, "InvalidArgument", "wmi.query")
                    : call.notSimulated("-Filter " + given);
        }
        if (wanted.size() > 1) {
            throw call.notSimulated("-Filter with several properties");
        }
        return wanted;
    }

    private static boolean passes(Map<String, Object> row, Map<String, List<String>> filter) {
        Map<String, Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        values.putAll(row);
        return filter.entrySet().stream()
                .allMatch(one ->
                        one.getValue().stream().anyMatch(String.valueOf(values.get(one.getKey()))::equalsIgnoreCase));
    }

    private static void windows(Call call, String cimClass, Map<String, List<String>> filter) {
        ServiceManager services = call.estate().services();
        if (cimClass.equalsIgnoreCase("Win32_Service")) {
            for (HostService one : services.all(call.host())) {
                Map<String, Object> row = row(call, one);
                if (passes(row, filter)) {
                    call.write(live(WINDOWS, "Win32_Service", "Name", row, call.host() + "/" + one.name()));
                }
            }
            return;
        }
        if (cimClass.equalsIgnoreCase("Win32_DependentService")) {
            for (HostService one : services.all(call.host())) {
                for (String needed : one.needs()) {
                    call.write(live(WINDOWS, "Win32_DependentService", "", Map.of(), "dependency")
                            .property("Antecedent", reference(needed))
                            .property("Dependent", reference(one.name())));
                }
            }
            return;
        }
        if (cimClass.equalsIgnoreCase("Win32_Process")) {
            Map<String, Object> row = Map.of("ProcessId", (long) call.caller().process(), "Name", "wsmprovhost.exe");
            if (filter.isEmpty()) {
                throw call.notSimulated("-ClassName Win32_Process without the session's own process");
            }
            if (passes(row, filter)) {
                call.write(live(
                        WINDOWS,
                        "Win32_Process",
                        "ProcessId",
                        row,
                        new Process(call.caller().user())));
            }
            return;
        }
        if (cimClass.equalsIgnoreCase("Win32_NTDomain")) {
            DirectoryRules.domains(call)
                    .forEach(row ->
                            call.write(live(WINDOWS, "Win32_NTDomain", "Name", row, String.valueOf(row.get("Name")))));
            return;
        }
        List<Map<String, Object>> rows =
                HostRules.instances(call, cimClass).orElseThrow(() -> call.notSimulated("-ClassName " + cimClass));
        for (Map<String, Object> row : rows) {
            if (passes(row, filter)) {
                call.write(live(
                        WINDOWS,
                        cimClass,
                        "Name",
                        row,
                        cimClass.equalsIgnoreCase(SYSTEM) ? new System() : call.host() + "/" + cimClass));
            }
        }
    }

    private static LiveObject reference(String service) {
        return live(WINDOWS, "Win32_Service", "Name", Map.of("Name", service), service);
    }

    private static Map<String, Object> row(Call call, HostService service) {
        boolean runs = service.running();
        String display = service.display();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Name", service.name());
        row.put("DisplayName", display == null ? call.errors().texts().text("service." + service.name()) : display);
        row.put("State", runs ? "Running" : "Stopped");
        row.put(
                "StartMode",
                switch (service.startType()) {
                    case HostService.AUTOMATIC -> "Auto";
                    case HostService.MANUAL -> "Manual";
                    default -> "Disabled";
                });
        row.put("StartName", service.account());
        row.put("ProcessId", runs ? service.process() : 0L);
        row.put("ServiceType", service.shared() ? "Share Process" : "Own Process");
        return row;
    }

    private static void foreign(Call call, String namespace, String cimClass, Map<String, List<String>> filter) {
        if (cimClass.equalsIgnoreCase("__NAMESPACE")) {
            children(call, namespace);
            return;
        }
        CimProvider provider = provider(call, namespace);
        List<Map<String, Object>> rows = provider.instances(cimClass)
                .orElseThrow(() -> failure(call, INVALID_CLASS, "MetadataError", "wmi.class"));
        for (Map<String, Object> row : rows) {
            if (passes(row, filter)) {
                call.write(live(provider.namespace(), cimClass, "", row, new Instance(provider, cimClass, row)));
            }
        }
    }

    private static void children(Call call, String namespace) {
        String prefix = namespace.toLowerCase(Locale.ROOT) + "/";
        List<String> names = providers(call).stream()
                .map(CimProvider::namespace)
                .filter(one -> one.toLowerCase(Locale.ROOT).startsWith(prefix))
                .map(one -> one.substring(prefix.length()))
                .map(one -> one.indexOf('/') < 0 ? one : one.substring(0, one.indexOf('/')))
                .distinct()
                .toList();
        if (names.isEmpty()) {
            throw failure(call, INVALID_NAMESPACE, "MetadataError", "wmi.namespace");
        }
        names.forEach(one -> call.write(live(namespace, "__NAMESPACE", "Name", Map.of("Name", one), one)));
    }

    private static CimProvider provider(Call call, String namespace) {
        return providers(call).stream()
                .filter(one -> one.namespace().equalsIgnoreCase(namespace))
                .findFirst()
                .orElseThrow(() -> failure(call, INVALID_NAMESPACE, "MetadataError", "wmi.namespace"));
    }

    private static LiveObject live(
            String namespace, String cimClass, String key, Map<String, Object> row, Object model) {
        String prefix = "Microsoft.Management.Infrastructure.CimInstance";
        LiveObject live = new LiveObject(
                List.of(prefix + "#" + namespace + "/" + cimClass, prefix + "#" + cimClass, prefix, "System.Object"),
                model,
                cimClass + (key.isEmpty() ? "" : " (" + key + " = \"" + row.get(key) + "\")"));
        row.forEach((name, value) -> live.property(name, value(value)));
        return live;
    }

    private static PsValue value(Object value) {
        if (value instanceof PsValue ready) {
            return ready;
        }
        if (value instanceof Boolean flag) {
            return PsValue.bool(flag);
        }
        return value instanceof Long number ? Shapes.uint32(number) : PsValue.string(String.valueOf(value));
    }

    // classes and methods

    private static void describe(Call call) {
        String cimClass = call.args().text("ClassName");
        if (cimClass == null || namespace(call).equalsIgnoreCase(WINDOWS)) {
            throw call.notSimulated("of " + namespace(call));
        }
        CimProvider provider = provider(call, namespace(call));
        if (provider.instances(cimClass).isEmpty()) {
            throw failure(call, INVALID_CLASS, "ObjectNotFound", "wmi.class");
        }
        List<@Nullable Object> methods = new ArrayList<>();
        provider.methods(cimClass).forEach((name, parameters) -> {
            List<@Nullable Object> declared = new ArrayList<>();
            parameters.forEach(one -> declared.add(plain("CimMethodParameterDeclaration", one)
                    .property(
                            "CimType",
                            Shapes.enumeration(
                                    "Microsoft.Management.Infrastructure.CimType", "UInt32", CIM_UINT32, "int"))));
            methods.add(plain("CimMethodDeclaration", name)
                    .property(
                            "ReturnType",
                            Shapes.enumeration(
                                    "Microsoft.Management.Infrastructure.CimType", "UInt32", CIM_UINT32, "int"))
                    .property("Parameters", declared));
        });
        call.write(new LiveObject(
                        List.of("Microsoft.Management.Infrastructure.CimClass", "System.Object"),
                        cimClass,
                        provider.namespace() + ":" + cimClass)
                .property("CimClassName", PsValue.string(cimClass))
                .property("CimClassMethods", methods));
    }

    private static LiveObject plain(String type, String name) {
        return new LiveObject(List.of("Microsoft.Management.Infrastructure." + type, "System.Object"), name, name)
                .property("Name", PsValue.string(name));
    }

    private static void invoke(Call call) {
        String method = call.args().text("MethodName");
        if (!call.models("InputObject", System.class).isEmpty()) {
            long returned = HostRules.shutDown(call, String.valueOf(method), arguments(call, List.of("Flags")));
            result(call, returned);
            return;
        }
        for (Process one : call.models("InputObject", Process.class)) {
            if (!"GetOwnerSid".equalsIgnoreCase(method)) {
                throw call.notSimulated("-MethodName " + method);
            }
            call.write(answer(0).property("Sid", PsValue.string(AccountSids.of(call.estate(), one.owner()))));
        }
        for (Instance one : call.models("InputObject", Instance.class)) {
            List<String> parameters = one.provider().methods(one.cimClass()).entrySet().stream()
                    .filter(known -> known.getKey().equalsIgnoreCase(method))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow(() -> failure(call, INVALID_METHOD, "InvalidType", "wmi.method"));
            Map<String, Long> arguments = arguments(call, parameters);
            long returned = call.change(
                            () -> one.provider().call(one.cimClass(), one.row(), String.valueOf(method), arguments))
                    .orElseThrow(() -> failure(call, FAILED, "NotSpecified", "wmi.failed"));
            result(call, returned);
        }
    }

    private static void result(Call call, long returned) {
        call.write(answer(returned));
    }

    private static LiveObject answer(long returned) {
        return new LiveObject(
                        List.of("Microsoft.Management.Infrastructure.CimMethodResult", "System.Object"),
                        "result",
                        "Microsoft.Management.Infrastructure.CimMethodResult")
                .property("ReturnValue", Shapes.uint32(returned));
    }

    private static Map<String, Long> arguments(Call call, List<String> parameters) {
        Map<String, Long> arguments = new LinkedHashMap<>();
        if (call.args().get("Arguments") instanceof PsObject table
                && table.content() instanceof PsDictionary dictionary) {
            for (PsDictionary.Entry entry : dictionary.entries()) {
                String name = Values.text(entry.key());
                Long number = Values.number(entry.value());
                String known = parameters.stream()
                        .filter(one -> one.equalsIgnoreCase(name))
                        .findFirst()
                        .orElse(null);
                if (known == null || number == null) {
                    throw failure(call, INVALID_PARAMETER, "InvalidType", "wmi.parameter");
                }
                arguments.put(known, number);
            }
        }
        return arguments;
    }
}
