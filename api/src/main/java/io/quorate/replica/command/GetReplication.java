package io.quorate.replica.command;

import io.quorate.replica.VmReplication;
import io.quorate.spi.ReadCommand;
import java.util.Objects;
import java.util.UUID;

/**
 * Reads the replication of one machine on one host; fails with kind {@code NOT_FOUND} after a list of machines without it. A machine that is not
 * replicated has the mode None.
 *
 * @param host the host
 * @param id the machine's id
 */
public record GetReplication(String host, UUID id)
        implements ReplicationCommand<VmReplication>, ReadCommand<VmReplication> {
    public GetReplication {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "replica.get";
    }
}
