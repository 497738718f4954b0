package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.GROUP;
import static io.quorate.lab.behaviour.SqlStory.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Consent;
import io.quorate.call.Waiter;
import io.quorate.error.QuorateException;
import io.quorate.lab.Marks;
import io.quorate.lab.Seed;
import io.quorate.lab.SqlLoss;
import io.quorate.sql.ForcedFailover;
import io.quorate.sql.GroupSnapshot;
import io.quorate.sql.GroupSpec;
import io.quorate.sql.MeasuredLoss;
import io.quorate.sql.SynchronizationHealth;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A group's life under faults: it is made, changed, failed over by plan and by force, and removed; in each of these five up to three things go
 * wrong, while a client writes numbered marks. Whatever comes of the first run, once all is well again a second one gets there, a third one sends
 * nothing, and no mark is missing of which somebody was told that it is committed, unless a consent to its loss was given. Two hundred schedules
 * are {@code -Dquorate.lives=40}.
 */
class FaultSchedulesThroughLabTest {
    private static final int LIVES = Integer.getInteger("quorate.lives", Boolean.getBoolean("quorate.sweep") ? 8 : 1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** How long a first run waits for what faults may keep from coming; it looks four times a second. */
    private static final Duration FIRST = Duration.ofSeconds(30);

    @TestFactory
    @DisplayName("whatever goes wrong: the second run gets there, nothing is done twice, no loss without a consent")
    Stream<DynamicTest> schedules() {
        List<String> failed = new CopyOnWriteArrayList<>();
        return Stream.concat(
                Seed.ofRuns(LIVES).mapToObj(seed -> DynamicTest.dynamicTest("life " + seed, () -> lived(seed, failed))),
                Stream.of(DynamicTest.dynamicTest(
                        "all of them",
                        () -> assertThat(failed).as("the lives that failed").isEmpty())));
    }

    /** Lives one, and says how it went where there are many. */
    private static void lived(long seed, List<String> failed) throws Exception {
        long begun = System.nanoTime();
        String verdict = "went well";
        try {
            int lost = live(seed);
            verdict += lost == 0 ? "" : ", " + lost + " marks lost by consent";
        } catch (Exception | AssertionError e) {
            failed.add("life " + seed);
            verdict = "FAILED: " + e.getMessage();
            throw e;
        } finally {
            if (LIVES > 1) {
                System.out.printf(
                        Locale.ROOT, "life %d, %.1f s: %s%n", seed, (System.nanoTime() - begun) / 1e9, verdict);
            }
        }
    }

    /** Returns how many marks were lost. */
    private static int live(long seed) throws Exception {
        Random random = new Random(seed);
        try (SqlStory story = SqlStory.start("false", (host, spec) -> spec.tls(false));
                Marks marks = new Marks(
                        story.lab,
                        "orders",
                        () -> story.lab.sql().primary(GROUP).orElse("SQL1"))) {
            Life life = new Life(story, marks, random);
            try {
                life.made();
                life.changed();
                life.failedOver();
                life.forced();
                life.removed();
                return life.lost();
            } catch (Throwable e) {
                throw new AssertionError(
                        "again with -Dquorate.seed=" + seed + ": " + life.now + ": " + e.getMessage(), e);
            }
        }
    }

    /** One group's life. */
    private static final class Life {
        private final SqlStory story;
        private final Marks marks;
        private final Random random;
        private String now = "";
        private final List<String> consents = new ArrayList<>();

        Life(SqlStory story, Marks marks, Random random) {
            this.story = story;
            this.marks = marks;
            this.random = random;
        }

        /** Something to be done to the group. */
        private interface Deed {
            void run() throws Exception;
        }

        /** Does it under faults, and then, when all is well again, once more; the first may fail, the second may not. */
        private void twice(String what, int batches, Deed deed, Deed again) throws Exception {
            story.forget();
            FaultSchedule faults = new FaultSchedule(story.lab, random, batches);
            now = what + " with " + faults.told();
            try {
                deed.run();
                now += "; went through";
            } catch (QuorateException e) {
                now += "; first run: " + e.getMessage();
                assertThat(e.getMessage()).containsAnyOf(GROUP, "SQL1", "SQL2", "SQL3", "orders", "stock");
            } finally {
                faults.heal();
            }
            story.listen();
            for (String host : SqlStory.HOSTS) {
                story.lab.power(host).on();
                story.answers(host);
            }
            // What was cut off and done late is over by then.
            story.lab.advance(Duration.ofSeconds(90));
            again.run();
            assertThat(story.lab.violations()).isEmpty();
        }

        private void settled() {
            Waiter.of(
                            story.lab.runtime(),
                            "the group is healthy",
                            () -> story.sql.groups().get(GROUP))
                    .until(group -> group.health().equals(SynchronizationHealth.HEALTHY))
                    .describedBy(String::valueOf)
                    .every(SECOND)
                    .await(LONG);
            story.inStep();
        }

        private void kept() throws SQLException {
            marks.one();
            List<Integer> told = marks.told();
            String primary = story.lab.sql().primary(GROUP).orElse("SQL1");
            List<Integer> there;
            try (Connection reader = story.connect(story.lab.sql().address(primary), "orders", false)) {
                there = SqlStory.ask(reader, "SELECT id FROM marks").stream()
                        .map(Integer::valueOf)
                        .toList();
            }
            assertThat(told.stream().filter(mark -> !there.contains(mark)))
                    .as(
                            "marks that were told committed and are missing; the ledger: %s",
                            story.lab.sql().losses())
                    .hasSize(lost());
            assertThat(story.lab.sql().losses())
                    .as("losses without a consent")
                    .allMatch(loss -> loss.acknowledged() == 0 || loss.forced() && consents.contains(loss.to()));
        }

        /** Returns how many marks that were told committed the ledger has as lost. */
        int lost() {
            return story.lab.sql().losses().stream()
                    .filter(loss -> loss.database().equals("orders"))
                    .mapToInt(SqlLoss::acknowledged)
                    .sum();
        }

        private void wanted(GroupSpec group) {
            SqlStory.wanted(group);
        }

        private void changedWish(GroupSpec group) {
            SqlStory.wanted(group);
            group.failureConditionLevel(4)
                    .healthCheckTimeout(Duration.ofSeconds(45))
                    .databaseFailover(true);
            group.addDatabase("extra");
        }

        private void ensured(java.util.function.Consumer<GroupSpec> wish) throws Exception {
            story.sql.groups().ensure(GROUP, wish);
            settled();
            story.forget();
            assertThat(story.sql.groups().ensure(GROUP, wish).changed()).isFalse();
            assertThat(story.changes()).isEmpty();
            kept();
        }

        void made() throws Exception {
            twice("ensure", 60, () -> story.sql.groups().ensure(GROUP, this::wanted), () -> ensured(this::wanted));
        }

        void changed() throws Exception {
            String primary = story.lab.sql().primary(GROUP).orElseThrow();
            story.lab.sql().makeDatabase(primary, "extra");
            twice("ensure of more", 20, () -> story.sql.groups().ensure(GROUP, this::changedWish), () -> {
                // What is not in the group yet is where it was made alone.
                if (story.sql.groups().get(GROUP).database("extra").isEmpty()) {
                    settled();
                    story.sql.failover(GROUP).to(primary, LONG);
                    settled();
                }
                ensured(this::changedWish);
            });
        }

        private String secondary() {
            String primary = story.lab.sql().primary(GROUP).orElseThrow();
            List<String> others =
                    SqlStory.HOSTS.stream().filter(h -> !h.equals(primary)).toList();
            return others.get(random.nextInt(others.size()));
        }

        void failedOver() throws Exception {
            String to = secondary();
            twice("failover to " + to, 12, () -> story.sql.failover(GROUP).to(to, FIRST), () -> {
                settled();
                assertThat(story.sql.failover(GROUP).to(to, LONG).target()).isEqualTo(to);
                settled();
                story.forget();
                story.sql.failover(GROUP).to(to, LONG);
                assertThat(story.changes()).isEmpty();
                kept();
            });
        }

        void forced() throws Exception {
            String to = secondary();
            String old = story.lab.sql().primary(GROUP).orElseThrow();
            boolean dead = random.nextBoolean();
            int before = story.lab.sql().losses().size();
            GroupSnapshot last = story.sql.failover(GROUP).snapshot().orElseThrow();
            List<ForcedFailover> plans = new ArrayList<>();
            if (dead) {
                // What is told from now on, the new primary will not have.
                story.execute(to, "ALTER DATABASE [orders] SET HADR SUSPEND");
                marks.one();
                story.lab.power(old).off();
                story.lab.advance(Duration.ofSeconds(5));
            }
            twice(
                    "forced failover to " + to + (dead ? " of a dead primary" : ""),
                    12,
                    () -> {
                        ForcedFailover plan = story.sql.failover(GROUP).planForced(to, last);
                        if (plan.refusals().isEmpty()) {
                            plans.add(plan);
                            consents.add(to);
                            try {
                                story.sql.failover(GROUP).force(plan, plan.consent("a drill"), FIRST);
                            } finally {
                                assertThat(story.changes())
                                        .as("a forced failover is sent once")
                                        .filteredOn(change -> change.contains("FORCE_FAILOVER"))
                                        .hasSizeLessThanOrEqualTo(1);
                            }
                        }
                    },
                    () -> {
                        for (ForcedFailover plan : plans) {
                            measured(plan, before);
                        }
                        resumed();
                        kept();
                    });
        }

        /** What is told to be lost, or not lost, is what the ledger says. */
        private void measured(ForcedFailover plan, int before) {
            List<MeasuredLoss> all = story.sql.failover(GROUP).measured(plan);
            // Afterwards: a statement that is carried out late may be the one that loses, while it is measured.
            List<SqlLoss> losses = story.lab.sql().losses();
            for (MeasuredLoss measured : all) {
                boolean lost = losses.subList(before, losses.size()).stream()
                        .anyMatch(loss -> loss.database().equals(measured.database()) && loss.transactions() > 0);
                now += "; " + measured.words();
                assertThat(measured.kind())
                        .as("%s from %s; the ledger: %s", measured.words(), plan.from(), losses)
                        .isIn(MeasuredLoss.Kind.UNKNOWN, lost ? MeasuredLoss.Kind.LOST : MeasuredLoss.Kind.NONE);
            }
        }

        /** After a forced failover what is suspended waits until somebody resumes it. */
        private void resumed() {
            Waiter.of(story.lab.runtime(), "the group is healthy", () -> {
                        story.sql.databases(GROUP).resumeAll();
                        return story.sql.groups().get(GROUP);
                    })
                    .until(group -> group.health().equals(SynchronizationHealth.HEALTHY))
                    .describedBy(String::valueOf)
                    .every(SECOND)
                    .await(LONG);
        }

        void removed() throws Exception {
            String id = story.sql.groups().get(GROUP).id().toString();
            Consent consent = Consent.to(id, "its life ends");
            String primary = story.lab.sql().primary(GROUP).orElseThrow();
            twice("remove", 8, () -> story.sql.groups().remove(GROUP, consent), () -> {
                story.sql.groups().remove(GROUP, consent);
                assertThat(story.sql.groups().find(GROUP)).isEmpty();
                story.forget();
                assertThat(story.sql.groups().remove(GROUP, consent)).isFalse();
                assertThat(story.changes()).isEmpty();
            });
            marks.stop();
        }
    }
}
