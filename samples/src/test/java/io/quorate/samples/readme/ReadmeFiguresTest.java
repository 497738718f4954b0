package io.quorate.samples.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.SharedVolume;
import io.quorate.error.ConflictException;
import io.quorate.error.NotFoundException;
import io.quorate.error.UnreachableException;
import io.quorate.lab.Lab;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the README says a newcomer sees in his first hour. */
class ReadmeFiguresTest {
    private static final Readme README = Readme.read();

    @Test
    @DisplayName(
            "find, get, create, before and after there is a cluster; attempts of two hosts; a failover of 260 s; explain")
    void firstHour_isAsTold() {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = quorate.cluster("lab");
            UnreachableException noCluster = catchThrowableOfType(UnreachableException.class, cluster::get);
            int hosts = lab.hostNames().size();
            assertThat(noCluster.attempts())
                    .isEqualTo(hosts * RetrySettings.defaults().maxAttempts())
                    .isEqualTo(8);
            assertThat(README.under("What is retried")).contains("eight attempts");
            assertThat(README.under("The verbs")).contains("Before there is a cluster");
            assertThat(cluster.find()).isEmpty();

            cluster.create("FC1", "HV1");
            cluster.nodes().add("HV2");
            assertThat(cluster.nodes().find("HV9")).isEmpty();
            assertThatThrownBy(() -> cluster.nodes().get("HV9")).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> cluster.nodes().add("HV2")).isInstanceOf(ConflictException.class);

            SharedVolume volume = cluster.sharedVolumes()
                    .add(cluster.availableDisks().list().get(0).id());
            VirtualMachineClient vms = quorate.vms("lab");
            VirtualMachine web1 = vms.create("web1", vm -> vm.on("HV2").path(String.valueOf(volume.path())));
            vms.makeHighlyAvailable(web1.id());
            vms.start(web1.id());
            Instant cut = lab.now();
            lab.power("HV2").off();
            quorate.waitFor("web1 runs on HV1", () -> vms.get(web1.id()))
                    .every(Duration.ofSeconds(5))
                    .until(vm -> vm.host().equals("HV1") && vm.state().equals(VmState.RUNNING))
                    .await(Duration.ofMinutes(10));
            assertThat(README.under("Test your code")).contains("a failover of 260 s");
            assertThat(Duration.between(cut, lab.now())).isBetween(Duration.ofSeconds(260), Duration.ofSeconds(266));
            assertThat(lab.explain("HV2")).contains("power UP -> ");
            assertThat(lab.explain("web1")).contains("HV1");
            assertThat(lab.explain("FC1")).contains("HV2");
        }
    }
}
