package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.NodeState;
import io.quorate.error.UnreachableException;
import io.quorate.lab.HaLab;
import io.quorate.lab.Lab;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint that names both hosts of a cluster goes on when either has lost power. */
@HaLab
class ClusterSurvivesDeadHostTest {

    @ParameterizedTest
    @ValueSource(strings = {"HV1", "HV2"})
    void readsAndChanges_whenOneHostIsDead_goThroughTheOther(String dead, Lab lab) {
        String alive = dead.equals("HV1") ? "HV2" : "HV1";
        try (Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = Rack.cluster(quorate);
            cluster.quorum()
                    .setDiskWitness(cluster.availableDisks()
                            .addToCluster(Rack.disks(cluster).get(0).id())
                            .name());

            lab.power(dead).off();

            assertThat(cluster.nodes().list()).extracting(ClusterNode::name).containsExactly("HV1", "HV2");
            assertThat(cluster.properties()
                            .update(change -> change.sameSubnetThreshold(15))
                            .settings()
                            .sameSubnetThreshold())
                    .isEqualTo(15);
            assertThat(quorate.waitFor(
                                    "the dead node is seen",
                                    () -> cluster.nodes().get(dead))
                            .until(node -> node.state().equals(NodeState.DOWN))
                            .await(Duration.ofMinutes(10))
                            .state())
                    .isEqualTo(NodeState.DOWN);
            assertThat(cluster.get().settings().sameSubnetThreshold()).isEqualTo(15);
            assertThat(cluster.groups().list()).allMatch(group -> group.owner().equals(alive));
            // What names the dead host itself cannot go round it.
            assertThatThrownBy(() -> cluster.findOn(dead)).isInstanceOfSatisfying(UnreachableException.class, e -> {
                assertThat(e.hosts()).containsExactly(dead);
                assertThat(e.hint()).contains("is the host up");
            });
        }
    }
}
