package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.cluster.ClusterNode;
import io.quorate.cluster.NodeState;
import io.quorate.lab.Lab;
import java.time.Duration;

/** Cuts the power of a simulated node and waits until the other one has noticed. */
public final class CutThePower {
    private CutThePower() {}

    public static void main(String[] args) {
        Arguments.none(
                CutThePower.class,
                "Cuts the power of a simulated node and waits until the other one has noticed.",
                args);
        // @start region="lab"
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            quorate.cluster("lab").create("RACK1", "HV1");
            quorate.cluster("lab").nodes().add("HV2");
            lab.power("HV2").off();
            ClusterNode dark = quorate.waitFor(
                            "HV2 is seen down",
                            () -> quorate.cluster("lab").nodes().get("HV2"))
                    .until(node -> node.state().equals(NodeState.DOWN))
                    .await(Duration.ofMinutes(10));
            System.out.println(dark.name() + " is " + dark.state());
        }
        // @end
    }
}
