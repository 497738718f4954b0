package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.MirroringEndpoint;
import java.util.List;
import java.util.Set;

/**
 * Lets a log-in connect to the mirroring endpoint.
 *
 * @param host the instance's host, as the endpoint names it
 * @param endpoint the endpoint's name
 * @param login the log-in
 */
public record GrantConnect(String host, String endpoint, String login)
        implements ConvergingCommand<Void>, HostCommand<Void> {
    public GrantConnect {
        Inputs.checkHost(host);
        Inputs.checkName("endpoint", endpoint);
        Inputs.checkName("login", login);
    }

    @Override
    public String name() {
        return "sql.endpoint.grant";
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
    public Set<String> dependsOn() {
        return Set.of("log-in");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.at(host, edit -> {
            MirroringEndpoint there = edit.endpoint;
            edit.endpoint =
                    there == null ? null : Afterwards.granted(there, Afterwards.with(there.mayConnect(), login));
        });
    }
}
