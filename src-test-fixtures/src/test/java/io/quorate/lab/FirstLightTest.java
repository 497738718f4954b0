package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import io.quorate.cluster.ClusterNode;
import org.junit.jupiter.api.Test;

/** A typed call goes all the way to a simulated host and back. */
@HaLab
class FirstLightTest {

    @Test
    void cluster_isCreatedFromOneNodeAndGrows(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            var cluster = quorate.cluster(Lab.ENDPOINT);
            cluster.create("RACK1", "HV1");
            assertThat(cluster.nodes().list()).extracting(ClusterNode::name).containsExactly("HV1");
            cluster.nodes().add("HV2");
            assertThat(cluster.nodes().list()).extracting(ClusterNode::name).containsExactly("HV1", "HV2");
        }
        assertThat(lab.openShells()).isZero();
        assertThat(lab.notSimulated()).isEmpty();
    }
}
