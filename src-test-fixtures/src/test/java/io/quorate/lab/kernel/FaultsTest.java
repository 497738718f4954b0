package io.quorate.lab.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private final Faults faults = new Faults();

    private static Faults.Request command(String host, String... cmdlets) {
        return new Faults.Request(host, "Command", List.of(cmdlets), "lab\\admin");
    }

    @Test
    void forRequest_whenTheNthMatches_hitsOnce() {
        faults.on("Add-ClusterNode").nth(2).lostAnswer();
        Faults.Request request = command("HV1", "FailoverClusters\\Add-ClusterNode", "Select-Object");
        assertThat(faults.forRequest(request)).isEmpty();
        assertThat(faults.forRequest(command("HV1", "Get-ClusterNode"))).isEmpty();
        assertThat(faults.pending()).hasSize(1);
        assertThat(faults.forRequest(request)).contains(new Faults.Hit(Faults.Kind.LOST_ANSWER, Duration.ZERO));
        assertThat(faults.forRequest(request)).isEmpty();
        assertThat(faults.pending()).isEmpty();
    }

    @Test
    void forRequest_whenLimitedToAHost_leavesOthersAlone() {
        faults.onAction("Create").host("HV2").times(2).quota();
        assertThat(faults.forRequest(new Faults.Request("HV1", "Create", List.of(), null)))
                .isEmpty();
        for (int i = 0; i < 2; i++) {
            assertThat(faults.forRequest(new Faults.Request("hv2", "Create", List.of(), null)))
                    .isPresent();
        }
        assertThat(faults.forRequest(new Faults.Request("HV2", "Create", List.of(), null)))
                .isEmpty();
    }

    @Test
    void forConnection_whenRefused_isAskedApartFromRequests() {
        faults.any().host("HV1").always().refused();
        assertThat(faults.forRequest(command("HV1", "Get-VM"))).isEmpty();
        assertThat(faults.forConnection("HV1")).isPresent();
        assertThat(faults.forConnection("HV2")).isEmpty();
        faults.clear();
        assertThat(faults.forConnection("HV1")).isEmpty();
    }

    @Test
    void forRequest_whenLate_carriesTheDelay() {
        faults.on("New-VM").late(Duration.ofSeconds(30));
        assertThat(faults.forRequest(command("HV1", "Hyper-V\\new-vm")))
                .contains(new Faults.Hit(Faults.Kind.LATE, Duration.ofSeconds(30)));
        assertThat(Faults.Kind.LATE.executed()).isTrue();
        assertThat(Faults.Kind.HUNG.executed()).isFalse();
    }
}
