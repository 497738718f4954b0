package io.quorate.winrm.recipe.host;

import io.quorate.host.HostSqlInstance;
import io.quorate.host.WindowsService;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.host.ServiceReads.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The statements that read instances of SQL Server, and their decoders: their services, and what SQL Server's WMI provider tells of them. Each
 * version has a namespace of its own, whose number is the major version; a later one may show earlier instances, too.
 */
final class SqlReads {
    static final String SETTINGS = "HADRServiceSettings";
    static final String CHANGE = "ChangeHADRService";

    private static final String ROOT = "root/Microsoft/SqlServer";
    private static final String NAMESPACE = "ComputerManagement";
    private static final Pattern VERSIONED = Pattern.compile(NAMESPACE + "[0-9]{1,3}");
    private static final List<String> SETTING = List.of("InstanceName", "HADRServiceEnabled");
    private static final List<String> PROPERTY =
            List.of("ServiceName", "PropertyName", "PropertyNumValue", "PropertyStrValue");
    private static final List<String> PARAMETER = List.of("Name", "CimType");

    /**
     * An instance with what is needed to speak of it again.
     *
     * @param engine its service's row; null where only the list was read
     * @param namespace the namespace that has its setting; null if none has
     * @param told whether it is told if the cluster owns it
     */
    record Instance(
            HostSqlInstance instance,
            @Nullable Row engine,
            @Nullable String namespace,
            boolean told) {}

    /** What one namespace tells. */
    private record Provider(String namespace, List<Decode> settings, List<Decode> properties) {
        int major() {
            return Integer.parseInt(namespace.substring(namespace.indexOf(NAMESPACE) + NAMESPACE.length()));
        }

        String property(String service, String name, String of) {
            return properties.stream()
                    .filter(row -> row.textOrEmpty("ServiceName").equalsIgnoreCase(service)
                            && row.textOrEmpty("PropertyName").equalsIgnoreCase(name))
                    .map(row -> row.textOrEmpty(of))
                    .findFirst()
                    .orElse("");
        }

        Optional<Boolean> setting(String instance) {
            return settings.stream()
                    .filter(row -> row.text("InstanceName").equalsIgnoreCase(instance))
                    .map(row -> row.flag("HADRServiceEnabled"))
                    .findFirst();
        }
    }

    private SqlReads() {}

    /** Returns the instance whose engine a service is; empty if it is none. */
    static Optional<String> instanceOf(String service) {
        String prefix = HostSqlInstance.serviceOf("");
        if (service.equalsIgnoreCase(HostSqlInstance.DEFAULT)) {
            return Optional.of(HostSqlInstance.DEFAULT);
        }
        return service.toUpperCase(Locale.ROOT).startsWith(prefix) && service.length() > prefix.length()
                ? Optional.of(service.substring(prefix.length()))
                : Optional.empty();
    }

    /** Returns the instance whose engine or Agent a service is; empty if it is neither. */
    static Optional<String> ownerOf(String service) {
        if (service.equalsIgnoreCase(HostSqlInstance.agentOf(HostSqlInstance.DEFAULT))) {
            return Optional.of(HostSqlInstance.DEFAULT);
        }
        String prefix = HostSqlInstance.agentOf("");
        return service.toUpperCase(Locale.ROOT).startsWith(prefix.toUpperCase(Locale.ROOT))
                        && service.length() > prefix.length()
                ? Optional.of(service.substring(prefix.length()))
                : instanceOf(service);
    }

    /** Tells whether the provider says that the cluster owns the instance a service belongs to; false where it says nothing. */
    static boolean clustered(String service, PowerShell shell) {
        Optional<String> instance = ownerOf(service);
        return instance.isPresent()
                && providers(shell).stream()
                        .anyMatch(one -> isSet(one.property(
                                HostSqlInstance.serviceOf(instance.get()), "CLUSTERED", "PropertyNumValue")));
    }

    private static boolean isSet(String value) {
        return !value.isEmpty() && !value.equals("0") && !value.equalsIgnoreCase("false");
    }

    /** Reads all instances of a host. */
    static List<HostSqlInstance> list(String host, PowerShell shell) {
        List<WindowsService> services = ServiceReads.list(host, shell.run(ServiceReads.listMessage()));
        List<HostSqlInstance> found = new ArrayList<>();
        List<Provider> providers = null;
        for (WindowsService service : services) {
            Optional<String> name = instanceOf(service.name());
            if (name.isPresent()) {
                providers = providers == null ? providers(shell) : providers;
                WindowsService agent = services.stream()
                        .filter(one -> one.isNamed(HostSqlInstance.agentOf(name.get())))
                        .findFirst()
                        .orElse(null);
                found.add(instance(host, name.get(), service, null, agent, providers)
                        .instance());
            }
        }
        return found;
    }

    /** Reads an instance; empty after a query that found no service of it. */
    static Optional<Instance> find(String host, String instance, PowerShell shell) {
        List<Row> rows = ServiceReads.find(
                host, List.of(HostSqlInstance.serviceOf(instance), HostSqlInstance.agentOf(instance)), shell);
        Optional<Row> engine = row(rows, HostSqlInstance.serviceOf(instance));
        WindowsService agent =
                row(rows, HostSqlInstance.agentOf(instance)).map(Row::service).orElse(null);
        return engine.map(row -> complete(host, instance, row, agent, shell));
    }

    private static Optional<Row> row(List<Row> rows, String name) {
        return rows.stream().filter(one -> one.service().isNamed(name)).findFirst();
    }

    /** Reads what the provider tells of an instance whose service is known. */
    static Instance complete(
            String host, String instance, Row engine, @Nullable WindowsService agent, PowerShell shell) {
        return instance(host, instance, engine.service(), engine, agent, providers(shell));
    }

    private static Instance instance(
            String host,
            String name,
            WindowsService service,
            @Nullable Row engine,
            @Nullable WindowsService agent,
            List<Provider> providers) {
        Provider own = providers.stream()
                .filter(one -> one.setting(name).isPresent()
                        || !one.property(service.name(), "VERSION", "PropertyStrValue")
                                .isEmpty())
                .max(Comparator.<Provider, Boolean>comparing(
                                one -> one.property(service.name(), "VERSION", "PropertyStrValue")
                                        .startsWith(one.major() + "."))
                        .thenComparing(Provider::major))
                .orElse(null);
        String version = own == null ? "" : own.property(service.name(), "VERSION", "PropertyStrValue");
        String owned = own == null ? "" : own.property(service.name(), "CLUSTERED", "PropertyNumValue");
        boolean clustered = isSet(owned);
        String network = own == null ? "" : own.property(service.name(), "VSNAME", "PropertyStrValue");
        Boolean on = own == null ? null : own.setting(name).orElse(null);
        return new Instance(
                new HostSqlInstance(host, name, service, agent, version, clustered, on, clustered ? network : ""),
                engine,
                own == null || on == null ? null : own.namespace(),
                !owned.isEmpty());
    }

    private static List<Provider> providers(PowerShell shell) {
        List<Provider> providers = new ArrayList<>();
        for (PsValue value : shell.run(Line.message(Cmdlet.GET_CIM_INSTANCE
                .line()
                .with("Namespace", ROOT)
                .with("ClassName", "__NAMESPACE")
                .select(List.of("Name"))))) {
            String name = Decode.of(value, "namespace").text("Name");
            if (VERSIONED.matcher(name).matches()) {
                providers.add(provider(ROOT + "/" + name, shell));
            }
        }
        return providers;
    }

    private static Provider provider(String namespace, PowerShell shell) {
        List<PsValue> output = shell.run(Line.message(
                all(namespace, SETTINGS).select(SETTING),
                all(namespace, "SqlServiceAdvancedProperty").select(PROPERTY)));
        return new Provider(
                namespace,
                Decode.all(
                        output, "HADRServiceEnabled", List.of("PropertyName"), v -> Decode.of(v, "Always On setting")),
                Decode.all(
                        output, "PropertyName", List.of("HADRServiceEnabled"), v -> Decode.of(v, "service property")));
    }

    private static Line all(String namespace, String cimClass) {
        return Cmdlet.GET_CIM_INSTANCE.line().with("Namespace", namespace).with("ClassName", cimClass);
    }

    static String absent(String instance, String host) {
        return "no service of " + host + " is called " + HostSqlInstance.serviceOf(instance);
    }

    // the change

    /**
     * Reads what the one parameter of the changing method is called. SQL Server's own library passes it by its place, and CIM by its name, which no
     * page tells.
     */
    static String parameter(String namespace, PowerShell shell) {
        List<PsCommand> message = Line.statement(
                Cmdlet.GET_CIM_CLASS.line().with("Namespace", namespace).with("ClassName", SETTINGS),
                Cmdlet.SELECT_OBJECT.line().with("ExpandProperty", "CimClassMethods"),
                Line.where("Name", CHANGE),
                Cmdlet.SELECT_OBJECT.line().with("ExpandProperty", "Parameters"),
                Cmdlet.SELECT_OBJECT.line().with("Property", PARAMETER));
        List<String> names = Decode.each(
                shell.run(Line.message(message)),
                value -> Decode.of(value, "parameter").text("Name"));
        if (names.size() != 1) {
            throw Decode.badReply("the method " + CHANGE + " of " + SETTINGS + " takes " + names.size()
                    + " parameters, and it is not told which says whether Always On is on");
        }
        return names.get(0);
    }

    static PsPipeline change(PsValue namespace, String instance, String parameter, boolean on) {
        return Line.message(Line.statement(
                Cmdlet.GET_CIM_INSTANCE.line().with("Namespace", namespace).with("ClassName", SETTINGS),
                Line.where("InstanceName", instance),
                Cmdlet.INVOKE_CIM_METHOD
                        .line()
                        .with("MethodName", CHANGE)
                        .withUint32Under("Arguments", parameter, on ? 1 : 0)
                        .unasked(),
                Cmdlet.SELECT_OBJECT.line().with("Property", List.of("ReturnValue"))));
    }
}
