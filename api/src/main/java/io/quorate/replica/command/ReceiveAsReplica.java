package io.quorate.replica.command;

import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Has a machine that was restored from a backup of the primary be its replica; it has to be off and have the primary's id.
 *
 * @param host the replica's host
 * @param id the machine's id
 */
public record ReceiveAsReplica(String host, UUID id)
        implements ReplicationCommand<VmReplication>, ConvergingCommand<VmReplication> {
    public ReceiveAsReplica {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
    }

    @Override
    public String name() {
        return "replica.receive-as-replica";
    }

    @Override
    public VmReplication rehearsed() {
        return after(Rehearsed.replication(host, id));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetReplication(host, id), ReceiveAsReplica::after));
    }

    private static VmReplication after(VmReplication before) {
        return before.with(ReplicationMode.REPLICA, ReplicationState.WAITING_FOR_INITIAL_REPLICATION);
    }
}
