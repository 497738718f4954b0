package io.quorate.directory.command;

import io.quorate.directory.DnsAnswer;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Has a host ask one DNS server for a domain's controllers.
 *
 * @param host the host, as the endpoint names it
 * @param server the server's address
 * @param domain the domain's DNS name
 * @see io.quorate.directory.DirectoryMachine#ask
 */
public record AskDns(String host, String server, String domain)
        implements ReadCommand<DnsAnswer>, HostCommand<DnsAnswer> {
    public AskDns {
        DirectoryInputs.checkHost(host);
        DirectoryInputs.checkServer(server);
        DirectoryInputs.checkDomain(domain);
    }

    @Override
    public String name() {
        return "directory.dns.ask";
    }

    @Override
    public Target target() {
        return DirectoryInputs.machine(host);
    }
}
