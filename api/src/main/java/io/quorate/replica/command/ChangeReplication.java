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

    /** Who takes over and who starts a copy asks the others whether the machine runs there, and whether its primary is still prepared. */
    @Override
    public boolean asksElsewhere() {
        return act == ReplicationAct.FAIL_OVER || act == ReplicationAct.START_MACHINE;
    }

    /** A copy that is not started anyway lets nothing go. */
    @Override
    public @Nullable Before<VmReplication> before() {
        return act == ReplicationAct.START_MACHINE
                ? Elsewhere.where(host, id, here -> !here.isUp() && here.allows(act))
                : null;
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

    /** Without evidence nobody takes over from where nothing can be seen; what is primary already is started there. */
    @Override
    public boolean passesOverSilence() {
        return act == ReplicationAct.START_MACHINE;
    }
}
