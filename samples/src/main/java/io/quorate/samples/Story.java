package io.quorate.samples;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.AuditSink;
import io.quorate.call.Ensured;
import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ClusterSettings;
import io.quorate.cluster.ResiliencyLevel;
import io.quorate.cluster.ResourceState;
import io.quorate.cluster.SharedVolume;
import io.quorate.flow.IdentityChain;
import io.quorate.flow.SharedDisk;
import io.quorate.host.InitiatorService;
import io.quorate.lab.Lab;
import io.quorate.san.ChapLogin;
import io.quorate.san.DatasetPath;
import io.quorate.san.FitnessReport;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.storage.PublicationSpec;
import io.quorate.storage.StorageClient;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The story: a volume of the storage appliance is published to two hosts and proved from here to be fit for a cluster; the hosts become a
 * cluster, the volume becomes its shared volume, a virtual machine on it is made highly available and migrated. Then the node it
 * runs on loses power, and the outage is measured; and then the appliance does, which is still the single point of failure. The database has
 * a {@linkplain GroupStory part of its own}.
 */
public final class Story {
    private static final DatasetPath VOLUME = DatasetPath.of("tank/vg/csv1");
    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.nexenta:01:fc1");
    private static final List<String> NODES = List.of("HV1", "HV2");

    private final Lab lab;
    private final Quorate quorate;
    private final TimeLine line;

    private Story(Lab lab, Quorate quorate) {
        this.lab = lab;
        this.quorate = quorate;
        this.line = new TimeLine(lab);
    }

    /**
     * The whole story.
     *
     * @param timeLine what was done, and what came of it
     * @param chain the volume through every layer, while all was well
     * @param outage what the power cut of a node cost
     * @param group the database's part
     */
    public record Told(List<TimeLine.Step> timeLine, IdentityChain chain, Outage outage, GroupStory.Told group) {
        public Told {
            timeLine = List.copyOf(timeLine);
        }

        /** Renders it for a person. */
        public String print() {
            return Table.of(timeLine) + "\n" + chain.print() + "\n" + Table.of(group.timeLine()) + "\n"
                    + Table.of(List.of(outage, group.outage()));
        }
    }

    /** Tells the story in labs of its own. The same seed gives the same time line. */
    public static Told run(long seed) {
        return run(seed, line -> {});
    }

    /** Tells it with an audit log. */
    static Told run(long seed, AuditSink audit) {
        try (Lab lab = Lab.sanStoryBuilder().seed(seed).start();
                Quorate quorate = lab.connect().audit(audit).build()) {
            return new Story(lab, quorate).tell(GroupStory.run(seed, audit));
        }
    }

    /** Tells it without the database's part, in a lab that is there; returns the volume through every layer. */
    static IdentityChain tell(Lab lab, Quorate quorate) {
        return new Story(lab, quorate).hosts().chain();
    }

    private Told tell(GroupStory.Told group) {
        Hosts hosts = hosts();
        return new Told(line.steps(), hosts.chain(), hosts.outage(), group);
    }

    /** What the hosts' part of the story measures. */
    private record Hosts(IdentityChain chain, Outage outage) {}

    private Hosts hosts() {
        ChapLogin chap = lab.appliance("NAS1").chap().orElseThrow();
        Publication publication = publish(chap);
        formCluster();
        SharedDisk disk = share(publication, chap);
        VirtualMachine vm = createMachine(disk.volume());
        IdentityChain chain = quorate.flows()
                .identityChain(c -> c.storage(Lab.STORAGE).volume(VOLUME).cluster(Lab.ENDPOINT));
        Outage outage = cutNode(vm);
        cutAppliance(vm, disk.volume());
        return new Hosts(chain, outage);
    }

    private Publication publish(ChapLogin chap) {
        StorageClient nas = quorate.storage(Lab.STORAGE);
        step(
                "look at the appliance's pool",
                () -> nas.pools().get("tank"),
                pool -> pool.name() + " is " + pool.health());
        step(
                "make a volume of 500 GiB",
                () -> nas.volumes().ensure(VOLUME, v -> v.size(Size.gib(500)).thin()),
                made -> made.value().path() + ", " + made.value().provisioning());
        List<Iqn> nodes = new ArrayList<>();
        for (String node : NODES) {
            InitiatorService service = step(
                    "start the iSCSI initiator of " + node,
                    () -> quorate.host(Lab.ENDPOINT, node)
                            .initiator()
                            .ensureRunning()
                            .value(),
                    s -> String.valueOf(s.name()));
            nodes.add(Objects.requireNonNull(service.name()));
        }
        List<Iqn> everybody = new ArrayList<>(nodes);
        everybody.addAll(quorate.iscsi(Lab.ISCSI).names());
        Publication proved = step(
                        "publish it to both nodes and to us, with CHAP",
                        () -> nas.publications().ensure(VOLUME, p -> published(p, everybody, chap)),
                        p -> "LUN " + p.value().lun() + ", NAA " + p.value().naa())
                .value();
        step(
                "prove from here that it is fit for a cluster",
                () -> quorate.iscsi(Lab.ISCSI).verifyPublication(proved),
                Story::verdict);
        step(
                "take ourselves out again",
                () -> nas.hostGroups()
                        .update(
                                proved.hostGroup(),
                                Set.copyOf(nodes),
                                Consent.to(proved.hostGroup(), "the proof is done")),
                group -> group.name() + " has " + group.members().size() + " initiators");
        return step(
                        "publish it again",
                        () -> nas.publications().ensure(VOLUME, p -> published(p, nodes, chap)),
                        p -> p.changed() ? "changed" : "nothing to do")
                .value();
    }

    private void published(PublicationSpec spec, List<Iqn> initiators, ChapLogin chap) {
        spec.target(TARGET).hostGroup("FC1").initiators(initiators).chap(chap);
        for (Portal portal : lab.appliance("NAS1").portals()) {
            spec.addPortal(portal);
        }
    }

    private static String verdict(FitnessReport report) {
        return report.fit()
                ? "fit, all " + report.checks().size() + " checks passed"
                : "not fit, " + report.findings().size() + " findings; the first: "
                        + report.findings().get(0).detail();
    }

    private void formCluster() {
        ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
        step("create cluster FC1 on HV1", () -> cluster.create("FC1", "HV1"), c -> "cluster " + c.name());
        step("add node HV2", () -> cluster.nodes().add("HV2"), n -> n.name() + " is " + n.state());
        AvailableDisk small = step(
                "look for disks that all nodes see",
                () -> cluster.availableDisks().list().get(0),
                found -> found.size().toString());
        ClusterDisk witness = step(
                "add it to the cluster",
                () -> cluster.availableDisks().addToCluster(small.id()),
                disk -> disk.name() + " is " + disk.state());
        step(
                "make it the witness",
                () -> cluster.quorum().setDiskWitness(witness.name()),
                quorum -> (quorum.witness() == null
                        ? "no witness"
                        : "witness " + quorum.witness().resource()));
    }

    private SharedDisk share(Publication publication, ChapLogin chap) {
        Ensured<SharedDisk> shared = step(
                "share the volume's disk",
                () -> share(publication, chap, "CSV1"),
                s -> s.value().path().orElse("nowhere") + " on "
                        + s.value().volume().owner());
        step("share it again", () -> share(publication, chap, "CSV1"), s -> s.changed() ? "changed" : "nothing to do");
        return shared.value();
    }

    private Ensured<SharedDisk> share(Publication publication, ChapLogin chap, String label) {
        return quorate.flows()
                .shareDisk(s -> s.publication(publication)
                        .cluster(Lab.ENDPOINT)
                        .chap(chap)
                        .label(label));
    }

    private VirtualMachine createMachine(SharedVolume volume) {
        VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
        VirtualMachine web1 = step(
                "create web1 on the volume",
                () -> vms.create(
                        "web1",
                        vm -> vm.on("HV1")
                                .path(String.valueOf(volume.path()))
                                .generation(2)
                                .cores(4)
                                .memory(Size.gib(8))
                                .newDisk("web1.vhdx", Size.gib(60))),
                vm -> vm.name() + " is " + vm.state() + " on " + vm.host());
        step("make it highly available", () -> vms.makeHighlyAvailable(web1.id()), group -> "group " + group.name());
        step("start it", () -> vms.start(web1.id()), vm -> vm.name() + " is " + vm.state());
        step(
                "migrate it live to HV2",
                () -> vms.migrateLive(web1.id(), "HV2"),
                group -> group.name() + " is " + group.state() + " on " + group.owner());
        return web1;
    }

    private Outage cutNode(VirtualMachine vm) {
        VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
        ClusterSettings settings = quorate.cluster(Lab.ENDPOINT).get().settings();
        Instant cut = lab.now();
        step(
                "cut the power of HV2",
                () -> {
                    lab.power("HV2").off();
                    return "HV2";
                },
                host -> host + " is dark");
        VirtualMachine again = step(
                "wait until web1 runs again",
                () -> quorate.waitFor("web1 runs on HV1", () -> vms.get(vm.id()))
                        .until(seen -> seen.host().equals("HV1") && seen.state().equals(VmState.RUNNING))
                        .await(Duration.ofMinutes(15)),
                seen -> seen.name() + " is " + seen.state() + " on " + seen.host());
        return new Outage(again.name(), "HV2", again.host(), predicted(settings), Duration.between(cut, lab.now()));
    }

    private void cutAppliance(VirtualMachine vm, SharedVolume volume) {
        step(
                "cut the power of the appliance",
                () -> {
                    lab.appliance("NAS1").power().off();
                    return "NAS1";
                },
                appliance -> appliance + " is dark");
        step(
                "wait until the cluster has noticed",
                () -> quorate.waitFor(
                                "the shared volume is not online",
                                () -> quorate.cluster(Lab.ENDPOINT)
                                        .sharedVolumes()
                                        .get(volume.name()))
                        .until(seen -> !seen.state().equals(ResourceState.ONLINE))
                        .await(Duration.ofMinutes(15)),
                seen -> seen.name() + " is " + seen.state());
        step(
                "look at web1",
                () -> quorate.vms(Lab.ENDPOINT).get(vm.id()),
                seen -> seen.name() + " is " + seen.state() + " on " + seen.host());
    }

    private static Duration predicted(ClusterSettings settings) {
        return settings.resiliencyLevel().equals(ResiliencyLevel.ALWAYS_ISOLATE)
                ? settings.sameSubnetTimeout().plus(settings.resiliencyDefaultPeriod())
                : settings.sameSubnetTimeout();
    }

    private <T> T step(String what, Supplier<T> call, Function<T, String> words) {
        return line.step(what, call, words);
    }
}
