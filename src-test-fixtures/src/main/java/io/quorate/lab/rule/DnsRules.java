package io.quorate.lab.rule;

import io.quorate.lab.model.ControllerState;
import io.quorate.lab.model.DirectoryModel;
import io.quorate.lab.model.DnsClientState;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The DNS client of the session's host. */
final class DnsRules {
    private static final String MODULE = "DnsClient\\";
    private static final String LOOPBACK = "Loopback Pseudo-Interface 1";
    private static final List<String> NOBODY = List.of("fec0:0:0:ffff::1", "fec0:0:0:ffff::2", "fec0:0:0:ffff::3");
    private static final int V4 = 2;
    private static final int V6 = 23;
    private static final int TIMEOUT = 1460;
    private static final int NAME_ERROR = 9003;
    private static final Duration QUICK = Duration.ofSeconds(3);
    private static final String SRV = "_ldap._tcp.dc._msdcs.";

    private DnsRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-DnsClientServerAddress", Set.of(), DnsRules::servers);
        rules.add(MODULE + "Get-DnsClient", Set.of(), DnsRules::clients);
        rules.add(
                MODULE + "Set-DnsClientServerAddress",
                Set.of("InterfaceAlias", "ServerAddresses"),
                DnsRules::setServers);
        rules.add(
                MODULE + "Set-DnsClient",
                Set.of("InterfaceAlias", "RegisterThisConnectionsAddress"),
                DnsRules::setClient);
        rules.add(
                MODULE + "Resolve-DnsName",
                Set.of("Name", "Type", "Server", "DnsOnly", "QuickTimeout"),
                DnsRules::resolve);
    }

    private static DirectoryModel directory(Call call) {
        return call.estate().directory();
    }

    private static LiveObject live(String cimClass, int index, String alias) {
        String prefix = "Microsoft.Management.Infrastructure.CimInstance";
        return new LiveObject(
                        List.of(
                                prefix + "#ROOT/StandardCimv2/" + cimClass,
                                prefix + "#" + cimClass,
                                prefix,
                                "System.Object"),
                        alias,
                        cimClass)
                .property("InterfaceIndex", Shapes.uint32(index))
                .property("InterfaceAlias", PsValue.string(alias));
    }

    private static void servers(Call call) {
        for (DnsClientState.Link link : directory(call).dns(call.host()).links()) {
            row(call, link.index(), link.alias(), V4, link.servers());
            row(call, link.index(), link.alias(), V6, link.servers6().isEmpty() ? NOBODY : link.servers6());
        }
        row(call, 1, LOOPBACK, V4, List.of());
        row(call, 1, LOOPBACK, V6, NOBODY);
    }

    private static void row(Call call, int index, String alias, int family, List<String> servers) {
        call.write(live("MSFT_DNSClientServerAddress", index, alias)
                .property("AddressFamily", Shapes.uint16(family))
                .property(
                        "ServerAddresses", servers.stream().map(PsValue::string).toList()));
    }

    private static void clients(Call call) {
        for (DnsClientState.Link link : directory(call).dns(call.host()).links()) {
            call.write(live("MSFT_DNSClient", link.index(), link.alias())
                    .property("RegisterThisConnectionsAddress", PsValue.bool(link.registers())));
        }
        call.write(live("MSFT_DNSClient", 1, LOOPBACK).property("RegisterThisConnectionsAddress", PsValue.bool(true)));
    }

    private static void change(Call call, String cimClass, UnaryOperator<DnsClientState.Link> change) {
        for (String alias : call.args().texts("InterfaceAlias")) {
            List<DnsClientState.Link> named =
                    new ArrayList<>(directory(call).dns(call.host()).links());
            named.removeIf(one -> !one.alias().equalsIgnoreCase(alias));
            if (named.isEmpty()) {
                call.none(cimClass, "InterfaceAlias", alias);
            }
            named.forEach(one -> call.change(() -> directory(call).set(call.host(), change.apply(one))));
        }
    }

    private static void setServers(Call call) {
        List<String> servers = call.args().texts("ServerAddresses");
        if (servers.isEmpty()) {
            throw call.notSimulated("-ServerAddresses without one");
        }
        change(call, "MSFT_DNSClientServerAddress", link -> link.asking(servers));
    }

    private static void setClient(Call call) {
        boolean registers =
                Boolean.parseBoolean(String.valueOf(Values.text(call.args().get("RegisterThisConnectionsAddress"))));
        change(
                call,
                "MSFT_DNSClient",
                link -> new DnsClientState.Link(
                        link.index(), link.alias(), link.servers(), registers, link.servers6()));
    }

    private static void resolve(Call call) {
        if (MemberRules.resolves(call)) {
            return;
        }
        String name = String.valueOf(call.args().text("Name"));
        List<String> servers = call.args().texts("Server");
        if (!name.startsWith(SRV) || servers.size() != 1 || !call.args().on("QuickTimeout")) {
            throw call.notSimulated(name + " of " + servers);
        }
        String domain = call.estate().host(call.host()).domain();
        DirectoryModel.Dns asked = directory(call).ask(call.host(), servers.get(0));
        if (asked == DirectoryModel.Dns.SILENT) {
            call.take(QUICK);
            throw failed(call, "ERROR_TIMEOUT", "OperationTimeout", TIMEOUT, name);
        }
        if (asked == DirectoryModel.Dns.KNOWS_NOTHING || !name.equalsIgnoreCase(SRV + domain)) {
            throw failed(call, "DNS_ERROR_RCODE_NAME_ERROR", "ResourceUnavailable", NAME_ERROR, name);
        }
        for (ControllerState one : directory(call).controllers()) {
            String target = call.estate().host(one.host()).fqdn();
            call.write(record("DnsRecord_SRV", name).property("NameTarget", PsValue.string(target)));
            call.write(record("DnsRecord_A", target).property("IPAddress", PsValue.string(one.address())));
        }
    }

    private static LiveObject record(String type, String name) {
        return new LiveObject(
                        List.of(
                                "Microsoft.DnsClient.Commands." + type,
                                "Microsoft.DnsClient.Commands.DnsRecord",
                                "System.Object"),
                        name,
                        name)
                .property("Name", PsValue.string(name));
    }

    private static LabError failed(Call call, String id, String category, int code, String name) {
        return new LabError(
                id,
                category,
                PsValue.string(name),
                List.of(new LabError.NetException(
                        "System.ComponentModel.Win32Exception",
                        call.errors().texts().text("dns." + code, name),
                        0x80004005,
                        code)));
    }
}
