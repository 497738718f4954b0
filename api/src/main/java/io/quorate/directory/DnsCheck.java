package io.quorate.directory;

import io.quorate.call.Order;
import io.quorate.directory.DirectoryFinding.Kind;
import io.quorate.directory.command.SetDnsRegistration;
import io.quorate.directory.command.SetDnsServers;
import io.quorate.error.QuorateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks the DNS servers of one machine. */
final class DnsCheck {
    private final String endpoint;
    private final DirectoryMachine machine;
    private final String name;
    private final List<String> wanted;
    private final Map<String, DnsAnswer> answers = new LinkedHashMap<>();
    private final List<DirectoryFinding> findings = new ArrayList<>();

    DnsCheck(String endpoint, DirectoryMachine machine, String name, List<String> wanted) {
        this.endpoint = endpoint;
        this.machine = machine;
        this.name = name;
        this.wanted = wanted;
    }

    List<DirectoryFinding> judge() {
        try {
            DomainView view = machine.domain();
            if (!view.isMember()) {
                add(Kind.NOT_IN_DOMAIN, view.domain(), "its role is " + view.role(), List.of());
            }
            List<DnsInterface> interfaces = machine.dnsInterfaces();
            List<DnsInterface> asking =
                    interfaces.stream().filter(DnsInterface::asksAnybody).toList();
            if (asking.isEmpty()) {
                add(Kind.NO_SERVER, name, "no interface has a DNS server", List.of());
            }
            for (DnsInterface one : asking) {
                servers(one, view);
            }
            registration(interfaces, asking);
        } catch (QuorateException unread) {
            findings.add(DirectoryClient.cannotTell(name, name, unread));
        }
        return findings;
    }

    private void add(Kind kind, String subject, String detail, List<Order<?>> cure) {
        findings.add(new DirectoryFinding(kind, name, subject, detail, cure));
    }

    private void servers(DnsInterface one, DomainView view) {
        List<String> servers = one.given();
        if (servers.size() < 2) {
            add(
                    Kind.NO_SECOND_SERVER,
                    one.alias(),
                    "it asks " + servers + " alone",
                    wanted.size() < 2 ? List.of() : List.of(set(one, wanted)));
        }
        if (!view.isMember()) {
            return;
        }
        List<String> answering = new ArrayList<>();
        for (String server : servers) {
            if (answer(server, view).state() == DnsAnswer.State.ANSWERED) {
                answering.add(server);
            }
        }
        for (String server : servers) {
            server(one, server, servers, answering, answer(server, view));
        }
    }

    private DnsAnswer answer(String server, DomainView view) {
        return answers.computeIfAbsent(server, asked -> machine.ask(asked, view.domain()));
    }

    private void server(
            DnsInterface one, String server, List<String> servers, List<String> answering, DnsAnswer answer) {
        String subject = one.alias() + " " + server;
        List<Order<?>> cure = cure(one, servers, answering);
        switch (answer.state()) {
            case ANSWERED -> {}
            case UNKNOWN_DOMAIN ->
                add(
                        Kind.FOREIGN_SERVER,
                        subject,
                        "it knows no controller of " + answer.domain() + " " + answer.code(),
                        cure);
            case SILENT -> {
                boolean first = servers.get(0).equals(server);
                add(
                        first ? Kind.FIRST_SERVER_SILENT : Kind.SERVER_SILENT,
                        subject,
                        "no answer " + answer.code(),
                        first ? cure : List.of());
            }
            case UNTOLD -> add(Kind.CANNOT_TELL, subject, "Windows said " + answer.code(), List.of());
        }
    }

    /** Those that answer come first, and nothing is taken away but what is not wanted. */
    private List<Order<?>> cure(DnsInterface one, List<String> servers, List<String> answering) {
        List<String> order = new ArrayList<>(answering);
        for (String server : wanted.isEmpty() ? servers : wanted) {
            if (!order.contains(server)) {
                order.add(server);
            }
        }
        if (!wanted.isEmpty()) {
            order.retainAll(wanted);
        }
        return order.isEmpty() || one.asks(order) ? List.of() : List.of(set(one, order));
    }

    private Order<?> set(DnsInterface one, List<String> servers) {
        return Order.ensure(endpoint, new SetDnsServers(name, one.alias(), servers));
    }

    private void registration(List<DnsInterface> interfaces, List<DnsInterface> asking) {
        if (!asking.isEmpty() && asking.stream().allMatch(one -> Boolean.FALSE.equals(one.registers()))) {
            DnsInterface first = asking.get(0);
            add(
                    Kind.NAME_UNREGISTERED,
                    first.alias(),
                    "no interface with a DNS server registers the name",
                    List.of(Order.ensure(endpoint, new SetDnsRegistration(name, first.alias(), true))));
        }
        for (DnsInterface one : interfaces) {
            Boolean registers = one.registers();
            if (registers == null) {
                add(Kind.CANNOT_TELL, one.alias(), "whether it registers the name is not told", List.of());
            } else if (registers && !one.asksAnybody()) {
                add(
                        Kind.NAME_ON_SIDE_NETWORK,
                        one.alias(),
                        "it has no DNS server and registers the name",
                        List.of(Order.ensure(endpoint, new SetDnsRegistration(name, one.alias(), false))));
            }
        }
    }
}
