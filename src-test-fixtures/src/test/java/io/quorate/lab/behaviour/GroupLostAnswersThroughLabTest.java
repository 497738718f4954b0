package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.GROUP;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Secret;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.sql.GroupSpec;
import io.quorate.sql.SynchronizationHealth;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The connection ends after an instance has done what it was told, and before it has said so: at each statement of a group's making. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupLostAnswersThroughLabTest {
    private static final boolean SWEEP = Boolean.getBoolean("quorate.sweep");
    private static final int WINDOWS = 13;
    private static final int CERTIFICATES = 40;

    private static void certificates(GroupSpec group) {
        SqlStory.wanted(group);
        group.certificates(Secret.of("Master-Key-Passw0rd!"), Secret.of("Peer-Login-Passw0rd!"));
    }

    @TestFactory
    @DisplayName(
            "an answer lost at any statement: nothing is done twice, nothing fails that was done, the next run settles")
    List<DynamicTest> ensure_whenAnAnswerIsLost_settles() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int n = 1; n <= WINDOWS; n++) {
            if (SWEEP || n == 1 || n == 7 || n == 8 || n == 13) {
                tests.add(test("statement " + n, n, SqlStory::wanted));
            }
        }
        for (int n = 1; n <= CERTIFICATES; n++) {
            if (SWEEP) {
                tests.add(
                        test("statement " + n + " with certificates", n, GroupLostAnswersThroughLabTest::certificates));
            }
        }
        return tests;
    }

    private static DynamicTest test(String name, int number, Consumer<GroupSpec> spec) {
        return DynamicTest.dynamicTest(name, () -> lostAt(number, spec));
    }

    private static void lostAt(int number, Consumer<GroupSpec> spec) throws SQLException {
        try (SqlStory story = SqlStory.start()) {
            AtomicInteger count = new AtomicInteger();
            story.lab
                    .faults()
                    .when(
                            "answer of change " + number,
                            request -> SqlStory.changes(request) && count.incrementAndGet() == number)
                    .resetAfter();
            try {
                assertThat(story.sql.groups().ensure(GROUP, spec).changed()).isTrue();
            } catch (OutcomeUnknownException e) {
                assertThat(e).hasMessageContaining(GROUP);
                story.sql.groups().ensure(GROUP, spec);
            }
            assertThat(story.lab.faults().unfired()).isEmpty();
            story.inStep();
            // What a statement of this group's making does shows once, so one that was sent twice is one that was
            // refused, or lost its answer.
            assertThat(story.changes().stream()
                            .sorted(Comparator.naturalOrder())
                            .toList())
                    .doesNotHaveDuplicates();
            story.forget();
            assertThat(story.sql.groups().ensure(GROUP, spec).changed()).isFalse();
            assertThat(story.changes()).isEmpty();
            assertThat(story.sql.groups().get(GROUP).health()).isEqualTo(SynchronizationHealth.HEALTHY);
            assertThat(story.lab.violations()).isEmpty();
        }
    }
}
