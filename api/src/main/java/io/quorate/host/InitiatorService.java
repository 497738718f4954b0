package io.quorate.host;

import io.quorate.san.Iqn;
import io.quorate.spi.Placeholder;
import java.util.Objects;
import java.util.Set;
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

    /** Tells whether the initiator goes by one of these names; one whose name nobody has been told yet, in a rehearsal, may do so. */
    public boolean goesBy(Set<Iqn> names) {
        return name != null && (names.contains(name) || Placeholder.isPlaceholder(name));
    }
}
