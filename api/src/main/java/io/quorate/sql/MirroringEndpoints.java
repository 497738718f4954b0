package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.sql.command.CreateEndpoint;
import io.quorate.sql.command.DropEndpoint;
import io.quorate.sql.command.EndpointDefinition;
import io.quorate.sql.command.GrantConnect;
import io.quorate.sql.command.SetEndpointState;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mirroring endpoints, one an instance at most. Rights and common errors are those of {@link AvailabilityGroupClient}. */
public final class MirroringEndpoints {
    private final Calls calls;

    MirroringEndpoints(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Reads an instance's mirroring endpoint. Changes nothing; one query. */
    public Optional<MirroringEndpoint> find(String host) {
        return Optional.ofNullable(new SqlInstances(calls).inventory(host).endpoint());
    }

    /**
     * Reads an instance's mirroring endpoint. Changes nothing; one query.
     *
     * @throws io.quorate.error.NotFoundException if it has none
     */
    public MirroringEndpoint get(String host) {
        return find(host)
                .orElseThrow(() -> Reports.missing(
                        calls, "sql.endpoint.get", "mirroring endpoint of " + host, "the instance has none"));
    }

    /**
     * Creates an instance's mirroring endpoint, started.
     *
     * @throws io.quorate.error.ConflictException if it has one
     */
    public MirroringEndpoint create(String host, EndpointDefinition definition) {
        return calls.run(new CreateEndpoint(host, definition));
    }

    /** Has an instance have this mirroring endpoint. May be repeated. */
    public Ensured<MirroringEndpoint> ensure(String host, EndpointDefinition definition) {
        return calls.ensure(new CreateEndpoint(host, definition));
    }

    /** Starts or stops it; stopped, the instance's replicas are disconnected. May be repeated. */
    public boolean set(String host, EndpointState state) {
        return calls.ensure(new SetEndpointState(host, get(host).name(), state)).changed();
    }

    /** Lets a log-in connect through it. May be repeated. */
    public boolean grant(String host, String login) {
        return calls.ensure(new GrantConnect(host, get(host).name(), login)).changed();
    }

    /**
     * Drops it; already gone is fine. The instance's replicas are disconnected.
     *
     * @param consent names {@code endpoint@host}
     */
    public void remove(String host, String endpoint, @Nullable Consent consent) {
        calls.run(new DropEndpoint(host, endpoint), consent);
    }
}
