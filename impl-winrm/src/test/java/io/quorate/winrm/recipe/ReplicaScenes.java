package io.quorate.winrm.recipe;

import static io.quorate.winrm.recipe.Scenes.VM;
import static io.quorate.winrm.recipe.Scenes.out;
import static io.quorate.winrm.recipe.Scenes.scene;
import static io.quorate.winrm.recipe.Scenes.state;

import io.quorate.replica.AutoResynchronize;
import io.quorate.replica.CopySource;
import io.quorate.replica.FailoverAddress;
import io.quorate.replica.FailoverAddress6;
import io.quorate.replica.ReplicaAuthentication;
import io.quorate.replica.ReplicaAuthorization;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.ReplicationAct;
import io.quorate.replica.ReplicationFrequency;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.TakeoverEvidence;
import io.quorate.replica.command.AddAuthorization;
import io.quorate.replica.command.ChangeReplication;
import io.quorate.replica.command.ConfigureReplication;
import io.quorate.replica.command.CopyExtension;
import io.quorate.replica.command.CreateBroker;
import io.quorate.replica.command.EnableReplication;
import io.quorate.replica.command.ExtendReplication;
import io.quorate.replica.command.FailOverUnplanned;
import io.quorate.replica.command.FindBroker;
import io.quorate.replica.command.GetCertificate;
import io.quorate.replica.command.GetMachineSecurity;
import io.quorate.replica.command.GetReplicaListener;
import io.quorate.replica.command.GetReplicaServer;
import io.quorate.replica.command.GetReplication;
import io.quorate.replica.command.GiveUpReplication;
import io.quorate.replica.command.ImportInitialCopy;
import io.quorate.replica.command.ListFailoverAddresses;
import io.quorate.replica.command.ListGuardians;
import io.quorate.replica.command.ListRecoveryPoints;
import io.quorate.replica.command.ListReplications;
import io.quorate.replica.command.OpenReplicaListener;
import io.quorate.replica.command.ReceiveAsReplica;
import io.quorate.replica.command.RemoveAuthorization;
import io.quorate.replica.command.RemoveBroker;
import io.quorate.replica.command.RemoveExtension;
import io.quorate.replica.command.SetFailoverAddress;
import io.quorate.replica.command.SetReplicaServer;
import io.quorate.replica.command.StartInitialCopy;
import io.quorate.replica.command.TestRecoveryPoint;
import io.quorate.replica.command.TestReplicaConnection;
import io.quorate.winrm.psrp.PsBytes;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Scenes.Scene;
import io.quorate.winrm.recipe.Scenes.State;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The commands of Hyper-V Replica, each with a host that answers it. */
final class ReplicaScenes {
    static final String SERVER = "Get-VMReplicationServer,Get-VMReplicationAuthorizationEntry";
    static final String ALL = "Get-VMHost,Get-Date,Get-VM,Get-VMReplication,Measure-VMReplication";
    private static final String ADAPTERS = "Get-VM,Get-VMNetworkAdapter";
    private static final String POINTS = "Get-VM,Get-VMSnapshot";
    private static final String RULES = "Get-NetFirewallRule";
    private static final String RESOURCES = "Get-ClusterResource,Get-ClusterParameter";
    private static final String KERBEROS = "VIRT-HVRHTTPL-In-TCP-NoScope";
    private static final String CERTIFICATE = "VIRT-HVRHTTPSL-In-TCP-NoScope";
    private static final UUID POINT = UUID.fromString("6f1a2c3d-0000-4000-8000-0000000000aa");
    static final String WINDOWS = "Get-CimInstance:Win32_OperatingSystem";
    private static final String DRIVES = "Get-VM,Get-VMHardDiskDrive";
    static final String CERTIFICATES = "Get-Date,Get-CimInstance:Win32_ComputerSystem,Get-ChildItem";

    /** The thumbprint of {@code replica-cert.pem}. */
    static final String SHOWN = "1E27A4F5655901938D0890083A60BC1A70E35BFF";

    private static final String PAGE = "C:\\VMs\\page.vhdx";
    private static final UUID TEST = UUID.fromString("6f1a2c3d-0000-4000-8000-0000000000ff");
    private static final ZoneOffset ZONE = ZoneOffset.ofHours(1);
    private static final LocalDateTime NOW = LocalDateTime.parse("2026-03-01T12:00:00");
    private static final LocalDateTime LATER = NOW.plusDays(2);
    private static final String P = "Microsoft.HyperV.PowerShell.";

    private ReplicaScenes() {}

    private static PsObject server(boolean on, int authentication, boolean any, String storage, String thumbprint) {
        return Replies.selected(P + "VMReplicationServer")
                .with("ReplicationEnabled", PsValue.bool(on))
                .with("AllowedAuthenticationType", Replies.word(P + "RecoveryAuthenticationType", "?", authentication))
                .with("KerberosAuthenticationPort", PsValue.int32(80))
                .with("CertificateAuthenticationPort", PsValue.int32(443))
                .with("CertificateThumbprint", PsValue.string(thumbprint))
                .with("ReplicationAllowedFromAnyServer", PsValue.bool(any))
                .with("DefaultStorageLocation", PsValue.string(storage));
    }

    private static PsObject entry(String primary) {
        return Replies.selected(P + "VMReplicationAuthorizationEntry")
                .with("AllowedPrimaryServer", PsValue.string(primary))
                .with("ReplicaStorageLocation", PsValue.string("D:\\Replica"))
                .with("TrustGroup", PsValue.string("rack"));
    }

    private static PsValue time(LocalDateTime value) {
        return new PsPrimitive(PsType.DATE_TIME, new PsDateTime(value, ZONE));
    }

    private static State machine(String machine, int number, PsValue... replication) {
        PsValue[] all = new PsValue[3 + replication.length];
        all[0] = Replies.vmHost();
        all[1] = time(NOW);
        all[2] = Replies.vm(VM, "web1", machine, number, false);
        System.arraycopy(replication, 0, all, 3, replication.length);
        return state(ALL, all)
                .and(ADAPTERS, adapter(""))
                .and(WINDOWS, windows("20348"))
                .and(POINTS, point())
                .and(DRIVES, drive("C:\\VMs\\web1.vhdx"), drive(PAGE));
    }

    /** A machine that is not replicated. */
    static State none() {
        return machine("Off", 3);
    }

    static PsObject windows(String build) {
        return Replies.selected("Microsoft.Management.Infrastructure.CimInstance")
                .with("BuildNumber", PsValue.string(build));
    }

    private static PsObject drive(String path) {
        return Replies.selected(P + "HardDiskDrive").with("Path", PsValue.string(path));
    }

    private static PsObject leftOut(String path) {
        return drive(path).with("VMId", new PsPrimitive(PsType.GUID, VM)).with("ControllerLocation", PsValue.int32(1));
    }

    /** A primary that replicates so, with the disks that are left out. */
    static State replicating(ReplicationSettings settings) {
        List<PsValue> all = new ArrayList<>();
        all.add(told(replicated(1, 4, false), settings));
        all.add(measure(1, 0));
        settings.excludedDisks().forEach(disk -> all.add(leftOut(disk)));
        return machine("Off", 3, all.toArray(PsValue[]::new));
    }

    private static PsObject told(PsObject replication, ReplicationSettings settings) {
        boolean kerberos = settings.partner().authentication() == ReplicaAuthentication.KERBEROS;
        String thumbprint = settings.partner().thumbprint();
        AutoResynchronize when = settings.autoResynchronize();
        return replication
                .with("ReplicaServerName", PsValue.string(settings.partner().server()))
                .with("ReplicaServerPort", PsValue.int32(settings.partner().port()))
                .with("AuthenticationType", Replies.word(P + "ReplicationAuthenticationType", "?", kerberos ? 1 : 2))
                .with("CertificateThumbprint", PsValue.string(thumbprint == null ? "" : thumbprint))
                .with("ReplicationFrequencySec", PsValue.int32((int)
                        settings.frequency().interval().toSeconds()))
                .with("RecoveryHistory", PsValue.int32(settings.recoveryPoints()))
                .with("CompressionEnabled", PsValue.bool(settings.compression()))
                .with("VSSSnapshotReplicationEnabled", PsValue.bool(settings.consistentEveryHours() > 0))
                .with("VSSSnapshotFrequencyHour", PsValue.int32(settings.consistentEveryHours()))
                .with("AutoResynchronizeEnabled", PsValue.bool(when != null))
                .with("AutoResynchronizeIntervalStart", span(when == null ? Duration.ofHours(18) : when.from()))
                .with("AutoResynchronizeIntervalEnd", span(when == null ? Duration.ofHours(6) : when.until()));
    }

    private static PsValue span(Duration value) {
        return new PsPrimitive(PsType.TIME_SPAN, value);
    }

    private static PsObject adapter(String testSwitch) {
        return Replies.selected(P + "VMNetworkAdapter")
                .with("Name", PsValue.string("Netzwerkkarte"))
                .with("TestReplicaSwitchName", PsValue.string(testSwitch));
    }

    private static State off(int mode, int replication) {
        return off(mode, replication, 1, 0, false);
    }

    private static State off(int mode, int replication, int last, int failedOver, boolean test) {
        return machine("Off", 3, replication(mode, replication, test), measure(last, failedOver));
    }

    private static PsObject replication(int mode, int number, boolean test) {
        return told(
                replicated(mode, number, test),
                ReplicationSettings.to(ReplicaPartner.kerberos("hv3.lab.example"))
                        .every(ReplicationFrequency.SECONDS_30)
                        .keeping(4));
    }

    private static PsObject replicated(int mode, int number, boolean test) {
        return Replies.selected(P + "VMReplication")
                .with("VMId", new PsPrimitive(PsType.GUID, VM))
                .with("ReplicationMode", Replies.word(P + "VMReplicationMode", "?", mode))
                .with("ReplicationState", Replies.word(P + "VMReplicationState", "?", number))
                .with("ReplicationHealth", Replies.word(P + "VMReplicationHealthState", "Normal", 1))
                .with("ReplicationRelationshipType", Replies.word(P + "VMReplicationRelationshipType", "Simple", 0))
                .with("PrimaryServerName", PsValue.string("hv1.lab.example"))
                .with("LastReplicationTime", time(NOW.minusSeconds(42)))
                .with("TestVirtualMachine", test ? Replies.vm(TEST, "web1 - Test", "Off", 3, false) : PsNil.NIL);
    }

    private static PsObject measure(int last, int failedOver) {
        return Replies.selected(P + "VMReplicationHealth")
                .with("VMId", new PsPrimitive(PsType.GUID, VM))
                .with("ReplicationRelationshipType", Replies.word(P + "VMReplicationRelationshipType", "Simple", 0))
                .with("LastReplicationType", Replies.word(P + "VMReplicationType", "?", last))
                .with("FailedOverReplicationType", Replies.word(P + "VMReplicationType", "?", failedOver))
                .with("PendingReplicationSize", PsValue.int64(4096))
                .with("InitialReplicationSize", PsValue.int64(1L << 30));
    }

    private static State extended(int number) {
        return machine(
                "Off",
                3,
                replication(2, 4, false),
                measure(1, 0),
                Replies.selected(P + "VMReplication")
                        .with("VMId", new PsPrimitive(PsType.GUID, VM))
                        .with("ReplicationMode", Replies.word(P + "VMReplicationMode", "?", 2))
                        .with("ReplicationState", Replies.word(P + "VMReplicationState", "?", number))
                        .with("ReplicationHealth", Replies.word(P + "VMReplicationHealthState", "Normal", 1))
                        .with(
                                "ReplicationRelationshipType",
                                Replies.word(P + "VMReplicationRelationshipType", "Erweitert", 1))
                        .with("ReplicaServerName", PsValue.string("hv4.lab.example"))
                        .with("ReplicationFrequencySec", PsValue.int32(300))
                        .with("LastReplicationTime", PsNil.NIL));
    }

    private static State scheduled() {
        return machine(
                "Off", 3, replication(1, 1, false).with("InitialReplicationStartTime", time(LATER)), measure(0, 0));
    }

    private static State addresses(String address) {
        return addresses(address, "");
    }

    private static State addresses(String address, String v6) {
        boolean none = address.isEmpty();
        return state(ADAPTERS, adapter(""))
                .and(
                        "Get-VM,Get-VMNetworkAdapterFailoverConfiguration",
                        Replies.selected(P + "VMNetworkAdapterFailoverSetting")
                                .with("IPv4Address", PsValue.string(address))
                                .with("IPv4SubnetMask", PsValue.string(none ? "" : "255.255.255.0"))
                                .with("IPv4DefaultGateway", PsValue.string(none ? "" : "192.0.2.1"))
                                .with("IPv4PreferredDNSServer", PsValue.string(none ? "" : "192.0.2.2"))
                                .with("IPv4AlternateDNSServer", PsValue.string(none ? "" : "192.0.2.3"))
                                .with("IPv6Address", PsValue.string(v6))
                                .with("IPv6SubnetPrefixLength", PsValue.string(v6.isEmpty() ? "" : "64"))
                                .with("IPv6DefaultGateway", PsValue.string(v6.isEmpty() ? "" : "2001:db8::1"))
                                .with("IPv6PreferredDNSServer", PsValue.string(""))
                                .with("IPv6AlternateDNSServer", PsValue.string("")));
    }

    private static PsObject rule(String name, boolean enabled) {
        return Replies.selected("Microsoft.Management.Infrastructure.CimInstance")
                .with("Name", PsValue.string(name))
                .with("Enabled", Replies.word("Enabled", enabled ? "Wahr" : "Falsch", enabled ? 1 : 2));
    }

    /** A cluster with a broker whose group is online, however its resource is. */
    private static State broker(int resource) {
        return state(
                RESOURCES,
                resource("Virtual Machine Replication Broker", "Virtual Machine Replication Broker", resource),
                resource("HVR", "Network Name", 2),
                Replies.parameter("HVR", "Name", PsValue.string("HVR")),
                Replies.parameter("HVR", "DnsName", PsValue.string("hvr")));
    }

    private static PsObject resource(String name, String type, int number) {
        String cluster = "Microsoft.FailoverClusters.PowerShell.";
        return Replies.selected(cluster + "ClusterResource")
                .with("Name", PsValue.string(name))
                .with("ResourceType", Replies.named(cluster + "ClusterResourceType", type))
                .with("OwnerGroup", Replies.named(cluster + "ClusterGroup", "HVR"))
                .with("OwnerNode", Replies.named(cluster + "ClusterNode", "HV1"))
                .with("State", Replies.word(cluster + "ClusterResourceState", "?", number));
    }

    private static PsObject point() {
        return Replies.selected(P + "VMSnapshot")
                .with("Id", new PsPrimitive(PsType.GUID, POINT))
                .with("Name", PsValue.string("web1"))
                .with("SnapshotType", Replies.word(P + "SnapshotType", "?", 7))
                .with("CreationTime", time(NOW.minusHours(1)));
    }

    /** A certificate that a host has; its bytes are those of a file. */
    private static PsObject certificate(String store, boolean key) {
        try (InputStream in =
                ReplicaScenes.class.getResourceAsStream("/io/quorate/winrm/auth/certificates/replica-cert.pem")) {
            byte[] encoded = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getEncoded();
            return Replies.selected("System.Security.Cryptography.X509Certificates.X509Certificate2")
                    .with("RawData", new PsPrimitive(PsType.BYTES, new PsBytes(encoded)))
                    .with("HasPrivateKey", PsValue.bool(key))
                    .with(
                            "PSParentPath",
                            PsValue.string("Microsoft.PowerShell.Security\\Certificate::LocalMachine\\" + store));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static PsValue[] stores() {
        return new PsValue[] {
            time(NOW),
            Replies.selected("Microsoft.Management.Infrastructure.CimInstance")
                    .with("DNSHostName", PsValue.string("HV1"))
                    .with("Domain", PsValue.string("lab.example"))
                    .with("PartOfDomain", PsValue.bool(true)),
            certificate("My", true),
            certificate("Root", false)
        };
    }

    private static State certificates() {
        return state(CERTIFICATES, stores());
    }

    private static Scene act(ReplicationAct act, State before, State after) {
        return scene(new ChangeReplication("HV1", VM, act), before).then(out(), after);
    }

    private static Scene giveUp(ReplicationAct act, State before, State after) {
        return scene(new GiveUpReplication("HV1", VM, act), before).then(out(), after);
    }

    static List<Scene> all() {
        ReplicaAuthorization authorization = new ReplicaAuthorization("*.lab.example", "D:\\Replica", "rack");
        ReplicaPartner partner = ReplicaPartner.certificate("hv3.lab.example", SHOWN);
        ReplicationSettings settings = new ReplicationSettings(
                partner, ReplicationFrequency.SECONDS_30, 4, 2, true, List.of(PAGE), AutoResynchronize.atNight());
        ReplicationSettings plain = ReplicationSettings.to(ReplicaPartner.kerberos("hv3.lab.example"))
                .keeping(1)
                .compressed(false)
                .without(List.of(PAGE));
        TakeoverEvidence evidence =
                TakeoverEvidence.attestation(VM, "Anna", "no power", NOW.toInstant(ZONE), Duration.ofHours(1));
        ReplicationSettings onwards = ReplicationSettings.to(ReplicaPartner.kerberos("hv4.lab.example"));
        State serverOff = state(SERVER, server(false, 1, false, "", ""));
        State none = machine("Off", 3);
        State replicating = off(1, 4);
        State replica = off(2, 4);
        return List.of(
                scene(new GetReplicaServer("HV1"), serverOff),
                scene(new ListReplications("HV1"), replicating),
                scene(new GetReplication("HV1", VM), replicating),
                scene(
                        new TestReplicaConnection("HV1", partner),
                        state("Test-VMReplicationConnection", PsValue.string("OK"))),
                scene(new SetReplicaServer("HV1", new ReplicaServerSettings(80, 443, "00FF", "D:\\Replica")), serverOff)
                        .then(out(), state(SERVER, server(true, 3, true, "D:\\Replica", "00FF"))),
                scene(new AddAuthorization("HV1", authorization), serverOff)
                        .then(out(), state(SERVER, server(true, 1, false, "", ""), entry("*.lab.example"))),
                scene(
                                new RemoveAuthorization("HV1", "*.lab.example"),
                                state(SERVER, server(true, 1, false, "", ""), entry("*.lab.example")))
                        .then(out(), state(SERVER, server(true, 1, false, "", ""))),
                scene(new EnableReplication("HV1", VM, settings), none.and(CERTIFICATES, stores()))
                        .then(out(), replicating(settings)),
                scene(
                                new ConfigureReplication("HV1", VM, settings.without(List.of())),
                                "all of it",
                                replicating(plain).and(CERTIFICATES, stores()))
                        .then(out(), replicating(settings.without(List.of()))),
                scene(
                                new ConfigureReplication("HV1", VM, settings.consistentEvery(0)),
                                "no consistent points",
                                replicating(settings))
                        .then(out(), replicating(settings.consistentEvery(0))),
                act(ReplicationAct.START_INITIAL_COPY, off(1, 1), off(1, 2)),
                act(ReplicationAct.CANCEL_INITIAL_COPY, off(1, 2), off(1, 1)),
                act(ReplicationAct.SUSPEND, replicating, off(1, 8)),
                act(ReplicationAct.RESUME, off(1, 9), replicating),
                act(ReplicationAct.RESYNCHRONIZE, off(1, 10), off(1, 11)),
                act(ReplicationAct.PREPARE, replicating, off(1, 5)),
                act(ReplicationAct.FAIL_OVER, off(2, 4, 3, 0, false), off(2, 6, 3, 3, false)),
                act(ReplicationAct.REVERSE, off(2, 6, 3, 3, false), replicating),
                act(
                        ReplicationAct.START_MACHINE,
                        off(2, 6, 3, 3, false),
                        machine("Running", 2, replication(2, 6, false), measure(3, 3))),
                act(ReplicationAct.START_TEST, replica, off(2, 4, 1, 0, true)),
                act(ReplicationAct.END_TEST, off(2, 4, 1, 0, true), replica),
                giveUp(ReplicationAct.CANCEL_FAILOVER, off(2, 6, 1, 1, false), replica),
                giveUp(ReplicationAct.COMPLETE, off(2, 6, 1, 1, false), off(2, 7)),
                giveUp(ReplicationAct.REMOVE, replicating, none),
                scene(new FailOverUnplanned("HV1", VM, evidence), replica).then(out(), off(2, 6, 1, 1, false)),
                scene(new ListRecoveryPoints("HV1", VM), replica),
                scene(new TestRecoveryPoint("HV1", VM, POINT), replica).then(out(), off(2, 4, 1, 0, true)),
                scene(new FailOverUnplanned("HV1", VM, evidence, POINT), "from a point", replica)
                        .then(out(), off(2, 6, 1, 1, false)),
                scene(new GetReplicaListener("HV1"), state(RULES, rule(KERBEROS, false), rule(CERTIFICATE, true))),
                scene(
                                new OpenReplicaListener("HV1", ReplicaAuthentication.KERBEROS),
                                state(RULES, rule(KERBEROS, false), rule(CERTIFICATE, false)))
                        .then(out(), state(RULES, rule(KERBEROS, true), rule(CERTIFICATE, false))),
                scene(
                                new OpenReplicaListener("HV1", ReplicaAuthentication.CERTIFICATE),
                                "for certificates",
                                state(RULES, rule(KERBEROS, false), rule(CERTIFICATE, false)))
                        .then(out(), state(RULES, rule(KERBEROS, false), rule(CERTIFICATE, true))),
                scene(new GetCertificate("HV1", SHOWN), certificates()),
                scene(
                        new ListGuardians("HV1"),
                        state(
                                "Get-ChildItem",
                                Replies.selected("System.Security.Cryptography.X509Certificates.X509Store")
                                        .with("Name", PsValue.string("My")))),
                scene(
                        new GetMachineSecurity("HV1", VM),
                        state(
                                "Get-VM,Get-VMSecurity",
                                Replies.selected(P + "VirtualMachine").with("Id", new PsPrimitive(PsType.GUID, VM)),
                                Replies.selected(P + "VMSecurity")
                                        .with("TpmEnabled", PsValue.bool(true))
                                        .with("Shielded", PsValue.bool(false)))),
                scene(new FindBroker(), broker(2)),
                scene(new CreateBroker("HVR", List.of("192.0.2.60")), state(RESOURCES))
                        .then(out(), state(RESOURCES))
                        .then(out(), state(RESOURCES))
                        .then(out(), broker(3))
                        .then(out(), broker(2)),
                scene(new CreateBroker("HVR", List.of()), "begun before", broker(3))
                        .then(out(), broker(3))
                        .then(out(), broker(2)),
                scene(new RemoveBroker("HVR"), broker(2)).then(out(), state(RESOURCES)),
                scene(new RemoveExtension("HV1", VM), extended(4)).then(out(), replica),
                scene(new RemoveExtension("HV1", VM), "on the third server", off(4, 4))
                        .then(out(), none),
                scene(new ExtendReplication("HV1", VM, onwards), replica).then(out(), extended(1)),
                scene(new CopyExtension("HV1", VM), extended(1)).then(out(), extended(2)),
                scene(new StartInitialCopy("HV1", VM, CopySource.scheduled(LATER.toInstant(ZONE))), off(1, 1))
                        .then(out(), scheduled()),
                scene(new StartInitialCopy("HV1", VM, CopySource.medium("E:\\Copy")), "by medium", off(1, 1))
                        .then(out(), off(1, 2)),
                scene(new StartInitialCopy("HV1", VM, CopySource.backup()), "from a backup", off(1, 1))
                        .then(out(), off(1, 2)),
                scene(new ImportInitialCopy("HV1", VM, "E:\\Copy"), off(2, 3)).then(out(), replica),
                scene(new ReceiveAsReplica("HV1", VM), none).then(out(), off(2, 3)),
                scene(new ListFailoverAddresses("HV1", VM), addresses("192.0.2.7")),
                scene(
                                new SetFailoverAddress(
                                        "HV1",
                                        VM,
                                        FailoverAddress.of("Netzwerkkarte", "192.0.2.7", "255.255.255.0")
                                                .by("192.0.2.1")
                                                .asking("192.0.2.2", "192.0.2.3")),
                                addresses(""))
                        .then(out(), addresses("192.0.2.7")),
                scene(
                                new SetFailoverAddress(
                                        "HV1",
                                        VM,
                                        FailoverAddress.none("Netzwerkkarte")
                                                .and(FailoverAddress6.of("2001:db8::7", 64)
                                                        .by("2001:db8::1"))),
                                "of IPv6 alone",
                                addresses("192.0.2.7"))
                        .then(out(), addresses("", "2001:DB8::7")),
                scene(
                                new SetFailoverAddress("HV1", VM, FailoverAddress.none("Netzwerkkarte")),
                                "nothing of either",
                                addresses("192.0.2.7", "2001:db8::7"))
                        .then(out(), addresses("")),
                scene(
                                new SetFailoverAddress("HV1", VM, FailoverAddress.none("Netzwerkkarte")),
                                "none",
                                addresses("192.0.2.7"))
                        .then(out(), addresses("")));
    }
}
