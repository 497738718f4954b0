package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.Bytes;
import io.quorate.lab.kernel.Key;
import java.time.LocalDateTime;
import java.util.Locale;

/**
 * A certificate in master.
 *
 * @param owner a user of master
 * @param encoded the public part, as {@code CERTENCODED} tells it
 * @param own whether its private key is here
 */
public record CertificateState(
        String instance,
        String name,
        int id,
        String owner,
        String subject,
        Bytes encoded,
        Bytes thumbprint,
        boolean own,
        LocalDateTime start,
        LocalDateTime expiry) {

    /** Returns the entity's key. */
    public static Key<CertificateState> key(String instance, String name) {
        return new Key<>(
                CertificateState.class,
                InstanceState.key(instance).path() + "/certificate/" + name.toUpperCase(Locale.ROOT));
    }
}
