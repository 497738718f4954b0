package io.quorate.engine;

import static io.quorate.ScriptedBackend.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.ManualRuntime;
import io.quorate.RetrySettings;
import io.quorate.Rig;
import io.quorate.ScriptedBackend;
import io.quorate.TestCommand;
import io.quorate.error.UnreachableException;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Safety;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A breaker believes only what was found out since its state last changed, and takes only silence for silence. */
class HostBreakerTest {
    private static final Duration OPEN_FOR = Duration.ofSeconds(30);

    private final ManualRuntime runtime = new ManualRuntime();
    private final HostBreaker breaker = new HostBreaker(new BreakerSettings(2, OPEN_FOR), runtime);

    private void open() {
        breaker.silent(breaker.acquire());
        breaker.silent(breaker.acquire());
        assertThat(breaker.acquire()).isEqualTo(HostBreaker.SHUT);
    }

    private long probe() {
        runtime.pass(OPEN_FOR);
        long probe = breaker.acquire();
        assertThat(probe).isNotEqualTo(HostBreaker.SHUT);
        return probe;
    }

    @Test
    void halfOpen_admitsOneTrial() {
        open();
        probe();

        assertThat(breaker.acquire()).isEqualTo(HostBreaker.SHUT);
    }

    @Test
    void halfOpen_whenAnOldCallEndsWell_isNotClosedByIt() {
        long old = breaker.acquire();
        open();
        long trial = probe();

        breaker.answered(old);

        assertThat(breaker.acquire()).isEqualTo(HostBreaker.SHUT);
        breaker.silent(trial);
        assertThat(breaker.left()).isEqualTo(OPEN_FOR);
    }

    @Test
    void halfOpen_whenAnOldCallEndsInSilence_keepsItsTrial() {
        long old = breaker.acquire();
        open();
        long trial = probe();

        breaker.silent(old);
        breaker.answered(trial);

        assertThat(breaker.acquire()).isNotEqualTo(HostBreaker.SHUT);
        assertThat(breaker.left()).isZero();
    }

    @Test
    void halfOpen_whenAnOldCallSaysNothing_admitsNoSecondTrial() {
        long old = breaker.acquire();
        open();
        probe();

        breaker.undecided(old);

        assertThat(breaker.acquire()).isEqualTo(HostBreaker.SHUT);
    }

    @Test
    void closedAgain_whenTheFormerTrialsAndOldCallsReport_countsAnew() {
        long old = breaker.acquire();
        open();
        long trial = probe();
        breaker.answered(trial);

        breaker.silent(old);
        breaker.silent(trial);
        breaker.silent(old);

        assertThat(breaker.acquire()).isNotEqualTo(HostBreaker.SHUT);
    }

    @Test
    void openAgain_whenTheFormerTrialReportsTwice_staysOpenAsLongAsItShould() {
        open();
        long trial = probe();
        breaker.silent(trial);
        runtime.pass(OPEN_FOR.dividedBy(2));

        breaker.silent(trial);
        breaker.answered(trial);

        assertThat(breaker.left()).isEqualTo(OPEN_FOR.dividedBy(2));
    }

    @Test
    void trial_thatSaysNothing_isGivenBack() {
        open();
        breaker.undecided(probe());

        assertThat(breaker.acquire()).isNotEqualTo(HostBreaker.SHUT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyInterleaving_believesWhatBeganInTheStateItIsInAndNothingElse(long seed) {
        RandomGenerator random = new java.util.Random(seed);
        List<Long> underWay = new ArrayList<>();
        int silences = 0;
        long state = breaker.acquire();
        underWay.add(state);
        boolean trying = false;
        for (int i = 0; i < 2_000; i++) {
            boolean open = !breaker.left().isZero();
            if (random.nextBoolean() || underWay.isEmpty()) {
                long since = breaker.acquire();
                assertThat(since == HostBreaker.SHUT)
                        .as("seed %d, step %d", seed, i)
                        .isEqualTo(open || trying);
                if (since != HostBreaker.SHUT) {
                    trying = since != state;
                    silences = trying ? 0 : silences;
                    state = since;
                    underWay.add(since);
                }
            } else {
                long since = underWay.remove(random.nextInt(underWay.size()));
                int report = random.nextInt(3);
                switch (report) {
                    case 0 -> breaker.answered(since);
                    case 1 -> breaker.silent(since);
                    default -> breaker.undecided(since);
                }
                if (since == state && !open) {
                    silences = report == 1 ? silences + 1 : report == 0 ? 0 : silences;
                    boolean opens = report == 1 && (trying || silences == 2);
                    assertThat(!breaker.left().isZero())
                            .as("seed %d, step %d", seed, i)
                            .isEqualTo(opens);
                    if (trying || opens) {
                        trying = false;
                        silences = 0;
                        state = report == 0 ? state + 1 : Long.MAX_VALUE;
                    }
                }
            }
            if (random.nextInt(5) == 0) {
                runtime.pass(OPEN_FOR.dividedBy(2));
            }
        }
    }

    private static Rig rig() {
        return new Rig(
                new HostSettings(RetrySettings.never(), new BreakerSettings(1, OPEN_FOR), BulkheadSettings.defaults()),
                "HV1");
    }

    private static boolean leftAlone(Rig rig) {
        Throwable thrown = catchThrowable(() -> rig.run(TestCommand.of(Safety.READ)));
        return thrown instanceof UnreachableException e && e.getMessage().contains("left alone");
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorKind.class,
            names = {"UNREACHABLE", "DEADLINE_EXCEEDED"},
            mode = EnumSource.Mode.EXCLUDE)
    void host_thatAnswersWhatMakesNoSense_talks(ErrorKind kind) {
        for (FaultPhase phase : FaultPhase.values()) {
            Rig rig = rig();
            rig.backend.then(fails(phase, kind));
            catchThrowable(() -> rig.run(TestCommand.of(Safety.ONCE)));
            assertThat(leftAlone(rig)).as("%s %s", phase, kind).isFalse();
        }
    }

    @Test
    void host_thatDoesNotAnswer_isLeftAlone() {
        for (ErrorKind kind : List.of(ErrorKind.UNREACHABLE, ErrorKind.DEADLINE_EXCEEDED)) {
            Rig rig = rig();
            rig.backend.then(fails(FaultPhase.UNANSWERED, kind));
            catchThrowable(() -> rig.run(TestCommand.of(Safety.ONCE)));
            assertThat(leftAlone(rig)).as("%s", kind).isTrue();
        }
    }

    @Test
    void host_thatSaysItsPartnerIsAway_talks() {
        for (FaultPhase phase : List.of(FaultPhase.NEVER_SENT, FaultPhase.UNANSWERED)) {
            Rig rig = rig();
            rig.backend.then(call -> {
                throw Fault.in(phase, ErrorKind.UNREACHABLE).answered().because("the other machine is away");
            });
            catchThrowable(() -> rig.run(TestCommand.of(Safety.ONCE)));
            assertThat(leftAlone(rig)).as("%s", phase).isFalse();
        }
    }

    @Test
    void trial_thatIsAnsweredByNonsense_closesTheBreaker() {
        Rig rig = rig();
        rig.backend.then(fails(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE));
        catchThrowable(() -> rig.run(TestCommand.of(Safety.ONCE)));
        rig.runtime.pass(OPEN_FOR);
        rig.backend.then(fails(FaultPhase.UNANSWERED, ErrorKind.BAD_REPLY));
        catchThrowable(() -> rig.run(TestCommand.of(Safety.ONCE)));

        assertThat(leftAlone(rig)).isFalse();
    }

    @Test
    void host_thatTheCallerDidNotWaitFor_isNotSilent() {
        Rig rig = rig();
        rig.backend.then(call -> {
            Thread.currentThread().interrupt();
            throw ScriptedBackend.fault(FaultPhase.UNANSWERED, ErrorKind.UNREACHABLE);
        });
        catchThrowable(() -> rig.run(TestCommand.of(Safety.ONCE)));
        assertThat(Thread.interrupted()).isTrue();

        assertThat(leftAlone(rig)).isFalse();
    }
}
