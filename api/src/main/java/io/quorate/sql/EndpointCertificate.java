package io.quorate.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The certificate that a mirroring endpoint shows.
 *
 * @param host the instance's host, as the endpoint names it
 * @param server the instance's name
 * @param endpoint the mirroring endpoint's name
 * @param certificate the certificate
 * @param left how long it is valid still, by the instance's clock; negative once it has expired
 */
public record EndpointCertificate(
        String host, String server, String endpoint, ServerCertificate certificate, Duration left) {
    public EndpointCertificate {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(left, "left");
    }

    /** Tells whether it has expired: partners that are connected stay so, and none connects anew. */
    public boolean expired() {
        return left.isNegative() || left.isZero();
    }

    /** Returns what an instance's endpoint shows; null if it shows none, or one that may not be read. */
    static @org.jspecify.annotations.Nullable EndpointCertificate of(SqlInventory one, Instant now) {
        MirroringEndpoint endpoint = one.endpoint();
        if (endpoint == null
                || endpoint.certificate() == null
                || !endpoint.authentication().certificate()) {
            return null;
        }
        Instant at = one.at().equals(Instant.EPOCH) ? now : one.at();
        return one.certificate(endpoint.certificate())
                .map(certificate -> new EndpointCertificate(
                        one.instance().host(),
                        one.instance().name(),
                        endpoint.name(),
                        certificate,
                        Duration.between(at, certificate.expires())))
                .orElse(null);
    }
}
