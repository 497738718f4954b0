package io.quorate.lab;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.lab.model.VmSpec;
import io.quorate.san.DatasetPath;
import io.quorate.san.SnapshotPath;
import io.quorate.storage.StorageClient;
import io.quorate.vm.VirtualMachineClient;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Labs that have much or little, and changes of them. {@link GrowthTest} counts what a change looks at; {@link #main} tells the time it takes,
 * in interleaved rounds, medians: {@code Growth volumes|mapped|vms|roles FEW MANY ROUNDS BATCH [model|sdk]}.
 */
final class Growth implements AutoCloseable {
    private static final com.sun.management.OperatingSystemMXBean OS =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Lab lab;
    private final Quorate quorate;
    final Map<String, IntConsumer> changes = new LinkedHashMap<>();
    private int last;

    private Growth(Lab lab) {
        this.lab = lab;
        this.quorate = lab.connect().build();
    }

    static Growth volumes(int count) {
        Growth growth = new Growth(Lab.builder()
                .appliance(
                        "NAS1",
                        nas -> nas.pool("tank", Size.tib(100))
                                .volumeGroup("tank/vg")
                                .volumes("tank/vg/v", count, Size.gib(1)))
                .start());
        var model = growth.lab.appliance("NAS1").model();
        StorageClient storage = growth.quorate.storage(Lab.STORAGE);
        growth.put("model: create", i -> model.createVolume("tank/vg/m" + i, 1L << 30, 0, true, Map.of()));
        growth.put("model: resize", i -> model.updateVolume("tank/vg/m" + i, 2L << 30, null, Map.of()));
        growth.put("model: snapshot", i -> model.createSnapshot("tank/vg/m" + i + "@s", false));
        growth.put("model: clone", i -> model.cloneSnapshot("tank/vg/m" + i + "@s", "tank/vg/c" + i));
        growth.put("model: delete clone", i -> model.deleteVolume("tank/vg/c" + i, false));
        growth.put("model: delete snapshot", i -> model.deleteSnapshot("tank/vg/m" + i + "@s", false, false));
        growth.put("model: rename", i -> model.renameVolume("tank/vg/m" + i, "tank/vg/n" + i));
        growth.put("model: map", i -> model.map("tank/vg/n" + i, "all", "all", null));
        growth.put(
                "model: unmap",
                i -> model.unmap(model.mappingsOf("tank/vg/n" + i).get(0).id()));
        growth.put("model: delete", i -> model.deleteVolume("tank/vg/n" + i, true));
        growth.changes.put("sdk: create", i -> storage.volumes().create(path("w" + i), v -> v.size(Size.gib(1))));
        growth.changes.put("sdk: grow", i -> storage.volumes().grow(path("w" + i), Size.gib(2)));
        growth.changes.put("sdk: snapshot", i -> storage.snapshots().create(SnapshotPath.of("tank/vg/w" + i + "@s")));
        growth.changes.put("sdk: map", i -> storage.mappings().create(path("w" + i), "all", "all"));
        growth.changes.put("sdk: unmap", i -> {
            var mapping = storage.mappings().of(path("w" + i)).get(0);
            storage.mappings().remove(mapping, Consent.to(mapping.id(), "test"));
        });
        growth.changes.put("sdk: remove", i -> {
            var plan = storage.volumes().planRemoval(path("w" + i));
            storage.volumes()
                    .remove(
                            plan,
                            Consent.to(storage.volumes().get(path("w" + i)).guid(), "test"));
        });
        return growth;
    }

    /** Has as many volumes, each with a snapshot and a mapping. */
    static Growth mapped(int count) {
        Growth growth = volumes(count);
        var model = growth.lab.appliance("NAS1").model();
        growth.lab
                .world()
                .change(
                        "snapshots and mappings",
                        () -> model.volumes().forEach(volume -> {
                            model.createSnapshot(volume.path() + "@before", false);
                            model.map(volume.path(), "all", "all", null);
                        }));
        return growth;
    }

    /** Has as many machines, each a role of the cluster of its host. */
    static Growth roles(int count) {
        Growth growth = machines(count);
        growth.lab.world().change("roles", () -> {
            var estate = growth.lab.estate();
            var cluster = estate.clusterOf("HV1").orElseThrow();
            estate.hypervisor().all().forEach(vm -> cluster.addVirtualMachine(vm.id(), null));
        });
        return growth;
    }

    static Growth machines(int count) {
        Growth growth = new Growth(Lab.storyBuilder()
                .cluster("FC1")
                .virtualMachines("HV1", "vm", count / 2)
                .virtualMachines("HV2", "wm", count - count / 2)
                .start());
        // What was started once keeps its address, and a host has 256 of them by default.
        growth.lab.hardware("HV1").macRange("00155D010000", "00155D01FFFF");
        growth.lab.hardware("HV2").macRange("00155D020000", "00155D02FFFF");
        var estate = growth.lab.estate();
        var hypervisor = estate.hypervisor();
        var cluster = estate.clusterOf("HV1").orElseThrow();
        List<String> ids = new ArrayList<>();
        growth.put(
                "model: create",
                i -> ids.add(hypervisor.create("HV1", VmSpec.plain("m" + i)).id()));
        growth.put("model: rename", i -> hypervisor.configure(ids.get(i), "x" + i, null, null));
        growth.put("model: cluster", i -> cluster.addVirtualMachine(ids.get(i), null));
        growth.put("model: move", i -> cluster.move("x" + i, "HV2"));
        growth.put("model: start", i -> hypervisor.start(ids.get(i)));
        growth.changes.put("model: a minute", i -> growth.lab.advance(java.time.Duration.ofMinutes(1)));
        growth.put("model: turn off", i -> hypervisor.turnOff(ids.get(i)));
        VirtualMachineClient vms = growth.quorate.vms(Lab.ENDPOINT);
        List<java.util.UUID> wired = new ArrayList<>();
        growth.changes.put(
                "sdk: create",
                i -> wired.add(vms.create(
                                "q" + i,
                                v -> v.on("HV1")
                                        .path("C:\\VMs")
                                        .memory(Size.gib(1))
                                        .newDisk("q" + i + ".vhdx", Size.gib(1)))
                        .id()));
        growth.changes.put("sdk: rename", i -> vms.rename(wired.get(i), "r" + i));
        growth.changes.put("sdk: make ha", i -> vms.makeHighlyAvailable(wired.get(i)));
        growth.changes.put("sdk: start", i -> vms.start(wired.get(i)));
        growth.changes.put(
                "sdk: turn off",
                i -> vms.turnOff(wired.get(i), Consent.to(wired.get(i).toString(), "test")));
        return growth;
    }

    private static DatasetPath path(String name) {
        return DatasetPath.of("tank/vg/" + name);
    }

    /** A change by the model, with its whole cost. */
    private void put(String name, IntConsumer change) {
        changes.put(name, i -> lab.world().change(name, () -> change.accept(i)));
    }

    /** Makes each change once, in order. Returns how many states of entities each looked at. */
    Map<String, Long> looks() {
        int i = last++;
        Map<String, Long> looks = new LinkedHashMap<>();
        changes.forEach((name, change) -> {
            long before = lab.world().looks();
            change.accept(i);
            looks.put(name, lab.world().looks() - before);
        });
        return looks;
    }

    @Override
    public void close() {
        quorate.close();
        lab.close();
    }

    private Map<String, Double> round(int batch) {
        int from = last;
        last += batch;
        Map<String, Double> cost = new LinkedHashMap<>();
        changes.forEach((name, change) -> {
            double[] each = new double[batch];
            long before = OS.getProcessCpuTime();
            for (int i = 0; i < batch; i++) {
                long began = System.nanoTime();
                change.accept(from + i);
                each[i] = (System.nanoTime() - began) / 1e6;
            }
            double cpu = (OS.getProcessCpuTime() - before) / 1e6 / batch;
            Arrays.sort(each);
            cost.put(name, each[batch / 2]);
            cost.put(name + " CPU", cpu);
        });
        return cost;
    }

    public static void main(String[] args) {
        int few = Integer.parseInt(args[1]);
        int many = Integer.parseInt(args[2]);
        int rounds = Integer.parseInt(args[3]);
        int batch = Integer.parseInt(args[4]);
        long start = System.nanoTime();
        Growth small = of(args[0], few);
        Growth large = of(args[0], many);
        String only = args.length > 5 ? args[5] : "";
        small.changes.keySet().removeIf(change -> !change.startsWith(only));
        large.changes.keySet().removeIf(change -> !change.startsWith(only));
        System.out.printf("made in %d ms%n", (System.nanoTime() - start) / 1_000_000);
        Map<String, List<Double>> at = new LinkedHashMap<>();
        Map<String, List<Double>> of = new LinkedHashMap<>();
        for (int i = 0; i < rounds; i++) {
            small.round(batch)
                    .forEach((k, v) ->
                            at.computeIfAbsent(k, n -> new ArrayList<>()).add(v));
            large.round(batch)
                    .forEach((k, v) ->
                            of.computeIfAbsent(k, n -> new ArrayList<>()).add(v));
        }
        at.forEach((name, values) -> System.out.printf(
                "%-26s %9.3f %9.3f ms  x %.2f%n",
                name, median(values), median(of.get(name)), median(of.get(name)) / median(values)));
        small.close();
        large.close();
    }

    private static Growth of(String what, int count) {
        return switch (what) {
            case "volumes" -> volumes(count);
            case "mapped" -> mapped(count);
            case "vms" -> machines(count);
            case "roles" -> roles(count);
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().skip(values.size() / 2).mapToDouble(v -> v).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
