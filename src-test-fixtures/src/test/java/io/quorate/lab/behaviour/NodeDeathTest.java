package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.Size;
import io.quorate.cluster.AvailableDisk;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterSettings;
import io.quorate.cluster.ResiliencyLevel;
import io.quorate.cluster.SettingsChange;
import io.quorate.lab.Lab;
import io.quorate.lab.Sweep;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node loses power: how long its virtual machine is away follows from the cluster's own settings, read through the API. */
class NodeDeathTest {
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** What an observer saw of the power cut. */
    private record Seen(Duration predicted, Duration measured, VirtualMachine after, String trace) {}

    /** Settings, each under a seed of its own. */
    enum Settings {
        AS_CREATED(1, change -> change.sameSubnetThreshold(20)),
        ISOLATED_FOR_HALF_A_MINUTE_COUNTED_OUT_EARLY(
                4711,
                change -> change.sameSubnetDelay(Duration.ofMillis(500))
                        .sameSubnetThreshold(10)
                        .resiliencyLevel(ResiliencyLevel.ALWAYS_ISOLATE)
                        .resiliencyDefaultPeriod(Duration.ofSeconds(30))),
        NEVER_ISOLATED_WITHOUT_A_SIGN(
                4712,
                change -> change.sameSubnetDelay(Duration.ofSeconds(2))
                        .sameSubnetThreshold(15)
                        .resiliencyLevel(ResiliencyLevel.ISOLATE_ON_SPECIAL_HEARTBEAT));

        private final long seed;
        private final Consumer<SettingsChange> change;
        private @Nullable Seen seen;

        Settings(long seed, Consumer<SettingsChange> change) {
            this.seed = seed;
            this.change = change;
        }

        /** Cuts the power, once for all tests. */
        Seen seen() {
            Seen told = seen;
            if (told == null) {
                told = cutAnew();
                seen = told;
            }
            return told;
        }

        Seen cutAnew() {
            return powerCut(seed, change);
        }
    }

    /** Without the sweep as it is created, and one that is played twice anyway. */
    static Stream<Settings> played() {
        return Stream.of(Settings.values())
                .filter(settings -> Sweep.WHOLE || settings != Settings.NEVER_ISOLATED_WITHOUT_A_SIGN);
    }

    @ParameterizedTest
    @MethodSource("played")
    @DisplayName("the virtual machine is away for as long as the settings say")
    void powerCut_takesWhatTheSettingsPredict(Settings settings) {
        Seen seen = settings.seen();
        System.out.println("power cut: predicted=" + seen.predicted().toMillis() + " ms measured="
                + seen.measured().toMillis() + " ms");
        assertThat(seen.after().host()).isEqualTo("HV1");
        assertWithinALookOf(seen.predicted(), seen.measured());
    }

    /** Whoever looks every second sees it a second later at most. */
    private static void assertWithinALookOf(Duration predicted, Duration measured) {
        assertThat(measured).isBetween(predicted, predicted.plus(LOOK));
    }

    @Test
    @DisplayName("the same seed gives the same history and the same figures")
    void sameSeed_givesTheSameHistory() {
        Settings isolated = Settings.ISOLATED_FOR_HALF_A_MINUTE_COUNTED_OUT_EARLY;
        Seen first = isolated.seen();
        Seen second = isolated.cutAnew();
        assertThat(second.trace()).isEqualTo(first.trace());
        assertThat(second).isEqualTo(first);
        Seen other = Settings.AS_CREATED.seen();
        assertThat(other.after().id()).isNotEqualTo(first.after().id());
    }

    /** Nobody looks until shortly before: whoever finds it there by then finds it too early. */
    private static void pass(Lab lab, Duration time) {
        try {
            lab.runtime().sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Tells the story up to a power cut of HV2, on which the virtual machine runs. */
    private static Seen powerCut(long seed, Consumer<SettingsChange> settings) {
        try (Lab lab = Lab.storyBuilder().seed(seed).start();
                Quorate quorate = lab.connect().build();
                Quorate observer = lab.connect().retry(RetrySettings.never()).build()) {
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
            VirtualMachine web1 = story(cluster, vms);
            cluster.properties().update(settings);

            Duration predicted = predicted(cluster.get().settings());
            Instant cut = lab.runtime().now();
            lab.power("HV2").off();
            pass(lab, predicted.minus(LOOK.multipliedBy(5)));
            VirtualMachine after = observer.waitFor(
                            "web1 runs on HV1", () -> observer.vms(Lab.ENDPOINT).get(web1.id()))
                    .until(vm -> vm.isRunning() && vm.host().equals("HV1"))
                    .every(LOOK)
                    .await(Duration.ofMinutes(30));
            Duration measured = Duration.between(cut, lab.runtime().now());

            assertThat(cluster.nodes().get("HV2").isUp()).isFalse();
            assertThat(cluster.groups().get("web1").owner()).isEqualTo("HV1");
            assertThat(lab.violations()).isEmpty();
            assertThat(lab.scriptsSeen()).isZero();
            return new Seen(predicted, measured, after, lab.trace());
        }
    }

    private static VirtualMachine story(ClusterClient cluster, VirtualMachineClient vms) {
        cluster.create("FC1", "HV1");
        cluster.nodes().add("HV2");
        cluster.nodes().awaitUp("HV2", Duration.ofMinutes(5));
        List<AvailableDisk> disks = cluster.availableDisks().list().stream()
                .sorted(Comparator.comparing(AvailableDisk::size))
                .toList();
        cluster.quorum()
                .setDiskWitness(
                        cluster.availableDisks().addToCluster(disks.get(0).id()).name());
        String path = cluster.sharedVolumes().add(disks.get(1).id()).path();
        assertThat(path).startsWith("C:\\ClusterStorage\\");
        VirtualMachine web1 = vms.create(
                "web1",
                vm -> vm.on("HV1").path(path).cores(4).memory(Size.gib(8)).newDisk("web1.vhdx", Size.gib(60)));
        vms.makeHighlyAvailable(web1.id());
        vms.start(web1.id());
        vms.awaitRunning(web1.id(), Duration.ofMinutes(5));
        assertThat(vms.migrateLive(web1.id(), "HV2").owner()).isEqualTo("HV2");
        return vms.awaitHeartbeat(web1.id(), Duration.ofMinutes(5));
    }

    /** A silent node is gone after delay times threshold; where silence means isolation, its machines wait for that, too. */
    private static Duration predicted(ClusterSettings settings) {
        return settings.resiliencyLevel().equals(ResiliencyLevel.ALWAYS_ISOLATE)
                ? settings.sameSubnetTimeout().plus(settings.resiliencyDefaultPeriod())
                : settings.sameSubnetTimeout();
    }
}
