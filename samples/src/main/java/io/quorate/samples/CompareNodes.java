package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.host.NodeReport;
import io.quorate.lab.Lab;
import io.quorate.lab.LabHardware;
import java.util.List;

/** Compares the story's nodes before they become a cluster, has orders mend what they can, and prints the report before and after. */
public final class CompareNodes {
    private CompareNodes() {}

    public static void main(String[] args) {
        Arguments.none(
                CompareNodes.class,
                "Compares the nodes of the lab before they become a cluster, mends what orders can, and compares again.",
                args);
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            LabHardware second = lab.hardware("HV2");
            second.paths("D:\\VMs", "D:\\Disks");
            second.adapter("iSCSI", true, 1500, 0, List.of("10.0.3.12/24"));
            second.dnsRecord("");
            compare(quorate, Lab.ENDPOINT, lab.hostNames());
        }
    }

    static void compare(Quorate quorate, String endpoint, List<String> hosts) {
        // @start region="compare"
        NodeReport before = report(quorate, endpoint, hosts);
        System.out.println(before.isEmpty() ? "nothing differs" : before);
        before.findings().stream()
                .flatMap(finding -> finding.orders().stream())
                .distinct()
                .forEach(quorate::run); // what takes a consent is refused without one
        System.out.println("--- after the orders");
        System.out.println(report(quorate, endpoint, hosts));
        // @end
    }

    private static NodeReport report(Quorate quorate, String endpoint, List<String> hosts) {
        return quorate.flows().compareNodes(nodes -> nodes.addNodes(endpoint, hosts));
    }
}
