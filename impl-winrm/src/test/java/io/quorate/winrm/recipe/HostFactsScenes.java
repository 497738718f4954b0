package io.quorate.winrm.recipe;

import static io.quorate.winrm.recipe.Scenes.out;
import static io.quorate.winrm.recipe.Scenes.scene;
import static io.quorate.winrm.recipe.Scenes.state;

import io.quorate.host.SwitchSpec;
import io.quorate.host.command.CreateSwitch;
import io.quorate.host.command.CreateSwitchOver;
import io.quorate.host.command.GetBoot;
import io.quorate.host.command.GetHostFacts;
import io.quorate.host.command.GetMultipath;
import io.quorate.host.command.InstallFeature;
import io.quorate.host.command.ListAdapters;
import io.quorate.host.command.ListFeatures;
import io.quorate.host.command.ListSwitches;
import io.quorate.host.command.RestartHost;
import io.quorate.host.command.TestConnection;
import io.quorate.spi.ErrorKind;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.RecipeLookTest.Case;
import io.quorate.winrm.recipe.Scenes.Scene;
import io.quorate.winrm.recipe.Scenes.State;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The commands on what a host is, each with a host that answers it. */
final class HostFactsScenes {
    static final String FACTS = "Get-CimInstance:Win32_OperatingSystem,Get-CimInstance:Win32_ComputerSystem,"
            + "Get-CimInstance:Win32_Processor,Get-VMHost,Get-VMMigrationNetwork";
    static final String NETWORK =
            "Get-NetAdapter,Get-NetIPAddress,Get-NetIPInterface,Get-NetConnectionProfile,Get-NetRoute,"
                    + "Get-NetAdapterAdvancedProperty";
    static final String MPIO = "Get-MSDSMGlobalDefaultLoadBalancePolicy,Get-MSDSMAutomaticClaimSettings";
    static final String FEATURES = "Get-WindowsFeature";

    private HostFactsScenes() {}

    static PsObject row(String type) {
        return Replies.selected("Microsoft.Management.Infrastructure.CimInstance#" + type);
    }

    static PsValue time(int hour) {
        return new PsPrimitive(
                PsType.DATE_TIME,
                new PsDateTime(LocalDateTime.of(2026, 1, 5, hour, 0), ZoneOffset.ofHours(1), PsDateTime.Kind.LOCAL));
    }

    static State facts() {
        return state(
                FACTS,
                row("Win32_OperatingSystem")
                        .with("Caption", PsValue.string("Microsoft Windows Server 2022 Datacenter"))
                        .with("Version", PsValue.string("10.0.20348"))
                        .with("BuildNumber", PsValue.string("20348"))
                        .with("ProductType", Replies.uint32(3))
                        .with("LastBootUpTime", time(8))
                        .with("LocalDateTime", time(9))
                        .with("CurrentTimeZone", PsValue.int32(60))
                        .with("DataExecutionPrevention_Available", PsValue.bool(true)),
                row("Win32_ComputerSystem")
                        .with("Name", PsValue.string("HV1"))
                        .with("Domain", PsValue.string("lab.example"))
                        .with("PartOfDomain", PsValue.bool(true))
                        .with("HypervisorPresent", PsValue.bool(true))
                        .with("TotalPhysicalMemory", PsValue.int64(64L << 30)),
                row("Win32_Processor")
                        .with("Manufacturer", PsValue.string("GenuineIntel"))
                        .with("Name", PsValue.string("Xeon"))
                        .with("Architecture", PsValue.int32(9))
                        .with("NumberOfLogicalProcessors", Replies.uint32(16)),
                Replies.vmHost());
    }

    static State network() {
        return state(
                NETWORK,
                row("MSFT_NetAdapter")
                        .with("Name", PsValue.string("LAN"))
                        .with("InterfaceIndex", Replies.uint32(4))
                        .with("InterfaceDescription", PsValue.string("I350"))
                        .with("MacAddress", PsValue.string("00-15-5D-00-00-04"))
                        .with("InterfaceOperationalStatus", Replies.uint32(1))
                        .with("Virtual", PsValue.bool(false))
                        .with("ReceiveLinkSpeed", PsValue.int64(1_000_000_000L)),
                row("MSFT_NetIPAddress")
                        .with("IPAddress", PsValue.string("192.0.2.11"))
                        .with("InterfaceIndex", Replies.uint32(4))
                        .with("PrefixLength", PsValue.int32(24))
                        .with("PrefixOrigin", PsValue.string("Dhcp")),
                row("MSFT_NetIPInterface")
                        .with("InterfaceIndex", Replies.uint32(4))
                        .with("AddressFamily", PsValue.string("IPv4"))
                        .with("NlMtu", Replies.uint32(1500)),
                row("MSFT_NetConnectionProfile")
                        .with("InterfaceIndex", Replies.uint32(4))
                        .with("NetworkCategory", PsValue.string("DomainAuthenticated")));
    }

    static PsObject virtualSwitch(String name, String type, int number, String adapter) {
        return Replies.selected("Microsoft.HyperV.PowerShell.VMSwitch")
                .with("Id", PsValue.string("44440000-0000-4000-8000-000000000000"))
                .with("Name", PsValue.string(name))
                .with("SwitchType", Replies.word("VMSwitchType", type, number))
                .with("NetAdapterInterfaceDescription", PsValue.string(adapter))
                .with("AllowManagementOS", PsValue.bool(number > 0));
    }

    static State switched(PsObject... switches) {
        return network().and("Get-VMSwitch", switches);
    }

    private static State feature(String state) {
        return state(
                FEATURES,
                Replies.selected("Microsoft.Windows.ServerManager.Commands.Feature")
                        .with("Name", PsValue.string("Hyper-V"))
                        .with("InstallState", PsValue.string(state)));
    }

    /** No node of a cluster, unless it says so. */
    static State booted(int hour) {
        return state(
                        "Get-CimInstance:Win32_OperatingSystem",
                        row("Win32_OperatingSystem")
                                .with("LastBootUpTime", time(hour))
                                .with("CurrentTimeZone", PsValue.int32(60)))
                .and("Get-Service");
    }

    /** A host that started at eight, whose cluster service runs. */
    static State node(int state) {
        return booted(8)
                .and(
                        "Get-Service",
                        Replies.selected("System.ServiceProcess.ServiceController")
                                .with("Name", PsValue.string("ClusSvc"))
                                .with("Status", Replies.word("ServiceControllerStatus", "Running", 4)))
                .and(
                        "Get-CimInstance:Win32_ComputerSystem,Get-ClusterNode",
                        row("Win32_ComputerSystem")
                                .with("Name", PsValue.string("HV1"))
                                .with("PartOfDomain", PsValue.bool(true)),
                        Replies.selected("Microsoft.FailoverClusters.PowerShell.ClusterNode")
                                .with("Name", PsValue.string("HV2"))
                                .with("State", Replies.word("ClusterNodeState", "Up", 0)),
                        Replies.selected("Microsoft.FailoverClusters.PowerShell.ClusterNode")
                                .with("Name", PsValue.string("hv1"))
                                .with("State", Replies.word("ClusterNodeState", state == 0 ? "Up" : "Paused", state)));
    }

    static List<Scene> all() {
        return List.of(
                scene(new GetHostFacts("HV1"), facts()),
                scene(
                        new GetMultipath("HV1"),
                        state(
                                MPIO,
                                PsValue.string("RR"),
                                PsObject.of("System.Collections.Hashtable", "System.Object")
                                        .content(new PsDictionary(List.of(new PsDictionary.Entry(
                                                PsValue.string("iSCSI"), PsValue.bool(true))))))),
                scene(
                        new ListSwitches("HV1"),
                        network().and("Get-VMSwitch", virtualSwitch("LAN", "External", 2, "I350"))),
                scene(new ListAdapters("HV1"), network()),
                scene(new ListFeatures("HV1"), feature("Installed")),
                scene(new InstallFeature("HV1", "hyper-v"), feature("Available"))
                        .then(out(), feature("InstallPending")),
                scene(
                        new TestConnection("HV1", "www.example.com", 443),
                        state(
                                "Test-NetConnection",
                                row("TestNetConnectionResult")
                                        .with("ComputerName", PsValue.string("www.example.com"))
                                        .with("RemoteAddress", PsValue.string("198.51.100.7"))
                                        .with("RemotePort", Replies.uint32(443))
                                        .with("InterfaceAlias", PsValue.string("LAN"))
                                        .with("TcpTestSucceeded", PsValue.bool(true)))),
                scene(new GetBoot("HV1"), booted(8)),
                scene(new RestartHost("HV1", Instant.parse("2026-01-05T07:00:00Z")), booted(8))
                        .then(out(), booted(9)),
                scene(new RestartHost("HV1", Instant.parse("2026-01-05T07:00:00Z")), "drained", node(2))
                        .then(out(), booted(9)),
                scene(new CreateSwitch("HV1", SwitchSpec.privately("it's")), switched())
                        .then(out(), switched(virtualSwitch("it's", "Private", 0, ""))),
                scene(new CreateSwitchOver("HV1", SwitchSpec.external("LAN", "LAN")), switched())
                        .then(out(), switched(virtualSwitch("LAN", "External", 2, "I350"))));
    }

    static List<Case> looks() {
        InstallFeature install = new InstallFeature("HV1", "Hyper-V");
        return List.of(
                RecipeLookTest.forbidden(
                        "it is up in its cluster",
                        new RestartHost("HV1", Instant.parse("2026-01-05T07:00:00Z")),
                        node(0)),
                RecipeLookTest.present("it waits for a restart", install, feature("InstallPending")),
                RecipeLookTest.forbidden("it is being removed", install, feature("UninstallPending")),
                RecipeLookTest.forbidden(
                        "its adapter has addresses",
                        new CreateSwitch("HV1", SwitchSpec.external("LAN", "LAN")),
                        switched()),
                RecipeLookTest.forbidden(
                        "it is the only adapter and is given up",
                        new CreateSwitchOver(
                                "HV1", SwitchSpec.external("LAN", "LAN").withoutHost()),
                        switched()),
                RecipeLookTest.untold("no such feature", install, state(FEATURES), ErrorKind.NOT_FOUND));
    }
}
