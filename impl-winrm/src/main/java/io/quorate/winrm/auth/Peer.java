package io.quorate.winrm.auth;

import java.security.cert.X509Certificate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection leads to.
 *
 * @param host the name the endpoint gives it, from which service names are made
 * @param certificate what it has proven itself with, for channel bindings; null without TLS
 */
public record Peer(String host, int port, @Nullable X509Certificate certificate) {
    public Peer {
        Objects.requireNonNull(host, "host");
    }

    /** Tells whether TLS hides what is said. */
    public boolean secure() {
        return certificate != null;
    }
}
