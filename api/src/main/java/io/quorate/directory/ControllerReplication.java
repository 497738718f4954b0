package io.quorate.directory;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Replication as one domain controller sees it, by its own clock.
 *
 * @param server the controller
 * @param now its clock when it was asked; null where it does not tell
 * @param synchronised whether it has finished its first synchronisation since it started; null where it does not tell
 * @param links from whom it pulls what
 * @param remembered what it remembers of partners that failed it
 */
public record ControllerReplication(
        String server,
        @Nullable Instant now,
        @Nullable Boolean synchronised,
        List<ReplicationLink> links,
        List<ReplicationFailure> remembered) {
    public ControllerReplication {
        Objects.requireNonNull(server, "server");
        links = List.copyOf(links);
        remembered = List.copyOf(remembered);
    }
}
