package io.quorate.storage;

import io.quorate.san.Iqn;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the appliance knows of an initiator.
 *
 * @param name its name
 * @param chapUser the CHAP name it logs in with; null if none is set
 * @param chapSecretSet whether a CHAP secret is set; the secret itself cannot be read
 */
public record RemoteInitiator(Iqn name, @Nullable String chapUser, boolean chapSecretSet) {
    public RemoteInitiator {
        Objects.requireNonNull(name, "name");
    }
}
