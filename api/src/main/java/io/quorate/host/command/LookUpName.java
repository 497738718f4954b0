package io.quorate.host.command;

import io.quorate.host.HostClient;
import io.quorate.host.NameLookup;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.regex.Pattern;

/**
 * Has a host look up a name's addresses of IPv4 in DNS.
 *
 * @param host the host that asks, as the endpoint names it
 * @param dnsName the name, with its domain
 * @see HostClient#lookUp
 */
public record LookUpName(String host, String dnsName) implements ReadCommand<NameLookup>, HostCommand<NameLookup> {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_]([\\p{L}\\p{N}._-]{0,252})");

    public LookUpName {
        Inputs.checkHost(host);
        if (!NAME.matcher(dnsName).matches() || Inputs.isAddress(dnsName)) {
            throw new IllegalArgumentException("not a name in DNS: '" + dnsName + "'");
        }
    }

    @Override
    public String name() {
        return "host.name.look-up";
    }

    @Override
    public Target target() {
        return new Target("name", dnsName + " from " + host);
    }
}
