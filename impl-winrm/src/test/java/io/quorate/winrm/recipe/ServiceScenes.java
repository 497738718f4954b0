package io.quorate.winrm.recipe;

import static io.quorate.winrm.recipe.Scenes.out;
import static io.quorate.winrm.recipe.Scenes.scene;
import static io.quorate.winrm.recipe.Scenes.state;

import io.quorate.host.ServiceStart;
import io.quorate.host.command.GetService;
import io.quorate.host.command.GetSqlInstance;
import io.quorate.host.command.ListServices;
import io.quorate.host.command.ListSqlInstances;
import io.quorate.host.command.RestartService;
import io.quorate.host.command.RestartSqlInstance;
import io.quorate.host.command.SetAlwaysOn;
import io.quorate.host.command.SetServiceStart;
import io.quorate.host.command.StartService;
import io.quorate.host.command.StopService;
import io.quorate.spi.ErrorKind;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.RecipeLookTest.Case;
import io.quorate.winrm.recipe.Scenes.Scene;
import io.quorate.winrm.recipe.Scenes.State;
import java.util.ArrayList;
import java.util.List;

/** The commands on services and on instances of SQL Server, each with a host that answers it. */
final class ServiceScenes {
    static final String SERVICES = "Get-CimInstance:Win32_Service";
    static final String ALL = SERVICES + ",Get-CimInstance:Win32_DependentService";
    static final String NEEDING = "Get-Service";
    static final String NAMESPACES = "Get-CimInstance:__NAMESPACE";
    static final String PROVIDER = "Get-CimInstance:HADRServiceSettings,Get-CimInstance:SqlServiceAdvancedProperty";
    static final String METHOD = "Get-CimClass:HADRServiceSettings";
    static final String RESOURCES = "Get-ClusterResource,Get-ClusterParameter";

    private static final String ENGINE = "MSSQL$ONE";
    private static final String AGENT = "SQLAgent$ONE";

    private ServiceScenes() {}

    private static PsObject cim(String cimClass) {
        return Replies.selected("Microsoft.Management.Infrastructure.CimInstance#" + cimClass);
    }

    static PsObject service(String name, String state, String start, long process) {
        return service(name, state, start, process, "Own Process");
    }

    private static PsObject service(String name, String state, String start, long process, String type) {
        return cim("Win32_Service")
                .with("Name", PsValue.string(name))
                .with("DisplayName", PsValue.string("Dienst " + name))
                .with("State", PsValue.string(state))
                .with("StartMode", PsValue.string(start))
                .with("StartName", PsValue.string("LAB\\svc"))
                .with("ProcessId", Replies.uint32(process))
                .with("ServiceType", PsValue.string(type));
    }

    private static PsObject link(String needed, String dependent) {
        return cim("Win32_DependentService")
                .with("Antecedent", Replies.named("CimInstance", needed))
                .with("Dependent", PsValue.string("Win32_Service (Name = \"" + dependent + "\")"));
    }

    private static PsObject needing(String name, String status, int number) {
        String p = "System.ServiceProcess.Service";
        return Replies.selected(p + "Controller")
                .with("Name", PsValue.string(name))
                .with("Status", Replies.word(p + "ControllerStatus", status, number))
                .with("StartType", Replies.word(p + "StartMode", "Automatic", 2));
    }

    private static PsObject setting(boolean on) {
        return cim("HADRServiceSettings")
                .with("InstanceName", PsValue.string("ONE"))
                .with("HADRServiceEnabled", PsValue.bool(on));
    }

    private static PsObject property(String name, long number, String text) {
        return cim("SqlServiceAdvancedProperty")
                .with("ServiceName", PsValue.string(ENGINE))
                .with("PropertyName", PsValue.string(name))
                .with("PropertyNumValue", Replies.uint32(number))
                .with("PropertyStrValue", PsValue.string(text));
    }

    private static State withProvider(State services, boolean on, boolean clustered) {
        return services.and(
                        NAMESPACES,
                        cim("__NAMESPACE").with("Name", PsValue.string("ComputerManagement16")),
                        cim("__NAMESPACE").with("Name", PsValue.string("ServerEvents")))
                .and(
                        PROVIDER,
                        setting(on),
                        property("VERSION", 0, "16.0.4131.2"),
                        property("CLUSTERED", clustered ? 1 : 0, ""))
                .and(
                        METHOD,
                        Replies.selected("Microsoft.Management.Infrastructure.CimMethodParameterDeclaration")
                                .with("Name", PsValue.string("OnOrOff"))
                                .with("CimType", Replies.word("CimType", "UInt32", 7)));
    }

    /** The instance: its engine in a process, its Agent running or not. */
    private static State sql(long process, boolean agent, boolean on, boolean clustered) {
        return withProvider(
                state(
                                SERVICES,
                                service(ENGINE, process == 0 ? "Stopped" : "Running", "Auto", process),
                                service(AGENT, agent ? "Running" : "Stopped", "Auto", agent ? 77 : 0))
                        .and(NEEDING, needing(AGENT, agent ? "Running" : "Stopped", agent ? 4 : 1)),
                on,
                clustered);
    }

    private static State clusteredSql(long process, String owner) {
        return sql(process, true, false, true)
                .and(
                        RESOURCES,
                        resource("SQL Server (ONE)", "SQL Server", owner),
                        resource("SQL Server Agent (ONE)", "SQL Server Agent", owner),
                        Replies.parameter("SQL Server (ONE)", "InstanceName", PsValue.string("ONE")),
                        Replies.parameter("SQL Server Agent (ONE)", "InstanceName", PsValue.string("ONE")));
    }

    private static PsObject resource(String name, String type, String owner) {
        String p = "Microsoft.FailoverClusters.PowerShell.";
        return Replies.selected(p + "ClusterResource")
                .with("Name", PsValue.string(name))
                .with("ResourceType", Replies.named(p + "ClusterResourceType", type))
                .with("State", Replies.word(p + "ClusterResourceState", "Online", 2))
                .with("OwnerNode", Replies.named(p + "ClusterNode", owner));
    }

    private static State one(String name, String state, String start, long process, PsObject... needing) {
        return state(SERVICES, service(name, state, start, process)).and(NEEDING, needing);
    }

    static List<Scene> all() {
        PsObject tail = needing("Tail", "Running", 4);
        PsObject tailStopped = needing("Tail", "Stopped", 1);
        State listed = withProvider(
                state(
                        ALL,
                        service(ENGINE, "Running", "Auto", 4711),
                        service(AGENT, "Stopped", "Manual", 0),
                        link(ENGINE, AGENT),
                        link("Tcpip", ENGINE)),
                false,
                false);
        return List.of(
                scene(new ListServices("HV1"), listed),
                scene(new GetService("HV1", "Bob's"), one("Bob's", "Running", "Auto", 4711, tail)),
                scene(new StartService("HV1", "Head"), one("Head", "Stopped", "Manual", 0))
                        .then(out(), one("Head", "Running", "Manual", 4711)),
                scene(new StopService("HV1", "Head", List.of("Tail")), one("Head", "Running", "Auto", 4711, tail))
                        .then(out(), one("Head", "Stopped", "Auto", 0, tailStopped)),
                scene(
                                new RestartService("HV1", "Head", List.of("Tail"), 4711),
                                one("Head", "Running", "Auto", 4711, tail))
                        .then(out(), one("Head", "Running", "Auto", 4712, tail)),
                scene(
                                new RestartService("HV1", "Head", List.of("Tail"), 4711),
                                "stopped by somebody who was cut off",
                                one("Head", "Stopped", "Auto", 0, tailStopped))
                        .then(out(), one("Head", "Running", "Auto", 4712, tail)),
                scene(new SetServiceStart("HV1", "Head", ServiceStart.AUTOMATIC), one("Head", "Stopped", "Manual", 0))
                        .then(out(), one("Head", "Stopped", "Auto", 0)),
                scene(new ListSqlInstances("HV1"), listed),
                scene(new GetSqlInstance("HV1", "ONE"), sql(4711, true, false, false)),
                scene(new SetAlwaysOn("HV1", "ONE", true), sql(4711, true, false, false))
                        .then(
                                out(Replies.selected("CimMethodResult").with("ReturnValue", Replies.uint32(0))),
                                sql(4711, true, true, false)),
                scene(new RestartSqlInstance("HV1", "ONE", true, 4711), sql(4711, true, true, false))
                        .then(out(), sql(4712, true, true, false)),
                scene(
                                new RestartSqlInstance("HV1", "ONE", true, 4711),
                                "the engine was restarted, its Agent not",
                                sql(4712, false, true, false))
                        .then(out(), sql(4712, true, true, false)),
                scene(
                                new RestartSqlInstance("HV1", "ONE", true, 4711),
                                "a failover cluster instance",
                                clusteredSql(4711, "HV1"))
                        .then(out(), clusteredSql(4712, "HV1")));
    }

    static List<Case> looks() {
        List<Case> looks = new ArrayList<>(services());
        looks.addAll(sql());
        return looks;
    }

    private static List<Case> services() {
        PsObject winRm = needing("WinRM", "Running", 4);
        PsObject other = needing("Other", "Stop Pending", 3);
        StopService stop = new StopService("HV1", "Head", List.of("Tail"));
        RestartService restart = new RestartService("HV1", "Head", List.of("Tail"), 4711);
        State clustered =
                withProvider(one(ENGINE, "Running", "Manual", 4711, needing(AGENT, "Running", 4)), false, true);
        State shared = state(SERVICES, service("Head", "Running", "Auto", 4711, "Share Process"))
                .and(NEEDING);
        return List.of(
                RecipeLookTest.untold(
                        "no such service", new StartService("HV1", "Head"), state(SERVICES), ErrorKind.NOT_FOUND),
                RecipeLookTest.forbidden(
                        "disabled", new StartService("HV1", "Head"), one("Head", "Stopped", "Disabled", 0)),
                RecipeLookTest.forbidden("another needs it", stop, one("Head", "Running", "Auto", 4711, other)),
                RecipeLookTest.forbidden("WinRM needs it", stop, one("Head", "Running", "Auto", 4711, winRm)),
                RecipeLookTest.forbidden(
                        "WinRM itself",
                        new StopService("HV1", "winrm", List.of()),
                        one("WinRM", "Running", "Auto", 4711)),
                RecipeLookTest.forbidden(
                        "WinRM, to be manual",
                        new SetServiceStart("HV1", "WinRM", ServiceStart.MANUAL),
                        one("WinRM", "Running", "Auto", 4711)),
                RecipeLookTest.absent("it is stopping", stop, one("Head", "Stop Pending", "Auto", 4711)),
                RecipeLookTest.forbidden(
                        "a failover cluster instance's", new StopService("HV1", ENGINE, List.of(AGENT)), clustered),
                RecipeLookTest.forbidden(
                        "a failover cluster instance's, to be restarted",
                        new RestartService("HV1", ENGINE, List.of(AGENT), 4711),
                        clustered),
                RecipeLookTest.forbidden("disabled", restart, one("Head", "Running", "Disabled", 4711)),
                RecipeLookTest.present("another process", restart, one("Head", "Running", "Auto", 4712)),
                RecipeLookTest.absent(
                        "another process, a dependent asleep",
                        restart,
                        one("Head", "Running", "Auto", 4712, needing("Tail", "Stopped", 1))),
                RecipeLookTest.unknown("it shares its process", restart, shared, null));
    }

    private static List<Case> sql() {
        SetAlwaysOn on = new SetAlwaysOn("HV1", "ONE", true);
        RestartSqlInstance restart = new RestartSqlInstance("HV1", "ONE", true, 4711);
        State noSetting = sql(4711, true, false, false).and(PROVIDER, property("VERSION", 0, "16.0.4131.2"));
        return List.of(
                RecipeLookTest.untold("no such instance", on, state(SERVICES), ErrorKind.NOT_FOUND),
                new Case("no setting", on, noSetting, RecipeLookTest.Seen.UNKNOWN, null, true),
                RecipeLookTest.forbidden("a failover cluster instance on another node", on, sql(0, false, false, true)),
                RecipeLookTest.forbidden(
                        "a failover cluster instance that another node owns", restart, clusteredSql(4711, "HV2")),
                RecipeLookTest.forbidden(
                        "a failover cluster instance without a resource",
                        restart,
                        sql(4711, true, false, true).and(RESOURCES)),
                RecipeLookTest.forbidden(
                        "another service needs it",
                        restart,
                        sql(4711, true, true, false).and(NEEDING, needing("Other", "Running", 4))),
                RecipeLookTest.forbidden("nobody tells whether the cluster owns it", restart, noSetting),
                RecipeLookTest.absent("it is stopped", restart, sql(0, false, true, false)),
                RecipeLookTest.absent("its Agent is stopped", restart, sql(4712, false, true, false)),
                RecipeLookTest.present("another process", restart, sql(4712, true, true, false)));
    }
}
