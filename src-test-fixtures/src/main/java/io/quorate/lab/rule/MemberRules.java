package io.quorate.lab.rule;

import io.quorate.lab.model.HostRegistry;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the session's host stands in its domain: its secure channel, and its name in DNS. */
final class MemberRules {
    private static final int NAME_ERROR = 9003;

    private MemberRules() {}

    static void addTo(Rules rules) {
        rules.add(
                "Microsoft.PowerShell.Management\\Test-ComputerSecureChannel",
                Set.of(),
                call -> call.write(PsValue.bool(call.estate()
                        .registry(call.host())
                        .at(HostRegistry.SECRETS)
                        .map(values -> values.get("matches"))
                        .filter("false"::equals)
                        .isEmpty())));
    }

    private static Optional<String> record(Call call, String host, String name) {
        return call.estate().registry(host).at(HostRegistry.RECORDS).map(values -> values.get(name));
    }

    /** Answers what a host of the lab has in DNS, if it is asked for one; false if not. */
    static boolean resolves(Call call) {
        String name = String.valueOf(call.args().text("Name"));
        String type = String.valueOf(call.args().text("Type"));
        Optional<HostSpec> host = call.estate().hosts().stream()
                .filter(one -> one.fqdn().equalsIgnoreCase(name))
                .findFirst();
        if (host.isEmpty()
                || !type.equalsIgnoreCase("A")
                || !call.args().texts("Server").isEmpty()) {
            return false;
        }
        String registered = record(call, call.host(), "A of " + host.get().name())
                .or(() -> record(call, host.get().name(), "A"))
                .orElseGet(() -> call.estate().reach(host.get().name()).address());
        if (registered.isEmpty()) {
            throw new LabError(
                    "DNS_ERROR_RCODE_NAME_ERROR",
                    "ResourceUnavailable",
                    PsValue.string(name),
                    List.of(new LabError.NetException(
                            "System.ComponentModel.Win32Exception",
                            call.errors().texts().text("dns." + NAME_ERROR, name),
                            0x80004005,
                            NAME_ERROR)));
        }
        call.write(new LiveObject(
                        List.of(
                                "Microsoft.DnsClient.Commands.DnsRecord_A",
                                "Microsoft.DnsClient.Commands.DnsRecord",
                                "System.Object"),
                        name,
                        name)
                .property("Name", PsValue.string(name))
                .property("IPAddress", PsValue.string(registered)));
        return true;
    }
}
