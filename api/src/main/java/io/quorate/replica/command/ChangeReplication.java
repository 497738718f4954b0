package io.quorate.replica.command;

import io.quorate.replica.ReplicationAct;
import io.quorate.replica.VmReplication;
import io.quorate.spi.AskedElsewhere;
import io.quorate.spi.ConvergingCommand;
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
 * Does something to the replication of a machine that gives nothing up.
 *
 * @param host the side it is done on
 * @param id the machine's id
 * @param act what is done
 */
public record ChangeReplication(String host, UUID id, ReplicationAct act)
        implements ReplicationCommand<VmReplication>,
                ConvergingCommand<VmReplication>,
                AskedElsewhere<List<VirtualMachine>> {
    public ChangeReplication {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(act, "act");
        if (act.givesUp() || act == ReplicationAct.FAIL_OVER_UNPLANNED) {
            throw new IllegalArgumentException(act.word() + " needs a consent: it is another command's");
        }
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

    /** It ends the copy that is under way. */
    @Override
    public boolean cutsIn() {
        return act == ReplicationAct.CANCEL_INITIAL_COPY;
    }

    /** A preparation may have been cancelled: who takes over asks the others whether the machine runs there. */
    @Override
    public boolean asksElsewhere() {
        return act == ReplicationAct.FAIL_OVER;
    }

    @Override
    public ListVirtualMachines askedOf(String other) {
        return new ListVirtualMachines(other);
    }

    @Override
    public @Nullable String against(String other, List<VirtualMachine> there) {
        return Elsewhere.runs(id, other, there);
    }

    /** Without evidence nobody takes over from where nothing can be seen. */
    @Override
    public boolean passesOverSilence() {
        return false;
    }
}
