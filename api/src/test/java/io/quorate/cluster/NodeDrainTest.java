package io.quorate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.FunctionBackend;
import io.quorate.call.Progress;
import io.quorate.call.Task;
import io.quorate.call.TaskState;
import io.quorate.cluster.command.GetNode;
import io.quorate.cluster.command.ListNodeGroups;
import io.quorate.cluster.command.ListNodes;
import io.quorate.cluster.command.PauseNode;
import io.quorate.cluster.command.ResumeNode;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.RejectedException;
import io.quorate.spi.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeDrainTest {
    private final FunctionBackend backend = new FunctionBackend();
    private final List<Command<?>> sent = new ArrayList<>();
    private final ClusterNodes nodes =
            new ClusterClient(backend.engine("HV1", "HV2").calls("rack")).nodes();

    private ClusterNode other =
            new ClusterNode("HV2", "2", NodeState.UP, NodeStatus.NORMAL, DrainState.NOT_INITIATED, 1, 1);
    private Map<String, GroupStatus> matters = Map.of();
    private ClusterNode node = node(NodeState.UP, DrainState.NOT_INITIATED);
    private List<String> here = List.of("web1", "web2", "web3", "web4");

    @BeforeEach
    void answer() {
        backend.answer = (command, call) -> {
            sent.add(command);
            if (command instanceof ListNodes) {
                return List.of(node, other);
            }
            return command instanceof ListNodeGroups
                    ? here.stream().map(name -> group(name, "HV1")).toList()
                    : node;
        };
    }

    private static ClusterNode node(NodeState state, DrainState drain) {
        return new ClusterNode("HV1", "1", state, NodeStatus.NORMAL, drain, 1, 1);
    }

    private ClusterGroup group(String name, String owner) {
        return new ClusterGroup(
                name,
                "g",
                GroupType.VIRTUAL_MACHINE,
                GroupState.ONLINE,
                owner,
                false,
                matters.getOrDefault(name, GroupStatus.NONE));
    }

    private Task<ClusterNode> begun() {
        Task<ClusterNode> task = nodes.beginDrain("hv1.lab.example");
        node = node(NodeState.PAUSED, DrainState.IN_PROGRESS);
        return task;
    }

    @Test
    void begin_countsTheGroupsAndPauses() {
        assertThat(begun().token()).isEqualTo("node-drain/1/rack/hv1.lab.example/4");
        assertThat(sent)
                .containsExactly(
                        new ListNodeGroups("hv1.lab.example"),
                        new PauseNode("hv1.lab.example", true, false, null, Duration.ofMinutes(2)));
    }

    @Test
    void progress_isWhatHasLeftOfWhatWasThere() {
        Task<ClusterNode> task = begun();
        assertThat(task.progress())
                .isEqualTo(Progress.of(
                        0, "node HV1 is Paused, its drain is InProgress; still on it: web1, web2, web3, web4"));
        here = List.of("web4", "web3");
        assertThat(nodes.drain(task.token()).progress())
                .isEqualTo(Progress.of(50, "node HV1 is Paused, its drain is InProgress; still on it: web3, web4"));
        here = List.of("a", "b", "c", "d", "e");
        assertThat(task.progress().percent()).as("groups came").isZero();
        here = List.of();
        assertThat(task.progress())
                .isEqualTo(Progress.of(100, "node HV1 is Paused, its drain is InProgress; nothing is left on it"));
    }

    @Test
    void progress_ofANodeThatHadNothing_isUnknown() {
        here = List.of();
        assertThat(begun().progress().percent()).isNull();
    }

    @Test
    void await_returnsTheDrainedNode() {
        Task<ClusterNode> task = begun();
        node = node(NodeState.PAUSED, DrainState.COMPLETED);
        assertThat(task.await(Duration.ofMinutes(1))).isEqualTo(node);
        assertThat(sent).last().isEqualTo(new GetNode("hv1.lab.example"));
    }

    @Test
    void await_whenItGoesOnTooLong_tellsWhatWasSeenLast() {
        Task<ClusterNode> task = begun();
        here = List.of("web4");
        assertThatThrownBy(() -> task.await(Duration.ofSeconds(5)))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("drain of cluster node hv1.lab.example")
                .hasMessageContaining(
                        "last seen: 75 %, node HV1 is Paused, its drain is InProgress; still on it: web4");
    }

    @ParameterizedTest
    @CsvSource({"Paused,Failed", "Up,NotInitiated", "Up,Completed", "Down,InProgress"})
    void await_whenItEndedOtherwise_isRejectedAndNamesWhatIsLeft(String state, String drain) {
        Task<ClusterNode> task = begun();
        node = node(NodeState.of(state), DrainState.of(drain));
        here = List.of("web2", "web1");
        assertThatThrownBy(() -> task.await(Duration.ofMinutes(1)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("cluster.node.drain")
                .hasMessageContaining("the drain has ended, and node HV1 is " + state + ", its drain is " + drain
                        + "; still on it: web1, web2")
                .hasMessageContaining("a node whose drain failed stays paused");
    }

    @Test
    void failed_tellsWhatIsTheMatterWithEachGroup_andWhoCouldHaveTakenThem() {
        Task<ClusterNode> task = begun();
        node = node(NodeState.PAUSED, DrainState.FAILED);
        here = List.of("web2", "web1", "web3");
        matters = Map.of("web1", new GroupStatus(1), "web3", new GroupStatus(8));
        assertThatThrownBy(() -> nodes.drain(task.token()).await(Duration.ofMinutes(1)))
                .hasMessageContaining("still on it: web1 is Online (locked against moving), web2,"
                        + " web3 is Online (no node has room for it); HV2 is Up");
        other = new ClusterNode("HV2", "2", NodeState.UP, new NodeStatus(1), DrainState.NOT_INITIATED, 1, 1);
        assertThatThrownBy(() -> nodes.drain(task.token()).await(Duration.ofMinutes(1)))
                .hasMessageContaining("HV2 is Up (Isolated)");
        other = new ClusterNode("HV2", "2", NodeState.PAUSED, NodeStatus.NORMAL, DrainState.COMPLETED, 1, 1);
        assertThatThrownBy(() -> nodes.drain(task.token()).await(Duration.ofMinutes(1)))
                .hasMessageContaining("no other node takes groups: HV2 is Paused");
    }

    @ParameterizedTest
    @CsvSource({"Paused,NotInitiated", "Paused,Hesitating", "Unknown,InProgress", "Joining,InProgress"})
    void state_whenNothingCanBeTold_isStillRunning(String state, String drain) {
        Task<ClusterNode> task = begun();
        node = node(NodeState.of(state), DrainState.of(drain));
        assertThat(task.state()).isInstanceOf(TaskState.Running.class);
    }

    @Test
    void state_ofANodeThatWentDownDrained_isDone() {
        Task<ClusterNode> task = begun();
        node = node(NodeState.DOWN, DrainState.COMPLETED);
        assertThat(task.state()).isEqualTo(new TaskState.Done<>(node));
    }

    @Test
    void cancel_resumesWithoutFailback() {
        begun().cancel();
        assertThat(sent).last().isEqualTo(new ResumeNode("hv1.lab.example", Failback.NONE));
    }

    @Test
    void cancel_afterItHasCompleted_leavesTheNodePaused() {
        Task<ClusterNode> task = begun();
        node = node(NodeState.PAUSED, DrainState.COMPLETED);
        task.cancel();
        assertThat(sent).doesNotHaveAnyElementsOfTypes(ResumeNode.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "04", "four", "1.0", "99999999999"})
    void drain_byATokenWithoutANumber_saysWhy(String number) {
        assertThatThrownBy(() -> nodes.drain("node-drain/1/rack/HV1/" + number))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a number of groups: '" + number + "'");
    }
}
