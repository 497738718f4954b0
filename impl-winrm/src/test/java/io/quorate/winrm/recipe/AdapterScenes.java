package io.quorate.winrm.recipe;

import static io.quorate.winrm.recipe.Scenes.VM;
import static io.quorate.winrm.recipe.Scenes.out;
import static io.quorate.winrm.recipe.Scenes.scene;
import static io.quorate.winrm.recipe.Scenes.state;

import io.quorate.spi.ErrorKind;
import io.quorate.vm.AdapterVlan;
import io.quorate.vm.IntegrationService;
import io.quorate.vm.MacAddress;
import io.quorate.vm.command.AddVirtualAdapter;
import io.quorate.vm.command.ConnectVirtualAdapter;
import io.quorate.vm.command.DisconnectVirtualAdapter;
import io.quorate.vm.command.EnableIntegration;
import io.quorate.vm.command.GetGuestNetworks;
import io.quorate.vm.command.GetIntegration;
import io.quorate.vm.command.GetMacRange;
import io.quorate.vm.command.GetVirtualAdapters;
import io.quorate.vm.command.ListPossibleOwners;
import io.quorate.vm.command.ListVirtualAdapters;
import io.quorate.vm.command.RemoveVirtualAdapter;
import io.quorate.vm.command.SetAdapterMac;
import io.quorate.vm.command.SetAdapterVlan;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.RecipeLookTest.Case;
import io.quorate.winrm.recipe.Scenes.Scene;
import io.quorate.winrm.recipe.Scenes.State;
import java.util.List;
import java.util.UUID;

/** The commands on network adapters and integration services of a machine, each with a host that answers it. */
final class AdapterScenes {
    private static final String ADAPTERS = "Get-VMHost,Get-VM,Get-VMNetworkAdapter";
    private static final String SERVICES = "Get-VM,Get-VMIntegrationService";
    private static final String ID =
            "Microsoft:6F1A2C3D-0000-4000-8000-000000000001\\AAAA0000-0000-4000-8000-000000000000";
    private static final String OTHER =
            "Microsoft:6F1A2C3D-0000-4000-8000-0000000000FF\\BBBB0000-0000-4000-8000-000000000000";
    private static final UUID FOREIGN = UUID.fromString("6f1a2c3d-0000-4000-8000-0000000000ff");
    private static final MacAddress MAC = MacAddress.of("00-50-56-00-AB-01");
    private static final String NONE = "000000000000";
    private static final AdapterVlan TRUNK = AdapterVlan.trunk(5, "10,20-29");

    private AdapterScenes() {}

    private static PsObject vlan(int mode, String word, int access, int untagged, String allowed) {
        return Replies.selected("VMNetworkAdapterVlanSetting")
                .with("OperationMode", Replies.word("VMNetworkAdapterVlanMode", word, mode))
                .with("AccessVlanId", PsValue.int32(access))
                .with("NativeVlanId", PsValue.int32(untagged))
                .with("AllowedVlanIdListString", PsValue.string(allowed));
    }

    private static PsObject resource(String name) {
        return Replies.selected("ClusterResource")
                .with("Name", PsValue.string(name))
                .with("ResourceType", PsValue.string("Virtual Machine"));
    }

    private static PsObject guestNetwork(String id) {
        return Replies.selected("CimInstance#Msvm_GuestNetworkAdapterConfiguration")
                .with("InstanceID", PsValue.string(id.toLowerCase(java.util.Locale.ROOT)))
                .with("DHCPEnabled", PsValue.bool(true))
                .with("IPAddresses", PsValue.string("192.0.2.20"))
                .with("DNSServers", PsValue.string("192.0.2.1"));
    }

    private static PsObject owner(String name) {
        return Replies.selected("ClusterNode")
                .with("Name", PsValue.string(name))
                .with("NodeName", PsValue.string(name));
    }

    private static PsObject untagged() {
        return vlan(0, "Untagged", 0, 0, "");
    }

    private static PsObject adapter(String network, String mac, boolean dynamic, PsObject vlan) {
        return adapter(VM, ID, "outside", network, mac, dynamic, vlan);
    }

    private static PsObject adapter(
            UUID machine, String id, String name, String network, String mac, boolean dynamic, PsObject vlan) {
        return Replies.selected("VMNetworkAdapter")
                .with("VMId", new PsPrimitive(PsType.GUID, machine))
                .with("VMName", PsValue.string("web1"))
                .with("ComputerName", PsValue.string("HV1"))
                .with("Id", PsValue.string(id))
                .with("Name", PsValue.string(name))
                .with("SwitchName", PsValue.string(network))
                .with("Connected", PsValue.bool(!network.isEmpty()))
                .with("MacAddress", PsValue.string(mac))
                .with("DynamicMacAddressEnabled", PsValue.bool(dynamic))
                .with("VlanSetting", vlan)
                .with("IsLegacy", PsValue.bool(false));
    }

    private static State adapters(PsObject... all) {
        PsValue[] output = new PsValue[all.length + 1];
        output[0] = Replies.vmHost();
        System.arraycopy(all, 0, output, 1, all.length);
        return state(ADAPTERS, output);
    }

    private static State on(String network) {
        return adapters(adapter(network, NONE, true, untagged()));
    }

    private static State service(boolean enabled, int status) {
        return state(
                SERVICES,
                Replies.selected("VMIntegrationComponent")
                        .with("VMId", new PsPrimitive(PsType.GUID, VM))
                        .with("Id", PsValue.string(componentId()))
                        .with("Name", PsValue.string("Takt"))
                        .with("Enabled", PsValue.bool(enabled))
                        .with("PrimaryOperationalStatus", Replies.word("Status", "?", status)));
    }

    private static String componentId() {
        return "Microsoft:6F1A2C3D-0000-4000-8000-000000000001\\84EAAE65-2F2E-45F5-9BB5-0E857DC8EB47";
    }

    static List<Scene> all() {
        State there = adapters(adapter("WAN", MAC.digits(), false, untagged()));
        return List.of(
                scene(new ListVirtualAdapters("HV1"), on("WAN")),
                scene(new GetVirtualAdapters(VM), on("WAN")),
                scene(
                        new GetMacRange("HV1"),
                        state(
                                "Get-VMHost",
                                Replies.selected("VMHost")
                                        .with("MacAddressMinimum", PsValue.string("00155D010B00"))
                                        .with("MacAddressMaximum", PsValue.string("00155D010BFF")))),
                scene(
                        new ListPossibleOwners(VM),
                        state(
                                "Get-ClusterResource,Get-ClusterOwnerNode",
                                resource("Virtual Machine web1"),
                                resource("Virtual Machine Configuration web1"),
                                owner("HV1"),
                                owner("HV2"),
                                owner("hv1"))),
                scene(new AddVirtualAdapter(VM, "outside", "WAN", MAC), adapters())
                        .then(out(), there),
                scene(new AddVirtualAdapter(VM, "outside", null, null), "unconnected", adapters())
                        .then(out(), on("")),
                scene(new ConnectVirtualAdapter(VM, ID, "it's WAN"), on("LAN")).then(out(), on("it's WAN")),
                scene(new DisconnectVirtualAdapter(VM, ID), on("LAN")).then(out(), on("")),
                scene(new SetAdapterVlan(VM, ID, TRUNK), "a trunk", on("LAN"))
                        .then(out(), adapters(adapter("LAN", NONE, true, vlan(2, "Trunk", 0, 5, "10, 20-29")))),
                scene(new SetAdapterVlan(VM, ID, AdapterVlan.access(20)), "access", on("LAN"))
                        .then(out(), adapters(adapter("LAN", NONE, true, vlan(1, "Access", 20, 0, "")))),
                scene(
                                new SetAdapterVlan(VM, ID, AdapterVlan.UNTAGGED),
                                "untagged",
                                adapters(adapter("LAN", NONE, true, vlan(1, "Access", 20, 0, ""))))
                        .then(out(), on("LAN")),
                scene(new SetAdapterMac(VM, ID, MAC), on("WAN")).then(out(), there),
                scene(new SetAdapterMac(VM, ID, null), "dynamic", there).then(out(), on("WAN")),
                scene(new RemoveVirtualAdapter(VM, ID), on("WAN")).then(out(), adapters()),
                scene(
                        new GetGuestNetworks(VM),
                        on("WAN")
                                .and(
                                        "Get-CimInstance:Msvm_GuestNetworkAdapterConfiguration",
                                        guestNetwork(ID.replace("Microsoft:", "Microsoft:GuestNetwork\\")),
                                        guestNetwork(OTHER.replace("Microsoft:", "Microsoft:GuestNetwork\\")))),
                scene(new GetIntegration(VM), service(true, 12)),
                scene(new EnableIntegration(VM, IntegrationService.HEARTBEAT), service(false, 32896))
                        .then(out(), service(true, 2)));
    }

    static List<Case> looks() {
        PsObject foreign = adapter(FOREIGN, OTHER, "other", "WAN", MAC.digits(), false, untagged());
        return List.of(
                RecipeLookTest.untold(
                        "no such adapter", new ConnectVirtualAdapter(VM, ID, "WAN"), adapters(), ErrorKind.NOT_FOUND),
                RecipeLookTest.untold(
                        "no such service",
                        new EnableIntegration(VM, IntegrationService.SHUTDOWN),
                        service(true, 2),
                        ErrorKind.NOT_FOUND),
                RecipeLookTest.forbidden(
                        "another machine has the address",
                        new SetAdapterMac(VM, ID, MAC),
                        adapters(adapter("WAN", NONE, true, untagged()), foreign)),
                RecipeLookTest.forbidden(
                        "another machine has the address",
                        new AddVirtualAdapter(VM, "outside", "WAN", MAC),
                        adapters(foreign)),
                RecipeLookTest.absent(
                        "a setting that nobody knows",
                        new SetAdapterVlan(VM, ID, AdapterVlan.UNTAGGED),
                        adapters(adapter("WAN", NONE, true, vlan(7, "", 0, 0, "")))),
                RecipeLookTest.present("its case is another", new ConnectVirtualAdapter(VM, ID, "wan"), on("WAN")));
    }
}
