package io.quorate.winrm.recipe.host;

import io.quorate.host.FirewallRule;
import io.quorate.host.HostAddress;
import io.quorate.spi.ErrorKind;
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

/** The statements that read a rule of the firewall with its filters, and their decoders. */
final class FirewallReads {
    private static final List<String> RULE = List.of("Name", "Enabled", "Direction", "Action");
    private static final List<String> ADDRESSES = List.of("RemoteAddress");
    private static final List<String> PORTS = List.of("Protocol", "LocalPort");
    private static final List<String> MARKS = List.of("Direction", "RemoteAddress", "LocalPort");

    private static final Words ENABLED = Words.of(1, "True").and(2, "False");
    private static final Words DIRECTION = Words.of(1, "Inbound").and(2, "Outbound");
    private static final Words ACTION = Words.of(2, "Allow").and(4, "Block");

    private FirewallReads() {}

    private static Line rule(String name) {
        return Cmdlet.GET_NET_FIREWALL_RULE.line().with("Name", List.of(name));
    }

    static PsPipeline message(String name) {
        return Line.message(
                rule(name).select(RULE),
                Line.statement(
                        rule(name),
                        Cmdlet.GET_NET_FIREWALL_ADDRESS_FILTER.line(),
                        Cmdlet.SELECT_OBJECT.line().with("Property", ADDRESSES)),
                Line.statement(
                        rule(name),
                        Cmdlet.GET_NET_FIREWALL_PORT_FILTER.line(),
                        Cmdlet.SELECT_OBJECT.line().with("Property", PORTS)));
    }

    static FirewallRule read(String host, String name, PowerShell shell) {
        List<PsValue> output;
        try {
            output = shell.run(message(name));
        } catch (Fault fault) {
            if (fault.kind() == ErrorKind.NOT_FOUND) {
                throw Answers.notFound(
                        "no rule of the firewall of " + host + " is called " + name,
                        "rules go by their names (WINRM-HTTP-In-TCP), not by those that are displayed");
            }
            throw fault;
        }
        List<Decode> rules = rows(output, "Direction");
        List<Decode> addresses = rows(output, "RemoteAddress");
        List<Decode> ports = rows(output, "LocalPort");
        if (rules.size() != 1 || addresses.size() != 1 || ports.size() != 1) {
            throw Decode.badReply("a rule of the firewall and its filters: one of each was expected");
        }
        Decode rule = rules.get(0);
        return new FirewallRule(
                host,
                rule.text("Name"),
                rule.wordOr("Enabled", ENABLED, "").equalsIgnoreCase("True"),
                rule.wordOr("Direction", DIRECTION, "").equalsIgnoreCase("Inbound"),
                rule.wordOr("Action", ACTION, "").equalsIgnoreCase("Allow"),
                ports.get(0).textOrEmpty("Protocol"),
                ports.get(0).texts("LocalPort"),
                addresses.get(0).texts("RemoteAddress").stream()
                        .map(FirewallReads::normal)
                        .toList());
    }

    private static List<Decode> rows(List<PsValue> output, String mark) {
        return Decode.all(output, mark, MARKS, v -> Decode.of(v, "firewall"));
    }

    /** Windows gives a subnet back with its mask where it was set with a prefix length. */
    static String normal(String source) {
        int slash = source.indexOf('/');
        if (slash < 0) {
            return source.equalsIgnoreCase("LocalSubnet")
                    ? "LocalSubnet"
                    : source.equalsIgnoreCase("Any") ? "Any" : source;
        }
        String mask = source.substring(slash + 1);
        HostAddress whole = new HostAddress(mask, 32, false);
        if (!whole.v4()) {
            return source;
        }
        int bits = 0;
        for (String part : mask.split("\\.")) {
            bits += Integer.bitCount(Integer.parseInt(part));
        }
        String address = source.substring(0, slash);
        return bits == 32 ? address : new HostAddress(address, bits, false).subnet();
    }

    /** Tells whether a source lets an address in; words but Any and LocalSubnet let nobody in for sure. */
    static boolean covers(String source, String remote, List<HostAddress> own) {
        if (source.equals("Any")) {
            return true;
        }
        if (source.equals("LocalSubnet")) {
            return own.stream().anyMatch(one -> one.reaches(remote));
        }
        int slash = source.indexOf('/');
        if (slash < 0) {
            return Addresses.same(source, remote);
        }
        String bits = source.substring(slash + 1);
        return bits.matches("\\d{1,2}")
                && new HostAddress(source.substring(0, slash), Integer.parseInt(bits), false).reaches(remote);
    }
}
