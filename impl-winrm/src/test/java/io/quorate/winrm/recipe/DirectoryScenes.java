package io.quorate.winrm.recipe;

import static io.quorate.winrm.recipe.Scenes.out;
import static io.quorate.winrm.recipe.Scenes.scene;
import static io.quorate.winrm.recipe.Scenes.state;

import io.quorate.Secret;
import io.quorate.directory.PromotionSpec;
import io.quorate.directory.command.AddServiceName;
import io.quorate.directory.command.AskDns;
import io.quorate.directory.command.GetComputer;
import io.quorate.directory.command.GetDomainView;
import io.quorate.directory.command.GetPromotion;
import io.quorate.directory.command.GetReplication;
import io.quorate.directory.command.GrantFullControl;
import io.quorate.directory.command.ListControllers;
import io.quorate.directory.command.ListDnsInterfaces;
import io.quorate.directory.command.ListServiceNames;
import io.quorate.directory.command.PrestageComputer;
import io.quorate.directory.command.PromoteController;
import io.quorate.directory.command.RemoveComputer;
import io.quorate.directory.command.RemoveServiceName;
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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
                        new GetComputer("DC1", "FC1"),
                        state("Get-ADObject", account("FC1$", "computer", SID, 0x1002, true))),
                scene(PRESTAGE, state("Get-ADObject", ALICE)).then(out(), computer(false, true, NONE)),
                scene(PRESTAGE, "one that is not protected", computer(false, false, NONE))
                        .then(out(), computer(false, true, NONE)),
                scene(GRANT, computer(false, true, NONE)).then(out(), computer(false, true, GRANTED)),
                scene(REMOVE, computer(false, true, NONE)).then(out(), state("Get-ADObject")),
                scene(ADD, state("Get-ADObject", holder("svc-sql")))
                        .then(out(), state("Get-ADObject", holder("svc-sql", NAME))),
                scene(
                                new RemoveServiceName("DC1", NAME, "svc-old"),
                                state("Get-ADObject", holder("svc-old", NAME), holder("svc-sql", NAME)))
                        .then(out(), state("Get-ADObject", holder("svc-old"), holder("svc-sql", NAME))),
                scene(new GetPromotion("DC2"), state(PLACE, place(4, "LanmanNT", "Auto", "Disabled", ""))),
                scene(PROMOTE, place("ServerNT", 3, "Disabled", "Disabled", "LAB\\alice"))
                        .then(
                                out(result("Success", "DCPromo.General.2")),
                                place("LanmanNT", 3, "Auto", "Disabled", "LAB\\alice")),
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

    private static final String PLACE =
            "Get-CimInstance:Win32_ComputerSystem,Get-CimInstance:Win32_Service,Get-ItemProperty,Get-CimInstance:Win32_Share";

    private static PsObject cim(String cimClass) {
        return Replies.selected("Microsoft.Management.Infrastructure.CimInstance#" + cimClass);
    }

    /** A host on its way: its role, what it is after the next start, how the services start, and whom the session is of. */
    private static PsObject[] place(int role, String product, String directory, String cluster, String user) {
        List<PsObject> all = new ArrayList<>();
        all.add(cim("Win32_ComputerSystem")
                .with("Name", PsValue.string("DC2"))
                .with("Domain", PsValue.string("lab.example"))
                .with("DomainRole", PsValue.int32(role)));
        all.add(cim("Win32_Service").with("Name", PsValue.string("NTDS")).with("StartMode", PsValue.string(directory)));
        all.add(cim("Win32_Service")
                .with("Name", PsValue.string("ClusSvc"))
                .with("StartMode", PsValue.string(cluster)));
        all.add(Replies.selected("System.Management.Automation.PSCustomObject")
                .with("ProductType", PsValue.string(product)));
        all.add(cim("Win32_Share").with("Name", PsValue.string("C$")).with("Path", PsValue.string("C:\\")));
        if (role > 3) {
            all.add(cim("Win32_Share")
                    .with("Name", PsValue.string("SYSVOL"))
                    .with("Path", PsValue.string("C:\\Windows\\SYSVOL\\sysvol")));
        }
        if (!user.isEmpty()) {
            all.add(Replies.selected("System.Management.Automation.Remoting.PSSenderInfo")
                    .with("ConnectedUser", PsValue.string(user)));
        }
        return all.toArray(PsObject[]::new);
    }

    private static PsObject result(String status, String context) {
        return Replies.selected("Microsoft.DirectoryServices.Deployment.Types.Result")
                .with("Status", PsObject.enumeration("Microsoft.DirectoryServices.Deployment.Types.Status", status, 0))
                .with("Context", PsValue.string(context))
                .with("Message", PsValue.string("as Windows puts it"));
    }

    private static final PromoteController PROMOTE = new PromoteController(
            "DC2",
            PromotionSpec.of("lab.example", "LAB\\alice", Secret.of(Scenes.CANARY), Secret.of(Scenes.MUTUAL_CANARY))
                    .from("dc1.lab.example")
                    .at("Site"));

    private static State place(String product, int role, String directory, String cluster, String user) {
        return state(PLACE + ",Get-Variable", place(role, product, directory, cluster, user))
                .and("Test-ADDSDomainControllerInstallation", result("Success", "DCPromo.General.2"));
    }

    private static final UUID ID = UUID.fromString("0b1c2d3e-4f50-4172-8394-a5b6c7d8e9f0");
    private static final String OU = "OU=Clusters,DC=lab,DC=example";
    private static final String SID = "S-1-5-21-1-2-3-1105";
    private static final String NONE = "O:DAG:DAD:AI(D;;DTSD;;;WD)(A;;LCRPRC;;;AU)S:AI(AU;CIIDSA;WPWD;;;WD)";
    private static final String GRANTED =
            "O:DAG:DAD:AI(D;;DTSD;;;WD)(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;" + SID + ")(A;;LCRPRC;;;AU)";

    private static PsObject account(String name, String kind, String sid, int control, boolean kept) {
        return Replies.selected(TYPES + "Object")
                .with("DistinguishedName", PsValue.string("CN=" + name.replace("$", "") + "," + OU))
                .with("ObjectGUID", PsValue.string(ID.toString()))
                .with("ObjectClass", PsValue.string(kind))
                .with("sAMAccountName", PsValue.string(name))
                .with(
                        "objectSid",
                        PsObject.of("System.Security.Principal.SecurityIdentifier")
                                .text(sid))
                .with("userAccountControl", PsValue.int32(control))
                .with("ProtectedFromAccidentalDeletion", PsValue.bool(kept));
    }

    private static PsObject sddl(String text) {
        return Replies.selected("System.DirectoryServices.ActiveDirectorySecurity")
                .with("Sddl", PsValue.string(text));
    }

    private static final PsObject ALICE = account("alice", "user", SID, 0x200, false);

    private static State computer(boolean enabled, boolean kept, String sddl) {
        return state(
                "Get-ADObject",
                account("FC1$", "computer", "S-1-5-21-1-2-3-1200", enabled ? 0x1000 : 0x1002, kept),
                ALICE,
                sddl(sddl));
    }

    private static PsObject holder(String account, String... names) {
        return Replies.selected(TYPES + "Object")
                .with("DistinguishedName", PsValue.string("CN=" + account + ",CN=Users,DC=lab,DC=example"))
                .with("sAMAccountName", PsValue.string(account))
                .with(
                        "servicePrincipalName",
                        PsObject.array(Stream.of(names).map(PsValue::string).toList()));
    }

    private static final String NAME = "MSSQLSvc/ag1l.lab.example:1433";
    private static final PrestageComputer PRESTAGE = new PrestageComputer("DC1", "FC1", OU, "LAB\\alice");
    private static final GrantFullControl GRANT = new GrantFullControl("DC1", "FC1", "alice");
    private static final RemoveComputer REMOVE = new RemoveComputer("DC1", "FC1", ID);
    private static final AddServiceName ADD = new AddServiceName("DC1", NAME, "LAB\\svc-sql");

    private static State named(boolean registers, String... servers) {
        return state(CLIENT, servers(4, "Ethernet's", servers), client(4, "Ethernet's", registers));
    }

    static List<Case> looks() {
        SetDnsServers set = new SetDnsServers("HV1", "Ethernet's", List.of("10.0.0.11", "10.0.0.12"));
        return List.of(
                RecipeLookTest.untold("no such interface", set, state(CLIENT), ErrorKind.NOT_FOUND),
                RecipeLookTest.absent("another order", set, named(true, "10.0.0.12", "10.0.0.11")),
                RecipeLookTest.absent("one more", set, named(true, "10.0.0.11", "10.0.0.12", "10.0.0.13")),
                RecipeLookTest.present("one that a cluster has taken", PRESTAGE, computer(true, true, GRANTED)),
                RecipeLookTest.untold("a machine's", PRESTAGE, computer(true, true, NONE), ErrorKind.CONFLICT),
                RecipeLookTest.untold(
                        "in another container",
                        new PrestageComputer("DC1", "FC1", "CN=Computers,DC=lab,DC=example", "alice"),
                        computer(false, true, GRANTED),
                        ErrorKind.CONFLICT),
                RecipeLookTest.forbidden("for nobody", PRESTAGE, state("Get-ADObject")),
                RecipeLookTest.forbidden("a machine's", GRANT, computer(true, true, NONE)),
                RecipeLookTest.forbidden("of nothing", GRANT, state("Get-ADObject", ALICE)),
                RecipeLookTest.forbidden("one in use", REMOVE, computer(true, true, GRANTED)),
                RecipeLookTest.present(
                        "another one of that name",
                        new RemoveComputer("DC1", "FC1", new UUID(1, 2)),
                        computer(false, true, NONE)),
                RecipeLookTest.forbidden(
                        "on another account", ADD, state("Get-ADObject", holder("svc-sql"), holder("svc-old", NAME))),
                RecipeLookTest.forbidden("on no account", ADD, state("Get-ADObject")),
                RecipeLookTest.present("a controller", PROMOTE, place("LanmanNT", 5, "Auto", "Disabled", "LAB\\alice")),
                RecipeLookTest.untold(
                        "on its way", PROMOTE, place("ServerNT", 3, "Auto", "Disabled", "LAB\\alice"), ErrorKind.BUSY),
                RecipeLookTest.untold(
                        "of another domain",
                        new PromoteController(
                                "DC2", PromotionSpec.of("other.example", "LAB\\alice", Secret.of("a"), Secret.of("b"))),
                        place("LanmanNT", 4, "Auto", "Disabled", "LAB\\alice"),
                        ErrorKind.CONFLICT),
                RecipeLookTest.forbidden(
                        "by a local account", PROMOTE, place("ServerNT", 3, "Disabled", "Disabled", "DC2\\admin")),
                RecipeLookTest.forbidden(
                        "by nobody knows whom", PROMOTE, place("ServerNT", 3, "Disabled", "Disabled", "")),
                RecipeLookTest.forbidden(
                        "a node of a cluster", PROMOTE, place("ServerNT", 3, "Disabled", "Auto", "LAB\\alice")),
                RecipeLookTest.forbidden(
                        "what Windows refuses",
                        PROMOTE,
                        state(PLACE + ",Get-Variable", place(3, "ServerNT", "Disabled", "Disabled", "LAB\\alice"))
                                .and(
                                        "Test-ADDSDomainControllerInstallation",
                                        result("Error", "Test.VerifyDcPromoCore.DCPromo.General.77"))),
                RecipeLookTest.present("so it is", set, named(false, "10.0.0.11", "10.0.0.12")),
                RecipeLookTest.unknown(
                        "nobody tells",
                        new SetDnsRegistration("HV1", "Ethernet's", false),
                        state(CLIENT, servers(4, "Ethernet's", "10.0.0.11")),
                        null));
    }
}
