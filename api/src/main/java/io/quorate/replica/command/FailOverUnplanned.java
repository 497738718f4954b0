package io.quorate.replica.command;

import io.quorate.replica.ReplicationAct;
import io.quorate.replica.TakeoverEvidence;
import io.quorate.replica.VmReplication;
import io.quorate.spi.AskedElsewhere;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.OnceCommand;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.ListVirtualMachines;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Has the replica take over from a primary that is gone; what it had not sent is lost. Whether it is gone nobody but the evidence tells.
 *
 * @param host the replica's host
 * @param id the machine's id
 * @param evidence what speaks for it that the primary does not run; its grade and its time are checked before anything is sent
 * @param point the recovery point it takes over from; null for the latest. Another one is taken only after a cancel
 */
public record FailOverUnplanned(
        String host,
        UUID id,
        TakeoverEvidence evidence,
        @Nullable UUID point)
        implements ReplicationCommand<VmReplication>,
                OnceCommand<VmReplication>,
                Destructive,
                AskedElsewhere<List<VirtualMachine>> {
    public FailOverUnplanned {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(evidence, "evidence");
    }

    /** From the latest point. */
    public FailOverUnplanned(String host, UUID id, TakeoverEvidence evidence) {
        this(host, id, evidence, null);
    }

    @Override
    public String identity() {
        return evidence.identity();
    }

    @Override
    public String name() {
        return "replica." + ReplicationAct.FAIL_OVER_UNPLANNED.word();
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public VmReplication rehearsed() {
        return Rehearsed.after(Rehearsed.replication(host, id), ReplicationAct.FAIL_OVER_UNPLANNED);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(
                new GetReplication(host, id), before -> Rehearsed.after(before, ReplicationAct.FAIL_OVER_UNPLANNED)));
    }

    /** The other side follows. */
    @Override
    public Set<String> alsoChanges() {
        return Set.of("replication", "virtual machine");
    }

    @Override
    public boolean asksElsewhere() {
        return true;
    }

    @Override
    public ListVirtualMachines askedOf(String other) {
        return new ListVirtualMachines(other);
    }

    @Override
    public @Nullable Objection against(String other, List<VirtualMachine> there) {
        return Elsewhere.runs(id, other, there);
    }

    /** A host that does not answer is what the evidence is about. */
    @Override
    public boolean passesOverSilence() {
        return true;
    }
}
