package io.quorate.host;

import io.quorate.san.Iqn;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A host's iSCSI initiator service.
 *
 * @param host the host
 * @param running whether the service MSiSCSI runs
 * @param automatic whether it starts with Windows
 * @param name the initiator's name; null while the service does not run
 */
public record InitiatorService(
        String host,
        boolean running,
        boolean automatic,
        @Nullable Iqn name) {
    public InitiatorService {
        Objects.requireNonNull(host, "host");
    }
}
