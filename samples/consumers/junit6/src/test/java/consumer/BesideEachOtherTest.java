package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.Quorate;
import io.quorate.cluster.ClusterNode;
import io.quorate.lab.HaLab;
import io.quorate.lab.Lab;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Labs beside each other, under the JUnit that this project chose. */
@HaLab(hosts = {"HV1", "HV2", "HV3"}, cluster = "FC1")
class BesideEachOtherTest {

    @Test
    void junit_isVersion6() {
        String version = Test.class.getPackage().getImplementationVersion();
        assertTrue(version.startsWith("6."), version);
    }

    @RepeatedTest(4)
    void nodes_areListed(Lab lab) {
        try (Quorate quorate = lab.connect().build()) {
            List<ClusterNode> nodes = quorate.cluster(Lab.ENDPOINT).nodes().list();
            assertEquals(List.of("HV1", "HV2", "HV3"), nodes.stream().map(ClusterNode::name).toList());
        }
    }

    @Nested
    class Inside {
        @Test
        void fault_thatFires_isNoProblem(Lab lab) {
            lab.faults().on("Get-ClusterNode").quota();
            try (Quorate quorate = lab.connect().build()) {
                assertEquals(3, quorate.cluster(Lab.ENDPOINT).nodes().list().size());
            }
        }
    }

    @Test
    void fault_thatNeverFires_failsItsTest() {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(Unfired.class))
                                .build(),
                        summary);
        assertEquals(1, summary.getSummary().getTestsFailedCount());
        String message = summary.getSummary().getFailures().get(0).getException().getMessage();
        assertTrue(message.contains("a declared fault never fired: HUNG on cmdlet Get-VM"), message);
    }

    /** Run by the test above alone. */
    static final class Unfired {
        @Test
        @HaLab
        void fault(Lab lab) {
            lab.faults().on("Get-VM").hung();
        }
    }
}
