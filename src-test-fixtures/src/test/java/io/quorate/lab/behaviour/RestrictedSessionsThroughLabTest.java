package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.cluster.ClusterClient;
import io.quorate.error.UnsupportedException;
import io.quorate.lab.HeardLab;
import io.quorate.lab.Lab;
import io.quorate.lab.LongForm;
import io.quorate.lab.SessionSpec;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every command that changes a Windows host, in sessions that do not let a client say everything: it works, or it is unsupported with its
 * remedy before anything was sent that changes something; none stops in the middle.
 */
class RestrictedSessionsThroughLabTest {
    private static final List<String> REMEDIES = List.of("role capability that Quorate generates");

    /** What a constrained session cannot do: it calls no members of live objects. */
    private static final Set<String> SETTERS = Set.of("UpdateSettings", "GrantFullControl");

    /** What cannot be done where a session gives nothing but the cmdlets that do the work. */
    private static final Set<String> MORE_THAN_CMDLETS = Set.of(
            "AddDisk",
            "AddSharedVolume",
            "AddVirtualAdapter",
            "ChangeReplication",
            "ConfigureReplication",
            "ConnectTarget",
            "ConnectVirtualAdapter",
            "CopyExtension",
            "CreateBroker",
            "DisconnectTarget",
            "DisconnectVirtualAdapter",
            "EnableIntegration",
            "EnableReplication",
            "ExtendReplication",
            "FailOverUnplanned",
            "FormatDisk",
            "GiveUpReplication",
            "GrantFullControl",
            "ImportInitialCopy",
            "InitializeDisk",
            "MoveSharedVolume",
            "PartitionDisk",
            "PrestageComputer",
            "PromoteController",
            "ReceiveAsReplica",
            "RemoveAuthorization",
            "RemoveBroker",
            "RemoveComputer",
            "RemoveDisk",
            "RemoveExtension",
            "RemovePortal",
            "RemoveSharedVolume",
            "RemoveSwitch",
            "RemoveSwitchOver",
            "RemoveVirtualAdapter",
            "SetAdapterMac",
            "SetAdapterVlan",
            "StartInitialCopy",
            "TestRecoveryPoint",
            "UpdateSettings",
            "WipeDisk");

    private final List<Scenes> open = new ArrayList<>();
    private final Map<String, Set<String>> unsupported = new TreeMap<>();

    @AfterEach
    void closeLabs() {
        open.forEach(Scenes::close);
    }

    @TestFactory
    Stream<DynamicTest> clusterCommands_whereASessionGivesNothingButCmdlets_workOrAreUnsupported() {
        return Stream.concat(
                played(HeardLab.PLAIN, ClusterScenes::new),
                Stream.of(exactly(
                        HeardLab.PLAIN,
                        Set.of(
                                "UpdateSettings",
                                "AddDisk",
                                "AddSharedVolume",
                                "AddVirtualAdapter",
                                "MoveSharedVolume",
                                "RemoveDisk",
                                "RemoveSharedVolume",
                                "ConnectVirtualAdapter",
                                "DisconnectVirtualAdapter",
                                "EnableIntegration",
                                "RemoveVirtualAdapter",
                                "SetAdapterMac",
                                "SetAdapterVlan"))));
    }

    @Test
    void updateSettings_whereAPolicyConstrainsTheUsualSession_isRefusedBeforeAnythingIsSent() {
        try (Lab lab = Lab.storyBuilder()
                        .sessionConfiguration("Microsoft.PowerShell", SessionSpec::constrainedLanguage)
                        .start();
                Quorate quorate = lab.connect().build()) {
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            cluster.create("FC1", "HV1");

            assertThatThrownBy(() -> cluster.properties().update(p -> p.sameSubnetThreshold(40)))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("is constrained")
                    .hasMessageContaining("role capability that Quorate generates");
            assertThat(cluster.get().settings().sameSubnetThreshold()).isEqualTo(20);
        }
    }

    @Test
    void list_whereTheAnswerToTheFirstQuestionIsLost_asksAgain() {
        try (Lab lab = Lab.storyBuilder()
                        .sessionConfiguration("Quorate.Plain", SessionSpec::noLanguage)
                        .start();
                Quorate quorate = lab.connect(endpoint -> endpoint.option("configurationName", "Quorate.Plain"))
                        .build()) {
            lab.faults().on("Get-Command").times(1).resetAfter();

            assertThat(quorate.vms(Lab.ENDPOINT).list("HV1")).isEmpty();
        }
    }

    @LongForm
    @TestFactory
    Stream<DynamicTest> allCommands_whereASessionIsRestricted_workOrAreUnsupported() {
        return Stream.of(
                        Map.entry(HeardLab.NO_LANGUAGE, Set.<String>of()),
                        Map.entry(HeardLab.CONSTRAINED, SETTERS),
                        Map.entry(HeardLab.PLAIN, MORE_THAN_CMDLETS),
                        // of these the role knows the recorded variants: it was made without the commands themselves
                        Map.entry(HeardLab.GENERATED, Set.of("ConfigureReplication", "SetMigration")))
                .flatMap(configuration -> Stream.concat(
                        Stream.<Supplier<Scenes>>of(
                                        ClusterScenes::new, DirectoryScenes::new, HostScenes::new, ReplicaScenes::new)
                                .flatMap(scenes -> played(configuration.getKey(), scenes)),
                        Stream.of(exactly(configuration.getKey(), configuration.getValue()))));
    }

    private DynamicTest exactly(String configuration, Set<String> expected) {
        return DynamicTest.dynamicTest(
                configuration + ": what is unsupported is listed",
                () -> assertThat(unsupported.getOrDefault(configuration, Set.of()))
                        .containsExactlyInAnyOrderElementsOf(expected));
    }

    private Stream<DynamicTest> played(String configuration, Supplier<Scenes> maker) {
        Scenes scenes = maker.get();
        open.add(scenes);
        return scenes.scenes().stream()
                .map(scene ->
                        DynamicTest.dynamicTest(configuration + " " + scene, () -> play(scenes, scene, configuration)));
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
        assertThat(refused.kind())
                .as(name + ": " + refused + " " + refused.hint())
                .isEqualTo(ErrorKind.UNSUPPORTED);
        assertThat(refused.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(refused.hint()).contains(REMEDIES);
        assertThat(WireMessage.changing(scenes.heard.take()))
                .as("sent before " + refused)
                .isEmpty();
        unsupported.computeIfAbsent(configuration, c -> new TreeSet<>()).add(name);
        scenes.backend(shot.endpoint()).send(shot.command(), scenes.call(shot));
        shot.settle().run();
    }
}
