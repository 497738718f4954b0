package io.quorate.replica.command;

import io.quorate.replica.FailoverAddress;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Sets what a network adapter of a machine's copy is to have after a failover.
 *
 * @param host the host of the copy
 * @param id the machine's id
 * @param address what, and which adapter
 */
public record SetFailoverAddress(String host, UUID id, FailoverAddress address)
        implements ReplicationCommand<FailoverAddress>, ConvergingCommand<FailoverAddress> {
    public SetFailoverAddress {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(address, "address");
    }

    @Override
    public String name() {
        return "replica.failover-address.set";
    }

    @Override
    public FailoverAddress rehearsed() {
        return address;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(
                new ListFailoverAddresses(host, id),
                before -> before.stream()
                        .map(one -> one.adapter().equalsIgnoreCase(address.adapter()) ? address : one)
                        .toList()));
    }
}
