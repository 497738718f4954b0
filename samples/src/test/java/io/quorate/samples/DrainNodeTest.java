package io.quorate.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import io.quorate.lab.HaLab;
import io.quorate.lab.Lab;
import io.quorate.samples.DrainNode.Placed;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DrainNodeTest {

    @Test
    @HaLab(
            hosts = {"HV1", "HV2", "HV3"},
            appliance = true)
    @DisplayName("answers that are lost on the way make nothing twice and leave nothing out")
    void drain_whenAnswersAreLost_endsAsWithoutThat(Lab lab) {
        lab.faults().on("Add-ClusterNode").lostAnswer();
        lab.faults().onAction("POST storage/volumes").lostAnswer();
        lab.faults().on("New-VM").nth(3).lostAnswer();
        lab.faults().on("Resume-ClusterNode").lostAnswer();
        PrintStream console = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Quorate quorate = lab.connect().build();
                PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            DrainNode rack = new DrainNode(quorate);

            rack.build();
            List<Placed> before = rack.machines();
            assertThat(before).extracting(Placed::machine).containsExactly("web1", "web2", "web3", "web4", "web5");
            assertThat(before).extracting(Placed::node).containsExactly("HV2", "HV3", "HV1", "HV2", "HV3");

            List<String> moved = rack.drain("HV2");
            assertThat(moved).containsExactly("web1", "web4");
            assertThat(rack.machines())
                    .hasSize(5)
                    .allMatch(machine -> machine.state().equals("Running"))
                    .noneMatch(machine -> machine.node().equals("HV2"));

            rack.resume("HV2", moved);
            assertThat(rack.machines()).isEqualTo(before);
        } finally {
            System.setOut(console);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().toList())
                .contains(
                        "csv1 is C:\\ClusterStorage\\Volume1",
                        "csv2 is C:\\ClusterStorage\\Volume2",
                        "drain of HV2: 50 %, node HV2 is Paused, its drain is InProgress; still on it: web4",
                        "drain of HV2: 100 %",
                        "HV2 is Paused, its drain is Completed",
                        "HV2 has [web1, web4]");
    }
}
