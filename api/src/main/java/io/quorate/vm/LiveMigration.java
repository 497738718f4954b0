package io.quorate.vm;

import io.quorate.call.Calls;
import io.quorate.call.Progress;
import io.quorate.call.Task;
import io.quorate.call.TaskState;
import io.quorate.cluster.ClusterGroup;
import io.quorate.cluster.ClusterNode;
import io.quorate.error.RejectedException;
import io.quorate.vm.command.CancelMigrateLive;
import io.quorate.vm.command.GetVirtualMachineGroup;
import java.util.List;
import java.util.UUID;

/** A live migration as a task; it is judged by the group's owner and state, which is all that the cluster keeps of one. */
final class LiveMigration {
    private static final String KIND = "live-migration";

    private final Calls calls;
    private final UUID id;
    private final String node;

    LiveMigration(Calls calls, UUID id, String node) {
        this.calls = calls;
        this.id = id;
        this.node = node;
    }

    /** Finds one by its token. */
    static LiveMigration of(Calls calls, String token) {
        List<String> parts = Task.partsOf(token, KIND, calls.endpoint(), 2);
        return new LiveMigration(calls, id(parts.get(0), token), parts.get(1));
    }

    /** Reads a GUID in its canonical form only; the JDK takes shorter ones, too. */
    private static UUID id(String text, String token) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw noId(text, token);
        }
        throw noId(text, token);
    }

    private static IllegalArgumentException noId(String text, String token) {
        return new IllegalArgumentException("not a virtual machine's id: '" + text + "', in token '" + token + "'");
    }

    Task<ClusterGroup> task() {
        return Task.of(
                calls.runtime(),
                "live migration of virtual machine " + id + " to " + node,
                Task.tokenOf(KIND, calls.endpoint(), id.toString(), node),
                this::look,
                () -> calls.run(new CancelMigrateLive(id)));
    }

    private TaskState<ClusterGroup> look() {
        long started = calls.runtime().nanos();
        ClusterGroup group = calls.run(new GetVirtualMachineGroup(id));
        if (group.isMoving()) {
            return new TaskState.Running<>(Progress.of(words(group)));
        }
        if (ClusterNode.sameHost(group.owner(), node)) {
            return new TaskState.Done<>(group);
        }
        return new TaskState.Failed<>(new RejectedException(
                calls.report(
                        "vm.migrate-live",
                        "virtual machine " + id,
                        started,
                        "the migration has ended, and " + words(group) + ", not on " + node,
                        "it was cancelled or failed; the cluster's events say why"),
                null));
    }

    private static String words(ClusterGroup group) {
        return "group " + group.name() + " is " + group.condition() + " on " + group.owner();
    }
}
