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
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first copy of a machine as a task, however it gets there; it is judged by the primary's state and by what is still to be sent or written.
 */
final class InitialCopy {
    private static final String KIND = "initial-copy";
    private static final String BY_MEDIUM = "initial-copy-by-medium";
    private static final String FROM_BACKUP = "initial-copy-from-backup";

    private final Calls calls;
    private final String host;
    private final UUID id;
    private final @Nullable CopySource source;

    /**
     * @param source how it gets there; null for over the network now
     */
    InitialCopy(Calls calls, String host, UUID id, @Nullable CopySource source) {
        this.calls = calls;
        this.host = host;
        this.id = id;
        this.source = source;
    }

    /** Finds one by its token. */
    static InitialCopy of(Calls calls, String token) {
        Objects.requireNonNull(token, "token");
        if (token.startsWith(BY_MEDIUM + "/")) {
            List<String> parts = Task.partsOf(token, BY_MEDIUM, calls.endpoint(), 3);
            return new InitialCopy(calls, parts.get(0), UUID.fromString(parts.get(1)), CopySource.medium(parts.get(2)));
        }
        boolean backup = token.startsWith(FROM_BACKUP + "/");
        List<String> parts = Task.partsOf(token, backup ? FROM_BACKUP : KIND, calls.endpoint(), 2);
        return new InitialCopy(calls, parts.get(0), UUID.fromString(parts.get(1)), backup ? CopySource.backup() : null);
    }

    Task<VmReplication> task() {
        return Task.of(
                calls.runtime(),
                "first copy of virtual machine " + id + " from " + host,
                token(),
                this::look,
                () -> calls.run(new ChangeReplication(host, id, ReplicationAct.CANCEL_INITIAL_COPY)));
    }

    private @Nullable String folder() {
        return source == null ? null : source.folder();
    }

    private String token() {
        String folder = folder();
        return folder != null
                ? Task.tokenOf(BY_MEDIUM, calls.endpoint(), host, id.toString(), folder)
                : Task.tokenOf(source == null ? KIND : FROM_BACKUP, calls.endpoint(), host, id.toString());
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

    private Progress progress(VmReplication seen) {
        long all = seen.initialSize().bytes();
        long left = seen.pending().bytes();
        String folder = folder();
        if (folder != null && all > 0 && left <= 0) {
            return Progress.of(100, "written to " + folder + "; waits to be taken in at " + seen.replica());
        }
        String words = left + (folder == null ? " bytes to send" : " bytes to write to " + folder);
        return all <= 0 || left > all ? Progress.of(words) : Progress.of((int) ((all - left) * 100 / all), words);
    }
}
