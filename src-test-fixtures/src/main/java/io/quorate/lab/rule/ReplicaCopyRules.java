package io.quorate.lab.rule;

import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.model.FailoverSetting;
import io.quorate.lab.model.FailoverSetting.Family;
import io.quorate.lab.model.Refusal;
import io.quorate.lab.model.ReplicaExtension;
import io.quorate.lab.model.ReplicaSetup;
import io.quorate.lab.model.ReplicaSide;
import io.quorate.lab.model.Replications;
import io.quorate.lab.model.VmState;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** First copies, what a replica sends on, and what adapters have after a failover. */
final class ReplicaCopyRules {
    private static final String MODULE = "Hyper-V\\";

    private ReplicaCopyRules() {}

    static void addTo(Rules rules) {
        rules.add(
                MODULE + "Start-VMInitialReplication",
                Set.of("VM", "VMReplication", "InitialReplicationStartTime", "DestinationPath", "UseBackup"),
                ReplicaCopyRules::start);
        rules.add(MODULE + "Import-VMInitialReplication", Set.of("VM", "Path"), call -> {
            String path = ReplicaSettings.text(call, "Path", "");
            ReplicaRules.each(call, (replications, vm) -> replications.copies().take(vm, path));
        });
        rules.add(
                MODULE + "Get-VMNetworkAdapterFailoverConfiguration",
                Set.of("VM", "VMNetworkAdapterName"),
                ReplicaCopyRules::addresses);
        rules.add(
                MODULE + "Set-VMNetworkAdapterFailoverConfiguration",
                Set.of(
                        "VM",
                        "VMNetworkAdapterName",
                        "IPv4Address",
                        "IPv4SubnetMask",
                        "IPv4DefaultGateway",
                        "IPv4PreferredDNSServer",
                        "IPv4AlternateDNSServer",
                        "ClearFailoverIPv4Settings",
                        "IPv6Address",
                        "IPv6SubnetPrefixLength",
                        "IPv6DefaultGateway",
                        "IPv6PreferredDNSServer",
                        "IPv6AlternateDNSServer",
                        "ClearFailoverIPv6Settings"),
                ReplicaCopyRules::setAddress);
    }

    private static void start(Call call) {
        for (ReplicaExtension one : call.models("VMReplication", ReplicaExtension.class)) {
            call.change(() -> call.estate().replications().extensions().startCopy(one));
        }
        Duration at = at(call);
        String folder = call.args().text("DestinationPath");
        boolean backup = call.args().on("UseBackup");
        ReplicaRules.each(call, (replications, vm) -> begin(replications, vm, at, folder, backup));
    }

    private static void begin(
            Replications replications, VmState vm, @Nullable Duration at, @Nullable String folder, boolean backup) {
        if (at != null) {
            replications.copies().schedule(vm, at);
        } else if (folder != null) {
            replications.copies().export(vm, folder);
        } else if (backup) {
            replications.copies().useBackup(vm);
        } else {
            replications.startCopy(vm);
        }
    }

    /** A time without a zone would be the host's, which lives in UTC. */
    private static @Nullable Duration at(Call call) {
        PsPrimitive given =
                call.args().get("InitialReplicationStartTime") instanceof PsValue value ? value.primitive() : null;
        return given != null && given.value() instanceof PsDateTime time
                ? Duration.between(LabTime.START, time.dateTime().toInstant(ZoneOffset.UTC))
                : null;
    }

    static Object extension(Call call, ReplicaSide side, ReplicaExtension one) {
        ReplicaSetup setup = one.setup();
        return live(call, side, one, "VMReplication")
                .number("ReplicationFrequencySec", setup.frequency())
                .number("RecoveryHistory", setup.points())
                .number("AuthenticationType", setup.authentication())
                .number("ReplicaServerPort", setup.port())
                .with("CompressionEnabled", PsValue.bool(setup.compression()))
                .with("ExcludedDisks", List.of())
                .build();
    }

    static Object measure(Call call, ReplicaSide side, ReplicaExtension one) {
        return live(call, side, one, "VMReplicationHealth")
                .number("LastReplicationType", one.last() == null ? 0 : ReplicaSide.REGULAR)
                .number(
                        "PendingReplicationSize",
                        call.estate().replications().extensions().pending(side, one))
                .number("InitialReplicationSize", one.initial())
                .build();
    }

    private static Live live(Call call, ReplicaSide side, ReplicaExtension one, String type) {
        Duration last = one.last();
        return new Live(Shapes.HYPER_V + type, one, type)
                .with("VMId", LiveObjects.guid(side.guid()))
                .with(
                        "VMName",
                        PsValue.string(call.estate()
                                .hypervisor()
                                .find(side.vm())
                                .map(VmState::name)
                                .orElse("")))
                .number("ReplicationMode", side.mode().ordinal())
                .number("ReplicationRelationshipType", 1)
                .number("ReplicationState", one.state().ordinal())
                .number("ReplicationHealth", one.state() == ReplicaSide.State.REPLICATING ? 1 : 2)
                .with(
                        "PrimaryServerName",
                        PsValue.string(call.estate().replications().address(side)))
                .with("ReplicaServerName", PsValue.string(one.setup().server()))
                .with("LastReplicationTime", last == null ? null : LiveObjects.time(last))
                .with("ComputerName", PsValue.string(call.host()));
    }

    // addresses

    private static String adapter(Call call) {
        String name = call.args().text("VMNetworkAdapterName");
        if (name == null) {
            throw call.notSimulated("without -VMNetworkAdapterName");
        }
        return name;
    }

    private static FailoverSetting setting(Call call, VmState vm) {
        return call.world()
                .find(FailoverSetting.key(vm.id(), adapter(call)))
                .orElseGet(() -> FailoverSetting.none(vm.id(), adapter(call)));
    }

    private static void addresses(Call call) {
        for (VmState vm : call.models("VM", VmState.class)) {
            FailoverSetting one = setting(call, vm);
            Live live = new Live(Shapes.HYPER_V + "VMNetworkAdapterFailoverSetting", one, "FailoverSetting");
            tell(tell(live, "IPv4", "SubnetMask", one.v4()), "IPv6", "SubnetPrefixLength", one.v6());
            call.write(live.build());
        }
    }

    private static Live tell(Live live, String family, String net, Family one) {
        return live.with(family + "Address", PsValue.string(one.address()))
                .with(family + net, PsValue.string(one.net()))
                .with(family + "DefaultGateway", PsValue.string(one.gateway()))
                .with(family + "PreferredDNSServer", PsValue.string(one.preferred()))
                .with(family + "AlternateDNSServer", PsValue.string(one.alternate()));
    }

    private static void setAddress(Call call) {
        for (VmState vm : call.models("VM", VmState.class)) {
            FailoverSetting was = setting(call, vm);
            FailoverSetting now = new FailoverSetting(
                    vm.id(),
                    was.adapter(),
                    family(call, "IPv4", "SubnetMask", was.v4()),
                    family(call, "IPv6", "SubnetPrefixLength", was.v6()));
            call.change(() -> call.world().put(FailoverSetting.key(vm.id(), adapter(call)), now));
        }
    }

    private static Family family(Call call, String family, String net, Family was) {
        if (call.args().on("ClearFailover" + family + "Settings")) {
            return Family.NONE;
        }
        Long length = Values.number(call.args().get(family + net));
        return new Family(
                ip(call, family, "Address", was.address()),
                family.equals("IPv6")
                        ? length == null ? was.net() : length.toString()
                        : ip(call, family, net, was.net()),
                ip(call, family, "DefaultGateway", was.gateway()),
                ip(call, family, "PreferredDNSServer", was.preferred()),
                ip(call, family, "AlternateDNSServer", was.alternate()));
    }

    private static String ip(Call call, String family, String what, String otherwise) {
        String text = ReplicaSettings.text(call, family + what, otherwise);
        String form =
                family.equals("IPv4") ? "[0-9]{1,3}([.][0-9]{1,3}){3}" : "[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}";
        if (!text.isEmpty() && !text.matches(form)) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, family + what);
        }
        return text;
    }
}
