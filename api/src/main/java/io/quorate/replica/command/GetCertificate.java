package io.quorate.replica.command;

import io.quorate.replica.CertificateView;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Reads a certificate of a host's own store, and whether its chain ends in what the host trusts.
 *
 * @param host the host
 * @param thumbprint its thumbprint, in either case, with or without blanks
 */
public record GetCertificate(String host, String thumbprint)
        implements ReadCommand<CertificateView>, HostCommand<CertificateView> {
    public GetCertificate {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(thumbprint, "thumbprint");
    }

    @Override
    public String name() {
        return "replica.certificate.get";
    }

    @Override
    public Target target() {
        return new Target("certificate", thumbprint + " on " + host);
    }
}
