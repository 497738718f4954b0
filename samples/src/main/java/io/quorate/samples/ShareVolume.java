package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.cluster.ClusterClient;
import io.quorate.flow.SharedDisk;
import io.quorate.lab.Lab;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.storage.StorageClient;
import java.util.ArrayList;
import java.util.List;

/** Makes a volume on the appliance, publishes it to the nodes of a cluster, and makes it their shared volume. */
public final class ShareVolume {
    private ShareVolume() {}

    public static void main(String[] args) {
        Arguments.none(
                ShareVolume.class,
                "Makes a volume on the simulated appliance, publishes it, and makes it the shared volume of a cluster.",
                args);
        try (Lab lab = Lab.sanStoryBuilder().start();
                Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = quorate.cluster("lab");
            cluster.create("FC1", "HV1");
            cluster.nodes().add("HV2");
            ChapLogin chap = lab.appliance("NAS1").chap().orElseThrow();
            Publication publication = publish(quorate, List.of("HV1", "HV2"), chap);
            System.out.println("LUN " + publication.lun() + " for " + publication.initiators());
            SharedDisk disk = share(quorate, publication, chap);
            System.out.println(disk.path().orElse("nowhere"));
        }
    }

    // @start region="publish"
    static Publication publish(Quorate quorate, List<String> nodes, ChapLogin chap) {
        StorageClient nas = quorate.storage("storage");
        DatasetPath volume = DatasetPath.of("tank/vg/csv1");
        nas.volumes().ensure(volume, v -> v.size(Size.gib(100)).thin());
        List<Iqn> initiators = new ArrayList<>();
        for (String node : nodes) {
            initiators.add(quorate.host("lab", node)
                    .initiator()
                    .ensureRunning()
                    .value()
                    .name());
        }
        return nas.publications()
                .ensure(
                        volume,
                        p -> p.target(Iqn.of("iqn.2005-07.com.nexenta:01:fc1"))
                                .addPortal(Portal.of("10.0.0.5"))
                                .addPortal(Portal.of("10.0.1.5"))
                                .hostGroup("FC1")
                                .initiators(initiators)
                                .chap(chap))
                .value();
    }
    // @end region="publish"

    // @start region="share"
    static SharedDisk share(Quorate quorate, Publication publication, ChapLogin chap) {
        return quorate.flows()
                .shareDisk(s ->
                        s.publication(publication).cluster("lab").chap(chap).progress(step -> System.out.println(step)))
                .value();
    }
    // @end region="share"
}
