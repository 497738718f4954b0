package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.quorate.Size;
import io.quorate.sql.LogGrowth;
import io.quorate.sql.LogHolder;
import io.quorate.sql.LogUse;
import io.quorate.sql.LogWarning;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Logs that grow while a copy is suspended are measured, and warned of before they are full. */
class LogGrowthThroughLabTest {
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** A record of the lab's takes this much. */
    private static final long RECORD = 64 << 10;

    @Test
    @DisplayName(
            "while a copy is suspended its database's log grows: who holds it, how fast, and when it is full are measured by two looks;"
                    + " resumed, it is no replica any more that holds it")
    void watchLogs_whileACopyIsSuspended_measuresAndWarns() throws SQLException {
        try (SqlStory story = SqlStory.start()) {
            story.built();
            try (Connection writer = story.through("orders", false)) {
                SqlStory.execute(writer, "CREATE TABLE marks (id int NOT NULL PRIMARY KEY)");
                story.lab.advance(Duration.ofMinutes(1));
                assertThat(story.sql.databases(GROUP).logs())
                        .extracting(LogUse::database)
                        .containsExactlyInAnyOrder("orders", "stock");
                assertThat(use(story, "orders").heldByReplica()).isFalse();
                assertThat(use(story, "orders").room()).isGreaterThan(Size.gib(1));

                story.sql.databases(GROUP).suspend("SQL3", "orders");
                Size before = use(story, "orders").used();
                story.lab.sql().logLimit("SQL1", "orders", 16 << 20);
                List<LogGrowth> heard = new ArrayList<>();
                int[] written = {0};
                List<LogGrowth> last = story.sql.databases(GROUP).watchLogs(LOOK, LOOK.multipliedBy(2), growth -> {
                    heard.add(growth);
                    if (growth.database().equals("orders")) {
                        write(writer, written, 10);
                    }
                });
                assertThat(heard).hasSizeGreaterThanOrEqualTo(4).endsWith(last.toArray(LogGrowth[]::new));
                LogGrowth orders = of(last, "orders");
                assertThat(orders.now().used().bytes() - before.bytes()).isGreaterThanOrEqualTo(10 * RECORD);
                assertThat(orders.now().reuseWait()).isEqualTo(LogUse.AVAILABILITY_REPLICA);
                assertThat(orders.holders()).containsExactly(new LogHolder("SQL3", LogHolder.Why.SUSPENDED));
                double rate = orders.perSecond().orElseThrow();
                assertThat(rate)
                        .isCloseTo(
                                10.0
                                        * RECORD
                                        / Duration.between(
                                                        orders.before().at(),
                                                        orders.now().at())
                                                .toMillis()
                                        * 1000,
                                within(1.0));
                assertThat(orders.untilFull().orElseThrow().toMillis())
                        .isCloseTo((long) (orders.now().room().bytes() / rate * 1000), within(2L));
                LogWarning warning = orders.warning(Duration.ofHours(1)).orElseThrow();
                assertThat(warning.kind()).isEqualTo(LogWarning.Kind.FULL_SOON);
                assertThat(warning.words()).contains("orders").contains("SQL3 SUSPENDED");
                assertThat(orders.warning(Duration.ofSeconds(1)).orElseThrow().kind())
                        .isEqualTo(LogWarning.Kind.HELD_AND_GROWING);
                assertThat(of(last, "stock").warning(Duration.ofHours(1))).isEmpty();

                story.sql.databases(GROUP).resume("SQL3", "orders");
                story.inStep();
                assertThat(use(story, "orders").heldByReplica()).isFalse();
            }
        }
    }

    private static void write(Connection writer, int[] written, int count) {
        try {
            for (int i = 0; i < count; i++) {
                SqlStory.execute(writer, "INSERT INTO marks VALUES (" + written[0]++ + ")");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LogUse use(SqlStory story, String database) {
        return story.sql.databases(GROUP).logs().stream()
                .filter(use -> use.database().equals(database))
                .findFirst()
                .orElseThrow();
    }

    private static LogGrowth of(List<LogGrowth> growths, String database) {
        return growths.stream()
                .filter(growth -> growth.database().equals(database))
                .findFirst()
                .orElseThrow();
    }
}
