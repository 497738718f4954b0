package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.EndpointAuthentication;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Has a mirroring endpoint show another certificate; all else about it stays. Those that are to know it have to have it before.
 *
 * @param host the instance's host, as the endpoint names it
 * @param endpoint the mirroring endpoint's name
 * @param authentication how it knows the other end, by certificate at least: as it does already
 * @param certificate the certificate it shows from now on
 */
public record SetEndpointCertificate(
        String host, String endpoint, EndpointAuthentication authentication, String certificate)
        implements ConvergingCommand<Void>, HostCommand<Void> {
    public SetEndpointCertificate {
        Inputs.checkHost(host);
        Inputs.checkName("endpoint", endpoint);
        if (!Objects.requireNonNull(authentication, "authentication").known() || !authentication.certificate()) {
            throw new IllegalArgumentException("endpoint " + endpoint
                    + ": one that shows a certificate authenticates by it, not by " + authentication);
        }
        Inputs.checkName("certificate", certificate);
    }

    @Override
    public String name() {
        return "sql.endpoint.certificate";
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
        return Set.of("certificate");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.at(
                host,
                edit -> edit.endpoint = edit.endpoint == null ? null : Afterwards.showing(certificate, edit.endpoint));
    }
}
