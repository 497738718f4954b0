package io.quorate.sql.command;

import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.sql.EndpointAnswer;
import java.util.Objects;

/**
 * Looks whether an instance's mirroring endpoint takes a connection, from where this client is. Nothing is sent over it.
 *
 * @param host the instance's host, as the endpoint names it
 * @param address the name or address by which other replicas look for it
 * @param port its port
 */
public record GetEndpointAnswer(String host, String address, int port)
        implements ReadCommand<EndpointAnswer>, HostCommand<EndpointAnswer> {
    private static final int LAST_PORT = 65_535;

    public GetEndpointAnswer {
        Inputs.checkHost(host);
        Objects.requireNonNull(address, "address");
        if (address.isBlank() || address.length() > 255 || address.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException("no name of a host and no address: '" + address + "'");
        }
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("a port is 1 to " + LAST_PORT + ", not " + port);
        }
    }

    @Override
    public String name() {
        return "sql.endpoint.probe";
    }

    @Override
    public Target target() {
        return new Target("mirroring endpoint", address + ":" + port);
    }
}
