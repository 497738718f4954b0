package io.quorate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.FunctionBackend;
import io.quorate.cluster.command.CreateCluster;
import io.quorate.cluster.command.GetCluster;
import io.quorate.error.ConsentRequiredException;
import io.quorate.spi.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterClientTest {
    private final FunctionBackend backend = new FunctionBackend();
    private final List<Command<?>> sent = new ArrayList<>();
    private final ClusterClient cluster =
            new ClusterClient(backend.engine("HV1", "HV2").calls("rack"));

    @Test
    void navigation_doesNoIo() {
        assertThat(cluster.nodes()).isNotNull();
        assertThat(cluster.groups()).isNotNull();
        assertThat(cluster.sharedVolumes()).isNotNull();
        assertThat(cluster.availableDisks()).isNotNull();
        assertThat(cluster.disks()).isNotNull();
        assertThat(cluster.quorum()).isNotNull();
        assertThat(cluster.properties()).isNotNull();
    }

    @Test
    void evict_withoutConsentForThisNodeOfThisCluster_sendsOnlyARead() {
        answering(new CreateCluster("CLUSTER1", "HV1", List.of(), AccessPoint.DNS).rehearsed());
        assertThatThrownBy(() -> cluster.nodes().evict("HV2", Consent.to("HV2@CLUSTER2", "wrong one")))
                .isInstanceOf(ConsentRequiredException.class)
                .hasMessageContaining("HV2@CLUSTER1");
        assertThat(sent).containsExactly(new GetCluster());
    }

    @Test
    void find_returnsTheNodeOfTheListOrNothing() {
        answering(List.of(node("HV1", NodeState.UP)));
        assertThat(cluster.nodes().find("hv1.lab.example")).isPresent();
        assertThat(cluster.nodes().find("HV2")).isEmpty();
    }

    @Test
    void awaitUp_looksUntilTheNodeHasJoined() {
        List<NodeState> states = new ArrayList<>(List.of(NodeState.JOINING, NodeState.JOINING, NodeState.UP));
        backend.answer = (command, call) -> node("HV2", states.remove(0));
        assertThat(cluster.nodes().awaitUp("HV2", Duration.ofMinutes(1)).isUp()).isTrue();
        assertThat(backend.runtime.passed()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void create_isOneNodeOnItsHost() {
        backend.answer = (command, call) -> {
            assertThat(call.host()).isEqualTo("HV2");
            return command.rehearsed();
        };
        assertThat(cluster.create("CLUSTER1", "HV2", spec -> spec.staticAddresses("192.0.2.9"))
                        .name())
                .isEqualTo("CLUSTER1");
    }

    private void answering(Object value) {
        backend.answer = (command, call) -> {
            sent.add(command);
            return value;
        };
    }

    private static ClusterNode node(String name, NodeState state) {
        return new ClusterNode(name, "1", state, NodeStatus.NORMAL, DrainState.NOT_INITIATED, 1, 1);
    }
}
