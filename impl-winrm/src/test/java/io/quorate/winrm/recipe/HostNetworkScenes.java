package io.quorate.winrm.recipe;

import static io.quorate.winrm.recipe.HostFactsScenes.NETWORK;
import static io.quorate.winrm.recipe.HostFactsScenes.booted;
import static io.quorate.winrm.recipe.HostFactsScenes.row;
import static io.quorate.winrm.recipe.HostFactsScenes.switched;
import static io.quorate.winrm.recipe.HostFactsScenes.virtualSwitch;
import static io.quorate.winrm.recipe.Scenes.out;
import static io.quorate.winrm.recipe.Scenes.scene;
import static io.quorate.winrm.recipe.Scenes.state;

import io.quorate.host.AddressSpec;
import io.quorate.host.NetworkProfile;
import io.quorate.host.command.MeasurePath;
import io.quorate.host.command.RemoveSwitch;
import io.quorate.host.command.RemoveSwitchOver;
import io.quorate.host.command.SetAddresses;
import io.quorate.host.command.SetAddressesOver;
import io.quorate.host.command.SetMtu;
import io.quorate.host.command.SetMtuOver;
import io.quorate.host.command.SetProfile;
import io.quorate.host.command.SetProfileOver;
import io.quorate.host.command.ShutDownHost;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.RecipeLookTest.Case;
import io.quorate.winrm.recipe.Scenes.Scene;
import io.quorate.winrm.recipe.Scenes.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The commands on a host's network, each with a host that answers it. */
final class HostNetworkScenes {
    private static final String KEPT = "Get-NetIPAddress";
    private static final String LISTENERS = "Get-Item";
    private static final String CONNECTIONS = "Get-CimInstance:MSFT_NetTCPConnection";

    private HostNetworkScenes() {}

    private static PsObject address(String one, boolean dhcp) {
        int slash = one.indexOf('/');
        return row("MSFT_NetIPAddress")
                .with("IPAddress", PsValue.string(one.substring(0, slash)))
                .with("InterfaceIndex", Replies.uint32(4))
                .with("PrefixLength", PsValue.int32(Integer.parseInt(one.substring(slash + 1))))
                .with("PrefixOrigin", PsValue.string(dhcp ? "Dhcp" : "Manual"));
    }

    /** One adapter, LAN, whose frames may have 1514 bytes. */
    static State adapter(boolean dhcp, int mtu, String category, String gateway, String... addresses) {
        List<PsValue> all = new ArrayList<>();
        all.add(row("MSFT_NetAdapter")
                .with("Name", PsValue.string("LAN"))
                .with("InterfaceIndex", Replies.uint32(4))
                .with("InterfaceDescription", PsValue.string("I350"))
                .with("InterfaceOperationalStatus", Replies.uint32(1)));
        for (String one : addresses) {
            all.add(address(one, dhcp));
        }
        all.add(row("MSFT_NetIPInterface")
                .with("InterfaceIndex", Replies.uint32(4))
                .with("AddressFamily", PsValue.string("IPv4"))
                .with("Dhcp", PsValue.string(dhcp ? "Enabled" : "Disabled"))
                .with("NlMtu", Replies.uint32(mtu)));
        all.add(row("MSFT_NetConnectionProfile")
                .with("InterfaceIndex", Replies.uint32(4))
                .with("NetworkCategory", PsValue.string(category)));
        if (!gateway.isEmpty()) {
            all.add(row("MSFT_NetRoute")
                    .with("InterfaceIndex", Replies.uint32(4))
                    .with("NextHop", PsValue.string(gateway)));
        }
        all.add(row("MSFT_NetAdapterAdvancedPropertySettingData")
                .with("Name", PsValue.string("LAN"))
                .with("RegistryValue", PsValue.string(String.valueOf(Math.max(mtu, 1500) + 14))));
        State state = state(NETWORK, all.toArray(PsValue[]::new));
        PsValue[] kept = dhcp
                ? new PsValue[0]
                : Arrays.stream(addresses).map(one -> address(one, false)).toArray(PsValue[]::new);
        return state.and(KEPT, kept);
    }

    private static PsObject connection(String local, String remote) {
        return row("MSFT_NetTCPConnection")
                .with("LocalAddress", PsValue.string(local))
                .with("LocalPort", PsValue.int32(5986))
                .with("RemoteAddress", PsValue.string(remote))
                .with("State", PsValue.int32(5));
    }

    private static PsObject listener(String port) {
        return Replies.selected("Microsoft.WSMan.Management.WSManConfigLeafElement")
                .with("Name", PsValue.string("Port"))
                .with("Value", PsValue.string(port));
    }

    static State from(State state, String... locals) {
        PsValue[] all = Arrays.stream(locals)
                .map(local -> connection(local, "192.0.2.200"))
                .toArray(PsValue[]::new);
        return state.and(LISTENERS, listener("5985"), listener("5986")).and(CONNECTIONS, all);
    }

    private static State given(String gateway, String... addresses) {
        return adapter(false, 1500, "Private", gateway, addresses);
    }

    private static PsObject ping(long status) {
        return row("Win32_PingStatus").with("StatusCode", Replies.uint32(status));
    }

    private static State machines(State state, String... names) {
        PsValue[] all = Arrays.stream(names)
                .map(name -> Replies.selected("Microsoft.HyperV.PowerShell.VMNetworkAdapter")
                        .with("VMName", PsValue.string(name))
                        .with("SwitchName", PsValue.string("dmz")))
                .toArray(PsValue[]::new);
        return state.and("Get-VM,Get-VMNetworkAdapter", all);
    }

    private static State sized(int mtu) {
        return adapter(false, mtu, "Private", "", "192.0.2.11/24");
    }

    private static State in(String category) {
        return adapter(false, 1500, category, "", "192.0.2.11/24");
    }

    static List<Scene> all() {
        PsObject dmz = virtualSwitch("DMZ", "Private", 0, "");
        PsObject lan = virtualSwitch("LAN", "External", 2, "I350");
        Instant before = Instant.parse("2026-01-05T07:00:00Z");
        return List.of(
                scene(new SetMtu("HV1", "LAN", 9000), from(sized(1500), "10.0.0.1"))
                        .then(out(), sized(1500))
                        .then(out(), sized(9000)),
                scene(new SetMtu("HV1", "LAN", 1400), "of packets alone", sized(1500))
                        .then(out(), sized(1400)),
                scene(new SetMtuOver("HV1", "LAN", 9000), sized(1500))
                        .then(out(), sized(1500))
                        .then(out(), sized(9000)),
                scene(new SetProfile("HV1", "LAN", NetworkProfile.PRIVATE), in("Public"))
                        .then(out(), in("Private")),
                scene(new SetProfileOver("HV1", "LAN", NetworkProfile.PUBLIC), from(in("Private"), "192.0.2.11"))
                        .then(out(), in("Public")),
                scene(new MeasurePath("HV1", "192.0.2.12", 9000), state("Get-CimInstance:Win32_PingStatus", ping(0))),
                scene(new RemoveSwitch("HV1", "dmz"), machines(switched(dmz, lan)))
                        .then(out(), switched(lan)),
                scene(new RemoveSwitchOver("HV1", "LAN"), from(machines(switched(dmz, lan)), "192.0.2.11", "10.0.0.1"))
                        .then(out(), switched(dmz)),
                scene(new ShutDownHost("HV1", before), booted(8))
                        .then(out(row("CimMethodResult").with("ReturnValue", Replies.uint32(0))), booted(9)),
                scene(
                                new SetAddresses(
                                        "HV1",
                                        "LAN",
                                        AddressSpec.of("192.0.2.11/24", "192.0.2.12/24")
                                                .withGateway("192.0.2.2")),
                                from(given("192.0.2.1", "192.0.2.11/24", "10.0.9.9/24"), "192.0.2.11"))
                        .then(out(), given("192.0.2.2", "192.0.2.11/24", "192.0.2.12/24")),
                scene(
                                new SetAddresses("HV1", "LAN", AddressSpec.of("192.0.2.11/25")),
                                "another prefix",
                                from(given("", "192.0.2.11/24"), "10.0.0.1"))
                        .then(out(), given("", "192.0.2.11/25")),
                scene(
                                new SetAddressesOver("HV1", "lan", AddressSpec.byDhcp()),
                                from(given("192.0.2.1", "192.0.2.11/24"), "192.0.2.11", "10.0.0.1"))
                        .then(out(), adapter(true, 1500, "Private", "192.0.2.1", "192.0.2.151/24")));
    }

    static List<Case> looks() {
        AddressSpec other = AddressSpec.of("192.0.2.77/24");
        PsObject dmz = virtualSwitch("DMZ", "Internal", 1, "");
        return List.of(
                RecipeLookTest.forbidden(
                        "machines are connected", new RemoveSwitch("HV1", "DMZ"), machines(switched(dmz), "web1")),
                RecipeLookTest.forbidden(
                        "its driver begins anew under us",
                        new SetMtu("HV1", "LAN", 9000),
                        from(sized(1500), "192.0.2.11")),
                RecipeLookTest.forbidden(
                        "the firewall may shut us out",
                        new SetProfile("HV1", "LAN", NetworkProfile.PUBLIC),
                        from(in("Private"), "192.0.2.11")),
                RecipeLookTest.forbidden(
                        "it is the domain's",
                        new SetProfile("HV1", "LAN", NetworkProfile.PRIVATE),
                        in("DomainAuthenticated")),
                RecipeLookTest.forbidden(
                        "it is up in its cluster",
                        new ShutDownHost("HV1", Instant.parse("2026-01-05T07:00:00Z")),
                        HostFactsScenes.node(0)),
                RecipeLookTest.forbidden(
                        "all management comes in there",
                        new SetAddresses("HV1", "LAN", other),
                        from(given("", "192.0.2.11/24"), "192.0.2.11")),
                RecipeLookTest.forbidden(
                        "all management comes in there, consent or not",
                        new SetAddressesOver("HV1", "LAN", other),
                        from(given("", "192.0.2.11/24"), "192.0.2.11", "192.0.2.11")),
                RecipeLookTest.forbidden(
                        "management comes in there and elsewhere",
                        new SetAddresses("HV1", "LAN", other),
                        from(given("", "192.0.2.11/24"), "192.0.2.11", "10.0.0.1")),
                RecipeLookTest.forbidden(
                        "nobody knows where management comes in",
                        new SetAddresses("HV1", "LAN", other),
                        from(given("", "192.0.2.11/24"))));
    }
}
