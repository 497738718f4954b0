package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.call.CallListener;
import io.quorate.error.UnreachableException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An instance from which nothing comes back: who connects there waits in the lab's time, and hardly in real time. */
class BlackHoleThroughLabTest {
    private static final Duration LOGIN = Duration.ofSeconds(15);

    private static Lab lab;

    @BeforeAll
    static void start() {
        lab = Lab.sqlStoryBuilder().start();
    }

    @AfterEach
    void heal() throws IOException {
        lab.sql().blackHole("SQL1", false);
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    private static Quorate client() {
        return client(CallListener.NONE);
    }

    private static Quorate client(CallListener listener) {
        LabEndpoint entry = lab.addressBook().find(Lab.SQL).orElseThrow();
        return Quorate.builder()
                .runtime(lab.runtime())
                .listener(listener)
                .retry(RetrySettings.never())
                .endpoint(
                        Lab.SQL,
                        entry.uri(),
                        endpoint -> endpoint.credentials(entry.credentials()).trust(entry.trust()))
                .build();
    }

    private static Duration since(Instant before) {
        return Duration.between(before, lab.runtime().now());
    }

    @Test
    @DisplayName("a lone call gives up when its patience ends in the lab's time, in a moment of real time")
    void connecting_givesUpInTheLabsTime() throws IOException {
        lab.sql().blackHole("SQL1", true);
        Instant before = lab.runtime().now();
        long begun = System.nanoTime();
        try (Quorate quorate = client()) {
            assertThatThrownBy(() ->
                            quorate.availabilityGroups(Lab.SQL).instances().get("SQL1"))
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("in time");
        }
        assertThat(since(before)).isBetween(LOGIN, LOGIN.plusSeconds(5));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LOGIN);
    }

    @Test
    @DisplayName("an instance that answers again while somebody waits for it is reached")
    void connecting_whenItAnswersAgain_arrives() throws Exception {
        lab.sql().blackHole("SQL1", true);
        Instant before = lab.runtime().now();
        FutureTask<Void> end = new FutureTask<>(() -> {
            // at work until it has done so, or time would go on without it once it has woken up
            try (var own = lab.runtime().begin("the one who helps")) {
                lab.runtime().sleep(Duration.ofSeconds(5));
                lab.sql().blackHole("SQL1", false);
            }
            return null;
        });
        Thread sleeper = new Thread(end);
        // Time stands still until it sleeps: else it would skip to the end of the client's patience before.
        try (var work = lab.runtime().begin("other work")) {
            sleeper.start();
            assertThat(Eventually.holds(() -> sleeper.getState() == Thread.State.WAITING
                            || sleeper.getState() == Thread.State.TIMED_WAITING))
                    .isTrue();
        }
        try (Quorate quorate = client()) {
            assertThat(quorate.availabilityGroups(Lab.SQL)
                            .instances()
                            .get("SQL1")
                            .name())
                    .isEqualTo("SQL1");
        }
        end.get(60, TimeUnit.SECONDS);
        assertThat(since(before)).isLessThan(LOGIN);
    }

    @Test
    @DisplayName("a client that is closed while it waits is let go at once")
    void connecting_whenTheClientIsClosed_ends() throws IOException {
        lab.sql().blackHole("SQL1", true);
        // Somebody else is at work: the lab's time stands still.
        Heard heard = new Heard();
        try (var work = lab.runtime().begin("other work");
                Quorate quorate = client(heard)) {
            BlockedCall call = BlockedCall.start(
                    () -> quorate.availabilityGroups(Lab.SQL).instances().get("SQL1"));
            assertThat(Eventually.holds(() -> heard.begun() > 0)).isTrue();
            long soon = System.nanoTime() + Duration.ofMillis(500).toNanos();
            Eventually.holds(() -> System.nanoTime() - soon > 0);
            assertThat(call.isAlive()).as(() -> "it ended: " + call.failure()).isTrue();
            assertThat(call.endsAfter(quorate::close)).isLessThan(Duration.ofSeconds(10));
            assertThat(call.failure()).isInstanceOf(UnreachableException.class);
        }
    }
}
