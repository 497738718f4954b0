package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import io.quorate.sql.CertificateData;
import io.quorate.sql.ServerCertificate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the public part of another instance's certificate into the master database. It crosses in the statement; no file is shared.
 *
 * @param host the instance's host, as the endpoint names it
 * @param certificate its name here
 * @param data its public part
 * @param user the user it belongs to: whoever shows it at the endpoint is that user's log-in; null for the caller
 */
public record ImportCertificate(
        String host,
        String certificate,
        CertificateData data,
        @Nullable String user) implements GuardedCommand<ServerCertificate>, HostCommand<ServerCertificate> {
    public ImportCertificate {
        Inputs.checkHost(host);
        Inputs.checkName("certificate", certificate);
        Objects.requireNonNull(data, "data");
        if (user != null) {
            Inputs.checkName("user", user);
        }
    }

    @Override
    public String name() {
        return "sql.certificate.import";
    }

    @Override
    public Target target() {
        return new Target("certificate", certificate + "@" + host);
    }

    @Override
    public ServerCertificate rehearsed() {
        return Rehearsed.certificate(host, certificate, Placeholder.TEXT, false, user == null ? "dbo" : user, null);
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("database user");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.at(host, edit -> edit.add(rehearsed()));
    }
}
