package io.quorate.replica.command;

import io.quorate.replica.ReplicationAct;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import io.quorate.spi.AskedElsewhere.Before;
import io.quorate.spi.AskedElsewhere.Objection;
import io.quorate.spi.AskedElsewhere.Question;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What other hosts are asked of a machine before one of its copies is let go, and what speaks against it: Hyper-V Replica fences nothing, and one
 * machine must not run twice.
 */
final class Elsewhere {
    /** Copies that nobody starts while they are such. */
    private static final Set<ReplicationMode> RECEIVING =
            Set.of(ReplicationMode.REPLICA, ReplicationMode.TEST_REPLICA, ReplicationMode.EXTENDED_REPLICA);

    private Elsewhere() {}

    /** Nobody is asked where the act is done, or refused, anyway. */
    static Before<VmReplication> where(String host, UUID id, Predicate<VmReplication> due) {
        return new Before<>(new GetReplication(host, id), due);
    }

    /** It runs there. */
    static @Nullable Objection runs(UUID id, String other, List<VirtualMachine> there) {
        return there.stream()
                        .anyMatch(vm -> vm.id().equals(id)
                                && !vm.state().equals(VmState.OFF)
                                && !vm.state().equals(VmState.SAVED))
                ? new Objection(other + " says that it runs there", "shut it down there first")
                : null;
    }

    /** Asks a host that has it off besides; null where an act leaves no question. */
    static @Nullable Question<VmReplication> besides(
            ReplicationCommand<?> command, ReplicationAct act, String other, List<VirtualMachine> there) {
        UUID id = command.id();
        if (there.stream().noneMatch(vm -> vm.id().equals(id))) {
            return null;
        }
        return switch (act) {
            case FAIL_OVER ->
                new Question<>(
                        new GetReplication(other, id),
                        seen -> unprepared(other, seen),
                        where(command.host(), id, here -> here.allows(act)));
            case CANCEL_FAILOVER -> new Question<>(new GetReplication(other, id), seen -> takenOver(other, seen), null);
            default -> null;
        };
    }

    /** It is a primary that is not prepared, or is not replicated: it may be started. */
    private static @Nullable Objection unprepared(String other, VmReplication seen) {
        boolean prepared = seen.mode().equals(ReplicationMode.PRIMARY)
                && seen.state().equals(ReplicationState.PREPARED_FOR_FAILOVER);
        return RECEIVING.contains(seen.mode()) || prepared
                ? null
                : says(
                        other,
                        seen,
                        "is not prepared any more, and may be started there",
                        "prepare it there again, and have it replicated again first if it is not");
    }

    /** It has taken over: it may be started. */
    private static @Nullable Objection takenOver(String other, VmReplication seen) {
        boolean over = !seen.mode().equals(ReplicationMode.PRIMARY)
                && (seen.state().equals(ReplicationState.FAILED_OVER_WAITING_COMPLETION)
                        || seen.state().equals(ReplicationState.FAILED_OVER));
        return over
                ? says(
                        other,
                        seen,
                        "has taken over, and may be started there",
                        "cancel the failover there first, or reverse the replication there; where that host is gone for good, remove"
                                + " the replication")
                : null;
    }

    private static Objection says(String other, VmReplication seen, String words, String hint) {
        return new Objection(other + " says that its copy, which is " + seen.state() + ", " + words, hint);
    }
}
