package io.quorate.samples;

import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.Size;
import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ClusterSettings;
import io.quorate.cluster.ResiliencyLevel;
import io.quorate.cluster.SharedVolume;
import io.quorate.lab.Lab;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import io.quorate.vm.VmState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The first story: two hosts and two shared disks become a cluster with a witness and a shared volume; a virtual machine on it is made
 * highly available and migrated; the node it runs on loses power, and the outage is measured.
 */
public final class Story {
    private final QuorateRuntime runtime;
    private final Instant start;
    private final List<Step> steps = new ArrayList<>();

    private Story(QuorateRuntime runtime) {
        this.runtime = runtime;
        this.start = runtime.now();
    }

    /**
     * A line of the time line.
     *
     * @param at when it had happened, since the start of the story
     * @param took how long the call took
     */
    public record Step(Duration at, Duration took, String what, String result) {}

    /**
     * What the power cut cost.
     *
     * @param predicted what the cluster's own settings say: silence until the node counts as gone, and the time it may stay isolated
     * @param outage from the cut until the machine ran again, as an observer who looks every second sees it
     */
    public record Outage(String vm, String from, String to, Duration predicted, Duration outage) {}

    /** The whole story: its time line and the outage. */
    public record Told(List<Step> timeLine, Outage outage) {
        public Told {
            timeLine = List.copyOf(timeLine);
        }

        /** Renders both as tables. */
        public String print() {
            return Table.of(timeLine) + "\n" + Table.of(List.of(outage));
        }
    }

    /** Tells the story in a lab of its own. The same seed gives the same time line. */
    public static Told run(long seed) {
        try (Lab lab = Lab.storyBuilder().seed(seed).start();
                Quorate quorate = lab.connect().build()) {
            return new Story(lab.runtime())
                    .tell(quorate, host -> lab.power(host).off());
        }
    }

    private Told tell(Quorate quorate, Consumer<String> cutPower) {
        ClusterClient cluster = quorate.cluster("lab");
        VirtualMachineClient vms = quorate.vms("lab");

        step("create cluster FC1 on HV1", () -> cluster.create("FC1", "HV1"), c -> "cluster " + c.name());
        step("add node HV2", () -> cluster.nodes().add("HV2"), n -> n.name() + " is " + n.state());

        List<AvailableDisk> disks = step(
                "look for disks that all nodes see",
                () -> cluster.availableDisks().list().stream()
                        .sorted(Comparator.comparing(AvailableDisk::size))
                        .toList(),
                found -> found.stream()
                        .map(disk -> disk.size().toString())
                        .toList()
                        .toString());
        ClusterDisk small = step(
                "add the small one to the cluster",
                () -> cluster.availableDisks().addToCluster(disks.get(0).id()),
                disk -> disk.name() + " is " + disk.state());
        step(
                "make it the witness",
                () -> cluster.quorum().setDiskWitness(small.name()),
                quorum -> (quorum.witness() == null
                        ? "no witness"
                        : "witness " + quorum.witness().resource()));
        SharedVolume volume = step(
                "add the large one to the shared volumes",
                () -> cluster.sharedVolumes().add(disks.get(1).id()),
                csv -> csv.path() + " on " + csv.owner());

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

        ClusterSettings settings = cluster.get().settings();
        Instant cut = runtime.now();
        step(
                "cut the power of HV2",
                () -> {
                    cutPower.accept("HV2");
                    return "HV2";
                },
                host -> host + " is dark");
        VirtualMachine again = step(
                "wait until web1 runs again",
                () -> quorate.waitFor("web1 runs on HV1", () -> vms.get(web1.id()))
                        .until(vm -> vm.host().equals("HV1") && vm.state().equals(VmState.RUNNING))
                        .await(Duration.ofMinutes(15)),
                vm -> vm.name() + " is " + vm.state() + " on " + vm.host());
        Outage outage = new Outage(
                again.name(), "HV2", again.host(), predicted(settings), Duration.between(cut, runtime.now()));
        return new Told(steps, outage);
    }

    private static Duration predicted(ClusterSettings settings) {
        return settings.resiliencyLevel().equals(ResiliencyLevel.ALWAYS_ISOLATE)
                ? settings.sameSubnetTimeout().plus(settings.resiliencyDefaultPeriod())
                : settings.sameSubnetTimeout();
    }

    private <T> T step(String what, Supplier<T> call, Function<T, String> words) {
        Instant before = runtime.now();
        T result = call.get();
        Instant after = runtime.now();
        steps.add(new Step(Duration.between(start, after), Duration.between(before, after), what, words.apply(result)));
        return result;
    }
}
