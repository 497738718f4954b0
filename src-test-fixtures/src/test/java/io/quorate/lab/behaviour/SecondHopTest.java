package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.cluster.ClusterNode;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.UnsupportedException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Commands that act on another machine: refused early where they cannot work, with what would help. */
class SecondHopTest {

    private static LabBuilder plainLab() {
        return Lab.builder().host("HV1").host("HV2").sharedDisk(Size.gib(1)).sharedDisk(Size.gib(500));
    }

    @Test
    @DisplayName("without a delegated configuration nothing leaves the machine, and every remedy is listed")
    void create_throughThePlainEndpoint_failsEarlyWithTheRemedies() {
        try (Lab lab = plainLab().start();
                Quorate quorate = lab.connect().build()) {
            String before = lab.trace();
            UnsupportedException refused = catchThrowableOfType(
                    UnsupportedException.class,
                    () -> quorate.cluster(Lab.ENDPOINT).create("FC1", "HV1"));
            assertThat(refused.remedies())
                    .anyMatch(remedy -> remedy.contains("delegatedConfiguration"))
                    .anyMatch(remedy -> remedy.contains("Register-PSSessionConfiguration"))
                    .anyMatch(remedy -> remedy.contains("SecondHop.temporary(..)"))
                    .anyMatch(remedy -> remedy.contains("SecondHop.credSsp(..)"));
            assertThat(refused).hasMessageContaining("cluster.create").hasMessageContaining("second hop");
            assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).nodes().add("HV2"))
                    .isInstanceOf(UnsupportedException.class);
            assertThat(lab.requests("Command")).as("not even a look was sent").isZero();
            assertThat(lab.trace()).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("a session configuration that runs as another account is all it takes")
    void create_throughTheDelegatedConfiguration_works() {
        try (Lab lab = plainLab().runAs("Ops.Cluster", "LAB\\svc-ops").start();
                Quorate quorate = lab.connect(endpoint -> endpoint.delegatedConfiguration("Ops.Cluster"))
                        .build()) {
            quorate.cluster(Lab.ENDPOINT).create("FC1", "HV1");
            quorate.cluster(Lab.ENDPOINT).nodes().add("HV2");
            assertThat(quorate.cluster(Lab.ENDPOINT).nodes().list())
                    .extracting(ClusterNode::name)
                    .containsExactly("HV1", "HV2");
            assertThat(lab.trace()).contains("by LAB\\svc-ops on HV1");
        }
    }

    @Test
    @DisplayName("a configuration that delegates in name only is refused by the host, and that is no unknown outcome")
    void create_whenTheConfigurationCannotDelegate_isAccessDenied() {
        try (Lab lab = plainLab().start();
                Quorate quorate = lab.connect(endpoint -> endpoint.delegatedConfiguration("Microsoft.PowerShell"))
                        .build()) {
            String before = lab.trace();
            assertThatThrownBy(() -> quorate.cluster(Lab.ENDPOINT).create("FC1", "HV1"))
                    .isInstanceOf(AccessDeniedException.class);
            assertThat(lab.trace()).isEqualTo(before);
        }
    }
}
