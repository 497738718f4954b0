package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Drops a mirroring endpoint. Done when it is gone. Its replicas are disconnected.
 *
 * @param host the instance's host, as the endpoint names it
 * @param endpoint the endpoint's name
 */
public record DropEndpoint(String host, String endpoint)
        implements ConvergingCommand<Void>, HostCommand<Void>, Destructive {
    public DropEndpoint {
        Inputs.checkHost(host);
        Inputs.checkName("endpoint", endpoint);
    }

    @Override
    public String identity() {
        return endpoint + "@" + host;
    }

    @Override
    public String name() {
        return "sql.endpoint.remove";
    }

    @Override
    public Target target() {
        return new Target("mirroring endpoint", endpoint + "@" + host);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.at(host, edit -> edit.endpoint = null);
    }
}
