package io.quorate.lab.rule;

import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.model.Refusal;
import io.quorate.lab.model.ReplicaExtension;
import io.quorate.lab.model.ReplicaPoint;
import io.quorate.lab.model.ReplicaServerState;
import io.quorate.lab.model.ReplicaServerState.Entry;
import io.quorate.lab.model.ReplicaSetup;
import io.quorate.lab.model.ReplicaSide;
import io.quorate.lab.model.Replications;
import io.quorate.lab.model.VmState;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Hyper-V Replica's cmdlets. Machines come by pipeline alone: by name they would be patterns. */
final class ReplicaRules {
    private static final String MODULE = "Hyper-V\\";
    private static final Set<String> PIPED = Set.of("VM");

    private ReplicaRules() {}

    static void addTo(Rules rules) {
        rules.add(
                "Microsoft.PowerShell.Utility\\Get-Date",
                Set.of(),
                call -> call.write(LiveObjects.time(call.world()
                        .time()
                        .now()
                        .plus(call.estate().gear(call.host()).ahead()))));
        rules.add(MODULE + "Get-VMReplication", Set.of("VM", "ReplicationRelationshipType"), call -> {
            boolean extended = "Extended".equalsIgnoreCase(call.args().text("ReplicationRelationshipType"));
            for (ReplicaSide side : asked(call)) {
                if (!extended) {
                    call.write(replication(call, side));
                }
                call.estate()
                        .replications()
                        .extensions()
                        .of(side)
                        .ifPresent(one -> call.write(ReplicaCopyRules.extension(call, side, one)));
            }
        });
        rules.add(
                MODULE + "Measure-VMReplication",
                Set.of("VM"),
                call -> asked(call).forEach(side -> {
                    call.write(measure(call, side));
                    call.estate()
                            .replications()
                            .extensions()
                            .of(side)
                            .ifPresent(one -> call.write(ReplicaCopyRules.measure(call, side, one)));
                }));
        rules.add(MODULE + "Get-VMReplicationServer", Set.of(), ReplicaRules::server);
        rules.add(
                MODULE + "Set-VMReplicationServer",
                Set.of(
                        "ReplicationEnabled",
                        "AllowedAuthenticationType",
                        "KerberosAuthenticationPort",
                        "CertificateAuthenticationPort",
                        "CertificateThumbprint",
                        "ReplicationAllowedFromAnyServer",
                        "DefaultStorageLocation",
                        "Force"),
                ReplicaRules::setServer);
        rules.add(
                MODULE + "Get-VMReplicationAuthorizationEntry",
                Set.of(),
                call -> host(call).entries().forEach(entry -> call.write(entry(call, entry))));
        rules.add(
                MODULE + "New-VMReplicationAuthorizationEntry",
                Set.of("AllowedPrimaryServer", "ReplicaStorageLocation", "TrustGroup"),
                ReplicaRules::addEntry);
        rules.add(
                MODULE + "Remove-VMReplicationAuthorizationEntry",
                Set.of("VMReplicationAuthorizationEntry"),
                ReplicaRules::removeEntry);
        rules.add(
                MODULE + "Test-VMReplicationConnection",
                Set.of("ReplicaServerName", "ReplicaServerPort", "AuthenticationType", "CertificateThumbprint"),
                call -> {
                    connect(call);
                    call.write(PsValue.string("The connection was tested."));
                });
        rules.add(MODULE + "Enable-VMReplication", ReplicaSettings.enabling(), ReplicaRules::enable);
        act(rules, "Stop-VMInitialReplication", Replications::cancelCopy);
        act(rules, "Suspend-VMReplication", Replications::suspend);
        rules.add(MODULE + "Remove-VMReplication", Set.of("VM", "VMReplication"), call -> {
            for (ReplicaExtension one : call.models("VMReplication", ReplicaExtension.class)) {
                call.change(() -> call.estate().replications().extensions().remove(one));
            }
            if (!call.models("VMReplication", ReplicaSide.class).isEmpty()) {
                throw call.notSimulated("of a replication that is piped");
            }
            each(call, Replications::remove);
        });
        act(rules, "Stop-VMFailover", Replications::cancel);
        act(rules, "Complete-VMFailover", Replications::complete);
        rules.add(
                MODULE + "Resume-VMReplication",
                Set.of("VM", "Resynchronize"),
                call -> each(
                        call, call.args().on("Resynchronize") ? Replications::resynchronize : Replications::resume));
        rules.add(MODULE + "Set-VMReplication", ReplicaSettings.changing(), call -> {
            if (call.args().on("Reverse")) {
                each(call, Replications::reverse);
            } else {
                each(call, (replications, vm) -> configure(call, replications, vm));
            }
        });
        rules.add(MODULE + "Get-VMSnapshot", Set.of("VM", "Id"), ReplicaRules::points);
        rules.add(MODULE + "Start-VMFailover", Set.of("VM", "VMRecoverySnapshot", "Prepare", "AsTest"), call -> {
            if (call.args().get("VMRecoverySnapshot") != null) {
                failOver(call);
            } else if (call.args().on("AsTest")) {
                each(call, Replications::test);
            } else {
                each(call, call.args().on("Prepare") ? Replications::prepare : Replications::failOver);
            }
        });
    }

    private static void act(Rules rules, String cmdlet, BiConsumer<Replications, VmState> act) {
        rules.add(MODULE + cmdlet, PIPED, call -> each(call, act));
    }

    /** Works on each piped machine; one that refuses does not keep the others from it. */
    static void each(Call call, BiConsumer<Replications, VmState> act) {
        for (VmState piped : call.models("VM", VmState.class)) {
            try {
                call.change(() -> {
                    VmState now = call.estate()
                            .hypervisor()
                            .find(piped.id())
                            .orElseThrow(() -> new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, piped.guid()));
                    act.accept(call.estate().replications(), now);
                });
                call.take(Duration.ofSeconds(1));
            } catch (Refusal refusal) {
                call.error(call.errors().of(MODULE, refusal));
            }
        }
    }

    private static List<ReplicaSide> sides(Call call) {
        return call.estate().replications().on(call.host());
    }

    private static List<ReplicaSide> asked(Call call) {
        List<VmState> piped = call.models("VM", VmState.class);
        return piped.isEmpty()
                ? sides(call)
                : sides(call).stream()
                        .filter(side -> piped.stream().anyMatch(vm -> vm.id().equals(side.vm())))
                        .toList();
    }

    private static ReplicaServerState host(Call call) {
        return call.estate().replications().servers().server(call.host());
    }

    private static void connect(Call call) {
        call.estate()
                .replications()
                .servers()
                .connect(
                        call.host(),
                        false,
                        ReplicaSettings.text(call, "ReplicaServerName", ""),
                        ReplicaSettings.number(call, "ReplicaServerPort", 0),
                        ReplicaSettings.authentication(call, "AuthenticationType", 1));
    }

    private static void enable(Call call) {
        if (call.args().on("AsReplica")) {
            each(call, (replications, vm) -> replications.copies().receive(vm));
            return;
        }
        ReplicaSetup setup = ReplicaSettings.enabled(call);
        each(call, (replications, vm) -> replications.enable(vm, setup));
    }

    private static void configure(Call call, Replications replications, VmState vm) {
        ReplicaSide side = replications
                .side(vm.host(), vm.guid())
                .orElseThrow(() -> new Refusal(Refusal.Reason.INVALID_STATE, vm.name()));
        replications.configure(vm, ReplicaSettings.changed(call, vm, side.setup()));
    }

    // recovery points

    private record Snapshot(VmState vm, ReplicaPoint point) {}

    /** Checkpoints of administrators are not simulated: what there is are a replica's points. */
    private static void points(Call call) {
        Replications all = call.estate().replications();
        String id = call.args().text("Id");
        if (id != null) {
            ReplicaSide side =
                    all.sideOf(call.host(), id).orElseThrow(() -> new Refusal(Refusal.Reason.RESOURCE_NOT_FOUND, id));
            side.points().stream()
                    .filter(point -> point.id().equalsIgnoreCase(id))
                    .forEach(point -> write(call, side, point));
            return;
        }
        for (VmState vm : call.models("VM", VmState.class)) {
            all.side(vm.host(), vm.guid())
                    .filter(side -> side.vm().equals(vm.id()))
                    .ifPresent(side -> side.points().forEach(point -> write(call, side, point)));
        }
    }

    private static void write(Call call, ReplicaSide side, ReplicaPoint point) {
        VmState vm = call.estate().hypervisor().find(side.vm()).orElseThrow();
        call.write(new Live(Shapes.HYPER_V + "VMSnapshot", new Snapshot(vm, point), vm.name())
                .with("Id", LiveObjects.guid(point.id()))
                .with("Name", PsValue.string(vm.name() + " - " + LabTime.START.plus(point.at())))
                .number("SnapshotType", point.type())
                .with("CreationTime", LiveObjects.time(point.at()))
                .with("VMId", LiveObjects.guid(vm.guid()))
                .with("VMName", PsValue.string(vm.name()))
                .with("ComputerName", PsValue.string(call.host()))
                .build());
    }

    private static void failOver(Call call) {
        for (Snapshot one : call.models("VMRecoverySnapshot", Snapshot.class)) {
            call.change(() -> {
                if (call.args().on("AsTest")) {
                    call.estate().replications().test(one.vm());
                } else {
                    call.estate().replications().failOver(one.vm(), one.point());
                }
            });
            call.take(Duration.ofSeconds(1));
        }
    }

    // the server

    private static void setServer(Call call) {
        ReplicaServerState was = host(call);
        boolean any = call.args().get("ReplicationAllowedFromAnyServer") == null
                ? was.fromAnyServer()
                : call.args().on("ReplicationAllowedFromAnyServer");
        call.change(() -> call.estate()
                .replications()
                .servers()
                .set(
                        call.host(),
                        new ReplicaServerState(
                                was.host(),
                                call.args().on("ReplicationEnabled"),
                                ReplicaSettings.authentication(call, "AllowedAuthenticationType", was.authentication()),
                                ReplicaSettings.number(call, "KerberosAuthenticationPort", was.kerberosPort()),
                                ReplicaSettings.number(call, "CertificateAuthenticationPort", was.certificatePort()),
                                ReplicaSettings.text(call, "CertificateThumbprint", was.thumbprint()),
                                any,
                                ReplicaSettings.text(call, "DefaultStorageLocation", was.storage()),
                                any ? List.of() : was.entries())));
    }

    private static void addEntry(Call call) {
        ReplicaServerState was = host(call);
        Entry entry = new Entry(
                ReplicaSettings.text(call, "AllowedPrimaryServer", ""),
                ReplicaSettings.text(call, "ReplicaStorageLocation", ""),
                ReplicaSettings.text(call, "TrustGroup", ""));
        if (was.fromAnyServer()
                || was.entries().stream().anyMatch(one -> one.primary().equalsIgnoreCase(entry.primary()))) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, entry.primary());
        }
        List<Entry> entries = new ArrayList<>(was.entries());
        entries.add(entry);
        call.change(() -> call.estate().replications().servers().set(call.host(), was.with(entries)));
        call.write(entry(call, entry));
    }

    private static void removeEntry(Call call) {
        ReplicaServerState was = host(call);
        List<Entry> entries = new ArrayList<>(was.entries());
        entries.removeAll(call.models("VMReplicationAuthorizationEntry", Entry.class));
        call.change(() -> call.estate().replications().servers().set(call.host(), was.with(entries)));
    }

    // shapes

    private static void server(Call call) {
        ReplicaServerState server = host(call);
        call.write(new Live(Shapes.HYPER_V + "VMReplicationServer", server, "VMReplicationServer")
                .with("ReplicationEnabled", PsValue.bool(server.enabled()))
                .number("AllowedAuthenticationType", server.authentication())
                .number("KerberosAuthenticationPort", server.kerberosPort())
                .number("CertificateAuthenticationPort", server.certificatePort())
                .with("CertificateThumbprint", PsValue.string(server.thumbprint()))
                .with("ReplicationAllowedFromAnyServer", PsValue.bool(server.fromAnyServer()))
                .with("DefaultStorageLocation", PsValue.string(server.storage()))
                .with("ComputerName", PsValue.string(call.host()))
                .build());
    }

    private static Object entry(Call call, Entry entry) {
        return new Live(Shapes.HYPER_V + "VMReplicationAuthorizationEntry", entry, "VMReplicationAuthorizationEntry")
                .with("AllowedPrimaryServer", PsValue.string(entry.primary()))
                .with("ReplicaStorageLocation", PsValue.string(entry.storage()))
                .with("TrustGroup", PsValue.string(entry.trustGroup()))
                .with("ComputerName", PsValue.string(call.host()))
                .build();
    }

    static Live common(Call call, ReplicaSide side, String type) {
        Replications all = call.estate().replications();
        String own = all.address(side);
        String other = all.other(side)
                .map(all::address)
                .orElse(call.estate().host(side.partner()).fqdn());
        Duration last = side.last();
        String test = side.test();
        return new Live(Shapes.HYPER_V + type, side, type)
                .with("VMId", LiveObjects.guid(side.guid()))
                .with(
                        "VMName",
                        PsValue.string(call.estate()
                                .hypervisor()
                                .find(side.vm())
                                .map(VmState::name)
                                .orElse("")))
                .number("ReplicationMode", side.mode().ordinal())
                .number("ReplicationState", side.state().ordinal())
                .number("ReplicationHealth", health(side))
                .with("PrimaryServerName", PsValue.string(side.primary() ? own : other))
                .with("ReplicaServerName", PsValue.string(side.primary() ? other : own))
                .with("LastReplicationTime", last == null ? null : LiveObjects.time(last))
                .with(
                        "TestVirtualMachine",
                        test == null
                                ? null
                                : call.estate()
                                        .hypervisor()
                                        .find(test)
                                        .map(call.objects()::vm)
                                        .orElse(null))
                .with("ComputerName", PsValue.string(call.host()));
    }

    private static int health(ReplicaSide side) {
        return switch (side.state()) {
            case REPLICATING, PREPARED, FAILED_OVER, FAILED_OVER_WAITING -> 1;
            case ERROR, WAITING_FOR_RESYNCHRONIZE, RESYNCHRONIZE_SUSPENDED -> 3;
            default -> 2;
        };
    }

    private static Object replication(Call call, ReplicaSide side) {
        return ReplicaSettings.tell(call, common(call, side, "VMReplication"), side)
                .build();
    }

    private static Object measure(Call call, ReplicaSide side) {
        return common(call, side, "VMReplicationHealth")
                .number("LastReplicationType", side.lastKind())
                .number("FailedOverReplicationType", side.failedOver())
                .number("PendingReplicationSize", side.pending())
                .number("InitialReplicationSize", side.initial())
                .build();
    }
}
