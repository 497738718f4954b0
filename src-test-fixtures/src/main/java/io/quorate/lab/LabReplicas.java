package io.quorate.lab;

import io.quorate.lab.model.Estate;
import io.quorate.lab.model.Replications;
import java.util.List;
import java.util.UUID;

/** What happens to a lab's replicated machines, and what it cost. Thread-safe. */
public final class LabReplicas {
    private final Estate estate;

    LabReplicas(Estate estate) {
        this.estate = estate;
    }

    private Replications model() {
        return estate.replications();
    }

    /** Returns what was lost so far, oldest first; a planned failover has an entry of nothing. */
    public List<ReplicaLoss> losses() {
        return model().ledger().stream()
                .map(lost -> new ReplicaLoss(
                        lost.machine(), lost.host(), lost.planned(), lost.cancelled(), lost.bytes(), lost.at()))
                .toList();
    }

    /** Returns the machines that were started while another copy of them ran: Hyper-V Replica fences nothing. */
    public List<UUID> upTwice() {
        return model().upTwice().stream().map(UUID::fromString).toList();
    }

    /** Returns how much a running machine writes in a second, in bytes. */
    public long writesPerSecond() {
        return Replications.WRITES;
    }

    /** Stops the replication of a machine at an error on one host, where it replicates; else nothing happens. */
    public void fail(String host, UUID machine) {
        estate.world()
                .change(
                        "an error of the replication on " + host,
                        () -> model().fail(estate.host(host).name(), machine.toString()));
    }
}
