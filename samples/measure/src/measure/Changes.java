package measure;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import io.quorate.lab.LabBuilder;
import io.quorate.san.DatasetPath;
import io.quorate.storage.RemovalPlan;
import io.quorate.storage.StorageClient;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.DoubleSupplier;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * What a change costs a lab that has much, beside one that has little: CPU, in turn. Once in the lab alone, on this thread, and once as the SDK
 * does it, with all that it asks before and afterwards, on all threads but
 * those that compile and collect garbage.
 */
final class Changes {
    private static final double LIMIT = 1.3;
    private static final int FEW = 100;
    private static final int VOLUMES = 10_000;
    private static final int MACHINES = 5_000;
    private static final int WARM_UP = 3;
    private static final int IN_THE_LAB = 1_000;
    private static final int BY_THE_SDK = 40;
    private static final int A_FEW = 3;
    private static final String CREATE = "vms.create";

    private Changes() {}

    static void judge(Verdicts verdicts) {
        compare("10 000 volumes", volumes(FEW), volumes(VOLUMES), verdicts);
        compare("5 000 VMs", machines(FEW), machines(MACHINES), verdicts);
    }

    private static void compare(String much, Site few, Site many, Verdicts verdicts) {
        try (few;
                many) {
            for (int i = 0; i < WARM_UP; i++) {
                few.round();
                many.round();
            }
            Map<String, double[]> small = new LinkedHashMap<>();
            Map<String, double[]> large = new LinkedHashMap<>();
            for (int i = 0; i < Measure.ROUNDS; i++) {
                int round = i;
                few.round().forEach((name, cost) -> at(small, name)[round] = cost);
                many.round().forEach((name, cost) -> at(large, name)[round] = cost);
            }
            small.forEach((name, cost) -> {
                double[] ratios = new double[Measure.ROUNDS];
                for (int i = 0; i < ratios.length; i++) {
                    ratios[i] = at(large, name)[i] / cost[i];
                }
                String what = name + " at " + much + " / at " + FEW;
                String both = Unit.TIME.print(Verdicts.median(at(large, name))) + ", " + Unit.TIME.print(Verdicts.median(cost));
                if (name.equals(CREATE)) {
                    verdicts.told(what, Unit.RATIO, ratios, both + "; only a list of all proves that there is none yet");
                } else {
                    verdicts.atMost(what, Unit.RATIO, ratios, LIMIT, both);
                }
            });
        }
    }

    private static double[] at(Map<String, double[]> costs, String name) {
        return costs.computeIfAbsent(name, n -> new double[Measure.ROUNDS]);
    }

    private static Site volumes(int count) {
        Site site = new Site(Lab.builder()
                .appliance(
                        "NAS1",
                        nas -> nas.pool("tank", Size.tib(100)).volumeGroup("tank/vg").volumes("tank/vg/v", count, Size.gib(1))));
        LabAppliance appliance = site.lab.appliance("NAS1");
        StorageClient storage = site.quorate.storage(Lab.STORAGE);
        site.change("the target service, in the lab", IN_THE_LAB, i -> appliance.targetService(i % 2 == 1));
        site.change("volumes().create", BY_THE_SDK, i -> storage.volumes().create(path(i), volume -> volume.size(Size.gib(1))));
        site.change("volumes().grow", BY_THE_SDK, i -> storage.volumes().grow(path(i), Size.gib(2)));
        site.change("volumes().remove", BY_THE_SDK, i -> {
            RemovalPlan plan = storage.volumes().planRemoval(path(i));
            storage.volumes().remove(plan, Consent.to(storage.volumes().get(path(i)).guid(), "measured"));
        });
        return site;
    }

    private static DatasetPath path(int number) {
        return DatasetPath.of("tank/vg/w" + number);
    }

    private static Site machines(int count) {
        Site site = new Site(Lab.builder().host("HV1").virtualMachines("HV1", "vm", count));
        VirtualMachineClient vms = site.quorate.vms(Lab.ENDPOINT);
        List<VirtualMachine> all = vms.list();
        IntFunction<VirtualMachine> one = i -> all.get(i % FEW); // a host has 256 addresses to give
        site.change("a guest's services, in the lab", IN_THE_LAB, i -> site.lab
                .hardware("HV1")
                .guest(one.apply(i).name())
                .outdated(i % 2 == 0));
        site.change("vms.configure", BY_THE_SDK, i -> vms.configure(one.apply(i).id(), 1 + i % 7, Size.gib(1)));
        site.change("vms.start", BY_THE_SDK, i -> vms.start(one.apply(i).id()));
        site.change("vms.turnOff", BY_THE_SDK, i -> {
            UUID id = one.apply(i).id();
            vms.turnOff(id, Consent.to(id.toString(), "measured"));
        });
        site.change(CREATE, A_FEW, i -> vms.create("web" + i, vm -> vm.on("HV1")
                .path("C:\\VMs")
                .memory(Size.gib(1))
                .newDisk("web" + i + ".vhdx", Size.gib(1))));
        return site;
    }

    /** A lab, and what is done to it. */
    private static final class Site implements AutoCloseable {
        private final Lab lab;
        private final Quorate quorate;
        private final Map<String, IntConsumer> changes = new LinkedHashMap<>();
        private final Map<String, Integer> times = new LinkedHashMap<>();
        private final Map<String, Integer> done = new LinkedHashMap<>();

        Site(LabBuilder builder) {
            lab = builder.start();
            quorate = lab.connect().build();
        }

        void change(String name, int many, IntConsumer change) {
            changes.put(name, change);
            times.put(name, many);
        }

        /** Does everything so many times, and returns the CPU of one. */
        Map<String, Double> round() {
            Map<String, Double> costs = new LinkedHashMap<>();
            changes.forEach((name, change) -> {
                int many = times.get(name);
                int from = done.merge(name, many, Integer::sum) - many;
                DoubleSupplier clock = many == IN_THE_LAB ? Clocks::ownCpu : Clocks::threadsCpu;
                double before = clock.getAsDouble();
                for (int i = from; i < from + many; i++) {
                    change.accept(i);
                }
                costs.put(name, (clock.getAsDouble() - before) / many);
            });
            return costs;
        }

        @Override
        public void close() {
            quorate.close();
            lab.close();
        }
    }
}
