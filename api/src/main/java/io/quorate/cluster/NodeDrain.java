package io.quorate.cluster;

import io.quorate.call.Calls;
import io.quorate.call.Progress;
import io.quorate.call.Task;
import io.quorate.call.TaskState;
import io.quorate.cluster.command.GetNode;
import io.quorate.cluster.command.ListNodeGroups;
import io.quorate.cluster.command.ListNodes;
import io.quorate.cluster.command.ResumeNode;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A drain as a task; it is judged by the node's own word, and measured by the groups that are still on the node. */
final class NodeDrain {
    private static final String KIND = "node-drain";
    private static final String NUMBER = "0|[1-9][0-9]{0,5}";

    private final Calls calls;
    private final String node;
    private final int groups;

    /**
     * @param groups how many groups were on the node when it began
     */
    NodeDrain(Calls calls, String node, int groups) {
        this.calls = calls;
        this.node = node;
        this.groups = groups;
    }

    /** Finds one by its token. */
    static NodeDrain of(Calls calls, String token) {
        List<String> parts = Task.partsOf(token, KIND, calls.endpoint(), 2);
        if (!parts.get(1).matches(NUMBER)) {
            throw new IllegalArgumentException(
                    "not a number of groups: '" + parts.get(1) + "', in token '" + token + "'");
        }
        return new NodeDrain(calls, parts.get(0), Integer.parseInt(parts.get(1)));
    }

    /** Lists the groups that are on a node. */
    static List<ClusterGroup> groupsOn(Calls calls, String node) {
        return calls.run(new ListNodeGroups(node));
    }

    Task<ClusterNode> task() {
        return Task.of(
                calls.runtime(),
                "drain of cluster node " + node,
                Task.tokenOf(KIND, calls.endpoint(), node, String.valueOf(groups)),
                this::look,
                this::cancel);
    }

    private TaskState<ClusterNode> look() {
        long started = calls.runtime().nanos();
        ClusterNode seen = calls.run(new GetNode(node));
        if (seen.drain().equals(DrainState.COMPLETED) && !seen.isUp()) {
            return new TaskState.Done<>(seen);
        }
        List<ClusterGroup> left = groupsOn(calls, node);
        return isOver(seen)
                ? failed(words(seen, left, ClusterGroup::inWords) + others(), started)
                : new TaskState.Running<>(progress(left.size(), words(seen, left, ClusterGroup::name)));
    }

    /** Whether it ended without having completed: it says so, or the node is not paused any more. */
    private static boolean isOver(ClusterNode seen) {
        return seen.drain().equals(DrainState.FAILED)
                || seen.isUp()
                || seen.state().equals(NodeState.DOWN);
    }

    private Progress progress(int left, String words) {
        if (groups == 0) {
            return Progress.of(words);
        }
        return Progress.of(100 * Math.max(0, groups - left) / groups, words);
    }

    private TaskState<ClusterNode> failed(String words, long started) {
        return new TaskState.Failed<>(new RejectedException(
                calls.report(
                        "cluster.node.drain",
                        "cluster node " + node,
                        started,
                        "the drain has ended, and " + words,
                        "a node whose drain failed stays paused; move what is left, which tells why it cannot, or resume the node; vms(..).preflight(id) looks"
                                + " for what keeps a machine"),
                null));
    }

    private static String words(ClusterNode seen, List<ClusterGroup> left, Function<ClusterGroup, String> of) {
        String names = left.stream().map(of).sorted().collect(Collectors.joining(", "));
        return "node " + seen.name() + " is " + seen.state() + ", its drain is " + seen.drain() + "; "
                + (left.isEmpty() ? "nothing is left on it" : "still on it: " + names);
    }

    /** Says who could have taken them; nothing where that cannot be told. */
    private String others() {
        List<ClusterNode> all;
        try {
            all = calls.run(new ListNodes());
        } catch (QuorateException untold) {
            return "; its other nodes cannot be read: " + untold.kind();
        }
        List<ClusterNode> rest = all.stream().filter(one -> !one.isNamed(node)).toList();
        return (rest.stream().anyMatch(ClusterNode::isUp) ? "; " : "; no other node takes groups: ")
                + rest.stream().map(ClusterNode::inWords).collect(Collectors.joining(", "));
    }

    /** Resumes the node, but not one that was drained meanwhile. */
    private void cancel() {
        if (look() instanceof TaskState.Running) {
            calls.run(new ResumeNode(node, Failback.NONE));
        }
    }
}
