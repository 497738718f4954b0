package io.quorate.winrm.recipe.directory;

import io.quorate.directory.DnsInterface;
import io.quorate.spi.Candidates;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.PowerShell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements that read a host's DNS client, and their decoders. */
final class DnsReads {
    private static final List<String> SERVERS =
            List.of("InterfaceIndex", "InterfaceAlias", "AddressFamily", "ServerAddresses");
    private static final List<String> CLIENT =
            List.of("InterfaceIndex", "InterfaceAlias", "RegisterThisConnectionsAddress");

    /** The loopback interface, which is number 1 everywhere and asks nobody. */
    private static final long LOOPBACK = 1;

    private DnsReads() {}

    /** One row an interface and address family, then one an interface. */
    static PsPipeline interfaces() {
        return Line.message(
                Cmdlet.GET_DNS_CLIENT_SERVER_ADDRESS.line().select(SERVERS),
                Cmdlet.GET_DNS_CLIENT.line().select(CLIENT));
    }

    /** Decodes {@link #interfaces()}. The families are told apart by their addresses, for their numbers arrive in several ways. */
    static List<DnsInterface> interfaces(String host, List<PsValue> output) {
        Map<Long, String> aliases = new LinkedHashMap<>();
        Map<Long, List<String>> servers = new LinkedHashMap<>();
        Map<Long, Boolean> registers = new LinkedHashMap<>();
        for (PsValue value : output) {
            Decode row = Decode.of(value, "DNS client");
            long index = row.int64("InterfaceIndex");
            aliases.putIfAbsent(index, row.text("InterfaceAlias"));
            servers.computeIfAbsent(index, any -> new ArrayList<>()).addAll(row.texts("ServerAddresses"));
            if (row.has("RegisterThisConnectionsAddress")) {
                registers.put(index, row.flag("RegisterThisConnectionsAddress"));
            }
        }
        List<DnsInterface> all = new ArrayList<>();
        aliases.forEach((index, alias) -> {
            if (index != LOOPBACK) {
                List<String> asked = servers.getOrDefault(index, List.of());
                all.add(new DnsInterface(
                        host, index, alias, family(asked, false), family(asked, true), registers.get(index)));
            }
        });
        return List.copyOf(all);
    }

    private static List<String> family(List<String> servers, boolean six) {
        return servers.stream().filter(one -> one.indexOf(':') >= 0 == six).toList();
    }

    /** Reads an interface. */
    static DnsInterface read(String host, String alias, PowerShell shell) {
        List<DnsInterface> all = interfaces(host, shell.run(interfaces()));
        return all.stream()
                .filter(one -> one.isNamed(alias))
                .findFirst()
                .orElseThrow(() -> Answers.notFound(
                        "no interface of " + host + " is called " + alias,
                        Candidates.among(
                                "its interfaces",
                                alias,
                                all.stream().map(DnsInterface::alias).toList())));
    }

    /** What stands for an interface that was not looked at. */
    static DnsInterface unseen(String host, String alias, @Nullable Boolean registers) {
        return new DnsInterface(host, 0, alias, List.of(), List.of(), registers);
    }
}
