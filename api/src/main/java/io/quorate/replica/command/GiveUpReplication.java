package io.quorate.replica.command;

import io.quorate.replica.ReplicationAct;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.spi.AskedElsewhere;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.command.ListVirtualMachines;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Does something to the replication of a machine that gives something up: what was written since a failover, or the points besides the one
 * that is kept.
 *
 * @param host the side it is done on
 * @param id the machine's id
 * @param act what is done
 */
public record GiveUpReplication(String host, UUID id, ReplicationAct act)
        implements ReplicationCommand<VmReplication>,
                ConvergingCommand<VmReplication>,
                Destructive,
                AskedElsewhere<List<VirtualMachine>> {
    public GiveUpReplication {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(act, "act");
        if (!act.givesUp()) {
            throw new IllegalArgumentException(act.word() + " gives nothing up: it is another command's");
        }
    }

    @Override
    public String identity() {
        return id.toString();
    }

    @Override
    public String name() {
        return "replica." + act.word();
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public VmReplication rehearsed() {
        return Rehearsed.after(Rehearsed.replication(host, id), act);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.changed(new GetReplication(host, id), before -> Rehearsed.after(before, act)));
    }

    /** The other side follows. */
    @Override
    public Set<String> alsoChanges() {
        return Set.of("replication", "virtual machine");
    }

    @Override
    public boolean asksElsewhere() {
        return act == ReplicationAct.CANCEL_FAILOVER;
    }

    /** A prepared primary may be started once that is cancelled. */
    @Override
    public Before<VmReplication> before() {
        return Elsewhere.where(
                host, id, here -> here.state().equals(ReplicationState.PREPARED_FOR_FAILOVER) && here.allows(act));
    }

    @Override
    public ListVirtualMachines askedOf(String other) {
        return new ListVirtualMachines(other);
    }

    @Override
    public @Nullable Objection against(String other, List<VirtualMachine> there) {
        return Elsewhere.runs(id, other, there);
    }

    @Override
    public @Nullable Question<VmReplication> besides(String other, List<VirtualMachine> there) {
        return Elsewhere.besides(this, act, other, there);
    }

    @Override
    public boolean passesOverSilence() {
        return false;
    }
}
