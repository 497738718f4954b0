package io.quorate.lab.rule;

import io.quorate.lab.model.HostGear;
import io.quorate.lab.model.HostReach;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A host's network adapters: addresses, gateways, sizes of packets and frames, profiles; and who is connected to its WinRM. */
final class NetworkRules {
    private static final long GIGABIT = 1_000_000_000L;
    private static final String NET = "Microsoft.Management.Infrastructure.CimInstance#root/StandardCimv2/";
    private static final String TCPIP = "NetTCPIP\\";
    private static final String ANYWHERE = "0.0.0.0/0";
    private static final String JUMBO = "*JumboPacket";
    private static final int HEADER = 14;

    /** The one network with a DHCP server, and what it gives. */
    private static final String SERVED = "10.0.1.";

    private static final int FIRST_LEASE = 151;
    private static final long ESTABLISHED = 5;

    private NetworkRules() {}

    static void addTo(Rules rules) {
        rules.add("NetAdapter\\Get-NetAdapter", Set.of("Name"), NetworkRules::adapters);
        rules.add(
                "NetAdapter\\Get-NetAdapterAdvancedProperty",
                Set.of("Name", "RegistryKeyword"),
                NetworkRules::advanced);
        rules.add(
                "NetAdapter\\Set-NetAdapterAdvancedProperty",
                Set.of("Name", "RegistryKeyword", "RegistryValue"),
                NetworkRules::setAdvanced);
        rules.add(TCPIP + "Get-NetIPAddress", Set.of("PolicyStore"), NetworkRules::addresses);
        rules.add(
                TCPIP + "New-NetIPAddress",
                Set.of("InterfaceIndex", "IPAddress", "PrefixLength"),
                NetworkRules::newAddress);
        rules.add(
                TCPIP + "Set-NetIPAddress",
                Set.of("InterfaceIndex", "IPAddress", "PrefixLength"),
                NetworkRules::setAddress);
        rules.add(TCPIP + "Remove-NetIPAddress", Set.of("InterfaceIndex", "IPAddress"), NetworkRules::removeAddress);
        rules.add(TCPIP + "Get-NetIPInterface", Set.of(), NetworkRules::interfaces);
        rules.add(
                TCPIP + "Set-NetIPInterface",
                Set.of("InterfaceIndex", "AddressFamily", "Dhcp", "NlMtuBytes"),
                NetworkRules::setInterface);
        rules.add(TCPIP + "Get-NetRoute", Set.of(), NetworkRules::routes);
        rules.add(
                TCPIP + "New-NetRoute",
                Set.of("InterfaceIndex", "DestinationPrefix", "NextHop"),
                call -> route(call, true));
        rules.add(
                TCPIP + "Remove-NetRoute",
                Set.of("InterfaceIndex", "DestinationPrefix", "NextHop"),
                call -> route(call, false));
        rules.add("NetConnection\\Get-NetConnectionProfile", Set.of(), NetworkRules::profiles);
        rules.add(
                "NetConnection\\Set-NetConnectionProfile",
                Set.of("InterfaceIndex", "NetworkCategory"),
                NetworkRules::setProfile);
    }

    private static HostGear gear(Call call) {
        return call.estate().gear(call.host());
    }

    private static LiveObject net(String cimClass, Object model) {
        return new LiveObject(List.of(NET + cimClass, "System.Object"), model, cimClass);
    }

    // reading

    /** Returns the connections to WinRM, and what somebody has open besides. */
    static List<Map<String, Object>> connections(Call call) {
        HostReach reach = call.estate().reach(call.host());
        List<HostReach.Peer> peers = new ArrayList<>(List.of(new HostReach.Peer(
                reach.address(),
                reach.client(),
                reach.ports().stream().findFirst().orElse(HostReach.TLS))));
        peers.addAll(reach.others());
        List<Map<String, Object>> rows = new ArrayList<>();
        int port = 50_000;
        for (HostReach.Peer peer : peers) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("LocalAddress", peer.local());
            row.put("LocalPort", (long) peer.port());
            row.put("RemoteAddress", peer.remote());
            row.put("RemotePort", (long) port++);
            row.put("State", ESTABLISHED);
            rows.add(row);
        }
        return rows;
    }

    private static void adapters(Call call) {
        for (HostGear.Nic nic : gear(call).nics()) {
            if (call.args().texts("Name").isEmpty()
                    || call.args().texts("Name").stream().anyMatch(name -> Call.like(nic.name(), name))) {
                call.write(net("MSFT_NetAdapter", nic)
                        .property("Name", PsValue.string(nic.name()))
                        .property("InterfaceIndex", Shapes.uint32(nic.index()))
                        .property("InterfaceDescription", PsValue.string(nic.description()))
                        .property("MacAddress", PsValue.string(nic.mac()))
                        .property("InterfaceOperationalStatus", Shapes.uint32(nic.up() ? 1 : 2))
                        .property("Virtual", PsValue.bool(nic.virtual()))
                        .property("ReceiveLinkSpeed", Shapes.uint64(nic.up() ? GIGABIT : 0)));
            }
        }
    }

    /** What DHCP and a cluster bring along is in the active store alone. */
    private static void addresses(Call call) {
        String store = call.args().text("PolicyStore");
        if (store != null && !store.equalsIgnoreCase("PersistentStore")) {
            throw call.notSimulated("-PolicyStore " + store);
        }
        for (HostGear.Nic nic : gear(call).nics()) {
            for (String one : store == null ? nic.all() : nic.dhcp() ? List.<String>of() : nic.addresses()) {
                int slash = one.indexOf('/');
                boolean leased = nic.dhcp() && nic.addresses().contains(one);
                call.write(net("MSFT_NetIPAddress", nic)
                        .property("IPAddress", PsValue.string(one.substring(0, slash)))
                        .property("InterfaceIndex", Shapes.uint32(nic.index()))
                        .property("PrefixLength", Shapes.uint32(Long.parseLong(one.substring(slash + 1))))
                        .property("PrefixOrigin", PsValue.string(leased ? "Dhcp" : "Manual")));
            }
        }
    }

    private static void interfaces(Call call) {
        HostGear gear = gear(call);
        for (HostGear.Nic nic : gear.nics()) {
            if (!gear.switched(nic)) {
                call.write(net("MSFT_NetIPInterface", nic)
                        .property("InterfaceIndex", Shapes.uint32(nic.index()))
                        .property("AddressFamily", PsValue.string("IPv4"))
                        .property("Dhcp", PsValue.string(nic.dhcp() ? "Enabled" : "Disabled"))
                        .property("NlMtu", Shapes.uint32(nic.mtu())));
            }
        }
    }

    private static void routes(Call call) {
        for (HostGear.Nic nic : gear(call).nics()) {
            if (!nic.gateway().isEmpty()) {
                route(call, nic, ANYWHERE, nic.gateway());
            }
            for (String one : nic.addresses()) {
                route(call, nic, one.substring(0, one.indexOf('/')) + "/32", "0.0.0.0");
            }
        }
    }

    private static void route(Call call, HostGear.Nic nic, String prefix, String hop) {
        call.write(net("MSFT_NetRoute", nic)
                .property("InterfaceIndex", Shapes.uint32(nic.index()))
                .property("DestinationPrefix", PsValue.string(prefix))
                .property("NextHop", PsValue.string(hop)));
    }

    private static void advanced(Call call) {
        for (HostGear.Nic nic : named(call)) {
            call.write(net("MSFT_NetAdapterAdvancedPropertySettingData", nic)
                    .property("Name", PsValue.string(nic.name()))
                    .property("RegistryKeyword", PsValue.string(JUMBO))
                    .property("RegistryValue", List.of(PsValue.string(String.valueOf(nic.frame())))));
        }
    }

    private static List<HostGear.Nic> named(Call call) {
        List<String> keywords = call.args().texts("RegistryKeyword");
        if (!keywords.equals(List.of(JUMBO))) {
            throw call.notSimulated("-RegistryKeyword " + keywords);
        }
        return gear(call).nics().stream()
                .filter(nic -> nic.frame() > 0)
                .filter(nic -> call.args().texts("Name").stream().anyMatch(name -> Call.like(nic.name(), name)))
                .toList();
    }

    private static void profiles(Call call) {
        for (HostGear.Nic nic : gear(call).nics()) {
            if (nic.up() && !nic.all().isEmpty()) {
                call.write(net("MSFT_NetConnectionProfile", nic)
                        .property("InterfaceIndex", Shapes.uint32(nic.index()))
                        .property(
                                "NetworkCategory",
                                PsValue.string(List.of("Public", "Private", "DomainAuthenticated")
                                        .get(nic.profile()))));
            }
        }
    }

    // changing

    private static void change(Call call, String cimClass, UnaryOperator<HostGear.Nic> change) {
        String index = Values.items(call.args().get("InterfaceIndex")).stream()
                .map(one -> String.valueOf(Values.number(one)))
                .findFirst()
                .orElse("");
        HostGear gear = gear(call);
        HostGear.Nic nic = gear.nics().stream()
                .filter(one -> String.valueOf(one.index()).equals(index) && !gear.switched(one))
                .findFirst()
                .orElse(null);
        if (nic == null) {
            call.none(cimClass, "InterfaceIndex", index);
            return;
        }
        HostGear.Nic after = change.apply(nic);
        call.change(() -> call.estate().gear(call.host(), now -> now.nic(nic.name(), same -> after)));
    }

    private static void newAddress(Call call) {
        String address = String.valueOf(call.args().text("IPAddress"));
        Long prefix = Values.number(call.args().get("PrefixLength"));
        if (prefix == null || address.indexOf(':') >= 0) {
            throw call.notSimulated("-PrefixLength " + prefix + " of " + address);
        }
        change(call, "MSFT_NetIPInterface", nic -> {
            if (nic.all().stream().anyMatch(one -> one.startsWith(address + "/"))) {
                throw call.notSimulated("-IPAddress " + address + " that is there");
            }
            List<String> more = new ArrayList<>(nic.dhcp() ? List.of() : nic.addresses());
            more.add(address + "/" + prefix);
            return nic.with(more).by(nic.dhcp() ? "" : nic.gateway(), false);
        });
    }

    private static void setAddress(Call call) {
        List<String> wanted = call.args().texts("IPAddress");
        Long prefix = Values.number(call.args().get("PrefixLength"));
        change(
                call,
                "MSFT_NetIPAddress",
                nic -> nic.with(nic.addresses().stream()
                        .map(one -> wanted.stream().anyMatch(each -> one.startsWith(each + "/"))
                                ? one.substring(0, one.indexOf('/')) + "/" + prefix
                                : one)
                        .toList()));
    }

    private static void removeAddress(Call call) {
        List<String> wanted = call.args().texts("IPAddress");
        change(
                call,
                "MSFT_NetIPAddress",
                nic -> nic.with(nic.addresses().stream()
                        .filter(one -> wanted.stream().noneMatch(each -> one.startsWith(each + "/")))
                        .toList()));
    }

    private static void route(Call call, boolean add) {
        String hop = String.join(",", call.args().texts("NextHop"));
        List<String> prefixes = call.args().texts("DestinationPrefix");
        if (!prefixes.equals(List.of(ANYWHERE))) {
            throw call.notSimulated("-DestinationPrefix " + prefixes);
        }
        change(call, "MSFT_NetRoute", nic -> {
            if (add) {
                return nic.by(hop, nic.dhcp());
            }
            return nic.gateway().equals(hop) ? nic.by("", nic.dhcp()) : nic;
        });
    }

    private static void setInterface(Call call) {
        String dhcp = call.args().text("Dhcp");
        Long mtu = Values.number(call.args().get("NlMtuBytes"));
        List<String> families = call.args().texts("AddressFamily");
        if (!families.equals(List.of("IPv4")) || dhcp != null && !dhcp.equalsIgnoreCase("Enabled")) {
            throw call.notSimulated("-AddressFamily " + families + " -Dhcp " + dhcp);
        }
        change(call, "MSFT_NetIPInterface", nic -> {
            HostGear.Nic sized = mtu == null ? nic : nic.with(nic.up(), mtu.intValue(), nic.profile(), nic.addresses());
            return dhcp == null || nic.dhcp() ? sized : leased(call, sized);
        });
    }

    /** What a DHCP server gives, where there is one. */
    private static HostGear.Nic leased(Call call, HostGear.Nic nic) {
        boolean served = nic.name().equals("LAN") || nic.name().equals("vEthernet (LAN)");
        List<String> names =
                call.estate().hosts().stream().map(host -> host.name()).toList();
        String lease = SERVED + (FIRST_LEASE + names.indexOf(call.host())) + "/24";
        return nic.with(served ? List.of(lease) : List.of()).by(served ? SERVED + "1" : "", true);
    }

    /** A driver that is set anew begins anew. */
    private static void setAdvanced(Call call) {
        List<String> values = call.args().texts("RegistryValue");
        if (values.size() != 1 || !values.get(0).matches("\\d{3,5}")) {
            throw call.notSimulated("-RegistryValue " + values);
        }
        int frame = Integer.parseInt(values.get(0));
        for (HostGear.Nic nic : named(call)) {
            String address = call.estate().reach(call.host()).address();
            call.change(() -> {
                if (nic.answersAt(address)) {
                    call.estate().moveAddresses(call.host());
                }
                call.estate()
                        .gear(
                                call.host(),
                                gear -> gear.nic(
                                        nic.name(),
                                        same -> same.framed(frame)
                                                .with(same.up(), frame - HEADER, same.profile(), same.addresses())));
            });
        }
    }

    private static void setProfile(Call call) {
        String category = String.valueOf(call.args().text("NetworkCategory"));
        int profile = switch (category) {
            case "Public", "0" -> 0;
            case "Private", "1" -> 1;
            default -> throw call.notSimulated("-NetworkCategory " + category);
        };
        change(call, "MSFT_NetConnectionProfile", nic -> nic.with(nic.up(), nic.mtu(), profile, nic.addresses()));
    }
}
