package io.quorate.host.command;

import io.quorate.host.FirewallRule;
import io.quorate.host.HostAddress;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What the commands on the firewall check, and what a rehearsal pretends of it. */
final class FirewallInputs {
    private static final String LOCAL = "LocalSubnet";
    private static final Pattern RULE = Pattern.compile("[^*?\\[\\]`|\\p{Cntrl}]{1,255}");
    private static final int MOST_BITS = 32;

    private FirewallInputs() {}

    static void check(String host, String rule) {
        Inputs.checkHost(host);
        if (rule.isBlank() || !RULE.matcher(rule).matches()) {
            throw new IllegalArgumentException("not the name of one rule of the firewall: '" + rule + "'");
        }
    }

    /** One address is written without its prefix, a subnet by its first address. */
    static List<String> sources(List<String> given) {
        List<String> all = new ArrayList<>();
        for (String one : given) {
            String source = one.equalsIgnoreCase(LOCAL) ? LOCAL : source(one);
            if (!all.contains(source)) {
                all.add(source);
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("name a source; a rule about nobody is about everybody");
        }
        return List.copyOf(all);
    }

    private static String source(String one) {
        int slash = one.indexOf('/');
        String bits = slash < 0 ? String.valueOf(MOST_BITS) : one.substring(slash + 1);
        String address = slash < 0 ? one : one.substring(0, slash);
        if (bits.matches("\\d{1,2}") && Integer.parseInt(bits) <= MOST_BITS && !bits.equals("0")) {
            HostAddress read = new HostAddress(address, Integer.parseInt(bits), false);
            if (read.v4()) {
                return bits.equals(String.valueOf(MOST_BITS)) ? address : read.subnet();
            }
        }
        throw new IllegalArgumentException("not an address or subnet of IPv4, nor LocalSubnet: '" + one + "'");
    }

    static Target target(String host, String rule) {
        return new Target("firewall rule", rule + " on " + host);
    }

    static FirewallRule rehearsed(String host, String rule) {
        return new FirewallRule(host, rule, true, true, true, "", List.of(), List.of());
    }

    static List<Foretold<?>> foretold(String host, String rule, List<String> sources) {
        return List.of(Foretold.each(
                        GetFirewallRule.class,
                        read -> read.host().equalsIgnoreCase(host)
                                && read.rule().equalsIgnoreCase(rule))
                .changed(before -> before.from(sources)));
    }
}
