package io.quorate.lab.behaviour;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
import io.quorate.lab.Sweep;
import io.quorate.lab.behaviour.Scenes.Scene;
import io.quorate.lab.behaviour.Scenes.Shot;
import io.quorate.spi.Backend;
import io.quorate.spi.Observation;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Safety;
import io.quorate.spi.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every command that changes something, by its backend, in the lab: one backend knows it; what is explained is what comes in; a look tells
 * before that it is not so, afterwards that it is, and that it cannot tell where nothing can be read. Which commands there are is read from
 * the class files.
 */
class EveryCommandTest {
    /** The scenes whose effect cannot be told, and why. */
    private static final Map<String, String> UNTOLD = Map.ofEntries(
            entry("RescanDisks", "Windows does not tell whether its list of disks is up to date"),
            entry("VerifyPublication", "iscsi.verify leaves nothing it could be recognised by"),
            entry(
                    "RollbackVolume",
                    "what was written since tank/rack/one@s1 cannot be seen, nor that it was rolled back"),
            entry(
                    "RollbackVolume: of its size still",
                    "what was written since tank/rack/thin@s1 cannot be seen, nor that it was rolled back"),
            entry("SetChap: to be renewed", "a secret that is set cannot be read"),
            entry(
                    "RemoveSnapshot: with its last clone",
                    "whether tank/rack/thin@s1 goes with its last clone cannot be seen"),
            entry("BackUpDatabase", "which backups were taken, no view tells for sure"),
            entry("BackUpLog", "which backups were taken, no view tells for sure"),
            entry("RestoreLog", "which log was restored, no view tells"),
            entry("GrantCreateAnyDatabase", "whether a group may create databases is shown by no view"),
            entry("DenyCreateAnyDatabase", "whether a group may create databases is shown by no view"),
            entry("RestartListener", "that it was started again, no view tells"));

    /** How nothing can be read. */
    private enum Unreadable {
        WITHOUT_POWER(scenes -> {
            scenes.lab.hostNames().forEach(host -> scenes.lab.power(host).off());
            scenes.nas().power().off();
        }),
        EVERY_REQUEST_IS_REFUSED(scenes ->
                scenes.lab.faults().when("all", request -> true).always().quota());

        private final Consumer<Scenes> state;

        Unreadable(Consumer<Scenes> state) {
            this.state = state;
        }

        /** Without the sweep one command is looked at so, the next but one otherwise, and those between not at all. */
        Stream<Shot> of(Collection<Shot> shots) {
            List<Shot> all = List.copyOf(shots);
            return IntStream.range(0, all.size())
                    .filter(i -> Sweep.WHOLE || i % (2 * values().length) == 2 * ordinal())
                    .mapToObj(all::get);
        }
    }

    private final List<Scenes> open = new ArrayList<>();
    private final Map<Class<?>, Shot> shots = new TreeMap<>(Comparator.comparing(Class::getName));
    private final Set<String> untold = new HashSet<>();

    @AfterEach
    void closeLabs() {
        open.forEach(Scenes::close);
    }

    private Scenes opened(Supplier<Scenes> scenes) {
        Scenes made = scenes.get();
        open.add(made);
        return made;
    }

    @TestFactory
    Stream<DynamicNode> everyCommand_isExplainedAndObserved() {
        Set<Class<?>> commands = commands();
        Set<Class<?>> alone = new TreeSet<>(Comparator.comparing(Class::getName));
        alone.addAll(commands);
        Stream<DynamicNode> played = Stream.<Supplier<Scenes>>of(
                        ClusterScenes::new,
                        DirectoryScenes::new,
                        HostScenes::new,
                        ReplicaScenes::new,
                        StorageScenes::new,
                        SqlScenes::new)
                .map(this::opened)
                .map(scenes -> {
                    scenes.scenes().forEach(scene -> alone.remove(scene.command()));
                    return DynamicContainer.dynamicContainer(
                            scenes.getClass().getSimpleName(),
                            scenes.scenes().stream()
                                    .map(scene ->
                                            DynamicTest.dynamicTest(scene.toString(), () -> play(scenes, scene))));
                });
        Stream<DynamicNode> unreadable = Stream.of(Unreadable.values())
                .map(how -> DynamicContainer.dynamicContainer(
                        how.toString(),
                        Stream.of(how.state)
                                .map(this::unreadable)
                                .flatMap(scenes -> how.of(shots.values())
                                        .map(shot -> DynamicTest.dynamicTest(
                                                shot.command().getClass().getSimpleName(),
                                                () -> unreadable(scenes, shot))))));
        Stream<DynamicNode> sceneless = Stream.of(alone)
                .flatMap(Set::stream)
                .map(command -> DynamicTest.dynamicTest(
                        command.getSimpleName(), () -> fail("there is no scene for " + command)));
        DynamicNode exact = DynamicTest.dynamicTest("what cannot be told is listed", () -> {
            assertThat(untold).isEqualTo(UNTOLD.keySet());
            assertThat(shots.keySet()).containsExactlyInAnyOrderElementsOf(commands);
            assertThat(commands).hasSizeGreaterThan(50);
        });
        return Stream.of(played, unreadable, sceneless, Stream.of(exact)).flatMap(nodes -> nodes);
    }

    /** Returns the commands of the command rooms that change something. */
    private static Set<Class<?>> commands() {
        return CommandRooms.commands().stream()
                .filter(c -> !ReadCommand.class.isAssignableFrom(c))
                .collect(Collectors.toSet());
    }

    private Scenes unreadable(Consumer<Scenes> state) {
        Scenes scenes = opened(() -> new Scenes(HeardLab.sanAndSql()) {});
        state.accept(scenes);
        return scenes;
    }

    private void play(Scenes scenes, Scene scene) {
        Class<?> command = scene.command();
        Shot shot = scene.play();
        assertThat(shot.command()).isInstanceOf(command);
        assertThat(shot.command().safety()).isNotEqualTo(Safety.READ);
        shots.put(command, shot);
        Backend backend = scenes.backend(shot.endpoint());
        scenes.heard.take();

        Observation<?> before = backend.look(shot.command(), scenes.call(shot));
        assertThat(compare(scenes, shot)).as("what came in").isNotEmpty();
        shot.settle().run();
        Observation<?> after = backend.look(shot.command(), scenes.call(shot));
        // without the sweep one in three of those that may be repeated is
        if (shot.command().safety() == Safety.CONVERGE && (Sweep.WHOLE || shots.size() % 3 == 0)) {
            compare(scenes, shot);
        }
        String reason = UNTOLD.get(scene.toString());
        if (reason == null) {
            assertThat(before).as("before").isEqualTo(Observation.absent());
            assertThat(after).as("afterwards").isInstanceOf(Observation.Present.class);
        } else {
            assertThat(List.of(before, after)).containsOnly(Observation.unknown(reason, null));
            untold.add(scene.toString());
        }
    }

    /** Explains it, sends it, and compares; returns what came in. */
    private static List<WireMessage> compare(Scenes scenes, Shot shot) {
        Backend backend = scenes.backend(shot.endpoint());
        List<Step> steps = backend.steps(shot.command(), scenes.call(shot));
        assertThat(WireMessage.changing(scenes.heard.take()))
                .as("sent by looking")
                .isEmpty();
        backend.send(shot.command(), scenes.call(shot));
        List<WireMessage> came = WireMessage.changing(scenes.heard.take());
        List<WireMessage> expected = new ArrayList<>();
        for (WireMessage message : WireMessage.explained(steps, shot.command())) {
            int next = expected.size();
            assertThat(message.isOpen() && next == 0)
                    .as("a placeholder without an earlier step")
                    .isFalse();
            WireMessage filled = message.filled(next < came.size() ? came.get(next) : null);
            if (!message.conditional() || next < came.size() && came.get(next).equals(filled)) {
                expected.add(filled);
            }
        }
        assertThat(came)
                .as(() -> "explained: " + steps.stream().map(Step::text).toList())
                .isEqualTo(expected)
                .noneMatch(WireMessage::isOpen);
        return came;
    }

    private void unreadable(Scenes scenes, Shot shot) {
        assertThat(Stream.of(Lab.ENDPOINT, Lab.STORAGE, Lab.ISCSI, Lab.SQL)
                        .filter(endpoint -> scenes.backend(endpoint)
                                .commands()
                                .contains(shot.command().getClass())))
                .as("who knows it")
                .containsExactly(shot.endpoint());
        assertThat(scenes.backend(shot.endpoint()).look(shot.command(), scenes.call(shot)))
                .isInstanceOf(Observation.Unknown.class);
        assertThat(WireMessage.changing(scenes.heard.take())).isEmpty();
    }
}
