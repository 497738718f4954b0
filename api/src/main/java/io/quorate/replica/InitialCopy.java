package io.quorate.replica;

import io.quorate.call.Calls;
import io.quorate.call.Progress;
import io.quorate.call.Task;
import io.quorate.call.TaskState;
import io.quorate.error.ErrorReport;
import io.quorate.error.RejectedException;
import io.quorate.replica.command.ChangeReplication;
import io.quorate.replica.command.GetReplication;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The first copy of a machine as a task; it is judged by the primary's state and by what is still to be sent. */
final class InitialCopy {
    private static final String KIND = "initial-copy";

    private final Calls calls;
    private final String host;
    private final UUID id;

    InitialCopy(Calls calls, String host, UUID id) {
        this.calls = calls;
        this.host = host;
        this.id = id;
    }

    /** Finds one by its token. */
    static InitialCopy of(Calls calls, String token) {
        List<String> parts = Task.partsOf(token, KIND, calls.endpoint(), 2);
        return new InitialCopy(calls, parts.get(0), UUID.fromString(parts.get(1)));
    }

    Task<VmReplication> task() {
        return Task.of(
                calls.runtime(),
                "first copy of virtual machine " + id + " from " + host,
                Task.tokenOf(KIND, calls.endpoint(), host, id.toString()),
                this::look,
                () -> calls.run(new ChangeReplication(host, id, ReplicationAct.CANCEL_INITIAL_COPY)));
    }

    private TaskState<VmReplication> look() {
        long started = calls.runtime().nanos();
        VmReplication seen = calls.run(new GetReplication(host, id));
        if (seen.state().equals(ReplicationState.INITIAL_REPLICATION_IN_PROGRESS)) {
            return new TaskState.Running<>(progress(seen));
        }
        if (seen.mode().equals(ReplicationMode.PRIMARY) && seen.state().equals(ReplicationState.REPLICATING)) {
            return new TaskState.Done<>(seen);
        }
        return new TaskState.Failed<>(new RejectedException(
                new ErrorReport(
                        "replica.initial-copy",
                        "virtual machine " + id,
                        host,
                        null,
                        calls.endpoint(),
                        1,
                        Duration.ofNanos(calls.runtime().nanos() - started),
                        "the first copy has ended, and the replication is " + seen.state(),
                        null,
                        "it was cancelled or failed; the host's Hyper-V events say why",
                        null),
                null));
    }

    private static Progress progress(VmReplication seen) {
        long all = seen.initialSize().bytes();
        long left = seen.pending().bytes();
        return all <= 0 || left > all
                ? Progress.of(left + " bytes to send")
                : Progress.of((int) ((all - left) * 100 / all), left + " bytes to send");
    }
}
