package io.quorate.winrm.recipe.host;

import io.quorate.host.HostAddress;
import io.quorate.host.NetworkAdapter;
import io.quorate.host.NetworkProfile;
import io.quorate.spi.Candidates;
import io.quorate.spi.Fault;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import io.quorate.winrm.recipe.Words;
import java.util.List;

/** The statements that read network adapters with what belongs to them, and their decoders. */
final class AdapterReads {
    private static final List<String> ADAPTER = List.of(
            "Name",
            "InterfaceIndex",
            "InterfaceDescription",
            "MacAddress",
            "InterfaceOperationalStatus",
            "Virtual",
            "ReceiveLinkSpeed");
    private static final List<String> ADDRESS = List.of("IPAddress", "InterfaceIndex", "PrefixLength", "PrefixOrigin");
    private static final List<String> INTERFACE = List.of("InterfaceIndex", "AddressFamily", "NlMtu", "Dhcp");
    private static final List<String> ROUTE = List.of("InterfaceIndex", "NextHop");
    private static final List<String> FRAME = List.of("Name", "RegistryValue");
    private static final List<String> PROFILE = List.of("InterfaceIndex", "NetworkCategory");

    private static final String ADAPTER_MARK = "InterfaceDescription";
    private static final String ADDRESS_MARK = "PrefixLength";
    private static final String INTERFACE_MARK = "NlMtu";
    private static final String PROFILE_MARK = "NetworkCategory";
    private static final String ROUTE_MARK = "NextHop";
    private static final String FRAME_MARK = "RegistryValue";
    private static final List<String> MARKS =
            List.of(ADAPTER_MARK, ADDRESS_MARK, INTERFACE_MARK, PROFILE_MARK, ROUTE_MARK, FRAME_MARK);

    /** Everywhere, as a route has it. */
    static final String ANYWHERE = "0.0.0.0/0";

    /** No gateway, but whoever listens there. */
    private static final String ON_LINK = "0.0.0.0";

    /** The one name that the drivers' setting of large frames has in every language. */
    static final String JUMBO = "*JumboPacket";

    private static final Words FAMILY = Words.of(2, "IPv4").and(23, "IPv6");
    private static final Words ORIGIN =
            Words.of(1, "Manual").and(2, "WellKnown").and(3, "Dhcp").and(4, "RouterAdvertisement");
    private static final Words DHCP = Words.of(0, "Disabled").and(1, "Enabled");
    private static final Words STATUS = Words.of(1, "Up").and(2, "Down");
    private static final Words CATEGORY =
            Words.of(0, "Public").and(1, "Private").and(2, "DomainAuthenticated");

    private AdapterReads() {}

    /** Reads adapters, addresses, interfaces, profiles, gateways and sizes of frames; no adapter may have these. */
    static PsPipeline message() {
        return Line.message(
                Cmdlet.GET_NET_ADAPTER.line().select(ADAPTER),
                Cmdlet.GET_NET_IP_ADDRESS.line().select(ADDRESS),
                Cmdlet.GET_NET_IP_INTERFACE.line().select(INTERFACE),
                Cmdlet.GET_NET_CONNECTION_PROFILE.line().select(PROFILE),
                Line.statement(
                        Cmdlet.GET_NET_ROUTE.line(),
                        Line.where("DestinationPrefix", ANYWHERE),
                        Cmdlet.SELECT_OBJECT.line().with("Property", ROUTE)),
                Cmdlet.GET_NET_ADAPTER_ADVANCED_PROPERTY
                        .tolerant()
                        .with("Name", List.of("*"))
                        .with("RegistryKeyword", List.of(JUMBO))
                        .select(FRAME));
    }

    /** Decodes {@link #message}. */
    static List<NetworkAdapter> list(String host, List<PsValue> output) {
        List<Decode> addresses = rows(output, ADDRESS_MARK, "address");
        List<Decode> interfaces = rows(output, INTERFACE_MARK, "interface");
        List<Decode> profiles = rows(output, PROFILE_MARK, "profile");
        List<Decode> routes = rows(output, ROUTE_MARK, "route");
        List<Decode> frames = rows(output, FRAME_MARK, "size of frames");
        return rows(output, ADAPTER_MARK, "network adapter").stream()
                .map(row -> {
                    int index = row.int32("InterfaceIndex");
                    String name = row.text("Name");
                    List<Decode> v4 = of(index, interfaces).stream()
                            .filter(one ->
                                    one.wordOr("AddressFamily", FAMILY, "").equalsIgnoreCase("IPv4"))
                            .toList();
                    return new NetworkAdapter(
                            host,
                            name,
                            index,
                            row.textOrEmpty("InterfaceDescription"),
                            row.textOrEmpty("MacAddress"),
                            row.wordOr("InterfaceOperationalStatus", STATUS, "").equalsIgnoreCase("Up"),
                            row.flagOr("Virtual", false),
                            row.int64Or("ReceiveLinkSpeed", 0),
                            v4.stream()
                                    .mapToInt(one -> one.countOr("NlMtu", 0))
                                    .findFirst()
                                    .orElse(0),
                            of(index, profiles).stream()
                                    .map(AdapterReads::profile)
                                    .findFirst()
                                    .orElse(NetworkProfile.NONE),
                            of(index, addresses).stream()
                                    .map(AdapterReads::address)
                                    .toList(),
                            v4.stream()
                                    .anyMatch(
                                            one -> one.wordOr("Dhcp", DHCP, "").equalsIgnoreCase("Enabled")),
                            of(index, routes).stream()
                                    .map(one -> one.text("NextHop"))
                                    .filter(one -> !one.equals(ON_LINK))
                                    .toList(),
                            frames.stream()
                                    .filter(one -> one.textOrEmpty("Name").equalsIgnoreCase(name))
                                    .mapToInt(AdapterReads::frame)
                                    .findFirst()
                                    .orElse(0));
                })
                .toList();
    }

    private static List<Decode> rows(List<PsValue> output, String mark, String what) {
        return Decode.all(output, mark, MARKS, value -> Decode.of(value, what));
    }

    private static List<Decode> of(int index, List<Decode> rows) {
        return rows.stream().filter(row -> row.int32("InterfaceIndex") == index).toList();
    }

    private static int frame(Decode row) {
        List<String> values = row.texts("RegistryValue");
        return values.size() == 1 && values.get(0).matches("\\d{1,6}") ? Integer.parseInt(values.get(0)) : 0;
    }

    /** Reads the addresses that outlast a restart; those of a cluster's roles do not. */
    static PsPipeline kept() {
        return Line.message(Cmdlet.GET_NET_IP_ADDRESS
                .tolerant()
                .with("PolicyStore", "PersistentStore")
                .select(ADDRESS));
    }

    /** Decodes {@link #kept}: the addresses of an adapter. */
    static List<HostAddress> kept(int index, List<PsValue> output) {
        return of(index, rows(output, ADDRESS_MARK, "address")).stream()
                .map(AdapterReads::address)
                .toList();
    }

    /** Reads an adapter. */
    static NetworkAdapter read(String host, String adapter, PowerShell shell) {
        List<NetworkAdapter> all = list(host, shell.run(message()));
        return all.stream()
                .filter(one -> one.isNamed(adapter))
                .findFirst()
                .orElseThrow(() -> missing(host, adapter, all));
    }

    /** Says that no adapter has a name, and what has it. */
    static Fault missing(String host, String adapter, List<NetworkAdapter> all) {
        String among = Candidates.among(
                "its adapters", adapter, all.stream().map(NetworkAdapter::name).toList());
        return Answers.notFound(
                "no network adapter of " + host + " is called " + adapter,
                all.stream()
                        .filter(one -> one.description().equalsIgnoreCase(adapter))
                        .findFirst()
                        .map(one -> adapter + " is the description of the adapter " + one.name() + "; " + among)
                        .orElse(among));
    }

    private static HostAddress address(Decode row) {
        int prefix = row.int32("PrefixLength");
        if (prefix < 0 || prefix > 128) {
            throw Decode.badReply("address.PrefixLength is out of range");
        }
        return new HostAddress(
                row.text("IPAddress"),
                prefix,
                row.wordOr("PrefixOrigin", ORIGIN, "").equalsIgnoreCase("Dhcp"));
    }

    private static NetworkProfile profile(Decode row) {
        return switch (row.wordOr("NetworkCategory", CATEGORY, "")) {
            case "Public" -> NetworkProfile.PUBLIC;
            case "Private" -> NetworkProfile.PRIVATE;
            case "DomainAuthenticated" -> NetworkProfile.DOMAIN;
            default -> NetworkProfile.NONE;
        };
    }
}
