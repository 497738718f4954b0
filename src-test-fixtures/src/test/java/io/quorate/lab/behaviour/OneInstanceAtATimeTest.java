package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.error.RejectedException;
import io.quorate.host.HostSqlInstance;
import io.quorate.lab.Lab;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.DatabaseReplicaState;
import io.quorate.sql.SynchronizationState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Always On of several replicas of one group: their instances are never away together. */
class OneInstanceAtATimeTest {
    private static final String ENGINE = HostSqlInstance.DEFAULT;
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Pattern RUNNING = Pattern.compile("sql/(SQL\\d): .*running (?:true|false) -> (true|false)");
    private static final int ROUNDS = Boolean.getBoolean("quorate.sweep") ? 20 : 1;

    private static Lab lab;
    private static Quorate quorate;

    @BeforeAll
    static void start() throws Exception {
        lab = SqlStory.lab();
        quorate = lab.connect().build();
        SqlStory.prepare(lab);
        quorate.availabilityGroups(Lab.SQL).groups().ensure(SqlStory.GROUP, SqlStory::wanted);
        synchronised();
    }

    @AfterAll
    static void stop() {
        quorate.close();
        lab.close();
    }

    private static void synchronised() {
        for (String database : SqlStory.DATABASES) {
            quorate.availabilityGroups(Lab.SQL)
                    .databases(SqlStory.GROUP)
                    .awaitSynchronized(database, LONG, progress -> {});
        }
    }

    private static long process(String host) {
        return quorate.host(Lab.ENDPOINT, host)
                .sqlInstances()
                .get(ENGINE)
                .service()
                .processId();
    }

    /** Has both secondaries come back with Always On out of force, though it is a replica's. */
    private static void begin() {
        for (String host : List.of("SQL2", "SQL3")) {
            lab.sql().alwaysOn(host, false);
            lab.sql().stop(host);
            lab.sql().start(host);
            quorate.waitFor(
                            host + " answers",
                            () -> quorate.availabilityGroups(Lab.SQL)
                                    .instances()
                                    .get(host))
                    .until(seen -> !seen.hadrEnabled())
                    .await(LONG);
        }
    }

    private static void on(Quorate by, String host) {
        by.flows()
                .alwaysOn(spec -> spec.host(Lab.ENDPOINT, host)
                        .sql(Lab.SQL, host)
                        .restart(Consent.to(host + "/MSSQLSERVER", "Always On is to be in force")));
    }

    /** Whether every copy at an instance followed when it was left. */
    private static boolean inStep(String host) {
        AvailabilityGroup group = quorate.availabilityGroups(Lab.SQL)
                .instances()
                .inventory(host)
                .group(SqlStory.GROUP)
                .orElseThrow();
        return group.databases().stream()
                .allMatch(d -> d.on(host)
                        .filter((DatabaseReplicaState one) -> one.is(SynchronizationState.SYNCHRONIZED))
                        .isPresent());
    }

    /** How many instances were away at once at the worst, and how often one went, by what the world wrote down. */
    private static int[] away(String trace) {
        List<String> down = new ArrayList<>();
        int most = 0;
        int times = 0;
        for (String line : trace.split("\n")) {
            Matcher told = RUNNING.matcher(line);
            if (told.find()) {
                boolean runs = told.group(2).equals("true");
                if (runs) {
                    down.remove(told.group(1));
                } else if (!down.contains(told.group(1))) {
                    down.add(told.group(1));
                    times++;
                }
                most = Math.max(most, down.size());
            }
        }
        return new int[] {most, times};
    }

    @Test
    @DisplayName("two callers at once: both are in force, and never are two instances away together")
    void alwaysOn_ofTwoReplicasAtOnce_restartsOneAfterTheOther() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            begin();
            int before = lab.trace().length();
            CountDownLatch go = new CountDownLatch(1);
            ExecutorService callers = Executors.newFixedThreadPool(2);
            try {
                List<Future<?>> runs = new ArrayList<>();
                for (String host : List.of("SQL2", "SQL3")) {
                    runs.add(callers.submit(() -> {
                        go.await();
                        on(quorate, host);
                        return null;
                    }));
                }
                go.countDown();
                for (Future<?> run : runs) {
                    run.get(5, TimeUnit.MINUTES);
                }
            } finally {
                callers.shutdownNow();
            }
            String trace = lab.trace().substring(before);
            assertThat(away(trace)).as(Arrays.toString(away(trace))).containsExactly(1, 2);
            synchronised();
        }
    }

    @Test
    @DisplayName("one after the other: who goes on to the next finds the last one's copies in step")
    void alwaysOn_ofSeveralHosts_waitsForTheLastOnesCopies() {
        begin();
        int before = lab.trace().length();
        for (String host : List.of("SQL2", "SQL3")) {
            on(quorate, host);
            assertThat(inStep(host)).as(host).isTrue();
        }
        assertThat(away(lab.trace().substring(before))).containsExactly(1, 2);
    }

    @Test
    @DisplayName("while another instance of its group is away, whoever took it, none is restarted")
    void alwaysOn_whileAnotherReplicaIsAway_isRefused() {
        begin();
        on(quorate, "SQL2");
        on(quorate, "SQL3");
        long process = process("SQL2");
        lab.sql().stop("SQL3");
        try (Quorate other = lab.connect().build()) {
            assertThatThrownBy(() -> other.flows()
                            .alwaysOn(spec -> spec.host(Lab.ENDPOINT, "SQL2")
                                    .sql(Lab.SQL, "SQL2")
                                    .off()
                                    .restart(Consent.to("SQL2/MSSQLSERVER", "test"))))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("SQL3 of ag1 does not answer")
                    .hasMessageContaining("two instances of one group would be away at once");
        } finally {
            lab.sql().start("SQL3");
        }
        assertThat(process("SQL2")).isEqualTo(process);
        lab.sql().alwaysOn("SQL2", true);
        quorate.waitFor(
                        "SQL3 answers",
                        () -> quorate.availabilityGroups(Lab.SQL).instances().get("SQL3"))
                .await(LONG);
        synchronised();
    }
}
