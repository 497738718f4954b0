package io.quorate.engine;

import static io.quorate.ScriptedBackend.loginRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.RetrySettings;
import io.quorate.Rig;
import io.quorate.TestCommand;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.spi.Call;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Owner;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever owns an object is found whatever the other hosts do: they are asked side by side. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class OwnerSearchTest {
    private static final TestCommand READ = TestCommand.of(Safety.READ).placed(Placement.owner());

    private final Rig rig = new Rig(
            new HostSettings(
                    RetrySettings.never(), new BreakerSettings(2, Duration.ofSeconds(30)), BulkheadSettings.defaults()),
            "HV1",
            "HV2",
            "HV3",
            "HV4");

    @AfterEach
    void close() {
        rig.engine.close();
    }

    /** A host that says nothing, and is given up at the deadline of the question. */
    private void silence(Call call) {
        try {
            boolean ignored = rig.runtime.permits(0).acquire(call.deadline().remaining());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw Fault.unanswered(ErrorKind.UNREACHABLE).because(call.host() + " said nothing");
    }

    private void silent(String... hosts) {
        rig.backend.locating = call -> {
            if (List.of(hosts).contains(call.host())) {
                silence(call);
            }
        };
    }

    @Test
    void owner_isFoundInASecond_whenAnyOfTheOthersIsABlackHole() {
        CountDownLatch end = new CountDownLatch(1);
        for (List<String> dead :
                List.of(List.of("HV1"), List.of("HV4"), List.of("HV1", "HV2"), List.of("HV1", "HV2", "HV4"))) {
            Rig rig = new Rig("HV1", "HV2", "HV3", "HV4");
            rig.backend.knowing = host -> new Owner(host, true, true);
            rig.backend.owners.put("HV3", "HV3");
            rig.backend.locating = call -> {
                if (dead.contains(call.host())) {
                    try {
                        rig.runtime.outside(end);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw Fault.unanswered(ErrorKind.UNREACHABLE).because("silent");
                }
            };
            Duration before = rig.runtime.passed();
            assertThat(rig.run(READ)).isEqualTo("done");
            assertThat(rig.runtime.passed().minus(before))
                    .isEqualTo(dead.contains("HV1") ? OwnerSearch.HEAD_START : Duration.ZERO);
            Duration again = rig.runtime.passed();
            assertThat(rig.run(READ)).isEqualTo("done");
            assertThat(rig.runtime.passed())
                    .as("where it was seen it is asked for first")
                    .isEqualTo(again);
            assertThat(rig.backend.log).filteredOn(l -> l.startsWith("send")).containsOnly("send HV3");
        }
        end.countDown();
    }

    @Test
    @DisplayName("the first host alone is asked where it knows the owner, and no other is troubled")
    void owner_thatTheFirstHostKnows_costsOneQuestion() {
        rig.backend.owners.put("HV1", "HV4");
        rig.run(READ);
        assertThat(rig.backend.log).containsExactly("locate HV1", "send HV4");
    }

    @Test
    void owner_thatTheFirstHostDoesNotKnow_isAskedOfAllOthersAtOnce() {
        CyclicBarrier three = new CyclicBarrier(3);
        rig.backend.owners.put("HV4", "HV4");
        rig.backend.locating = call -> {
            if (!call.host().equals("HV1")) {
                try {
                    three.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new IllegalStateException("not at once", e);
                }
            }
        };
        assertThat(rig.run(READ)).isEqualTo("done");
        assertThat(rig.backend.log).contains("send HV4");
    }

    @Test
    @DisplayName("a black hole that was left behind ends by itself, and its breaker hears of it")
    void blackHole_isLeftAlone_onceItWasSilentOften() throws InterruptedException {
        rig.backend.knowing = host -> new Owner(host, true, true);
        rig.backend.owners.put("HV3", "HV3");
        silent("HV1");
        for (int i = 0; i < 2; i++) {
            rig.run(READ);
            ended();
        }
        rig.backend.log.clear();
        rig.run(READ);
        assertThat(rig.backend.log).doesNotContain("locate HV1");
    }

    /** Waits for the end of the threads that ask. */
    private static void ended() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("quorate-locate-rack")) {
                thread.join(30_000);
            }
        }
    }

    @Test
    void blackHole_thatMayHaveIt_isNoAbsence_andTheCallEndsInTime() {
        silent("HV2");
        UnreachableException e = catchThrowableOfType(UnreachableException.class, () -> rig.run(READ));
        assertThat(e.said())
                .isEqualTo("it cannot be told which host owns it: HV2 could not be asked (HV2 said nothing)");
        assertThat(e.hosts()).containsExactly("HV2");
        assertThat(e.getSuppressed())
                .singleElement()
                .satisfies(aside -> assertThat(aside).hasMessageContaining("HV2"));
        assertThat(rig.backend.sends()).isZero();
    }

    @Test
    void blackHoles_areAllNamed() {
        silent("HV1", "HV2", "HV3", "HV4");
        UnreachableException e = catchThrowableOfType(UnreachableException.class, () -> rig.run(READ));
        assertThat(e.hosts()).containsExactly("HV1", "HV2", "HV3", "HV4");
    }

    @Test
    void refusedDomainLogin_endsTheSearch_andIsToldAsSuch() {
        Rig domain = Rig.loggingInAs("LAB\\operator", "HV1", "HV2", "HV3");
        domain.backend.dead.put("HV1", loginRefused());
        domain.backend.owners.put("HV2", "HV2");
        AccessDeniedException e = catchThrowableOfType(AccessDeniedException.class, () -> domain.run(READ));
        assertThat(e.said()).isEqualTo("while looking for the owner: it refused the log-in");
        assertThat(e.host()).isEqualTo("HV1");
        assertThat(domain.backend.log).containsExactly("locate HV1");
        domain.engine.close();
    }

    @Test
    void interrupt_endsTheSearch_andStaysKnown() throws InterruptedException {
        silent("HV1", "HV2", "HV3", "HV4");
        List<QuorateException> failure = new ArrayList<>();
        List<Boolean> flag = new ArrayList<>();
        Thread caller = new Thread(() -> {
            Thread.currentThread().interrupt();
            failure.add(catchThrowableOfType(QuorateException.class, () -> rig.run(READ)));
            flag.add(Thread.currentThread().isInterrupted());
        });
        caller.start();
        caller.join(30_000);
        assertThat(caller.isAlive()).isFalse();
        assertThat(flag).containsExactly(true);
        assertThat(failure.get(0).kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(rig.backend.log).hasSize(1);
    }
}
