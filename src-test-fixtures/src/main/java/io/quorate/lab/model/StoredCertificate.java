package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.Locale;

/**
 * A certificate in a store of a host's, {@code LocalMachine}.
 *
 * @param host the host
 * @param store the store's name
 * @param thumbprint SHA-1 in hexadecimal digits
 * @param encoded its bytes, as Base64
 * @param key whether the host has its private key
 */
public record StoredCertificate(String host, String store, String thumbprint, String encoded, boolean key) {

    /** Returns the entity's key. */
    public static Key<StoredCertificate> key(String host, String store, String thumbprint) {
        return new Key<>(
                StoredCertificate.class,
                ("host/" + host + "/certificates/" + store + "/" + thumbprint).toLowerCase(Locale.ROOT));
    }
}
