package measure;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import io.quorate.san.DatasetPath;
import io.quorate.storage.StorageClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When the end of an appliance's job is seen. In the lab's own time: no machine is too slow for it. */
final class Jobs {
    private static final double LIMIT = 1.15;

    private final Lab lab;
    private final LabAppliance appliance;
    private final StorageClient storage;
    private int made;

    private Jobs(Lab lab, Quorate quorate) {
        this.lab = lab;
        this.appliance = lab.appliance(lab.applianceNames().get(0));
        this.storage = quorate.storage(Lab.STORAGE);
    }

    static void judge(Verdicts verdicts) {
        try (Lab lab = Lab.sanStoryBuilder().start();
                Quorate quorate = lab.connect().build()) {
            Jobs jobs = new Jobs(lab, quorate);
            jobs.seenAfter(Duration.ZERO); // logged in
            for (int seconds : new int[] {1, 5, 30}) {
                double[] ratios = new double[Measure.ROUNDS];
                for (int i = 0; i < Measure.ROUNDS; i++) {
                    ratios[i] = jobs.ratio(Duration.ofSeconds(seconds));
                }
                verdicts.atMost("job of " + seconds + " s, seen after / its length", Unit.RATIO, ratios, LIMIT, "");
            }
            List<Duration> lengths = new ArrayList<>();
            for (double length = 1; length <= 60; length *= 1.07) {
                lengths.add(Duration.ofMillis(Math.round(length * 1000)));
            }
            double[] ratios = lengths.stream().mapToDouble(jobs::ratio).toArray();
            double worst = java.util.Arrays.stream(ratios).max().orElseThrow();
            verdicts.atMost("the worst of " + ratios.length + " lengths between 1 s and 1 min", worst, LIMIT, "");
        }
    }

    private double ratio(Duration length) {
        return (double) seenAfter(length).toNanos() / length.toNanos();
    }

    /** Makes a volume, which takes the appliance so long, and returns how long it took us. */
    private Duration seenAfter(Duration length) {
        appliance.jobDelay(length);
        Instant began = lab.now();
        storage.volumes().create(DatasetPath.of("tank/vg/v" + ++made), volume -> volume.size(Size.mib(64)));
        return Duration.between(began, lab.now());
    }
}
