package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Rig;
import io.quorate.ScriptedBackend;
import io.quorate.call.Calls;
import io.quorate.call.Order;
import io.quorate.call.RehearsedStep;
import io.quorate.call.Waiter;
import io.quorate.error.ConflictException;
import io.quorate.error.NotFoundException;
import io.quorate.error.UnsupportedException;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Find;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Observation;
import io.quorate.spi.Placement;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A rehearsal remembers: what follows a step sees what it would have made. Whatever is really read answers {@code done}. */
class MemoryTest {
    private final Rig rig = new Rig("HV1", "HV2");
    private final List<RehearsedStep> steps = new ArrayList<>();
    private final Calls calls = rig.engine.rehearsing(steps::add).calls("rack");

    /** Reads one thing. */
    record Get(String thing) implements ReadCommand<String> {
        @Override
        public String name() {
            return "test.thing.get";
        }

        @Override
        public Target target() {
            return new Target("thing", thing);
        }
    }

    /** Reads all things. */
    record All(@Nullable String host) implements ReadCommand<String> {
        @Override
        public String name() {
            return "test.thing.list";
        }

        @Override
        public Target target() {
            return new Target("things of", host == null ? "all" : host);
        }

        @Override
        public Set<String> lists() {
            return Set.of("thing");
        }

        @Override
        public Placement placement() {
            return host == null ? Placement.any() : Placement.on(host);
        }

        @Override
        public Optional<UnaryOperator<String>> adding(Target object) {
            return host == null ? Optional.of(before -> before + " and " + object.name()) : Optional.empty();
        }
    }

    /** Makes things of another subject. */
    record Build(String... things) implements GuardedCommand<String> {
        @Override
        public String name() {
            return "test.building.build";
        }

        @Override
        public Target target() {
            return new Target("building", "B1");
        }

        @Override
        public String rehearsed() {
            return "built";
        }

        @Override
        public Set<String> alsoChanges() {
            return Set.of("thing");
        }

        @Override
        public Set<Target> makes() {
            return Stream.of(things)
                    .map(thing -> new Target("thing", thing))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    /** Changes a thing. */
    record Change(
            String thing,
            Safety safety,
            List<Foretold<?>> foretold,
            Set<String> alsoChanges,
            Set<String> dependsOn,
            Placement placement)
            implements Command<String> {

        static Change of(String thing, Safety safety, Foretold<?>... foretold) {
            return new Change(thing, safety, List.of(foretold), Set.of(), Set.of(), Placement.any());
        }

        Change with(Set<String> also, Set<String> depends) {
            return new Change(thing, safety, foretold, also, depends, placement);
        }

        Change on(String host) {
            return new Change(thing, safety, foretold, alsoChanges, dependsOn, Placement.on(host));
        }

        @Override
        public String name() {
            return "test.thing.change";
        }

        @Override
        public Target target() {
            return new Target("thing", thing);
        }

        @Override
        public String rehearsed() {
            return "made " + thing;
        }
    }

    private static Change make(String thing) {
        return Change.of(thing, Safety.GUARDED, Foretold.found(new Get(thing), "made " + thing));
    }

    private static Change remove(String thing) {
        return Change.of(thing, Safety.CONVERGE, Foretold.gone(new Get(thing)));
    }

    private static Change change(String thing, String what) {
        return Change.of(thing, Safety.CONVERGE, Foretold.changed(new Get(thing), before -> before + " " + what));
    }

    @BeforeEach
    void nothingIsThere() {
        rig.backend.observing = command -> Observation.absent();
    }

    private void nothingIsRead() {
        assertThat(rig.backend.sends()).isZero();
    }

    @Test
    void read_ofWhatWasMade_isAnsweredFromThatStep() {
        calls.run(make("T1"));
        assertThat(calls.run(new Get("T1"))).isEqualTo("made T1");
        assertThat(calls.run(new Find<>(new Get("T1")))).contains("made T1");
        nothingIsRead();
        assertThat(calls.run(new Get("T2"))).as("another").isEqualTo("done");
    }

    @Test
    void read_ofWhatWasChanged_isWhatWasThereBefore_changed() {
        calls.run(change("T1", "big"));
        calls.run(change("T1", "red"));
        assertThat(calls.run(new Get("T1"))).isEqualTo("done big red");
        assertThat(rig.backend.sends()).as("what was there is read once").isEqualTo(1);
        calls.run(make("T2"));
        calls.run(change("T2", "big"));
        assertThat(calls.run(new Get("T2"))).isEqualTo("made T2 big");
        assertThat(rig.backend.sends()).isEqualTo(1);
    }

    @Test
    void read_ofWhatIsGone_findsNothing() {
        calls.run(remove("T1"));
        assertThat(calls.run(new Find<>(new Get("T1")))).isEmpty();
        assertThatThrownBy(() -> calls.run(new Get("T1")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("thing T1 is not there after test.thing.change of thing T1");
        calls.run(make("T1"));
        assertThat(calls.run(new Get("T1"))).isEqualTo("made T1");
        nothingIsRead();
    }

    @Test
    void read_ofWhatIsNotThereYet_changesNothingIntoNothing() {
        rig.backend.then(ScriptedBackend.fails(FaultPhase.LASTING, ErrorKind.NOT_FOUND));
        calls.run(change("T1", "big"));
        assertThat(calls.run(new Find<>(new Get("T1")))).isEmpty();
        rig.backend.then(ScriptedBackend.fails(FaultPhase.LASTING, ErrorKind.NOT_FOUND));
        calls.run(Change.of("T2", Safety.GUARDED, Foretold.foundOr(new Get("T2"), "made T2")));
        assertThat(calls.run(new Get("T2"))).isEqualTo("made T2");
        assertThat(calls.run(new Get("T2"))).as("it is there").isEqualTo("done");
    }

    @Test
    void read_thatDependsOtherwise_endsTheRehearsal_namingBoth() {
        calls.run(Change.of("T1", Safety.CONVERGE));
        for (Command<?> read : List.of(new Get("t1"), new Find<>(new Get("T1")), new All(null))) {
            assertThatThrownBy(() -> calls.run(read))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining(read.name() + " of " + read.target())
                    .hasMessageContaining("what it finds depends on test.thing.change of thing T1, which was not sent,"
                            + " so the rehearsal ends here; hint: run what comes before, then rehearse the rest");
        }
        nothingIsRead();
        assertThat(calls.run(new Get("T2"))).isEqualTo("done");
    }

    @Test
    void read_ofWhatNobodyCanTell_endsTheRehearsal_untilAStepTellsAgain() {
        calls.run(Change.of("T1", Safety.CONVERGE, Foretold.unknown(new Get("T1"))));
        calls.run(change("T1", "big"));
        assertThatThrownBy(() -> calls.run(new Get("T1"))).isInstanceOf(UnsupportedException.class);
        calls.run(make("T1"));
        assertThat(calls.run(new Get("T1"))).isEqualTo("made T1");
    }

    @Test
    void read_thatAStepLeavesAlone_isReallyRead() {
        calls.run(Change.of("T1", Safety.CONVERGE, Foretold.unchanged(new Get("T1"))));
        assertThat(calls.run(new Get("T1"))).isEqualTo("done");
        calls.run(make("T1"));
        calls.run(Change.of("T1", Safety.CONVERGE, Foretold.unchanged(new Get("T1"))));
        assertThat(calls.run(new Get("T1"))).isEqualTo("made T1");
    }

    @Test
    void read_ofAKindThatAStepAlsoChanges_endsTheRehearsal() {
        calls.run(new Change("T1", Safety.CONVERGE, List.of(), Set.of("thing"), Set.of(), Placement.any()));
        assertThatThrownBy(() -> calls.run(new Get("T2"))).isInstanceOf(UnsupportedException.class);
        calls.run(make("T2"));
        assertThat(calls.run(new Get("T2"))).isEqualTo("made T2");
    }

    @Test
    void list_thatAStepForetells_isAnswered() {
        calls.run(Change.of("T1", Safety.CONVERGE, Foretold.changed(new All(null), before -> before + " and T1")));
        assertThat(calls.run(new All(null))).isEqualTo("done and T1");
        calls.run(Change.of(
                "T2", Safety.CONVERGE, Foretold.each(All.class, all -> true).changed(before -> before + " and T2")));
        assertThat(calls.run(new All(null))).isEqualTo("done and T1 and T2");
    }

    @Test
    @DisplayName("a list that can be told with one more object is answered; one that cannot ends the rehearsal")
    void list_ofWhatAnotherSubjectMakes() {
        calls.run(new Build("T1", "T2"));
        assertThat(calls.run(new All(null))).isEqualTo("done and T1 and T2");
        assertThatThrownBy(() -> calls.run(new All("HV1")))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("depends on test.building.build of building B1");
    }

    @Test
    @DisplayName("what a step does to one host's own things is nothing to the other host's list")
    void list_ofAnotherHost_isReallyRead() {
        calls.run(Change.of("T1", Safety.CONVERGE).on("HV1"));
        assertThat(calls.run(new All("HV2"))).isEqualTo("done");
        assertThatThrownBy(() -> calls.run(new All("HV1"))).isInstanceOf(UnsupportedException.class);
        assertThatThrownBy(() -> calls.run(new All(null))).isInstanceOf(UnsupportedException.class);
        calls.run(
                Change.of("T2", Safety.CONVERGE).with(Set.of("thing"), Set.of()).on("HV1"));
        assertThatThrownBy(() -> calls.run(new All("HV2"))).isInstanceOf(UnsupportedException.class);
    }

    @Test
    void anotherEndpoint_isAnotherWorld() {
        Memory memory = new Memory();
        Change made = make("T1");
        memory.keep(Order.create("rack", made));
        Memory.Reality nothing = new Memory.Reality() {
            @Override
            public <T> T read(ReadCommand<T> command) {
                throw new AssertionError("not expected: " + command);
            }
        };
        assertThat(memory.answer("san", new Get("T1"), nothing)).isInstanceOf(Memory.Answer.Unrelated.class);
        assertThat(memory.answer("rack", new Get("T1"), nothing)).isInstanceOf(Memory.Answer.Known.class);
        assertThat(memory.before("san", made)).isEqualTo(Memory.Before.REAL);
        assertThat(memory.before("rack", made)).isEqualTo(Memory.Before.DONE);
    }

    @Test
    void sameCommandAgain_isThereAlready() {
        Change made = make("T1");
        calls.run(made);
        assertThat(calls.ensure(made).changed()).isFalse();
        assertThatThrownBy(() -> calls.run(made))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("it is there already");
        Change big = change("T2", "big");
        calls.run(big);
        calls.run(big);
        assertThat(steps).as("setting it twice is no conflict").hasSize(3);
    }

    @Test
    void commandOnWhatAStepTouched_isNotLookedAt() {
        calls.run(remove("T1"));
        rig.backend.log.clear();
        rig.backend.observing = command -> Observation.present("found");
        assertThat(calls.ensure(make("T1")).changed())
                .as("what is there would be gone")
                .isTrue();
        assertThat(rig.backend.looks()).isZero();
        assertThat(steps).hasSize(2);
    }

    @Test
    @DisplayName("a step that only adds leaves what is there: an ensure looks, and is satisfied by what it sees")
    void commandThatDependsOnWhatWasAdded_looks() {
        calls.run(make("T1"));
        rig.backend.observing = command -> Observation.present("found");
        Change dependent = make("T2").with(Set.of(), Set.of("thing"));
        assertThat(calls.ensure(dependent)).isEqualTo(new io.quorate.call.Ensured<>("found", false));
        calls.run(remove("T3"));
        assertThat(calls.ensure(dependent).changed())
                .as("after one that takes away")
                .isTrue();
    }

    @Test
    void whatIsSoAlready_isNotRemembered() {
        rig.backend.explained = List.of();
        assertThat(calls.ensure(remove("T1")).changed()).isFalse();
        assertThat(steps).isEmpty();
        assertThat(calls.run(new Get("T1"))).isEqualTo("done");
    }

    @Test
    void wait_forWhatAStepForetold_endsAtOnce() {
        calls.run(make("T1"));
        Waiter<String> waiter = Waiter.of(calls.runtime(), "T1 is big", () -> calls.run(new Get("T1")));
        assertThat(waiter.until(thing -> thing.equals("made T1")).await(Duration.ofMinutes(5)))
                .isEqualTo("made T1");
        assertThatThrownBy(() -> waiter.until(thing -> thing.contains("big")).await(Duration.ofMinutes(5)))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("wait of T1 is big")
                .hasMessageContaining(
                        "what it waits for is foretold by test.thing.change of thing T1, which was not sent,"
                                + " so the rehearsal ends here; last seen: made T1")
                .hasMessageContaining("run what comes before");
        assertThat(rig.runtime.sleeps).isEmpty();
    }

    @Test
    void wait_thatTriesToBringItAbout_endsAtOnce() {
        Waiter<String> waiter = Waiter.of(calls.runtime(), "T1 shows", () -> {
            calls.run(change("T2", "big"));
            return calls.run(new Get("T1"));
        });
        assertThatThrownBy(() -> waiter.until(thing -> thing.equals("there")).await(Duration.ofMinutes(5)))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("what it waits for depends on test.thing.change of thing T2, which was not sent");
        assertThat(rig.runtime.sleeps).isEmpty();
    }

    @Test
    void wait_forWhatIsReal_waits() {
        calls.run(make("T1"));
        rig.backend.then(call -> "late", call -> "late", call -> "there");
        Waiter<Optional<String>> waiter = Waiter.of(
                calls.runtime(), "T2 shows", () -> Optional.of(calls.run(new Get("T1")) + calls.run(new Get("T2"))));
        assertThat(waiter.until(seen -> seen.orElse("").endsWith("there")).await(Duration.ofMinutes(5)))
                .contains("made T1there");
        assertThat(rig.runtime.sleeps).hasSize(2);
    }

    /** Makes things of two kinds. */
    record Furnish(String thing) implements GuardedCommand<String> {
        @Override
        public String name() {
            return "test.room.furnish";
        }

        @Override
        public Target target() {
            return new Target("room", "R1");
        }

        @Override
        public String rehearsed() {
            return "furnished";
        }

        @Override
        public Set<Target> makes() {
            return new LinkedHashSet<>(List.of(new Target("thing", thing), new Target("lamp", "L1")));
        }
    }

    @Test
    void list_isToldWithWhatItLists_andNothingOfAnotherKind() {
        calls.run(new Furnish("T1"));
        assertThat(calls.run(new All(null))).isEqualTo("done and T1");
    }

    @Test
    void commandThatWasUndone_isNotThereAlready() {
        calls.run(make("T1"));
        calls.run(remove("T1"));
        assertThat(calls.ensure(make("T1")).changed()).isTrue();
        assertThat(steps).hasSize(3);
    }

    @Test
    @DisplayName("two commands that tell the state of one thing, such as online and offline, undo each other")
    void commandThatTellsWhatAnotherTold_isNotLookedAt() {
        rig.backend.observing = command -> Observation.present("found");
        calls.run(Change.of("A", Safety.ONCE, Foretold.found(new Get("disk"), "online")));
        Change offline = Change.of("B", Safety.GUARDED, Foretold.found(new Get("DISK"), "offline"));
        assertThat(calls.ensure(offline).changed()).isTrue();
        assertThat(rig.backend.looks()).isZero();
    }

    @Test
    void stateThatIsSoAlready_isWrittenDown_butForetellsNothing() {
        rig.backend.explained = List.of();
        calls.run(remove("T1"));
        assertThat(steps).hasSize(1);
        assertThat(calls.run(new Get("T1"))).isEqualTo("done");
        calls.run(Change.of("T2", Safety.ONCE, Foretold.found(new Get("T2"), "made T2")));
        assertThat(calls.run(new Get("T2"))).as("no state").isEqualTo("made T2");
        calls.run(change("T2", "big"));
        assertThat(calls.run(new Get("T2"))).as("not what is there").isEqualTo("made T2 big");
    }

    @Test
    @DisplayName("what would be refused ends the rehearsal as it would end the call; what cannot be read does not")
    void step_thatWouldBeRefused_endsTheRehearsal() {
        for (ErrorKind kind : ErrorKind.values()) {
            for (FaultPhase phase : FaultPhase.values()) {
                boolean ends = phase == FaultPhase.LASTING
                        && List.of(ErrorKind.NOT_FOUND, ErrorKind.CONFLICT, ErrorKind.REJECTED)
                                .contains(kind);
                Rig one = new Rig("HV1");
                List<RehearsedStep> told = new ArrayList<>();
                one.backend.unexplained = Optional.of(ScriptedBackend.fault(phase, kind));
                Calls rehearsal = one.engine.rehearsing(told::add).calls("rack");
                Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(
                        () -> rehearsal.run(Change.of("T1", Safety.CONVERGE)));
                assertThat(thrown != null).as("%s %s", phase, kind).isEqualTo(ends);
                assertThat(told).hasSize(ends ? 0 : 1);
                if (!ends) {
                    assertThat(told.get(0).wire()).containsExactly("Do-Thing -Name T1");
                    assertThat(told.get(0).host()).isEqualTo("HV1");
                }
            }
        }
    }
}
