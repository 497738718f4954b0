package io.quorate.replica.command;

import io.quorate.replica.ReplicationAct;
import io.quorate.replica.VmReplication;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Does something to the replication of a machine that gives nothing up.
 *
 * @param host the side it is done on
 * @param id the machine's id
 * @param act what is done
 */
public record ChangeReplication(String host, UUID id, ReplicationAct act)
        implements ReplicationCommand<VmReplication>, ConvergingCommand<VmReplication> {
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
}
