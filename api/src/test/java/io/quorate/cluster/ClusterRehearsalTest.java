package io.quorate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.call.RehearsedStep;
import io.quorate.engine.Engine;
import io.quorate.error.NotFoundException;
import io.quorate.error.UnsupportedException;
import io.quorate.spi.Placeholder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The life of a cluster, rehearsed on hosts that are in none. */
class ClusterRehearsalTest {
    private final FakeCluster world = new FakeCluster();
    private final Engine engine = world.engine("HV1", "HV2");
    private final List<RehearsedStep> steps = new ArrayList<>();
    private final ClusterClient rehearsed =
            new ClusterClient(engine.rehearsing(steps::add).calls("rack"));

    private static void life(ClusterClient cluster) {
        cluster.create("RACK1", "HV1");
        cluster.nodes().add("HV2");
        assertThat(cluster.nodes().awaitUp("HV2", Duration.ofMinutes(5)).isUp()).isTrue();
        assertThat(cluster.nodes().pause("HV2", how -> how.drain()).drain()).isEqualTo(DrainState.COMPLETED);
        assertThat(cluster.nodes().get("HV2").state()).isEqualTo(NodeState.PAUSED);
        cluster.nodes().evict("HV2", Consent.to("HV2@RACK1", "its mainboard is dead"));
        assertThatThrownBy(() -> cluster.nodes().get("HV2")).isInstanceOf(NotFoundException.class);
    }

    @Test
    @DisplayName(
            "create, add, pause, evict run to their end: nothing is sent, nothing fails, and the orders are the real run's")
    void life_rehearsesToItsEnd() {
        life(rehearsed);
        assertThat(world.changes).isEmpty();
        assertThat(world.runtime.sleeps).isEmpty();
        assertThat(world.reads).as("looks before what would be made").hasSizeLessThanOrEqualTo(2);

        life(new ClusterClient(engine.calls("rack")));
        assertThat(steps).extracting(step -> (Object) step.order().command()).isEqualTo(world.changes);
        assertThat(steps.get(3).order().consent()).isEqualTo(Consent.to("HV2@RACK1", "its mainboard is dead"));
    }

    @Test
    void values_thatOnlyAClusterGives_areMarked() {
        Cluster cluster = rehearsed.create("RACK1", "HV1");
        assertThat(cluster.name()).isEqualTo("RACK1");
        assertThat(Placeholder.isPlaceholder(cluster.id())).isTrue();
        assertThat(rehearsed.get()).isEqualTo(cluster);
        assertThat(rehearsed.findOn("HV1")).contains(cluster);
        assertThat(rehearsed.nodes().add("HV2")).isEqualTo(rehearsed.nodes().get("hv2.lab.example"));
        assertThat(rehearsed.nodes().get("HV1").isUp()).isTrue();
    }

    @Test
    void evict_afterACreate_needsTheConsentForThatCluster() {
        rehearsed.create("RACK1", "HV1");
        rehearsed.nodes().add("HV2");
        assertThatThrownBy(() -> rehearsed.nodes().evict("HV2", Consent.to("HV2@RACK2", "wrong one")))
                .hasMessageContaining("HV2@RACK1");
    }

    @Test
    void list_afterAdd_endsTheRehearsal_namingBoth() {
        new ClusterClient(engine.calls("rack")).create("RACK1", "HV1");
        rehearsed.nodes().add("HV2");
        assertThatThrownBy(() -> rehearsed.nodes().list())
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("cluster.node.list of cluster nodes")
                .hasMessageContaining("depends on cluster.node.add of cluster node HV2, which was not sent");
        assertThatThrownBy(() -> rehearsed.findOn("HV2")).isInstanceOf(UnsupportedException.class);
    }

    @Test
    void pause_ofANodeThatIsThere_changesWhatIsRead() {
        ClusterClient real = new ClusterClient(engine.calls("rack"));
        real.create("RACK1", "HV1");
        assertThat(rehearsed.nodes().pause("HV1").state()).isEqualTo(NodeState.PAUSED);
        assertThat(rehearsed.nodes().get("HV1"))
                .isEqualTo(new ClusterNode(
                        "HV1", "1", NodeState.PAUSED, NodeStatus.NORMAL, DrainState.NOT_INITIATED, 1, 1));
        assertThatThrownBy(() -> rehearsed.nodes().awaitUp("HV1", Duration.ofMinutes(5)))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("what it waits for is foretold by cluster.node.pause of cluster node HV1");
        assertThatThrownBy(() -> rehearsed.nodes().pause("HV9")).isInstanceOf(NotFoundException.class);
        assertThat(world.runtime.sleeps).isEmpty();
        rehearsed.properties().update(change -> change.sameSubnetThreshold(40));
        assertThat(rehearsed.get().settings().sameSubnetThreshold()).isEqualTo(40);
        assertThat(rehearsed.get().domain()).isEqualTo("lab.example");
    }
}
