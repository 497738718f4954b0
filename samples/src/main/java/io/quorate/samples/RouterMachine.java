package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.SharedVolume;
import io.quorate.flow.ReachReport;
import io.quorate.lab.Lab;
import io.quorate.lab.LabOutside;
import io.quorate.vm.AdapterVlan;
import io.quorate.vm.IntegrationService;
import io.quorate.vm.MacAddress;
import io.quorate.vm.VirtualAdapters;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.vm.VmReport;
import java.time.Duration;
import java.util.UUID;

/** Builds the story's router: three adapters, one with the address that the provider has bound; moves it and looks from both sides. */
public final class RouterMachine {
    private static final String OUTSIDE_ADDRESS = "203.0.113.10";
    private static final MacAddress BOUND = MacAddress.of("00-50-56-00-AB-01");

    private RouterMachine() {}

    public static void main(String[] args) {
        Arguments.none(RouterMachine.class, "Builds a router in the lab, moves it, and looks from both sides.", args);
        LabOutside provider = new LabOutside();
        try (Lab lab = Lab.storyBuilder().face(provider::join).start();
                Quorate quorate = lab.connect().build()) {
            for (String host : lab.hostNames()) {
                lab.hardware(host).addSwitch("DMZ", 0);
                lab.hardware(host).addSwitch("WAN", 2);
            }
            provider.bind(OUTSIDE_ADDRESS, BOUND.toString());
            provider.publish(OUTSIDE_ADDRESS, 443);
            provider.server("www.example.com", "198.51.100.7", 443);
            provider.gateway("router");

            VirtualMachineClient vms = quorate.vms("lab");
            UUID router = build(quorate.cluster("lab"), vms);
            System.out.print(Table.of(vms.adapters(router).list()));
            // @start region="preflight"
            VmReport report = vms.preflight(router);
            report.findings().forEach(System.out::println); // DMZ and LAN have addresses that change with the host
            // @end
            print(quorate);
            System.out.println("now on " + vms.migrateLive(router, "HV2").owner());
            print(quorate);
        }
    }

    private static UUID build(ClusterClient cluster, VirtualMachineClient vms) {
        cluster.create("RACK1", "HV1");
        cluster.nodes().add("HV2");
        SharedVolume volume = cluster.sharedVolumes()
                .add(cluster.availableDisks().list().get(0).id());
        UUID router = vms.create(
                        "router",
                        vm -> vm.on("HV1").path(String.valueOf(volume.path())).connectedTo("LAN"))
                .id();
        // @start region="adapters"
        VirtualAdapters adapters = vms.adapters(router);
        adapters.ensure("dmz", nic -> nic.connectedTo("DMZ").vlan(AdapterVlan.access(20)));
        adapters.ensure("outside", nic -> nic.connectedTo("WAN").mac(BOUND)); // refused if another machine has it
        vms.integration(router).ensure(IntegrationService.HEARTBEAT);
        // @end
        vms.makeHighlyAvailable(router);
        vms.start(router);
        vms.awaitHeartbeat(router, Duration.ofMinutes(5));
        return router;
    }

    private static void print(Quorate quorate) {
        // @start region="probes"
        ReachReport seen = quorate.flows()
                .reach(spec -> spec.egress("lab", "HV1", "www.example.com", 443)
                        .egress("lab", "HV2", "www.example.com", 443)
                        .ingress(OUTSIDE_ADDRESS, 443));
        System.out.print(Table.of(seen.probes()));
        // @end
    }
}
