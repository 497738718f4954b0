package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import io.quorate.error.BadReplyException;
import io.quorate.lab.Lab;
import io.quorate.lab.ScriptedLab;
import io.quorate.vm.VirtualMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several calls at one host run side by side, in one session. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SideBySideThroughLabTest {
    private static final int RUNSPACES = 8;

    /** Starts each on a thread of its own. */
    private static <T> List<FutureTask<T>> start(int many, Callable<T> call) {
        List<FutureTask<T>> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            FutureTask<T> task = new FutureTask<>(call);
            all.add(task);
            new Thread(task, "caller-" + i).start();
        }
        return all;
    }

    /** What each call runs waits until so many run at once, so that it never ends where they wait for each other. */
    private static Lab meeting(int parties, AtomicInteger most, AtomicInteger running) {
        CyclicBarrier together = new CyclicBarrier(parties);
        return ScriptedLab.start((pipeline, sink) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                together.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException("they do not run side by side", e);
            } finally {
                running.decrementAndGet();
            }
        });
    }

    /** One read is one pipeline here; that a script says nothing is no answer to it. */
    private static boolean asks(Quorate quorate) {
        try {
            quorate.vms(Lab.ENDPOINT).list("HV1");
            return false;
        } catch (BadReplyException e) {
            return true;
        }
    }

    @Test
    @DisplayName(
            "eight reads of one host are in the host at the same time, in one session, each over a channel of its own")
    void eightAtOnce_runAtOnce() throws Exception {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger running = new AtomicInteger();
        try (Lab lab = meeting(RUNSPACES, most, running);
                Quorate quorate = lab.connect().build()) {
            List<FutureTask<Boolean>> calls = start(2 * RUNSPACES, () -> asks(quorate));
            for (FutureTask<Boolean> call : calls) {
                assertThat(call.get(2, TimeUnit.MINUTES)).isTrue();
            }
            assertThat(most).hasValue(RUNSPACES);
            assertThat(lab.openShells()).isEqualTo(1);
            assertThat(lab.requests("Create")).isEqualTo(1);
            // a channel for each, the standing Receive, and half as many that free what has ended
            assertThat(lab.connections()).isLessThanOrEqualTo(RUNSPACES + 1L + RUNSPACES / 2);
        }
    }

    @Test
    @DisplayName("with fewer runspaces no more run at once, and the others wait for a place")
    void fewerRunspaces_areNotExceeded() throws Exception {
        AtomicInteger most = new AtomicInteger();
        AtomicInteger running = new AtomicInteger();
        try (Lab lab = meeting(2, most, running);
                Quorate quorate = lab.connect(e -> e.option("runspaces", "2")).build()) {
            for (FutureTask<Boolean> call : start(8, () -> asks(quorate))) {
                assertThat(call.get(2, TimeUnit.MINUTES)).isTrue();
            }
            assertThat(most).hasValue(2);
            assertThat(lab.connections()).isLessThanOrEqualTo(4L);
        }
    }

    @Test
    @DisplayName("a call that takes long keeps no read of its host waiting, and is itself not disturbed by them")
    void longCall_blocksNobody() throws Exception {
        try (Lab lab = Lab.storyBuilder().clock(Lab.Clock.WALL).start();
                Quorate quorate = lab.connect().build()) {
            quorate.vms(Lab.ENDPOINT).list("HV1");
            lab.faults().onReceiveOf("New-VM").hung();
            BlockedCall slow = BlockedCall.start(() ->
                    quorate.vms(Lab.ENDPOINT).create("web1", vm -> vm.on("HV1").path("C:\\VMs")));
            assertThat(Eventually.holds(() -> lab.faults().pending().isEmpty())).isTrue();

            for (int i = 0; i < 10; i++) {
                quorate.vms(Lab.ENDPOINT).list("HV1");
            }

            assertThat(slow.isAlive()).isTrue();
            assertThat(lab.openShells()).isEqualTo(1);
            assertThat(slow.interrupt()).isLessThan(Duration.ofSeconds(10));
            assertThat(quorate.vms(Lab.ENDPOINT).list("HV1")).isNotNull();
        }
    }

    @Test
    @DisplayName("sessions of many hosts are closed side by side: a silent host keeps no other waiting")
    void close_ofManyHosts_isSideBySide() {
        int hosts = 4;
        var builder = Lab.builder().clock(Lab.Clock.WALL);
        for (int i = 1; i <= hosts; i++) {
            builder.host("HV" + i);
        }
        try (Lab lab = builder.start()) {
            Quorate quorate = lab.connect().build();
            lab.hostNames().forEach(host -> quorate.vms(Lab.ENDPOINT).list(host));
            List<Long> came = new CopyOnWriteArrayList<>();
            lab.faults()
                    .when("Delete", request -> request.action().equals("Delete") && came.add(System.nanoTime()))
                    .times(hosts)
                    .hung();
            BlockedCall closing = BlockedCall.start(quorate::close);
            assertThat(Eventually.holds(() -> came.size() >= hosts))
                    .as(lab::describe)
                    .isTrue();
            assertThat(Duration.ofNanos(Collections.max(came) - Collections.min(came)))
                    .as("one after the other, each waits four seconds: twelve in all")
                    .isLessThan(Duration.ofSeconds(11));
            Duration ignored = closing.endsAfter(() -> {});
            assertThat(closing.failure()).isNull();
        }
    }

    @Test
    @DisplayName("what one caller does one after the other takes effect in that order, while others read")
    void oneCallersOrder_isKept() throws Exception {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            List<FutureTask<List<VirtualMachine>>> readers =
                    start(6, () -> quorate.vms(Lab.ENDPOINT).list("HV1"));
            var vms = quorate.vms(Lab.ENDPOINT);
            for (int i = 0; i < 5; i++) {
                String name = "vm" + i;
                VirtualMachine made = vms.create(name, vm -> vm.on("HV1").path("C:\\VMs"));
                vms.rename(made.id(), name + "-renamed");
                assertThat(vms.list("HV1")).extracting(VirtualMachine::name).contains(name + "-renamed");
            }
            for (FutureTask<List<VirtualMachine>> reader : readers) {
                assertThat(reader.get(2, TimeUnit.MINUTES)).isNotNull();
            }
            assertThat(lab.violations()).isEmpty();
        }
    }
}
