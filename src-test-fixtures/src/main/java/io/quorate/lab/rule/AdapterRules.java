package io.quorate.lab.rule;

import io.quorate.lab.model.NicsState.Nic;
import io.quorate.lab.model.NicsState.Vlan;
import io.quorate.lab.model.Refusal;
import io.quorate.lab.model.VirtualNics;
import io.quorate.lab.model.VmState;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The network adapters of virtual machines. They come by pipeline, as live objects; a machine also by its name. */
final class AdapterRules {
    private static final String MODULE = "Hyper-V\\";
    private static final String ADAPTER = Shapes.HYPER_V + "VMNetworkAdapter";
    private static final int OK = 2;

    private AdapterRules() {}

    /** What stands behind an adapter's object. */
    private record Ref(String vm, String nic) {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-VMNetworkAdapter", Set.of("VM", "VMName", "Name", "ComputerName"), AdapterRules::get);
        rules.add(
                MODULE + "Add-VMNetworkAdapter",
                Set.of("VM", "VMName", "Name", "SwitchName", "StaticMacAddress", "DynamicMacAddress", "Passthru"),
                AdapterRules::add);
        rules.add(
                MODULE + "Set-VMNetworkAdapter",
                Set.of("VMNetworkAdapter", "StaticMacAddress", "DynamicMacAddress", "Passthru"),
                AdapterRules::set);
        rules.add(
                MODULE + "Set-VMNetworkAdapterVlan",
                Set.of(
                        "VMNetworkAdapter",
                        "Untagged",
                        "Access",
                        "VlanId",
                        "Trunk",
                        "NativeVlanId",
                        "AllowedVlanIdList",
                        "Passthru"),
                AdapterRules::setVlan);
        rules.add(
                MODULE + "Connect-VMNetworkAdapter",
                Set.of("VMNetworkAdapter", "SwitchName", "Passthru"),
                call -> each(
                        call,
                        (nics, ref) -> nics.connect(ref.vm, ref.nic, call.args().text("SwitchName"))));
        rules.add(
                MODULE + "Disconnect-VMNetworkAdapter",
                Set.of("VMNetworkAdapter", "Passthru"),
                call -> each(call, (nics, ref) -> nics.connect(ref.vm, ref.nic, null)));
        rules.add(
                MODULE + "Remove-VMNetworkAdapter",
                Set.of("VMNetworkAdapter"),
                call -> each(call, (nics, ref) -> nics.remove(ref.vm, ref.nic)));
    }

    private static VirtualNics nics(Call call) {
        return call.estate().nics();
    }

    private static void get(Call call) {
        String name = call.args().text("Name");
        for (VmState vm : VmRules.targets(call, "VMName")) {
            for (Nic nic : nics(call).of(vm)) {
                if (name == null || Call.like(shown(call, nic), name)) {
                    call.write(object(call, vm, nic));
                }
            }
        }
    }

    private static void add(Call call) {
        String name = call.args().text("Name");
        for (VmState vm : VmRules.targets(call, "VMName")) {
            try {
                Nic made = call.change(() -> nics(call)
                        .add(
                                vm.id(),
                                name == null ? "" : name,
                                call.args().text("SwitchName"),
                                call.args().text("StaticMacAddress")));
                if (call.args().on("Passthru")) {
                    call.write(object(call, vm, made));
                }
            } catch (Refusal refusal) {
                call.error(call.errors().of(MODULE, refusal));
            }
        }
    }

    private static void set(Call call) {
        String mac = call.args().text("StaticMacAddress");
        if (mac == null && !call.args().on("DynamicMacAddress")) {
            throw call.notSimulated("without an address");
        }
        each(call, (nics, ref) -> nics.mac(ref.vm, ref.nic, mac));
    }

    private static int number(Call call, String parameter) {
        Long number = Values.number(call.args().get(parameter));
        return number == null ? 0 : number.intValue();
    }

    private static void setVlan(Call call) {
        String allowed = call.args().text("AllowedVlanIdList");
        Vlan vlan;
        if (call.args().on("Access")) {
            vlan = new Vlan(1, number(call, "VlanId"), 0, "");
        } else if (call.args().on("Trunk")) {
            vlan = new Vlan(2, 0, number(call, "NativeVlanId"), allowed == null ? "" : allowed);
        } else {
            vlan = Vlan.NONE;
        }
        each(call, (nics, ref) -> nics.vlan(ref.vm, ref.nic, vlan));
    }

    /** Works on each piped adapter; one that refuses does not keep the others from it. */
    private static void each(Call call, BiConsumer<VirtualNics, Ref> act) {
        for (Ref ref : call.models("VMNetworkAdapter", Ref.class)) {
            try {
                call.change(() -> act.accept(nics(call), ref));
                if (call.args().on("Passthru")) {
                    find(call, ref).ifPresent(call::write);
                }
            } catch (Refusal refusal) {
                call.error(call.errors().of(MODULE, refusal));
            }
        }
    }

    private static Optional<LiveObject> find(Call call, Ref ref) {
        return call.estate()
                .hypervisor()
                .find(ref.vm)
                .flatMap(vm -> nics(call).of(vm).stream()
                        .filter(nic -> nic.id().equals(ref.nic))
                        .map(nic -> object(call, vm, nic))
                        .findFirst());
    }

    // shapes

    private static String shown(Call call, Nic nic) {
        return nic.name().isEmpty() ? call.errors().texts().text("vm.adapter") : nic.name();
    }

    private static LiveObject object(Call call, VmState vm, Nic nic) {
        boolean connected = nics(call).connected(vm, nic);
        String network = nic.network();
        String machine = vm.guid().toUpperCase(Locale.ROOT);
        return new Live(ADAPTER, new Ref(vm.id(), nic.id()), "VMNetworkAdapter (Name = '" + shown(call, nic) + "')")
                .with("Name", PsValue.string(shown(call, nic)))
                .with("Id", PsValue.string("Microsoft:" + machine + "\\" + nic.id()))
                .with("AdapterId", PsValue.string(nic.id()))
                .with("SwitchName", PsValue.string(connected && network != null ? network : ""))
                .with("SwitchId", switchId(call, vm, connected ? network : null))
                .with("Connected", PsValue.bool(connected))
                .with("MacAddress", PsValue.string(nic.mac().isEmpty() ? "000000000000" : nic.mac()))
                .with("DynamicMacAddressEnabled", PsValue.bool(nic.dynamic()))
                .with("ClusterMonitored", PsValue.bool(true))
                .with("IsSynthetic", PsValue.bool(true))
                .with(
                        "IPAddresses",
                        call.estate().guests().addresses(vm, nic.id()).stream()
                                .map(PsValue::string)
                                .toList())
                .with("Status", List.of(Shapes.enumeration(Shapes.HYPER_V + "VMNetworkAdapterOperationalStatus", OK)))
                .with("VlanSetting", vlan(nic))
                .with("VMId", LiveObjects.guid(vm.id()))
                .with("VMName", PsValue.string(vm.name()))
                .with("ComputerName", PsValue.string(vm.host()))
                .build(
                        Shapes.HYPER_V + "VMNetworkAdapterBase",
                        Shapes.HYPER_V + "VMDevice",
                        Shapes.HYPER_V + "VirtualizationObject");
    }

    private static @Nullable PsValue switchId(Call call, VmState vm, @Nullable String network) {
        return call.estate().gear(vm.host()).switches().stream()
                .filter(one -> one.name().equals(network))
                .map(one -> (UUID) one.id())
                .findFirst()
                .map(id -> new PsPrimitive(PsType.GUID, id))
                .orElse(null);
    }

    private static LiveObject vlan(Nic nic) {
        String type = Shapes.HYPER_V + "VMNetworkAdapterVlanSetting";
        return new Live(type, nic, type)
                .number("OperationMode", nic.vlan().mode())
                .number("AccessVlanId", nic.vlan().access())
                .number("NativeVlanId", nic.vlan().untagged())
                .with("AllowedVlanIdListString", PsValue.string(nic.vlan().allowed()))
                .build();
    }
}
