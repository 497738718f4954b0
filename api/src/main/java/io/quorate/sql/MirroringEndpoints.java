package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.sql.command.CreateEndpoint;
import io.quorate.sql.command.DropEndpoint;
import io.quorate.sql.command.EndpointDefinition;
import io.quorate.sql.command.GrantConnect;
import io.quorate.sql.command.SetEndpointState;
import java.time.Duration;
import java.util.List;
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

    /** Reads the certificates that mirroring endpoints show, of every instance that answers. Changes nothing; one query an instance. */
    public List<EndpointCertificate> certificates() {
        return new EndpointRenewal(calls).shown();
    }

    /**
     * Looks what it would take to renew the certificates that expire within a time. Changes nothing; one query an instance.
     *
     * @param before how long before, 330 days at most: a new one lasts a year
     */
    public RenewalPlan planRenewal(Duration before) {
        return new EndpointRenewal(calls).plan(before);
    }

    /**
     * Renews the certificates that expire within a time: each is made where it is shown, its public part crosses to all partners in T-SQL, for
     * the user by whom they know the old one, then the endpoint shows it; groups stay connected, which is waited for after each. Last the old ones
     * are dropped, as far as the consent names them; without one they stay. It goes on from what the instances show, so it may be repeated after
     * any interruption; a second time nothing is sent. Seconds to minutes.
     *
     * @param before how long before, 330 days at most: a new one lasts a year
     * @param consent made by {@link RenewalPlan#consent}: names the thumbprints of what is dropped; null to drop nothing
     * @return what is left to do, and whether something was changed
     * @throws io.quorate.error.ConflictException if a partner does not answer, or something else speaks against it; nothing was changed then
     * @throws io.quorate.error.DeadlineExceededException if a partner is not connected in time once a new one is shown; the old one is there still
     */
    public Ensured<RenewalPlan> renew(Duration before, @Nullable Consent consent) {
        return new EndpointRenewal(calls).renew(before, consent);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
