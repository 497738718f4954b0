package io.quorate.lab.rule;

import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.model.ControllerState;
import io.quorate.lab.model.DirectoryModel;
import io.quorate.lab.model.PullState;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The directory's cmdlets, which a controller answers about itself, and what CIM tells of a host's domain. */
final class DirectoryRules {
    private static final String MODULE = "ActiveDirectory\\";
    private static final String TYPES = "Microsoft.ActiveDirectory.Management.";
    private static final String SITE = "Default-First-Site-Name";
    private static final int MEMBER_SERVER = 3;
    private static final int FURTHER_CONTROLLER = 4;
    private static final int FIRST_CONTROLLER = 5;

    private DirectoryRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-ADDomainController", Set.of("Filter", "Server"), DirectoryRules::controllers);
        rules.add(MODULE + "Get-ADRootDSE", Set.of("Server"), DirectoryRules::root);
        rules.add(
                MODULE + "Get-ADReplicationPartnerMetadata",
                Set.of("Target", "Partition", "EnumerationServer"),
                DirectoryRules::metadata);
        rules.add(MODULE + "Get-ADReplicationFailure", Set.of("Target", "EnumeratingServer"), DirectoryRules::failures);
    }

    private static DirectoryModel directory(Call call) {
        return call.estate().directory();
    }

    /** Returns the controller that is asked, which is the host itself. */
    static ControllerState itself(Call call, String parameter) {
        String server = call.args().text(parameter);
        if (server == null || !server.equalsIgnoreCase("localhost")) {
            throw call.notSimulated("without -" + parameter + " localhost");
        }
        ControllerState controller = directory(call)
                .controller(call.host())
                .orElseThrow(() -> call.errors().noDirectoryService());
        for (String target : call.args().texts("Target")) {
            if (call.estate()
                    .findHost(target)
                    .filter(h -> h.name().equals(call.host()))
                    .isEmpty()) {
                throw call.notSimulated("-Target of another controller");
            }
        }
        return controller;
    }

    static LiveObject live(String type, String text) {
        return new LiveObject(List.of(TYPES + type, "System.Object"), text, text);
    }

    private static String domain(Call call) {
        return call.estate().host(call.host()).domain();
    }

    private static String root(String domain) {
        return Arrays.stream(domain.split("\\.")).map(part -> "DC=" + part).collect(Collectors.joining(","));
    }

    private static PsValue time(Duration sinceStart) {
        return new PsPrimitive(
                PsType.DATE_TIME,
                new PsDateTime(
                        LocalDateTime.ofInstant(LabTime.START.plus(sinceStart), ZoneOffset.UTC), ZoneOffset.UTC));
    }

    private static void controllers(Call call) {
        itself(call, "Server");
        String filter = call.args().text("Filter");
        if (!"*".equals(filter)) {
            throw call.notSimulated("-Filter " + filter);
        }
        for (ControllerState one : directory(call).controllers()) {
            call.write(live("ADDomainController", "CN=" + one.host())
                    .property("Name", PsValue.string(one.host()))
                    .property(
                            "HostName",
                            PsValue.string(call.estate().host(one.host()).fqdn()))
                    .property("Domain", PsValue.string(domain(call)))
                    .property("Site", PsValue.string(SITE))
                    .property("IPv4Address", PsValue.string(one.address()))
                    .property("IsGlobalCatalog", PsValue.bool(true))
                    .property("IsReadOnly", PsValue.bool(false)));
        }
    }

    private static void root(Call call) {
        ControllerState one = itself(call, "Server");
        call.write(live("ADRootDSE", "")
                .property("currentTime", time(call.world().time().now().plus(one.ahead())))
                .property(
                        "dnsHostName",
                        PsValue.string(call.estate().host(one.host()).fqdn()))
                .property("defaultNamingContext", PsValue.string(root(domain(call))))
                .property(
                        "isSynchronized",
                        List.of(PsValue.string(
                                directory(call).promotions().synchronised(one.host()) ? "TRUE" : "FALSE"))));
    }

    private static String settings(Call call, String host) {
        return "CN=NTDS Settings,CN=" + host + ",CN=Servers,CN=" + SITE + ",CN=Sites,CN=Configuration,"
                + root(domain(call));
    }

    private static void metadata(Call call) {
        ControllerState one = itself(call, "EnumerationServer");
        if (!call.args().texts("Partition").equals(List.of("*"))) {
            throw call.notSimulated("without -Partition *");
        }
        Duration now = call.world().time().now();
        String domain = root(domain(call));
        for (PullState pull : directory(call).pulls(one.host())) {
            for (String partition :
                    List.of(domain, "CN=Configuration," + domain, "CN=Schema,CN=Configuration," + domain)) {
                call.write(live("ADReplicationPartnerMetadata", partition)
                        .property(
                                "Server",
                                PsValue.string(call.estate().host(one.host()).fqdn()))
                        .property("Partner", PsValue.string(settings(call, pull.from())))
                        .property("Partition", PsValue.string(partition))
                        .property(
                                "LastReplicationAttempt",
                                time(pull.lastAttempt(now).plus(one.ahead())))
                        .property(
                                "LastReplicationSuccess",
                                time(pull.lastSuccess(now).plus(one.ahead())))
                        .property("LastReplicationResult", PsValue.int32(pull.lastResult(now)))
                        .property("ConsecutiveReplicationFailures", PsValue.int32((int) pull.failures(now))));
            }
        }
    }

    private static void failures(Call call) {
        ControllerState one = itself(call, "EnumeratingServer");
        Duration now = call.world().time().now();
        for (PullState pull : directory(call).pulls(one.host())) {
            if (pull.failures(now) > 0) {
                call.write(live("ADReplicationFailure", pull.from())
                        .property(
                                "Server",
                                PsValue.string(call.estate().host(one.host()).fqdn()))
                        .property("Partner", PsValue.string(settings(call, pull.from())))
                        .property("FailureCount", PsValue.int32((int) pull.failures(now)))
                        .property(
                                "FirstFailureTime",
                                time(pull.lastSuccess(now).plus(PullState.CYCLE).plus(one.ahead())))
                        .property("LastError", PsValue.int32(pull.lastResult(now))));
            }
        }
    }

    // CIM

    /** What Win32_ComputerSystem tells of a host's domain. */
    static Map<String, Object> system(Call call) {
        DirectoryModel directory = directory(call);
        List<ControllerState> controllers = directory.controllers();
        long role = directory
                .controller(call.host())
                .map(one -> one.equals(controllers.get(0)) ? FIRST_CONTROLLER : FURTHER_CONTROLLER)
                .orElse(MEMBER_SERVER); // in a lab without a domain of its own its controllers are elsewhere
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Name", call.host());
        row.put("DNSHostName", call.host());
        row.put("Domain", domain(call));
        row.put("PartOfDomain", true);
        row.put("DomainRole", role);
        return row;
    }

    /** The rows of Win32_NTDomain: the host itself, which has no controller, and its domain. */
    static List<Map<String, Object>> domains(Call call) {
        DirectoryModel directory = directory(call);
        Map<String, Object> alone = row("Domain: " + call.host(), "", "", "", "");
        if (!directory.joined()) {
            return List.of(alone);
        }
        if (directory.controllers().isEmpty()) {
            throw call.notSimulated("of a domain whose controllers are no hosts of the lab: DomainSpec.controller");
        }
        Map<String, Object> domain = directory
                .answering(call.host())
                .map(one -> row(
                        "Domain: " + directory.netBios(),
                        directory.netBios(),
                        "\\\\" + one.host(),
                        "\\\\" + one.address(),
                        SITE))
                .orElseGet(() -> row("Domain: " + directory.netBios(), directory.netBios(), "", "", ""));
        return List.of(alone, domain);
    }

    private static Map<String, Object> row(String name, String domain, String controller, String address, String site) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Name", name);
        row.put("DomainName", domain);
        row.put("DomainControllerName", controller);
        row.put("DomainControllerAddress", address);
        row.put("ClientSiteName", site);
        return row;
    }
}
