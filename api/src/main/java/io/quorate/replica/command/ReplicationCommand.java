package io.quorate.replica.command;

import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.UUID;

/**
 * A command on the replication of one machine, on one of its hosts.
 *
 * @param <R> what a successful run returns
 */
public sealed interface ReplicationCommand<R> extends HostCommand<R>
        permits ChangeReplication,
                ConfigureReplication,
                CopyExtension,
                EnableReplication,
                ExtendReplication,
                FailOverUnplanned,
                GetMachineSecurity,
                GetReplication,
                GiveUpReplication,
                ImportInitialCopy,
                ListFailoverAddresses,
                ListRecoveryPoints,
                ReceiveAsReplica,
                RemoveExtension,
                SetFailoverAddress,
                StartInitialCopy,
                TestRecoveryPoint {

    /** Returns the machine's id. */
    UUID id();

    @Override
    default Target target() {
        return new Target("replication", id() + " on " + host());
    }
}
