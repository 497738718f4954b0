package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a host's firewall that let in; nobody else comes in.
 *
 * @param host computer name
 * @param rules its rules
 */
public record HostFirewall(String host, List<Rule> rules) {
    /** The port where the lab's clients ask. */
    private static final int WINRM = 5986;

    /**
     * A rule for TCP.
     *
     * @param sources whom it lets in, as Windows writes them
     */
    public record Rule(String name, boolean enabled, int port, List<String> sources) {
        public Rule {
            sources = List.copyOf(sources);
        }

        boolean covers(String client) {
            return sources.stream().anyMatch(one -> covers(one, client));
        }

        /** All subnets of the lab have their first 24 bits in common. */
        private static boolean covers(String source, String client) {
            int slash = source.indexOf('/');
            String address = slash < 0 ? source : source.substring(0, slash);
            return source.equals("Any")
                    || address.equals(client)
                    || slash > 0 && client.startsWith(address.substring(0, address.lastIndexOf('.') + 1))
                    || source.equals("LocalSubnet") && client.startsWith("10.0.");
        }
    }

    public HostFirewall {
        rules = List.copyOf(rules);
    }

    /** Returns the entity's key. */
    public static Key<HostFirewall> key(String host) {
        return new Key<>(HostFirewall.class, "host/" + host + "/firewall");
    }

    static HostFirewall fresh(String host) {
        return new HostFirewall(
                host,
                List.of(
                        new Rule("WINRM-HTTP-In-TCP", true, 5985, List.of("Any")),
                        new Rule("WINRM-HTTPS-In-TCP", true, WINRM, List.of("Any")),
                        new Rule("RemoteDesktop-UserMode-In-TCP", true, 3389, List.of("Any")),
                        new Rule("VIRT-HVRHTTPL-In-TCP-NoScope", false, 80, List.of("Any"))));
    }

    /** Returns it with a rule set otherwise. */
    public HostFirewall with(String name, boolean enabled, List<String> sources) {
        List<Rule> all = new ArrayList<>();
        for (Rule rule : rules) {
            all.add(rule.name().equalsIgnoreCase(name) ? new Rule(rule.name(), enabled, rule.port(), sources) : rule);
        }
        return new HostFirewall(host, all);
    }

    /** Tells whether a client comes in to WinRM. */
    boolean letsIn(String client) {
        return rules.stream().anyMatch(rule -> rule.enabled() && rule.port() == WINRM && rule.covers(client));
    }
}
