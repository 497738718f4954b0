package io.quorate.replica.command;

import io.quorate.replica.ReplicaServer;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Has a host receive replicas.
 *
 * @param host the host
 * @param settings how
 */
public record SetReplicaServer(String host, ReplicaServerSettings settings)
        implements ConvergingCommand<ReplicaServer>, HostCommand<ReplicaServer> {
    public SetReplicaServer {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(settings, "settings");
    }

    @Override
    public String name() {
        return "replica.server.set";
    }

    @Override
    public Target target() {
        return new Target("replica server", host);
    }

    @Override
    public ReplicaServer rehearsed() {
        return after(Rehearsed.server(host));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetReplicaServer(host), this::after));
    }

    private ReplicaServer after(ReplicaServer before) {
        Integer kerberos = settings.kerberosPort();
        Integer certificate = settings.certificatePort();
        String thumbprint = settings.thumbprint();
        String storage = settings.storage();
        return new ReplicaServer(
                before.host(),
                true,
                kerberos != null,
                certificate != null,
                kerberos == null ? before.kerberosPort() : kerberos,
                certificate == null ? before.certificatePort() : certificate,
                thumbprint == null ? before.thumbprint() : thumbprint,
                storage != null,
                storage == null ? before.storage() : storage,
                before.authorizations());
    }
}
