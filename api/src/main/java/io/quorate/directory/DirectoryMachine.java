package io.quorate.directory;

import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.directory.command.AskDns;
import io.quorate.directory.command.GetDomainView;
import io.quorate.directory.command.GetPromotion;
import io.quorate.directory.command.ListDnsInterfaces;
import io.quorate.directory.command.SetDnsRegistration;
import io.quorate.directory.command.SetDnsServers;
import java.util.List;
import java.util.Objects;

/**
 * One machine's way into the directory: which DNS servers it asks, and who answers for the domain there. It needs no module that Windows does
 * not have everywhere. Rights and common errors are those of {@link DirectoryClient}. Immutable and thread-safe; navigation does no I/O.
 */
public final class DirectoryMachine {
    private final Calls calls;
    private final String host;

    DirectoryMachine(Calls calls, String host) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Reads the machine's place in its domain, and which controller answers for the domain there. Changes nothing. */
    public DomainView domain() {
        return calls.run(new GetDomainView(host));
    }

    /** Reads whether the machine is a domain controller or on its way to become one, and what it shares for log-ons. Changes nothing. */
    public Promotion promotion() {
        return calls.run(new GetPromotion(host));
    }

    /** Lists the interfaces with the DNS servers each asks, in their order. Changes nothing. */
    public List<DnsInterface> dnsInterfaces() {
        return calls.run(new ListDnsInterfaces(host));
    }

    /**
     * Has the machine ask a DNS server for a domain's controllers, that server alone and nothing that is cached. What the server does with the
     * question is the answer and no error. Changes nothing.
     *
     * @param server the server's address
     * @param domain the domain's DNS name
     */
    public DnsAnswer ask(String server, String domain) {
        return calls.run(new AskDns(host, server, domain));
    }

    /**
     * Sets which DNS servers an interface asks, over IPv4, IPv6 or both, in this order ({@code Set-DnsClientServerAddress}). A family of which
     * none is named stays as it is. Sends nothing if it is so. May be repeated; a lost answer is settled by reading back. Needs a local
     * administrator. A guest is a machine like any other, as soon as it is among the endpoint's hosts.
     *
     * @param alias the interface's name
     * @param servers all of them, the first one of each family first
     * @throws io.quorate.error.NotFoundException if there is no such interface
     * @throws io.quorate.error.RejectedException if the interface has others afterwards
     * @throws IllegalArgumentException if one is no address, or there twice
     */
    public Ensured<DnsInterface> ensureDnsServers(String alias, List<String> servers) {
        return calls.ensure(new SetDnsServers(host, alias, servers));
    }

    /**
     * Sets whether an interface registers the machine's name with its addresses ({@code Set-DnsClient}). What was registered before stays until
     * it is scavenged or removed. Sends nothing if it is so. May be repeated; needs a local administrator.
     *
     * @param alias the interface's name
     * @throws io.quorate.error.NotFoundException if there is no such interface
     * @throws io.quorate.error.RejectedException if it is not so afterwards: a policy may set it
     */
    public Ensured<DnsInterface> ensureRegistering(String alias, boolean registers) {
        return calls.ensure(new SetDnsRegistration(host, alias, registers));
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("host", host)
                .toString();
    }
}
