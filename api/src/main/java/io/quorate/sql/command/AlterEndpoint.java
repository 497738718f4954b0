package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.EndpointState;
import io.quorate.sql.MirroringEndpoint;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Gives a mirroring endpoint another port, authentication, encryption or role. What is connected through it connects anew.
 *
 * @param host the instance's host, as the endpoint names it
 * @param definition what it is to be
 */
public record AlterEndpoint(String host, EndpointDefinition definition)
        implements ConvergingCommand<MirroringEndpoint>, HostCommand<MirroringEndpoint> {
    public AlterEndpoint {
        Inputs.checkHost(host);
        Objects.requireNonNull(definition, "definition");
    }

    @Override
    public String name() {
        return "sql.endpoint.alter";
    }

    @Override
    public Target target() {
        return new Target("mirroring endpoint", definition.name() + "@" + host);
    }

    @Override
    public MirroringEndpoint rehearsed() {
        return Rehearsed.endpoint(definition, EndpointState.STARTED);
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("certificate");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.endpoint(host, definition);
    }
}
