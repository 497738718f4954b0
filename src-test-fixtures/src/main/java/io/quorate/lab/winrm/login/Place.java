package io.quorate.lab.winrm.login;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Where a log-in takes place.
 *
 * @param host the host's name
 * @param certificate what the host has shown in TLS, for channel bindings; null without TLS
 */
public record Place(String host, @Nullable X509Certificate certificate) {
    /** Tells whether TLS hides what is said. */
    public boolean encrypted() {
        return certificate != null;
    }
}
