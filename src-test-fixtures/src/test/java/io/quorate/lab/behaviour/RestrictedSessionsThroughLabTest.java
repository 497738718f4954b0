package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
import io.quorate.lab.LongForm;
import io.quorate.lab.behaviour.Scenes.Scene;
import io.quorate.lab.behaviour.Scenes.Shot;
import io.quorate.spi.Backend;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every command that changes a Windows host, in sessions that do not let a client say everything: it works, or it is unsupported with its
 * remedy before anything was sent that changes something; none stops in the middle.
 */
class RestrictedSessionsThroughLabTest {
    private static final List<String> REMEDIES = List.of("role capability that Quorate generates");

    /** What cannot be done where a session gives nothing but cmdlets. */
    private static final Map<String, Set<String>> UNSUPPORTED = Map.of(
            HeardLab.NO_LANGUAGE,
            Set.of(),
            HeardLab.CONSTRAINED,
            Set.of("UpdateClusterSettings"),
            HeardLab.PLAIN,
            Set.of());

    private final List<Scenes> open = new ArrayList<>();
    private final Set<String> unsupported = new TreeSet<>();

    @AfterEach
    void closeLabs() {
        open.forEach(Scenes::close);
    }

    @TestFactory
    Stream<DynamicTest> clusterCommands_whereASessionIsConstrained_workOrAreUnsupported() {
        return played(HeardLab.CONSTRAINED, ClusterScenes::new);
    }

    @LongForm
    @TestFactory
    Stream<DynamicTest> allCommands_whereASessionIsRestricted_workOrAreUnsupported() {
        return Stream.of(HeardLab.NO_LANGUAGE, HeardLab.CONSTRAINED, HeardLab.PLAIN)
                .flatMap(configuration -> Stream.<Supplier<Scenes>>of(
                                ClusterScenes::new, DirectoryScenes::new, HostScenes::new, ReplicaScenes::new)
                        .flatMap(scenes -> played(configuration, scenes)));
    }

    private Stream<DynamicTest> played(String configuration, Supplier<Scenes> maker) {
        Scenes scenes = maker.get();
        open.add(scenes);
        return scenes.scenes().stream()
                .map(scene -> DynamicTest.dynamicTest(configuration + " " + scene, () -> play(scenes, scene, configuration)));
    }

    private void play(Scenes scenes, Scene scene, String configuration) {
        Shot shot = scene.play();
        if (!shot.endpoint().equals(Lab.ENDPOINT)) {
            scenes.backend(shot.endpoint()).send(shot.command(), scenes.call(shot));
            shot.settle().run();
            return;
        }
        Backend restricted = scenes.restricted(configuration);
        scenes.heard.take();
        Fault refused = null;
        try {
            restricted.send(shot.command(), scenes.call(shot));
        } catch (Fault fault) {
            refused = fault;
        }
        if (refused == null) {
            shot.settle().run();
            if (restricted.look(shot.command(), scenes.call(shot)) instanceof Observation.Absent) {
                throw new AssertionError(scene + " was done, and a look does not see it");
            }
            return;
        }
        String name = scene.command().getSimpleName();
        assertThat(refused.kind()).as(name + ": " + refused + " " + refused.hint()).isEqualTo(ErrorKind.UNSUPPORTED);
        assertThat(refused.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(refused.hint()).contains(REMEDIES);
        assertThat(WireMessage.changing(scenes.heard.take())).as("sent before " + refused).isEmpty();
        System.out.println("UNSUP " + configuration + " " + name + ": " + refused.getMessage());
        unsupported.add(name);
        scenes.backend(shot.endpoint()).send(shot.command(), scenes.call(shot));
        shot.settle().run();
    }
}
