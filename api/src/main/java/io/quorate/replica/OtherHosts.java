package io.quorate.replica;

import io.quorate.call.Calls;
import io.quorate.error.ConflictException;
import io.quorate.error.ErrorReport;
import io.quorate.error.QuorateException;
import io.quorate.replica.command.GetReplication;
import io.quorate.vm.VmState;
import io.quorate.vm.command.ListVirtualMachines;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What the other hosts of the endpoint say of a machine, before one of its copies is let go: Hyper-V Replica fences nothing, and one machine
 * must not run twice.
 */
final class OtherHosts {
    /** Copies that nobody starts while they are such. */
    private static final Set<ReplicationMode> RECEIVING =
            Set.of(ReplicationMode.REPLICA, ReplicationMode.TEST_REPLICA, ReplicationMode.EXTENDED_REPLICA);

    private final Calls calls;
    private final String operation;
    private final String host;
    private final UUID id;

    /**
     * @param operation what is about to be done, as errors name it
     * @param host where; all others are asked
     * @param id the machine's id
     */
    OtherHosts(Calls calls, String operation, String host, UUID id) {
        this.calls = calls;
        this.operation = operation;
        this.host = host;
        this.id = id;
    }

    private List<String> hosts() {
        return calls.hosts().stream()
                .filter(other -> !other.equalsIgnoreCase(host))
                .toList();
    }

    /** Refuses where another host says that the machine runs there. One that cannot be asked is passed over. */
    void refuseWhereItRuns() {
        calls.atEach(hosts(), this::isNotSeen);
    }

    private boolean isNotSeen(String other) {
        boolean seen;
        try {
            seen = there(other).filter(OtherHosts::isUp).isPresent();
        } catch (QuorateException silent) {
            return false;
        }
        if (seen) {
            throw running(other);
        }
        return true;
    }

    /** Refuses unless every other host says that the machine does not run there. Returns those that have it. */
    List<String> requireOff() {
        List<String> others = hosts();
        List<Boolean> off = calls.atEach(others, this::isOffThere);
        return IntStream.range(0, others.size())
                .filter(off::get)
                .mapToObj(others::get)
                .toList();
    }

    /** Refuses where one of these hosts has the machine as its primary that is not prepared, or has it and does not replicate it. */
    void requirePrepared(List<String> others) {
        calls.atEach(
                others,
                other -> refuse(
                        other,
                        seen -> !RECEIVING.contains(seen.mode())
                                && !(seen.mode().equals(ReplicationMode.PRIMARY)
                                        && seen.state().equals(ReplicationState.PREPARED_FOR_FAILOVER)),
                        "is not prepared any more, and may be started there",
                        "prepare it there again, and have it replicated again first if it is not"));
    }

    /** Refuses where a copy on one of these hosts has taken over. */
    void requireNotTakenOver(List<String> others) {
        calls.atEach(
                others,
                other -> refuse(
                        other,
                        seen -> !seen.mode().equals(ReplicationMode.PRIMARY)
                                && (seen.state().equals(ReplicationState.FAILED_OVER_WAITING_COMPLETION)
                                        || seen.state().equals(ReplicationState.FAILED_OVER)),
                        "has taken over, and may be started there",
                        "cancel the failover there first, or reverse the replication there; where that host is gone for good, remove"
                                + " the replication"));
    }

    private boolean isOffThere(String other) {
        Optional<VmState> there = there(other);
        if (there.filter(OtherHosts::isUp).isPresent()) {
            throw running(other);
        }
        return there.isPresent();
    }

    private boolean refuse(String other, Predicate<VmReplication> wrong, String words, String hint) {
        VmReplication seen = calls.run(new GetReplication(other, id));
        if (wrong.test(seen)) {
            throw new ConflictException(
                    report(other + " says that its copy, which is " + seen.state() + ", " + words, hint), null);
        }
        return true;
    }

    private Optional<VmState> there(String other) {
        return calls.run(new ListVirtualMachines(other)).stream()
                .filter(vm -> vm.id().equals(id))
                .map(vm -> vm.state())
                .findFirst();
    }

    private static boolean isUp(VmState state) {
        return !state.equals(VmState.OFF) && !state.equals(VmState.SAVED);
    }

    private ConflictException running(String other) {
        return new ConflictException(report(other + " says that it runs there", "shut it down there first"), null);
    }

    private ErrorReport report(String said, String hint) {
        return new ErrorReport(
                operation,
                "virtual machine " + id,
                host,
                null,
                calls.endpoint(),
                0,
                Duration.ZERO,
                said,
                null,
                hint,
                null);
    }
}
