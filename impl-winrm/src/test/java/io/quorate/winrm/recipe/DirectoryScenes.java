package io.quorate.winrm.recipe;

import static io.quorate.winrm.recipe.Scenes.out;
import static io.quorate.winrm.recipe.Scenes.scene;
import static io.quorate.winrm.recipe.Scenes.state;

import io.quorate.directory.command.AskDns;
import io.quorate.directory.command.GetDomainView;
import io.quorate.directory.command.GetReplication;
import io.quorate.directory.command.ListControllers;
import io.quorate.directory.command.ListDnsInterfaces;
import io.quorate.directory.command.ListServiceNames;
import io.quorate.directory.command.SetDnsRegistration;
import io.quorate.directory.command.SetDnsServers;
import io.quorate.spi.ErrorKind;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.RecipeLookTest.Case;
import io.quorate.winrm.recipe.Scenes.Scene;
import io.quorate.winrm.recipe.Scenes.State;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** The commands on the directory and on names, each with a host that answers it. */
final class DirectoryScenes {
    static final String CLIENT = "Get-DnsClientServerAddress,Get-DnsClient";
    static final String RECORDS = "Resolve-DnsName";
    static final String VIEW = "Get-CimInstance:Win32_ComputerSystem,Get-CimInstance:Win32_NTDomain";
    static final String CONTROLLERS = "Get-ADDomainController";
    static final String REPLICATION = "Get-ADRootDSE,Get-ADReplicationPartnerMetadata,Get-ADReplicationFailure";

    private static final String TYPES = "Microsoft.ActiveDirectory.Management.AD";

    private DirectoryScenes() {}

    private static PsObject row(String cimClass, int index, String alias) {
        return Replies.selected("Microsoft.Management.Infrastructure.CimInstance#" + cimClass)
                .with("InterfaceIndex", Replies.uint32(index))
                .with("InterfaceAlias", PsValue.string(alias));
    }

    private static PsObject servers(int index, String alias, String... servers) {
        return row("MSFT_DNSClientServerAddress", index, alias)
                .with(
                        "ServerAddresses",
                        PsObject.of("System.String[]", "System.Array", "System.Object")
                                .content(new PsItems(
                                        PsItems.Kind.LIST,
                                        Stream.of(servers).map(PsValue::string).toList())));
    }

    private static PsObject client(int index, String alias, boolean registers) {
        return row("MSFT_DNSClient", index, alias).with("RegisterThisConnectionsAddress", PsValue.bool(registers));
    }

    private static State client(boolean registers, String... servers) {
        return state(
                CLIENT,
                servers(4, "Ethernet's [1]", servers),
                servers(4, "Ethernet's [1]", "fec0:0:0:ffff::1"),
                servers(1, "Loopback Pseudo-Interface 1"),
                client(4, "Ethernet's [1]", registers),
                client(1, "Loopback Pseudo-Interface 1", true));
    }

    private static PsValue time(int hour) {
        return new PsPrimitive(
                PsType.DATE_TIME, new PsDateTime(LocalDateTime.of(2026, 1, 5, hour, 0), ZoneOffset.ofHours(1)));
    }

    private static PsObject controller() {
        return Replies.selected(TYPES + "DomainController")
                .with("Name", PsValue.string("DC1"))
                .with("HostName", PsValue.string("DC1.lab.example"))
                .with("Domain", PsValue.string("lab.example"))
                .with("IsGlobalCatalog", PsValue.bool(true));
    }

    private static PsObject[] replication() {
        PsValue partner = PsValue.string(
                "CN=NTDS Settings,CN=DC2,CN=Servers,CN=Site,CN=Sites,CN=Configuration,DC=lab,DC=example");
        return new PsObject[] {
            Replies.selected(TYPES + "RootDSE")
                    .with("currentTime", time(9))
                    .with("isSynchronized", PsValue.string("TRUE")),
            Replies.selected(TYPES + "ReplicationPartnerMetadata")
                    .with("Partner", partner)
                    .with("Partition", PsValue.string("DC=lab,DC=example"))
                    .with("LastReplicationSuccess", time(8))
                    .with("LastReplicationResult", PsValue.int32(1722))
                    .with("ConsecutiveReplicationFailures", PsValue.int32(1)),
            Replies.selected(TYPES + "ReplicationFailure")
                    .with("Partner", partner)
                    .with("FailureCount", PsValue.int32(1))
                    .with("LastError", PsValue.int32(1722))
        };
    }

    static List<Scene> all() {
        return List.of(
                scene(new ListDnsInterfaces("HV1"), client(true, "10.0.0.11")),
                scene(
                                new SetDnsServers("HV1", "Ethernet's", List.of("10.0.0.11", "10.0.0.12")),
                                named(true, "10.0.0.11"))
                        .then(out(), named(true, "10.0.0.11", "10.0.0.12")),
                scene(new SetDnsRegistration("HV1", "Ethernet's", false), named(true, "10.0.0.11"))
                        .then(out(), named(false, "10.0.0.11")),
                scene(
                        new AskDns("HV1", "10.0.0.11", "lab.example"),
                        state(
                                RECORDS,
                                Replies.selected("Microsoft.DnsClient.Commands.DnsRecord_SRV")
                                        .with("Name", PsValue.string("_ldap._tcp.dc._msdcs.lab.example"))
                                        .with("NameTarget", PsValue.string("DC1.lab.example")))),
                scene(
                        new GetDomainView("HV1"),
                        state(
                                VIEW,
                                Replies.selected("Microsoft.Management.Infrastructure.CimInstance#Win32_ComputerSystem")
                                        .with("Domain", PsValue.string("lab.example"))
                                        .with("DomainRole", PsValue.int32(3)),
                                Replies.selected("Microsoft.Management.Infrastructure.CimInstance#Win32_NTDomain")
                                        .with("DomainName", PsValue.string("LAB"))
                                        .with("DomainControllerName", PsValue.string("\\\\DC1"))
                                        .with("DomainControllerAddress", PsValue.string("\\\\10.0.0.11"))
                                        .with("ClientSiteName", PsValue.string("Site")))),
                scene(new ListControllers("DC1"), state(CONTROLLERS, controller())),
                scene(new GetReplication("DC1"), state(REPLICATION, replication())),
                scene(
                        new ListServiceNames("DC1"),
                        state(
                                "Get-ADObject",
                                Replies.selected(TYPES + "Object")
                                        .with(
                                                "DistinguishedName",
                                                PsValue.string("CN=svc-sql,CN=Users,DC=lab,DC=example"))
                                        .with("sAMAccountName", PsValue.string("svc-sql"))
                                        .with("servicePrincipalName", PsValue.string("MSSQLSvc/ag1l:1433")))));
    }

    private static State named(boolean registers, String... servers) {
        return state(CLIENT, servers(4, "Ethernet's", servers), client(4, "Ethernet's", registers));
    }

    static List<Case> looks() {
        SetDnsServers set = new SetDnsServers("HV1", "Ethernet's", List.of("10.0.0.11", "10.0.0.12"));
        return List.of(
                RecipeLookTest.untold("no such interface", set, state(CLIENT), ErrorKind.NOT_FOUND),
                RecipeLookTest.absent("another order", set, named(true, "10.0.0.12", "10.0.0.11")),
                RecipeLookTest.absent("one more", set, named(true, "10.0.0.11", "10.0.0.12", "10.0.0.13")),
                RecipeLookTest.present("so it is", set, named(false, "10.0.0.11", "10.0.0.12")),
                RecipeLookTest.unknown(
                        "nobody tells",
                        new SetDnsRegistration("HV1", "Ethernet's", false),
                        state(CLIENT, servers(4, "Ethernet's", "10.0.0.11")),
                        null));
    }
}
