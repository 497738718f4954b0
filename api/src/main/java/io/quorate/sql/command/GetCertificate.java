package io.quorate.sql.command;

import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.sql.ServerCertificate;

/**
 * Reads the public part of a certificate in the master database; fails with kind {@code NOT_FOUND} without it.
 *
 * @param host the instance's host, as the endpoint names it
 * @param certificate its name
 */
public record GetCertificate(String host, String certificate)
        implements ReadCommand<ServerCertificate>, HostCommand<ServerCertificate> {
    public GetCertificate {
        Inputs.checkHost(host);
        Inputs.checkName("certificate", certificate);
    }

    @Override
    public String name() {
        return "sql.certificate.get";
    }

    @Override
    public Target target() {
        return new Target("certificate", certificate + "@" + host);
    }
}
