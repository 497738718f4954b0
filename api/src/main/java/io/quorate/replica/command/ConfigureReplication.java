package io.quorate.replica.command;

import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Has a machine that is replicated be replicated otherwise, to the same server. What is so already is left alone; what cannot be changed on a
 * replication that is there is a conflict, and nothing is sent then.
 *
 * @param host the primary
 * @param id the machine's id
 * @param settings how it is to be replicated
 */
public record ConfigureReplication(String host, UUID id, ReplicationSettings settings)
        implements ReplicationCommand<VmReplication>, ConvergingCommand<VmReplication> {
    public ConfigureReplication {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(settings, "settings");
    }

    @Override
    public String name() {
        return "replica.configure";
    }

    @Override
    public VmReplication rehearsed() {
        return Rehearsed.replication(host, id)
                .with(ReplicationMode.PRIMARY, ReplicationState.REPLICATING)
                .with(settings);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetReplication(host, id), before -> before.with(settings)));
    }
}
