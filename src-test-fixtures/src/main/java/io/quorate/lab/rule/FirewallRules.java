package io.quorate.lab.rule;

import io.quorate.lab.model.HostFirewall;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The firewall of the session's host: rules for TCP that let in, by their names. */
final class FirewallRules {
    private static final String MODULE = "NetSecurity\\";
    private static final String NET = "Microsoft.Management.Infrastructure.CimInstance#root/standardcimv2/";
    private static final String RULE = "AssociatedNetFirewallRule";

    private FirewallRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-NetFirewallRule", Set.of("Name"), FirewallRules::get);
        rules.add(MODULE + "Get-NetFirewallAddressFilter", Set.of(RULE), FirewallRules::addresses);
        rules.add(MODULE + "Get-NetFirewallPortFilter", Set.of(RULE), FirewallRules::ports);
        rules.add(MODULE + "Set-NetFirewallRule", Set.of("Name", "RemoteAddress"), FirewallRules::set);
    }

    private static List<HostFirewall.Rule> named(Call call) {
        List<String> names = call.args().texts("Name");
        List<HostFirewall.Rule> found = call.estate().firewall(call.host()).rules().stream()
                .filter(rule -> names.isEmpty() || names.stream().anyMatch(name -> Call.like(rule.name(), name)))
                .toList();
        if (found.isEmpty()) {
            call.none("MSFT_NetFirewallRule", "InstanceID", String.join(",", names));
        }
        return found;
    }

    private static LiveObject live(String cimClass, HostFirewall.Rule rule) {
        String prefix = "Microsoft.Management.Infrastructure.CimInstance";
        return new LiveObject(
                List.of(NET + cimClass, prefix + "#" + cimClass, prefix, "System.Object"), rule, rule.name());
    }

    private static void get(Call call) {
        for (HostFirewall.Rule rule : named(call)) {
            call.write(live("MSFT_NetFirewallRule", rule)
                    .property("Name", PsValue.string(rule.name()))
                    .property("Enabled", PsValue.string(rule.enabled() ? "True" : "False"))
                    .property("Direction", PsValue.string("Inbound"))
                    .property("Action", PsValue.string("Allow")));
        }
    }

    /** A subnet comes back with its mask. */
    private static void addresses(Call call) {
        for (HostFirewall.Rule rule : call.models(RULE, HostFirewall.Rule.class)) {
            List<String> sources =
                    rule.sources().stream().map(FirewallRules::masked).toList();
            call.write(live("MSFT_NetAddressFilter", rule)
                    .property(
                            "RemoteAddress",
                            sources.size() == 1
                                    ? PsValue.string(sources.get(0))
                                    : sources.stream().map(PsValue::string).toList()));
        }
    }

    private static String masked(String source) {
        int slash = source.indexOf('/');
        if (slash < 0) {
            return source;
        }
        int mask = -1 << (32 - Integer.parseInt(source.substring(slash + 1)));
        return String.format(
                Locale.ROOT,
                "%s/%d.%d.%d.%d",
                source.substring(0, slash),
                mask >>> 24,
                mask >>> 16 & 0xFF,
                mask >>> 8 & 0xFF,
                mask & 0xFF);
    }

    private static void ports(Call call) {
        for (HostFirewall.Rule rule : call.models(RULE, HostFirewall.Rule.class)) {
            call.write(live("MSFT_NetProtocolPortFilter", rule)
                    .property("Protocol", PsValue.string("TCP"))
                    .property("LocalPort", PsValue.string(String.valueOf(rule.port()))));
        }
    }

    private static void set(Call call) {
        List<String> sources = call.args().texts("RemoteAddress");
        if (sources.isEmpty()) {
            throw call.notSimulated("without -RemoteAddress");
        }
        for (HostFirewall.Rule rule : named(call)) {
            call.change(() ->
                    call.estate().firewall(call.host(), wall -> wall.with(rule.name(), rule.enabled(), sources)));
        }
    }
}
