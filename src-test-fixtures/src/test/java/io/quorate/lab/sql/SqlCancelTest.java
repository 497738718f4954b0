package io.quorate.lab.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs ends soon after a cancel, and the session stays. */
@Timeout(120)
class SqlCancelTest {
    private static final String LONG =
            "SELECT COUNT(*) FROM n a CROSS JOIN n b CROSS JOIN n c CROSS JOIN n d WHERE a.i + b.i + c.i + d.i < 0";

    private final FakeHost host = new FakeHost("SQL1");
    private final SqlInstance instance = host.instance();
    private final SqlSession session = Heard.in(instance, "db1");

    @AfterEach
    void close() {
        instance.close();
    }

    private void numbers() {
        Heard.of(session, "CREATE TABLE n (i int)");
        for (int i = 0; i < 20; i++) {
            Heard.of(
                    session,
                    "INSERT n VALUES (@P0), (@P0), (@P0), (@P0), (@P0)",
                    new SqlParameter("@P0", SqlType.INT, i));
        }
    }

    /** Runs a batch and cancels it until it has ended; a cancel before it begins is none. */
    private Heard cancelled(String batch, Runnable cancel) throws InterruptedException {
        Heard heard = new Heard();
        CountDownLatch over = new CountDownLatch(1);
        Thread thread = new Thread(() -> {
            session.run(batch, List.of(), heard);
            over.countDown();
        });
        thread.setDaemon(true);
        thread.start();
        boolean ended = false;
        for (int i = 0; i < 600 && !ended; i++) {
            ended = over.await(100, TimeUnit.MILLISECONDS);
            cancel.run();
        }
        assertThat(ended).isTrue();
        return heard;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WAITFOR DELAY '10:00:00'; SELECT 'never'",
                LONG + "; SELECT 'never'",
                "DECLARE @i int = 0; WHILE 1 = 1 SET @i += 1"
            })
    void batch_thatTakesLong_endsSoonAfterACancel(String batch) throws InterruptedException {
        numbers();

        Heard heard = cancelled(batch, session::cancel);

        assertThat(heard.messages).isEmpty();
        assertThat(heard.rows).isEmpty();
        assertThat(Heard.of(session, "SELECT 1").value()).isEqualTo(1);
    }

    @Test
    void commit_thatHangs_hearsACancel_andTellsNothing() throws InterruptedException {
        Heard.of(session, "CREATE TABLE t (id int)");
        host.hangs = true;
        host.commitSays = new SqlMessage(0, 0, 1, "", 1);

        Heard heard = cancelled("INSERT t VALUES (1)", session::cancel);

        host.hangs = false;
        host.commitSays = null;
        assertThat(heard.ends).doesNotContain(1L);
        assertThat(Heard.of(session, "SELECT COUNT(*) FROM t").value()).isEqualTo(0);
    }

    @Test
    void close_endsWhatRuns_andRollsBack() throws InterruptedException {
        numbers();
        Heard.of(session, "BEGIN TRAN; DELETE n");

        Heard heard = cancelled(LONG.replace("< 0", "< 0 OR 1 = 2") + "; WAITFOR DELAY '10:00:00'", session::close);

        assertThat(heard.messages).isEmpty();
        assertThat(Heard.of(Heard.in(instance, "db1"), "SELECT COUNT(*) FROM n").value())
                .isEqualTo(100);
    }

    @Test
    void epoch_thatChanges_endsWhatRuns() throws InterruptedException {
        cancelled("WAITFOR DELAY '10:00:00'", () -> host.epochs.put("db1", 1L));

        assertThat(session.ended()).isTrue();
    }

    @Test
    void writers_atOnce_loseNothing() throws InterruptedException {
        Heard.of(session, "CREATE TABLE t (id int IDENTITY PRIMARY KEY, w int, n int)");
        AtomicInteger acknowledged = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(4);
        for (int w = 0; w < 4; w++) {
            int writer = w;
            Thread thread = new Thread(() -> {
                try (SqlSession own = Heard.in(instance, "db1")) {
                    for (int n = 0; n < 25; n++) {
                        Heard heard = Heard.of(
                                own,
                                n % 2 == 0
                                        ? "INSERT t (w, n) VALUES (@w, @n)"
                                        : "BEGIN TRAN; INSERT t (w, n) VALUES (@w, @n); SELECT COUNT(*) FROM t; COMMIT",
                                new SqlParameter("@w", SqlType.INT, writer),
                                new SqlParameter("@n", SqlType.INT, n));
                        acknowledged.addAndGet(heard.messages.isEmpty() ? 1 : 0);
                    }
                } finally {
                    over.countDown();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        assertThat(over.await(100, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledged).hasValue(100);
        assertThat(Heard.of(session, "SELECT COUNT(*), COUNT(DISTINCT id) FROM t").rows)
                .isEqualTo(List.of(List.of(100, 100)));
    }

    @Test
    void engine_thatIsMissing_isNamed() {
        assertThatThrownBy(() -> SqlStore.driver("org.h2.NoDriver"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("H2")
                .hasMessageContaining("com.h2database:h2");
    }
}
