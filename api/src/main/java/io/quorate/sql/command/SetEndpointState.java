package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.EndpointState;
import java.util.List;
import java.util.Objects;

/**
 * Starts or stops a mirroring endpoint. Stopped, its replicas are disconnected.
 *
 * @param host the instance's host, as the endpoint names it
 * @param endpoint the endpoint's name
 * @param state started, stopped or disabled
 */
public record SetEndpointState(String host, String endpoint, EndpointState state)
        implements ConvergingCommand<Void>, HostCommand<Void> {
    public SetEndpointState {
        Inputs.checkHost(host);
        Inputs.checkName("endpoint", endpoint);
        if (!Objects.requireNonNull(state, "state").known()) {
            throw new IllegalArgumentException("endpoint " + endpoint + ": no state is called " + state);
        }
    }

    @Override
    public String name() {
        return "sql.endpoint.state";
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
        return Afterwards.at(
                host, edit -> edit.endpoint = edit.endpoint == null ? null : Afterwards.in(state, edit.endpoint));
    }
}
