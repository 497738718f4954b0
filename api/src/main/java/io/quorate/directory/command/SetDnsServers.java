package io.quorate.directory.command;

import io.quorate.directory.DnsInterface;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Sets which DNS servers an interface asks, and in which order. A family, IPv4 or IPv6, of which none is named stays as it is. Done when it is so
 * already.
 *
 * @param host the host, as the endpoint names it
 * @param alias the interface's name
 * @param servers the servers' addresses, over IPv4, IPv6 or both, the first one of each family first
 * @see io.quorate.directory.DirectoryMachine#ensureDnsServers
 */
public record SetDnsServers(String host, String alias, List<String> servers)
        implements GuardedCommand<DnsInterface>, HostCommand<DnsInterface> {
    public SetDnsServers {
        DirectoryInputs.checkHost(host);
        DirectoryInputs.checkAlias(alias);
        servers = DirectoryInputs.servers(servers);
    }

    @Override
    public String name() {
        return "directory.dns.servers";
    }

    @Override
    public Target target() {
        return DirectoryInputs.target(host, alias);
    }

    @Override
    public DnsInterface rehearsed() {
        return DirectoryInputs.rehearsed(host, alias).asking(servers);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return DirectoryInputs.foretold(host, alias, before -> before.asking(servers));
    }
}
