package io.quorate.winrm.wsman;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Deadline;
import io.quorate.Trust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.wsman.ThreeLegsHost.Mishap;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One login at a time until an account is known; none after it was refused. */
class AccountGuardTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestRuntime runtime = new TestRuntime();
    private final Envelopes envelopes =
            new Envelopes("http://hv1:5985/wsman", WsManUris.powershell("Microsoft.PowerShell"), new Random(7));
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ExecutorService workers = Executors.newCachedThreadPool();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable it : open) {
            it.close();
        }
        workers.shutdownNow();
    }

    @Test
    void post_overManyChannels_whenTheAccountIsRefused_spendsOneLogin() throws Exception {
        ThreeLegsHost host = keep(ThreeLegsHost.sealing(runtime)).refusing();
        HttpCarrier carrier = carrier();

        List<Future<Object>> all = start(carrier, 8);

        for (Future<Object> one : all) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isInstanceOfAny(Fault.class, HttpAnswer.class);
        }
        assertThat(host.story()).extracting(leg -> leg.split(":")[1]).containsExactly("1", "2", "3");
    }

    @Test
    void post_onceTheAccountIsKnown_goesSideBySide() throws Exception {
        CountDownLatch together = new CountDownLatch(4);
        ThreeLegsHost host = keep(ThreeLegsHost.sealing(runtime));
        HttpCarrier carrier = carrier();
        assertThat(start(carrier, 1).get(0).get(60, TimeUnit.SECONDS)).isInstanceOf(HttpAnswer.class);
        host.before(() -> {
            together.countDown();
            try {
                together.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        for (Future<Object> one : start(carrier, 4)) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isInstanceOf(HttpAnswer.class);
        }

        assertThat(together.getCount()).isZero();
    }

    @Test
    void post_afterALoginThatNobodyJudged_isTheNextOnesTurn() throws Exception {
        ThreeLegsHost host = keep(ThreeLegsHost.sealing(runtime)).fine(1).then(Mishap.CUT);
        HttpCarrier carrier = carrier();

        List<Object> ends = new ArrayList<>();
        for (Future<Object> one : start(carrier, 3)) {
            ends.add(one.get(60, TimeUnit.SECONDS));
        }

        assertThat(ends).filteredOn(end -> end instanceof Fault).hasSize(1);
        assertThat(ends).filteredOn(end -> end instanceof HttpAnswer).hasSize(2);
        assertThat(host.connections.get()).isEqualTo(3);
    }

    @Test
    void post_whileAnotherLoginHangs_hearsDeadlineInterruptAndClose() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        keep(ThreeLegsHost.sealing(runtime)).always(Mishap.HANG).before(arrived::countDown);
        HttpCarrier carrier = carrier();
        Future<Object> hanging = start(carrier, 1).get(0);
        assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();

        Object late = post(carrier.channel(), Duration.ofMillis(300));
        CountDownLatch begun = new CountDownLatch(1);
        Thread[] waiter = new Thread[1];
        Future<Object> interrupted = workers.submit(() -> {
            waiter[0] = Thread.currentThread();
            begun.countDown();
            return post(carrier.channel(), LONG);
        });
        begun.await();
        waiter[0].interrupt();
        HttpChannel closing = carrier.channel();
        Future<Object> closed = workers.submit(() -> post(closing, LONG));
        closing.close();

        assertThat(late)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED));
        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isInstanceOf(Fault.class);
        assertThat(closed.get(60, TimeUnit.SECONDS)).isInstanceOf(Fault.class);
        assertThat(hanging.isDone()).isFalse();
    }

    private List<Future<Object>> start(HttpCarrier carrier, int channels) {
        List<Future<Object>> all = new ArrayList<>();
        for (int i = 0; i < channels; i++) {
            HttpChannel channel = carrier.channel();
            all.add(workers.submit(() -> post(channel, LONG)));
        }
        return all;
    }

    /** Returns the answer, or the fault. */
    private Object post(HttpChannel channel, Duration within) {
        try {
            return channel.post(envelopes.receive("S", "C", LONG), LONG, Deadline.in(within, runtime), 10_000);
        } catch (Fault fault) {
            return fault;
        }
    }

    private HttpCarrier carrier() {
        HttpCarrier carrier =
                HttpCarrier.by(ThreeLegs.sealing(), URI.create("http://hv1:5985/wsman"), Trust.platform(), runtime);
        open.add(0, carrier);
        return carrier;
    }

    private <T extends AutoCloseable> T keep(T it) {
        open.add(it);
        return it;
    }
}
