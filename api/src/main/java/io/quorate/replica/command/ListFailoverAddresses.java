package io.quorate.replica.command;

import io.quorate.replica.FailoverAddress;
import io.quorate.spi.ReadCommand;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Reads what the network adapters of a machine's copy are to have after a failover.
 *
 * @param host the host of the copy
 * @param id the machine's id
 */
public record ListFailoverAddresses(String host, UUID id)
        implements ReplicationCommand<List<FailoverAddress>>, ReadCommand<List<FailoverAddress>> {
    public ListFailoverAddresses {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "replica.failover-address.list";
    }
}
