package io.quorate.winrm.recipe;

import static io.quorate.winrm.recipe.HostFactsScenes.row;
import static io.quorate.winrm.recipe.HostNetworkScenes.from;
import static io.quorate.winrm.recipe.Scenes.out;
import static io.quorate.winrm.recipe.Scenes.scene;
import static io.quorate.winrm.recipe.Scenes.state;

import io.quorate.host.MigrationSpec;
import io.quorate.host.command.GetFirewallRule;
import io.quorate.host.command.GetHyperV;
import io.quorate.host.command.GetMembership;
import io.quorate.host.command.GetTimeSource;
import io.quorate.host.command.GetTimeStatus;
import io.quorate.host.command.LookUpName;
import io.quorate.host.command.SetFirewallSources;
import io.quorate.host.command.SetFirewallSourcesOver;
import io.quorate.host.command.SetMachineFolders;
import io.quorate.host.command.SetMigration;
import io.quorate.host.command.SetTimeSource;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.RecipeLookTest.Case;
import io.quorate.winrm.recipe.Scenes.Scene;
import io.quorate.winrm.recipe.Scenes.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The commands on what Hyper-V, the firewall and the time service are set to, each with a host that answers it. */
final class HostSettingsScenes {
    private static final String HYPER_V = "Get-VMHost,Get-VMMigrationNetwork";
    private static final String RULE = "Get-NetFirewallRule,Get-NetFirewallAddressFilter,Get-NetFirewallPortFilter";
    private static final String TIME = "Get-ItemProperty,Get-Service";

    private HostSettingsScenes() {}

    private static State hyperV(String machines, String disks, boolean on, boolean any, String... networks) {
        List<PsValue> all = new ArrayList<>();
        all.add(Replies.selected("Microsoft.HyperV.PowerShell.VMHost")
                .with("VirtualMachinePath", PsValue.string(machines))
                .with("VirtualHardDiskPath", PsValue.string(disks))
                .with("VirtualMachineMigrationEnabled", PsValue.bool(on))
                .with(
                        "VirtualMachineMigrationAuthenticationType",
                        Replies.word("MigrationAuthenticationType", "Kerberos", 1))
                .with(
                        "VirtualMachineMigrationPerformanceOption",
                        Replies.word("VMMigrationPerformance", "Compression", 1))
                .with("MaximumVirtualMachineMigrations", Replies.uint32(2))
                .with("UseAnyNetworkForMigration", PsValue.bool(any)));
        for (String one : networks) {
            all.add(Replies.selected("Microsoft.HyperV.PowerShell.VMMigrationNetwork")
                    .with("Subnet", PsValue.string(one)));
        }
        return state(HYPER_V, all.toArray(PsValue[]::new));
    }

    private static PsValue texts(String... all) {
        return all.length == 1
                ? PsValue.string(all[0])
                : PsObject.of("System.String[]", "System.Array", "System.Object")
                        .content(new PsItems(
                                PsItems.Kind.LIST,
                                Arrays.stream(all).map(PsValue::string).toList()));
    }

    private static State rule(String port, String... sources) {
        return state(
                RULE,
                row("MSFT_NetFirewallRule")
                        .with("Name", PsValue.string("WINRM-HTTPS-In-TCP"))
                        .with("Enabled", PsValue.string("True"))
                        .with("Direction", PsValue.string("Inbound"))
                        .with("Action", PsValue.string("Allow")),
                row("MSFT_NetAddressFilter").with("RemoteAddress", texts(sources)),
                row("MSFT_NetProtocolPortFilter")
                        .with("Protocol", PsValue.string("TCP"))
                        .with("LocalPort", PsValue.string(port)));
    }

    private static State time(String type, String servers, PsObject... policy) {
        List<PsValue> all = new ArrayList<>(List.of(policy));
        all.add(values(type, servers));
        all.add(Replies.selected("System.ServiceProcess.ServiceController")
                .with("Name", PsValue.string("W32Time"))
                .with("Status", Replies.word("ServiceControllerStatus", "Running", 4)));
        return state(TIME, all.toArray(PsValue[]::new));
    }

    private static PsValue[] events() {
        List<PsValue> all = new ArrayList<>();
        for (PsValue value : List.of(
                PsValue.string("EventLogFlags: 2"),
                PsValue.string("NtpClient"),
                PsValue.int64(0),
                PsValue.int64(3),
                PsValue.string("-23"),
                PsValue.string("0.0312"),
                PsValue.string("0.0478"),
                PsValue.string("0x0A00000B"),
                PsValue.string("2026-01-05T07:58:00Z"),
                PsValue.string("DC1.lab.example"))) {
            all.add(event(260, 9).with("Value", value));
        }
        all.add(event(265, 8));
        return all.toArray(PsValue[]::new);
    }

    private static PsObject event(int id, int hour) {
        return Replies.selected("System.Diagnostics.Eventing.Reader.EventProperty")
                .with("Id", PsValue.int32(id))
                .with("TimeCreated", HostFactsScenes.time(hour));
    }

    private static PsObject custom() {
        return Replies.selected("System.Management.Automation.PSCustomObject");
    }

    private static PsObject values(String type, String servers) {
        return custom().with("Type", PsValue.string(type)).with("NtpServer", PsValue.string(servers));
    }

    /** Somebody at 192.0.2.200 manages it by its one adapter. */
    private static State managed(State state, String... locals) {
        State adapter = HostNetworkScenes.adapter(false, 1500, "Private", "", "192.0.2.11/24");
        State both = from(adapter, locals);
        State all = state;
        for (var read : both.reads().entrySet()) {
            all = all.and(read.getKey(), read.getValue().get().toArray(PsValue[]::new));
        }
        return all;
    }

    static List<Scene> all() {
        State before = hyperV("C:\\VMs", "C:\\Disks", true, true, "10.0.4.0/24");
        return List.of(
                scene(new GetHyperV("HV1"), before),
                scene(new SetMachineFolders("HV1", "D:\\VMs", "D:\\Disks"), before)
                        .then(out(), hyperV("D:\\VMs", "d:\\disks\\", true, true)),
                scene(
                                new SetMigration(
                                        "HV1", MigrationSpec.byKerberos().over("10.0.5.0/24")),
                                hyperV("C:\\VMs", "C:\\Disks", false, true, "10.0.4.0/24"))
                        .then(out(), hyperV("C:\\VMs", "C:\\Disks", true, false, "10.0.5.0/24")),
                scene(new SetMigration("HV1", MigrationSpec.byKerberos().off()), "off", before)
                        .then(out(), hyperV("C:\\VMs", "C:\\Disks", false, true, "10.0.4.0/24")),
                scene(new GetFirewallRule("HV1", "WINRM-HTTPS-In-TCP"), rule("5986", "Any")),
                scene(
                                new SetFirewallSources(
                                        "HV1", "WINRM-HTTPS-In-TCP", List.of("192.0.2.0/24", "10.0.0.7")),
                                managed(rule("5986", "Any"), "192.0.2.11"))
                        .then(out(), rule("5986", "10.0.0.7", "192.0.2.0/255.255.255.0")),
                scene(
                                new SetFirewallSourcesOver("HV1", "WINRM-HTTPS-In-TCP", List.of("LocalSubnet")),
                                managed(rule("5986", "Any"), "192.0.2.11"))
                        .then(out(), rule("5986", "LocalSubnet")),
                scene(
                        new LookUpName("HV1", "hv2.lab.example"),
                        state(
                                "Resolve-DnsName",
                                Replies.selected("Microsoft.DnsClient.Commands.DnsRecord_A")
                                        .with("IPAddress", PsValue.string("192.0.2.12")))),
                scene(
                        new GetMembership("HV1"),
                        state(
                                        "Get-CimInstance:Win32_ComputerSystem,Get-ItemProperty",
                                        row("Win32_ComputerSystem")
                                                .with("Name", PsValue.string("HV1"))
                                                .with("Domain", PsValue.string("lab.example"))
                                                .with("PartOfDomain", PsValue.bool(true)),
                                        custom().with("JoinDomain", PsNil.NIL),
                                        custom().with("ComputerName", PsValue.string("HV1")),
                                        custom().with("ComputerName", PsValue.string("hv1")))
                                .and("Test-ComputerSecureChannel", PsValue.bool(true))
                                .and(
                                        "Resolve-DnsName",
                                        Replies.selected("Microsoft.DnsClient.Commands.DnsRecord_A")
                                                .with("IPAddress", PsValue.string("192.0.2.11")))),
                scene(new GetTimeStatus("HV1"), state("Get-WinEvent", events())),
                scene(new GetTimeSource("HV1"), time("NT5DS", "time.windows.com,0x8")),
                scene(new SetTimeSource("HV1", List.of("ntp1", "ntp2")), time("NT5DS", "time.windows.com,0x8"))
                        .then(out(), time("NTP", "ntp1,0x8 ntp2,0x8")),
                scene(new SetTimeSource("HV1", List.of()), "the domain's", time("NTP", "ntp1,0x8"))
                        .then(out(), time("NT5DS", "ntp1,0x8")));
    }

    static List<Case> looks() {
        return List.of(
                RecipeLookTest.forbidden(
                        "it shuts us out",
                        new SetFirewallSources("HV1", "WINRM-HTTPS-In-TCP", List.of("10.0.0.7")),
                        managed(rule("5986", "Any"), "192.0.2.11")),
                RecipeLookTest.forbidden(
                        "it shuts us out, consent or not",
                        new SetFirewallSourcesOver("HV1", "WINRM-HTTPS-In-TCP", List.of("10.0.0.7")),
                        managed(rule("5000-6000", "192.0.2.0/255.255.255.0"), "192.0.2.11")),
                RecipeLookTest.forbidden(
                        "nobody knows where management comes from",
                        new SetFirewallSources("HV1", "WINRM-HTTPS-In-TCP", List.of("10.0.0.7")),
                        managed(rule("Any", "Any"))),
                RecipeLookTest.untold(
                        "no such rule",
                        new SetFirewallSources("HV1", "none", List.of("10.0.0.7")),
                        state(RULE, Fault.lasting(ErrorKind.NOT_FOUND).because("no such rule")),
                        ErrorKind.NOT_FOUND),
                RecipeLookTest.forbidden(
                        "a policy sets it",
                        new SetTimeSource("HV1", List.of("ntp1")),
                        time("NT5DS", "", values("NTP", "dc1"))));
    }
}
