package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import io.quorate.sql.ServerCertificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates a certificate with its private key in the master database.
 *
 * @param host the instance's host, as the endpoint names it
 * @param certificate its name
 * @param subject its subject
 * @param expires when it expires; null for a year from now
 */
public record CreateCertificate(
        String host,
        String certificate,
        String subject,
        @Nullable Instant expires) implements GuardedCommand<ServerCertificate>, HostCommand<ServerCertificate> {
    public CreateCertificate {
        Inputs.checkHost(host);
        Inputs.checkName("certificate", certificate);
        Inputs.checkName("subject", subject);
    }

    @Override
    public String name() {
        return "sql.certificate.create";
    }

    @Override
    public Target target() {
        return new Target("certificate", certificate + "@" + host);
    }

    @Override
    public ServerCertificate rehearsed() {
        return Rehearsed.certificate(host, certificate, subject, true, "dbo", expires);
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("master key");
    }

    @Override
    public List<Foretold<?>> foretold() {
        List<Foretold<?>> all = new ArrayList<>(Afterwards.at(host, edit -> edit.add(rehearsed())));
        all.add(Foretold.found(new GetCertificate(host, certificate), rehearsed()));
        return all;
    }
}
