package io.quorate.host.command;

import io.quorate.host.HostAddress;
import io.quorate.host.HostNetwork;
import io.quorate.host.PathMtu;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Measures how large a packet gets through from a host to an address.
 *
 * @param host the host, as the endpoint names it
 * @param address the address, of IPv4
 * @param mtu the largest size of a packet to try
 * @see HostNetwork#pathMtu
 */
public record MeasurePath(String host, String address, int mtu) implements ReadCommand<PathMtu>, HostCommand<PathMtu> {
    public MeasurePath {
        Inputs.checkHost(host);
        if (!new HostAddress(address, 0, false).v4()) {
            throw new IllegalArgumentException("not an address of IPv4: '" + address + "'");
        }
        NetworkInputs.checkMtu(mtu);
    }

    @Override
    public String name() {
        return "host.path.mtu";
    }

    @Override
    public Target target() {
        return new Target("path", address + " from " + host);
    }
}
