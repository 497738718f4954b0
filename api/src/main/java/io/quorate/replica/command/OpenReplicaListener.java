package io.quorate.replica.command;

import io.quorate.replica.ReplicaAuthentication;
import io.quorate.replica.ReplicaListener;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Enables the firewall rule that Windows has for replicas that come in one of the two ways; it is known by its name, which is the same in
 * every language, and opens the usual port alone.
 *
 * @param host the host
 * @param authentication the way
 */
public record OpenReplicaListener(String host, ReplicaAuthentication authentication)
        implements ConvergingCommand<ReplicaListener>, HostCommand<ReplicaListener> {
    public OpenReplicaListener {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(authentication, "authentication");
    }

    @Override
    public String name() {
        return "replica.listener.open";
    }

    @Override
    public Target target() {
        return new Target("replica listener", host);
    }

    @Override
    public ReplicaListener rehearsed() {
        return after(new ReplicaListener(host, false, false));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetReplicaListener(host), this::after));
    }

    private ReplicaListener after(ReplicaListener before) {
        boolean kerberos = authentication == ReplicaAuthentication.KERBEROS;
        return new ReplicaListener(host, before.kerberos() || kerberos, before.certificate() || !kerberos);
    }
}
