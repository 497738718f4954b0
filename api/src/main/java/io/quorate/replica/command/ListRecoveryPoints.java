package io.quorate.replica.command;

import io.quorate.replica.RecoveryPoint;
import io.quorate.spi.ReadCommand;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Lists the points that a replica can take over from besides the latest, the newest first.
 *
 * @param host the replica's host
 * @param id the machine's id
 */
public record ListRecoveryPoints(String host, UUID id)
        implements ReplicationCommand<List<RecoveryPoint>>, ReadCommand<List<RecoveryPoint>> {
    public ListRecoveryPoints {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "replica.recovery-point.list";
    }
}
