package io.quorate.sql.command;

import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Drops a certificate from the master database, with its private key if that is there. Refused while the mirroring endpoint shows it or it encrypts
 * a database. Done when no certificate of that name and thumbprint is there.
 *
 * @param host the instance's host, as the endpoint names it
 * @param certificate its name
 * @param thumbprint its SHA-1, in hexadecimal digits; another certificate of that name is not dropped
 */
public record DropCertificate(String host, String certificate, String thumbprint)
        implements ConvergingCommand<Void>, HostCommand<Void>, Destructive {
    public DropCertificate {
        Inputs.checkHost(host);
        Inputs.checkName("certificate", certificate);
        if (!thumbprint.matches("[0-9A-Fa-f]{2,128}")) {
            throw new IllegalArgumentException("a thumbprint is hexadecimal digits");
        }
        thumbprint = thumbprint.toUpperCase(Locale.ROOT);
    }

    @Override
    public String identity() {
        return thumbprint + "@" + host;
    }

    @Override
    public String name() {
        return "sql.certificate.remove";
    }

    @Override
    public Target target() {
        return new Target("certificate", certificate + "@" + host);
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("mirroring endpoint");
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Afterwards.at(host, edit -> edit.dropCertificate(certificate));
    }
}
