package io.quorate.replica;

import io.quorate.Shown;
import java.util.Objects;
import java.util.UUID;

/**
 * A test of a failover: a machine made of the replica, connected to no network, that can be started and looked at while replication goes on.
 * {@link #close} turns it off and removes it. What a client that died left behind is found by {@code ReplicaClient.tests} and removed by
 * {@code ReplicaClient.endTest}.
 */
public final class TestFailover implements AutoCloseable {
    private final ReplicaClient client;
    private final VmReplication replication;
    private final UUID machine;

    TestFailover(ReplicaClient client, VmReplication replication, UUID machine) {
        this.client = Objects.requireNonNull(client, "client");
        this.replication = Objects.requireNonNull(replication, "replication");
        this.machine = Objects.requireNonNull(machine, "machine");
    }

    /** Returns the id of the machine that was made; start it by {@code vms().start(id)}. */
    public UUID machine() {
        return machine;
    }

    /** Returns the replication as it was when the machine had been made. */
    public VmReplication replication() {
        return replication;
    }

    /** Turns the machine off and removes it; one that is gone is fine. */
    @Override
    public void close() {
        client.endTest(replication.host(), replication.id());
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("machine", machine)
                .with("of", replication.name())
                .with("host", replication.host())
                .toString();
    }
}
