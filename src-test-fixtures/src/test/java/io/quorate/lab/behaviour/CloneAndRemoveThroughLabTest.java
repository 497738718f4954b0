package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.Ensured;
import io.quorate.lab.Inside;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import io.quorate.lab.storage.SnapshotState;
import io.quorate.lab.storage.VolumeState;
import io.quorate.san.DatasetPath;
import io.quorate.san.SnapshotPath;
import io.quorate.storage.Provisioning;
import io.quorate.storage.RemovalPlan;
import io.quorate.storage.Snapshots;
import io.quorate.storage.Volume;
import io.quorate.storage.Volumes;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Snapshots, clones and removals over real sockets, the connection cut after commit at every request of each, log-ins and looks included:
 * each is done, once, nothing else goes, and a second run changes nothing. Every cut has objects of its own and a client that has yet to
 * log in.
 */
class CloneAndRemoveThroughLabTest {
    /** Without the sweep each twelfth request is cut. */
    private static final int STRIDE = Boolean.getBoolean("quorate.sweep") ? 1 : 12;

    private static final DatasetPath BYSTANDER = DatasetPath.of("tank/vg/bystander");
    private static final Size SIZE = Size.gib(1);

    private static Lab lab;
    private static LabAppliance nas;
    private static Quorate preparing;

    @BeforeAll
    static void start() {
        lab = Lab.builder()
                .appliance(
                        "NAS1",
                        appliance -> appliance
                                .pool("tank", Size.tib(4))
                                .volumeGroup("tank/vg")
                                .volume(BYSTANDER.value(), SIZE))
                .start();
        nas = lab.appliance("NAS1");
        preparing = lab.connect().build();
        snapshots(preparing).create(BYSTANDER.at("s1"));
        snapshots(preparing).clone(BYSTANDER.at("s1"), DatasetPath.of("tank/vg/bystander-clone"));
    }

    @AfterAll
    static void stop() {
        preparing.close();
        lab.close();
    }

    @AfterEach
    void noJobs() {
        nas.jobDelay(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"THIN, 0", "THICK, 0", "THICK, 300"})
    @DisplayName(
            "a snapshot and a clone of it: one of each after every cut, thick if the origin is, at once or by jobs")
    void snapshotAndClone_cutAfterEveryRequest(Provisioning provisioning, long job) {
        long reservation = provisioning == Provisioning.THICK ? SIZE.bytes() : 0;
        nas.jobDelay(Duration.ofMillis(job));
        cutAfterEveryRequest(
                provisioning.name().toLowerCase(Locale.ROOT) + job + "-",
                (quorate, volume) -> {
                    create(quorate, volume, provisioning);
                    return volume;
                },
                (quorate, volume) -> {
                    Snapshots snapshots = snapshots(quorate);
                    SnapshotPath snapshot = volume.at("s1");
                    if (snapshots.find(snapshot).isEmpty()) {
                        snapshots.create(snapshot);
                    }
                    Ensured<Volume> clone = snapshots.ensureClone(snapshot, beside(volume, "clone"));
                    assertThat(clone.value().origin()).isEqualTo(snapshot);
                    assertThat(clone.value().provisioning()).isEqualTo(provisioning);
                },
                volume -> {
                    String clone = beside(volume, "clone").value();
                    assertThat(of(volume).keySet())
                            .containsExactlyInAnyOrder(
                                    volume.value(), volume.at("s1").toString(), clone);
                    assertThat(Inside.of(nas).volume(clone)).hasValueSatisfying(made -> {
                        assertThat(made.origin()).isEqualTo(volume.at("s1").toString());
                        assertThat(made.reservation()).isEqualTo(reservation);
                    });
                });
    }

    /** A volume to be removed, and the plan once it is made. */
    private static final class Removal {
        final DatasetPath path;
        final Map<String, String> before;
        RemovalPlan plan;

        Removal(DatasetPath path) {
            this.path = path;
            this.before = of(path);
        }
    }

    @Test
    @DisplayName("a volume with clones goes once after every cut, and takes along nothing but what the plan names")
    void removalWithClones_cutAfterEveryRequest() {
        cutAfterEveryRequest(
                "removed",
                (quorate, volume) -> {
                    create(quorate, volume, Provisioning.THIN);
                    Snapshots snapshots = snapshots(quorate);
                    snapshots.create(volume.at("s1"));
                    snapshots.clone(volume.at("s1"), beside(volume, "clone1"));
                    snapshots.create(volume.at("s2"));
                    snapshots.clone(volume.at("s2"), beside(volume, "clone2"));
                    snapshots.create(volume.at("s3"));
                    return new Removal(volume);
                },
                (quorate, removal) -> {
                    Volumes volumes = quorate.storage(Lab.STORAGE).volumes();
                    if (removal.plan == null) {
                        removal.plan = volumes.planRemoval(removal.path);
                    }
                    volumes.remove(
                            removal.plan, Consent.to(removal.plan.volume().guid(), "a test"));
                    assertThat(volumes.find(removal.path)).isEmpty();
                },
                removal -> {
                    DatasetPath volume = removal.path;
                    DatasetPath first = beside(volume, "clone1");
                    DatasetPath second = beside(volume, "clone2");
                    assertThat(removal.plan.promotions()).containsExactly(second);
                    assertThat(removal.plan.snapshots()).containsExactly(volume.at("s3"));
                    Map<String, String> left = of(volume);
                    assertThat(left)
                            .containsOnly(
                                    Map.entry(first.value(), removal.before.get(first.value())),
                                    Map.entry(second.value(), removal.before.get(second.value())),
                                    moved(removal, "s1", second),
                                    moved(removal, "s2", second));
                    assertThat(Inside.of(nas)
                                    .volume(first.value())
                                    .orElseThrow()
                                    .origin())
                            .isEqualTo(second.at("s1").toString());
                    assertThat(Inside.of(nas)
                                    .volume(second.value())
                                    .orElseThrow()
                                    .origin())
                            .isNull();
                });
    }

    private static Map.Entry<String, String> moved(Removal removal, String snapshot, DatasetPath to) {
        return Map.entry(
                to.at(snapshot).toString(),
                removal.before.get(removal.path.at(snapshot).toString()));
    }

    @Test
    @DisplayName("a snapshot goes once after every cut, and its volume and the other snapshot stay")
    void snapshotRemoval_cutAfterEveryRequest() {
        cutAfterEveryRequest(
                "snapped",
                (quorate, volume) -> {
                    create(quorate, volume, Provisioning.THIN);
                    snapshots(quorate).create(volume.at("s1"));
                    return snapshots(quorate).create(volume.at("s2"));
                },
                (quorate, snapshot) ->
                        snapshots(quorate).remove(snapshot.path(), Consent.to(snapshot.guid(), "a test")),
                snapshot -> {
                    DatasetPath volume = snapshot.path().dataset();
                    assertThat(of(volume).keySet())
                            .containsExactlyInAnyOrder(
                                    volume.value(), volume.at("s1").toString());
                });
    }

    /**
     * Counts the requests of an undisturbed run, then runs it as often with one of them cut.
     *
     * @param story what its volumes are called
     * @param prepare makes what is needed, at this path and beside it
     * @param run does it, and does it again
     * @param check looks at the appliance, behind the client's back
     */
    private static <T> void cutAfterEveryRequest(
            String story, BiFunction<Quorate, DatasetPath, T> prepare, BiConsumer<Quorate, T> run, Consumer<T> check) {
        long requests = 0;
        long changing = 0;
        for (int cut = 0; cut <= requests; cut += cut == 0 ? 1 : STRIDE) {
            DatasetPath volume = DatasetPath.of("tank/vg/" + story + cut);
            String when = cut == 0 ? "undisturbed" : "cut after request " + cut + " of " + requests;
            T made = prepare.apply(preparing, volume);
            Map<String, String> others = others(volume);
            long requestsBefore = nas.requests();
            long changingBefore = nas.changingRequests();
            try (Quorate quorate = lab.connect().build()) {
                if (cut > 0) {
                    lab.faults()
                            .when("to NAS1", request -> request.host().equals("NAS1"))
                            .nth(cut)
                            .resetAfter();
                }
                run.accept(quorate, made);
                assertThat(lab.faults().pending()).as(when).isEmpty();
                lab.faults().clear();
                check.accept(made);
                long took = nas.changingRequests() - changingBefore;
                if (cut == 0) {
                    requests = nas.requests() - requestsBefore;
                    changing = took;
                    assertThat(requests).isBetween(4L, 40L);
                } else {
                    assertThat(took).as(when).isBetween(changing, changing + 1);
                }
                long changed = nas.changingRequests();
                run.accept(quorate, made);
                run.accept(quorate, made);
                assertThat(nas.changingRequests()).as(when).isEqualTo(changed);
                check.accept(made);
            }
            assertThat(others(volume)).as(when).isEqualTo(others);
        }
        assertThat(lab.notSimulated()).isEmpty();
    }

    private static Snapshots snapshots(Quorate quorate) {
        return quorate.storage(Lab.STORAGE).snapshots();
    }

    private static void create(Quorate quorate, DatasetPath volume, Provisioning provisioning) {
        quorate.storage(Lab.STORAGE).volumes().create(volume, spec -> {
            spec.size(SIZE);
            if (provisioning == Provisioning.THICK) {
                spec.thick();
            } else {
                spec.thin();
            }
        });
    }

    private static DatasetPath beside(DatasetPath volume, String name) {
        return DatasetPath.of(volume + "-" + name);
    }

    private static boolean isOf(DatasetPath volume, String path) {
        return path.equals(volume.value()) || path.startsWith(volume + "-") || path.startsWith(volume + "@");
    }

    /** Returns the volumes and snapshots of a path and beside it, with their guids. */
    private static Map<String, String> of(DatasetPath volume) {
        Map<String, String> all = all();
        all.keySet().removeIf(path -> !isOf(volume, path));
        return all;
    }

    private static Map<String, String> others(DatasetPath volume) {
        Map<String, String> all = all();
        all.keySet().removeIf(path -> isOf(volume, path));
        return all;
    }

    private static Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        for (VolumeState volume : Inside.of(nas).volumes()) {
            all.put(volume.path(), volume.guid());
        }
        for (SnapshotState snapshot : Inside.of(nas).snapshots()) {
            all.put(snapshot.path(), snapshot.guid());
        }
        return all;
    }
}
