package io.quorate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quorate.call.Progress;
import io.quorate.call.Task;
import io.quorate.call.TaskState;
import io.quorate.call.Waiter;
import io.quorate.error.BusyException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.ErrorReport;
import io.quorate.error.NotFoundException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WaiterTest {
    private static final ErrorReport REPORT =
            new ErrorReport("vm.get", null, null, null, null, 1, Duration.ZERO, "no answer", null, null, null);

    private final ManualRuntime runtime = new ManualRuntime();

    private Waiter<String> sees(String... states) {
        Iterator<String> next = List.of(states).iterator();
        return Waiter.of(runtime, "node HV1 is Up", next::next).until("Up"::equals);
    }

    @Test
    void await_whenMetAtOnce_doesNotWait() {
        assertThat(sees("Up").await(Duration.ZERO)).isEqualTo("Up");
        assertThat(runtime.sleeps).isEmpty();
    }

    @Test
    void await_looksEveryInterval() {
        assertThat(sees("Down", "Joining", "Up").every(Duration.ofSeconds(3)).await(Duration.ofMinutes(1)))
                .isEqualTo("Up");
        assertThat(runtime.sleeps).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
    }

    @Test
    void await_whenNotInTime_tellsTheLastThingSeen() {
        Throwable thrown = catchThrowable(() ->
                sees("Down", "Joining", "Paused").every(Duration.ofSeconds(3)).await(Duration.ofSeconds(5)));
        assertThat(thrown)
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessage("wait of node HV1 is Up, 3 attempts in 5 s: deadline exceeded: "
                        + "not within 5 s; last seen: Paused");
        assertThat(((DeadlineExceededException) thrown).lastSeen()).isEqualTo("Paused");
        assertThat(runtime.passed()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void await_whenItWillNeverHappen_endsEarly() {
        assertThatThrownBy(() -> sees("Down", "Evicted", "Up")
                        .never(s -> s.equals("Evicted") ? Optional.of("it was evicted") : Optional.empty())
                        .await(Duration.ofMinutes(1)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("it will never happen: it was evicted; last seen: Evicted");
        assertThat(runtime.passed()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void await_whenNobodyCanBeAsked_goesOn() {
        AtomicInteger looks = new AtomicInteger();
        Waiter<String> waiter = Waiter.of(runtime, "up", () -> {
            switch (looks.incrementAndGet()) {
                case 1 -> throw new UnreachableException(REPORT, List.of("HV1"), null);
                case 2 -> throw new BusyException(REPORT, null);
                case 3 -> throw new DeadlineExceededException(REPORT, null, null);
                default -> {
                    return "Up";
                }
            }
        });
        assertThat(waiter.await(Duration.ofMinutes(1))).isEqualTo("Up");
    }

    @Test
    void await_whenALookFailsForGood_ends() {
        Waiter<String> waiter = Waiter.of(runtime, "up", () -> {
            throw new NotFoundException(REPORT, null);
        });
        assertThatThrownBy(() -> waiter.await(Duration.ofMinutes(1))).isInstanceOf(NotFoundException.class);
        assertThat(runtime.sleeps).isEmpty();
    }

    @Test
    void await_whenInterrupted_restoresTheStatus() {
        Thread.currentThread().interrupt();
        Throwable thrown = catchThrowable(() -> sees("Down", "Up").await(Duration.ofMinutes(1)));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isInstanceOf(DeadlineExceededException.class).hasMessageContaining("interrupted");
    }

    @Test
    void task_tellsProgressAndResult() {
        Iterator<TaskState<String>> states = List.<TaskState<String>>of(
                        new TaskState.Running<>(Progress.of(40, "copying memory")),
                        new TaskState.Running<>(Progress.of(90)),
                        new TaskState.Done<>("moved"))
                .iterator();
        List<String> cancels = new ArrayList<>();
        Task<String> task =
                Task.of(runtime, "migration of web1", "vm:web1:7", states::next, () -> cancels.add("cancel"));

        assertThat(task.progress()).hasToString("40 %, copying memory");
        assertThat(task.await(Duration.ofMinutes(1))).isEqualTo("moved");
        assertThat(task.progress()).isEqualTo(Progress.of(100));
        task.cancel();
        assertThat(cancels).isEmpty();
        assertThat(task).hasToString("task migration of web1 [vm:web1:7]");
    }

    @Test
    @DisplayName(
            "a task's end is seen within a tenth of its length, and within thirty seconds: a long one is not asked every second")
    void task_isAskedLessOftenTheLongerItTakes() {
        for (Duration length : List.of(Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofHours(3))) {
            Duration start = runtime.passed();
            int before = runtime.sleeps.size();
            Task<String> task = Task.of(
                    runtime,
                    "x",
                    "t",
                    () -> runtime.passed().minus(start).compareTo(length) < 0
                            ? new TaskState.Running<>(Progress.of(1))
                            : new TaskState.Done<>("done"),
                    () -> {});

            assertThat(task.await(Duration.ofHours(4))).isEqualTo("done");

            Duration late = runtime.passed().minus(start).minus(length);
            assertThat(late).isLessThan(Duration.ofSeconds(30)).isLessThan(length.dividedBy(10));
            List<Duration> pauses = runtime.sleeps.subList(before, runtime.sleeps.size());
            assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) >= 0);
            assertThat(pauses).hasSizeLessThan(length.toMinutes() > 5 ? 420 : 45);
        }
    }

    @Test
    @DisplayName("who waits hears of each progress once, and of 100 % only where the task ended well")
    void task_tellsWhoWaitsHowFarItHasCome() {
        List<String> heard = new ArrayList<>();
        Iterator<TaskState<String>> states = List.<TaskState<String>>of(
                        new TaskState.Running<>(Progress.of(0)),
                        new TaskState.Running<>(Progress.of(0)),
                        new TaskState.Running<>(Progress.of(50, "web2 is left")),
                        new TaskState.Running<>(Progress.of(50, "web2 is left")),
                        new TaskState.Done<>("moved"))
                .iterator();
        Task<String> task = Task.of(runtime, "x", "t", states::next, () -> {});
        assertThat(task.await(Duration.ofMinutes(1), progress -> heard.add(progress.toString())))
                .isEqualTo("moved");
        assertThat(heard).containsExactly("0 %", "50 %, web2 is left", "100 %");

        heard.clear();
        Task<String> failed =
                Task.of(runtime, "x", "t", () -> new TaskState.Failed<>(new BusyException(REPORT, null)), () -> {});
        assertThatThrownBy(() -> failed.await(Duration.ofMinutes(1), progress -> heard.add(progress.toString())))
                .isInstanceOf(BusyException.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void task_whenItGoesOnTooLong_tellsHowFarItCame() {
        Task<String> task =
                Task.of(runtime, "migration of web1", "t", () -> new TaskState.Running<>(Progress.of(40)), () -> {});
        assertThatThrownBy(() -> task.await(Duration.ofSeconds(3)))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("last seen: 40 %");
    }

    @Test
    void task_whenItFailed_throwsItsFailure() {
        Task<String> task =
                Task.of(runtime, "x", "t", () -> new TaskState.Failed<>(new BusyException(REPORT, null)), () -> {});
        assertThatThrownBy(() -> task.await(Duration.ofSeconds(3))).isInstanceOf(BusyException.class);
    }
}
