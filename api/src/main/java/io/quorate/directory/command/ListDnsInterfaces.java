package io.quorate.directory.command;

import io.quorate.directory.DnsInterface;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Set;

/**
 * Lists the interfaces of a host with the DNS servers each asks.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.directory.DirectoryMachine#dnsInterfaces
 */
public record ListDnsInterfaces(String host)
        implements ReadCommand<List<DnsInterface>>, HostCommand<List<DnsInterface>> {
    public ListDnsInterfaces {
        DirectoryInputs.checkHost(host);
    }

    @Override
    public String name() {
        return "directory.dns.list";
    }

    @Override
    public Target target() {
        return DirectoryInputs.machine(host);
    }

    @Override
    public Set<String> lists() {
        return Set.of("DNS interface");
    }
}
