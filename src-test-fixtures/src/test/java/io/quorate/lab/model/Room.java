package io.quorate.lab.model;

import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.kernel.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A server room for tests: n hosts, two shared disks, a cluster; time moves by hand. With each fifth seed everything is looked at after every event. */
final class Room {
    static final Duration LONG = Duration.ofHours(2);

    final World world;
    final Estate estate;
    final Cluster cluster;

    Room(int nodes) {
        this(nodes, 1);
    }

    Room(int nodes, long seed) {
        World.Builder made = World.builder().seed(seed).mode(LabTime.Mode.VIRTUAL);
        world = (seed % 5 == 0 ? made.thorough() : made).build();
        EstateBuilder builder = Estate.builder(world).account("admin", Secret.of("pw"));
        List<String> names =
                IntStream.rangeClosed(1, nodes).mapToObj(i -> "HV" + i).toList();
        names.forEach(builder::host);
        estate = builder.sharedDisk(Size.gib(1)).sharedDisk(Size.tib(1)).build();
        cluster = world.change("create", () -> estate.createCluster("C1", names));
        pass(10);
    }

    void pass(long seconds) {
        world.time().advance(Duration.ofSeconds(seconds));
    }

    void act(Runnable action) {
        world.change("test", action);
    }

    void witness() {
        act(() -> {
            ResourceState disk = cluster.addDisk(cluster.availableDisks().get(0).id());
            cluster.setWitness(disk.id());
        });
    }

    void volume() {
        act(() -> {
            DiskState last =
                    cluster.availableDisks().get(cluster.availableDisks().size() - 1);
            cluster.addVolume(cluster.addDisk(last.id()).id());
        });
    }

    /** A VM of 4 GiB on the shared volume, running with its guest, highly available. */
    VmState vm(String name, String host) {
        VmState vm = world.change("vm", () -> {
            VmState made = estate.hypervisor()
                    .create(
                            host,
                            new VmSpec(
                                    name,
                                    2,
                                    4L << 30,
                                    2,
                                    "C:\\ClusterStorage\\Volume1",
                                    name + ".vhdx",
                                    10L << 30,
                                    List.of(),
                                    "LAN"));
            cluster.addVirtualMachine(made.id(), null);
            estate.hypervisor().start(made.id());
            return made;
        });
        pass(60);
        return vm;
    }

    VmState vm(VmState vm) {
        return world.get(vm.key());
    }

    GroupState group(String name) {
        return cluster.group(name).orElseThrow();
    }

    NodeState node(String host) {
        return cluster.node(host).orElseThrow();
    }
}
