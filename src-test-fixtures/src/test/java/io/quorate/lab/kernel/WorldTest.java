package io.quorate.lab.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

class WorldTest {
    /** A state for the tests. */
    public record Lamp(String name, boolean on) {}

    /** A state that nothing has. */
    public record Other(String name) {}

    private static final Key<Lamp> A = new Key<>(Lamp.class, "lamp/A");
    private static final Key<Lamp> B = new Key<>(Lamp.class, "lamp/B");

    private static String story(long seed, boolean noise) {
        World world = World.builder().seed(seed).mode(LabTime.Mode.VIRTUAL).build();
        world.change("setup", () -> {
            world.put(A, new Lamp("A", false));
            world.put(B, new Lamp("B", false));
            if (noise) {
                world.schedule(Duration.ofSeconds(1), "lamp/N", "noise", () -> {});
            }
            for (Key<Lamp> key : List.of(A, B)) {
                long millis = world.random().stream(key.path()).nextInt(1000);
                world.schedule(
                        Duration.ofMillis(millis),
                        key.path(),
                        "timer",
                        () -> world.update(key, l -> new Lamp(l.name(), true)));
            }
        });
        world.time().advance(Duration.ofSeconds(2));
        return world.trace();
    }

    @Test
    void trace_whenSeedIsTheSame_isTheSameText() {
        assertThat(story(7, false)).isEqualTo(story(7, false)).isEqualTo(story(7, true));
        assertThat(story(7, false)).isNotEqualTo(story(8, false)).contains("lamp/A: on false -> true [timer, from #");
    }

    @Test
    void fold_whenGivenAllEvents_givesTheState() {
        World world = World.builder().build();
        world.change("x", () -> {
            world.put(A, new Lamp("A", false));
            world.put(B, new Lamp("B", false));
            world.put(A, new Lamp("A", true));
            world.put(A, new Lamp("A", true));
            world.remove(B);
        });
        assertThat(World.fold(world.events())).isEqualTo(world.entities()).hasSize(1);
        assertThat(world.events()).hasSize(4);
    }

    @Test
    void all_keepsTheOrderInWhichTheyCameToBe_whateverChanges() {
        World world = World.builder().build();
        world.change("x", () -> {
            world.put(A, new Lamp("A", false));
            world.put(B, new Lamp("B", false));
            world.put(A, new Lamp("A", true));
        });
        assertThat(world.all(Lamp.class)).extracting(Lamp::name).containsExactly("A", "B");
        world.change("y", () -> {
            world.remove(A);
            world.put(A, new Lamp("A", false));
        });
        assertThat(world.all(Lamp.class)).containsExactly(new Lamp("B", false), new Lamp("A", false));
        assertThat(world.all(Other.class)).isEmpty();
    }

    @Test
    void put_whenOutsideAChange_isRefused() {
        World world = World.builder().build();
        assertThatThrownBy(() -> world.put(A, new Lamp("A", true))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void invariant_whenBroken_isReportedWithTheEvent() {
        World world = World.builder().build();
        world.invariant(
                "one lamp",
                () -> world.all(Lamp.class).stream().filter(Lamp::on).count() > 1 ? "two lamps burn" : null);
        world.change("first", () -> world.put(A, new Lamp("A", true)));
        assertThatThrownBy(() -> world.change("second", () -> world.put(B, new Lamp("B", true))))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("one lamp: two lamps burn after #2")
                .hasMessageContaining("[second]");
        assertThat(world.violations()).hasSize(1);
    }

    @Test
    @DisabledIfSystemProperty(
            named = "quorate.lab.thorough",
            matches = "true",
            disabledReason = "what a look at everything shows is seen at once where it is taken after every event")
    void invariant_toldWhatToLookAt_looksAtThatAlone_andTheWholeOnRequest() {
        World world = World.builder().build();
        List<String> looked = new ArrayList<>();
        world.invariant("no lamp burns", () -> {
                    looked.add("whole");
                    return world.all(Lamp.class).stream().anyMatch(Lamp::on) ? "one burns" : null;
                })
                .on(Lamp.class, (before, after) -> {
                    looked.add(before + " to " + after);
                    return null;
                });
        world.change("x", () -> {
            world.put(A, new Lamp("A", false));
            world.put(new Key<>(Other.class, "other"), new Other("o"));
            world.put(A, new Lamp("A", true));
            world.remove(A);
        });
        assertThat(looked)
                .containsExactly(
                        "null to Lamp[name=A, on=false]",
                        "Lamp[name=A, on=false] to Lamp[name=A, on=true]",
                        "Lamp[name=A, on=true] to null");
        assertThat(world.verify()).isEmpty();
        world.change("y", () -> world.put(A, new Lamp("A", true)));
        assertThat(world.verify()).containsExactly("no lamp burns: one burns");
        assertThat(world.violations()).isEmpty();
        assertThatThrownBy(world::requireSound)
                .isInstanceOf(InvariantViolation.class)
                .hasMessage("the world is wrong, and no change showed it: [no lamp burns: one burns]");
    }

    @Test
    void thorough_whenOnlyTheWholeShowsIt_saysSo() {
        World world = World.builder().thorough().build();
        world.invariant("no lamp burns", () -> world.all(Lamp.class).stream().anyMatch(Lamp::on) ? "one burns" : null)
                .on(Other.class, (before, after) -> null);
        assertThatThrownBy(() -> world.change("x", () -> world.put(A, new Lamp("A", true))))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageStartingWith("no lamp burns: one burns, which only a look at everything shows, after #1");
    }

    @Test
    void index_followsEveryChange_inTheOrderOfCreation_andIsAllThatIsLookedAt() {
        World world = World.builder().build();
        world.change("before there is an index", () -> world.put(B, new Lamp("B", true)));
        Index<Lamp> burning = world.index(Lamp.class, l -> l.on() ? List.of("burns", l.name()) : List.of());
        Tally<Lamp> count = world.tally(Lamp.class, l -> l.on() ? "on" : "off", l -> 1);
        world.change("x", () -> {
            world.put(A, new Lamp("A", true));
            for (int i = 0; i < 100; i++) {
                world.put(new Key<>(Lamp.class, "lamp/" + i), new Lamp("L" + i, false));
            }
            world.put(B, new Lamp("B", false));
            world.put(B, new Lamp("B", true));
        });
        assertThat(burning.of("burns")).containsExactly(new Lamp("B", true), new Lamp("A", true));
        assertThat(burning.of("A")).containsExactly(new Lamp("A", true));
        assertThat(List.of(count.of("on"), count.of("off"), count.of("broken"))).containsExactly(2L, 100L, 0L);
        world.change("A breaks", () -> world.remove(A));
        long looks = world.looks();
        assertThat(burning.of("burns")).hasSize(1);
        assertThat(burning.has("A")).isFalse();
        assertThat(count.of("on")).isEqualTo(1);
        assertThat(world.looks() - looks).isEqualTo(1);
        assertThat(world.all(Lamp.class)).hasSize(101);
        assertThat(world.looks() - looks).isEqualTo(102);
    }

    @Test
    void explain_whenAChainLedThere_tellsIt() {
        World world = World.builder().mode(LabTime.Mode.VIRTUAL).build();
        world.change("press", () -> {
            world.put(A, new Lamp("A", true));
            world.schedule(Duration.ofSeconds(5), "lamp/B", "glow", () -> world.put(B, new Lamp("B", true)));
        });
        world.time().advance(Duration.ofSeconds(10));
        assertThat(world.explain("lamp/B", Duration.ZERO, Duration.ofMinutes(1)))
                .contains("#2 00:00:05.000 lamp/B: created with name B, on yes [glow, from #1]")
                .contains("  because #1 00:00:00.000 lamp/A");
        assertThat(world.explain("lamp", Duration.ofSeconds(6), Duration.ofMinutes(1)))
                .isEmpty();
    }

    @Test
    void schedule_whenTasksShareAnInstant_ordersByPriorityThenByTheSeed() {
        List<String> ran = new ArrayList<>();
        World world = World.builder().mode(LabTime.Mode.VIRTUAL).build();
        Duration at = Duration.ofSeconds(1);
        world.schedule(at, World.LAST, "x", "x", () -> ran.add("last"));
        world.schedule(at, World.FIRST, "y", "y", () -> ran.add("first"));
        world.schedule(at, "z", "z", () -> ran.add("normal"));
        world.schedule(at, "q", "q", () -> ran.add("cancelled")).cancel();
        world.time().advance(at);
        assertThat(ran).containsExactly("first", "normal", "last");
    }

    @Test
    void guid_whenOtherPathsAreAsked_stays() {
        RandomTree one = new RandomTree(42);
        RandomTree two = new RandomTree(42);
        two.guid("vm/other");
        two.stream("vm/noise").nextLong();
        assertThat(one.guid("vm/web")).isEqualTo(two.guid("vm/web"));
        assertThat(one.stream("vm/web").nextLong())
                .isEqualTo(two.stream("vm/web").nextLong());
        assertThat(one.guid("vm/web")).isNotEqualTo(new RandomTree(43).guid("vm/web"));
        assertThat(one.guid("vm/web").version()).isEqualTo(4);
        assertThat(one.guid("vm/web").variant()).isEqualTo(2);
    }

    @Test
    void notSimulated_whenAsked_counts() {
        World world = World.builder().build();
        world.notSimulated("FailoverClusters\\Test-Cluster");
        world.notSimulated("FailoverClusters\\Test-Cluster");
        assertThat(world.notSimulated()).containsEntry("FailoverClusters\\Test-Cluster", 2);
    }
}
