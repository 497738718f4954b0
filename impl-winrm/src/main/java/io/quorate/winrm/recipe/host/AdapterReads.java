package io.quorate.winrm.recipe.host;

import io.quorate.host.HostAddress;
import io.quorate.host.NetworkAdapter;
import io.quorate.host.NetworkProfile;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
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
    private static final List<String> INTERFACE = List.of("InterfaceIndex", "AddressFamily", "NlMtu");
    private static final List<String> PROFILE = List.of("InterfaceIndex", "NetworkCategory");

    private static final String ADAPTER_MARK = "InterfaceDescription";
    private static final String ADDRESS_MARK = "PrefixLength";
    private static final String INTERFACE_MARK = "NlMtu";
    private static final String PROFILE_MARK = "NetworkCategory";
    private static final List<String> MARKS = List.of(ADAPTER_MARK, ADDRESS_MARK, INTERFACE_MARK, PROFILE_MARK);

    private static final Words FAMILY = Words.of(2, "IPv4").and(23, "IPv6");
    private static final Words ORIGIN =
            Words.of(1, "Manual").and(2, "WellKnown").and(3, "Dhcp").and(4, "RouterAdvertisement");
    private static final Words STATUS = Words.of(1, "Up").and(2, "Down");
    private static final Words CATEGORY =
            Words.of(0, "Public").and(1, "Private").and(2, "DomainAuthenticated");

    private AdapterReads() {}

    /** Reads adapters, addresses, interfaces and profiles. */
    static PsPipeline message() {
        return Line.message(
                Cmdlet.GET_NET_ADAPTER.line().select(ADAPTER),
                Cmdlet.GET_NET_IP_ADDRESS.line().select(ADDRESS),
                Cmdlet.GET_NET_IP_INTERFACE.line().select(INTERFACE),
                Cmdlet.GET_NET_CONNECTION_PROFILE.line().select(PROFILE));
    }

    /** Decodes {@link #message}. */
    static List<NetworkAdapter> list(String host, List<PsValue> output) {
        List<Decode> addresses = rows(output, ADDRESS_MARK, "address");
        List<Decode> interfaces = rows(output, INTERFACE_MARK, "interface");
        List<Decode> profiles = rows(output, PROFILE_MARK, "profile");
        return rows(output, ADAPTER_MARK, "network adapter").stream()
                .map(row -> {
                    int index = row.int32("InterfaceIndex");
                    return new NetworkAdapter(
                            host,
                            row.text("Name"),
                            index,
                            row.textOrEmpty("InterfaceDescription"),
                            row.textOrEmpty("MacAddress"),
                            row.wordOr("InterfaceOperationalStatus", STATUS, "").equalsIgnoreCase("Up"),
                            row.flagOr("Virtual", false),
                            row.int64Or("ReceiveLinkSpeed", 0),
                            of(index, interfaces).stream()
                                    .filter(one -> one.wordOr("AddressFamily", FAMILY, "")
                                            .equalsIgnoreCase("IPv4"))
                                    .mapToInt(one -> one.countOr("NlMtu", 0))
                                    .findFirst()
                                    .orElse(0),
                            of(index, profiles).stream()
                                    .map(AdapterReads::profile)
                                    .findFirst()
                                    .orElse(NetworkProfile.NONE),
                            of(index, addresses).stream()
                                    .map(AdapterReads::address)
                                    .toList());
                })
                .toList();
    }

    private static List<Decode> rows(List<PsValue> output, String mark, String what) {
        return Decode.all(output, mark, MARKS, value -> Decode.of(value, what));
    }

    private static List<Decode> of(int index, List<Decode> rows) {
        return rows.stream().filter(row -> row.int32("InterfaceIndex") == index).toList();
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
