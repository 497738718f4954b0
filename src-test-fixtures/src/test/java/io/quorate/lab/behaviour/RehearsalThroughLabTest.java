package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.Rehearsal;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterDisk;
import io.quorate.lab.HaLab;
import io.quorate.lab.Lab;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A whole set-up is rehearsed: nothing changes, and an administrator can read what would be sent. */
@HaLab
class RehearsalThroughLabTest {

    private static void setUp(Quorate quorate) {
        ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
        VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
        cluster.create("RACK1", "HV1", spec -> spec.staticAddresses("10.0.0.9"));
        cluster.nodes().add("HV2");
        ClusterDisk witness = cluster.availableDisks().addToCluster("0x00000001");
        cluster.quorum().setDiskWitness(witness.name());
        cluster.sharedVolumes().add("0x00000002");
        cluster.properties().update(change -> change.sameSubnetDelay(Duration.ofSeconds(2)));
        VirtualMachine web1 = vms.create(
                "web1",
                vm -> vm.on("HV1")
                        .path("C:\\ClusterStorage\\Volume1")
                        .cores(2)
                        .memory(Size.gib(4))
                        .newDisk("web1's.vhdx", Size.gib(40)));
        vms.makeHighlyAvailable(web1.id());
        vms.start(web1.id());
        vms.migrateLive(web1.id(), "HV2");
        cluster.nodes().pause("HV1", how -> how.drain());
    }

    @Test
    void rehearse_ofAWholeSetUp_changesNothingAndReadsLikeARunbook(Lab lab) throws IOException {
        try (Quorate quorate = lab.connect().build()) {
            String before = lab.trace();

            Rehearsal rehearsal = quorate.rehearse(RehearsalThroughLabTest::setUp);

            assertThat(rehearsal.stoppedBy()).isEmpty();
            assertThat(lab.trace()).isEqualTo(before);
            assertThat(rehearsal.explain()).isEqualTo(golden("rehearsed-set-up.txt"));
            assertThat(rehearsal.explain())
                    .doesNotContain(new String(lab.password().reveal()));
        }
    }

    @Test
    void rehearse_ofAnEnsureThatIsSatisfied_wouldChangeNothing(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            Rack.cluster(quorate);
            String before = lab.trace();

            Rehearsal rehearsal = quorate.rehearse(rehearsed -> assertThat(rehearsed
                            .cluster(Lab.ENDPOINT)
                            .nodes()
                            .ensure("HV2")
                            .changed())
                    .isFalse());

            assertThat(rehearsal.steps()).isEmpty();
            assertThat(rehearsal.explain()).isEqualTo("nothing would be changed\n");
            assertThat(lab.trace()).isEqualTo(before);
        }
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = RehearsalThroughLabTest.class.getResourceAsStream(name)) {
            assertThat(in).as("resource " + name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
