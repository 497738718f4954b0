package io.quorate.host.command;

import io.quorate.host.HostClient;
import io.quorate.host.HostConnection;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Has a host find an address for a name and connect to a port there. Windows takes half a minute where nobody answers.
 *
 * @param host the host that tries, as the endpoint names it
 * @param destination a name or an address
 * @param port the port, from 1 to 65535
 * @see HostClient#connectionTo
 */
public record TestConnection(String host, String destination, int port)
        implements ReadCommand<HostConnection>, HostCommand<HostConnection> {
    public TestConnection {
        Inputs.checkHost(host);
        HostConnection.check(destination, port);
    }

    @Override
    public String name() {
        return "host.connection.test";
    }

    @Override
    public Target target() {
        return new Target("connection", destination + ":" + port + " from " + host);
    }
}
