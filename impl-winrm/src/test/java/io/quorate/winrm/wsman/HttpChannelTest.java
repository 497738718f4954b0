package io.quorate.winrm.wsman;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Deadline;
import io.quorate.Trust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.auth.LoginScheme;
import io.quorate.winrm.wsman.ThreeLegsHost.Mishap;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins of several legs that belong to a connection and seal bodies, by a made-up scheme: the seams that NTLM, Kerberos and CredSSP need. */
class HttpChannelTest {
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private final TestRuntime runtime = new TestRuntime();
    private final Envelopes envelopes =
            new Envelopes("http://hv1:5985/wsman", WsManUris.powershell("Microsoft.PowerShell"), new Random(7));
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ThreeLegs scheme = ThreeLegs.sealing();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable it : open) {
            it.close();
        }
    }

    @Test
    void post_logsInOnOneConnection_andSealsEveryBody() throws Exception {
        ThreeLegsHost host = host();
        HttpChannel channel = channel(scheme);

        for (int i = 0; i < 3; i++) {
            ask(channel);
        }

        assertThat(host.story()).containsExactly("1:1", "1:2", "1:3", "1:sealed", "1:sealed", "1:sealed");
        assertThat(host.seen.subList(0, 3))
                .allSatisfy(leg -> assertThat(leg.length()).isZero());
        assertThat(host.seen.subList(3, 6))
                .allSatisfy(it -> assertThat(it.opened()).contains("<s:Envelope"));
        assertNothingUnsealed(host);
    }

    @Test
    void post_whenTheLastLegMayCarryTheRequest_savesAnExchange() throws Exception {
        ThreeLegsHost host = host();
        HttpChannel channel = channel(ThreeLegs.riding());

        ask(channel);
        ask(channel);

        assertThat(host.story()).containsExactly("1:1", "1:2", "1:3+", "1:sealed");
        assertNothingUnsealed(host);
    }

    @Test
    void post_overTls_tellsTheSchemeTheCertificate_andNeedsNoSeal() throws Exception {
        TestIdentity hv1 = TestIdentity.create(folder, "hv1");
        for (Trust trust : List.of(hv1.authority(), hv1.pin())) {
            ThreeLegsHost host = new ThreeLegsHost(
                    runtime,
                    hv1.server().getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress()),
                    false);
            open.add(host);
            ThreeLegs plain = ThreeLegs.plain();
            HttpCarrier carrier = HttpCarrier.by(plain, URI.create("https://hv1:5986/wsman"), trust, runtime);
            open.add(carrier);
            HttpChannel channel = carrier.channel();

            ask(channel);
            ask(channel);

            assertThat(host.story()).containsExactly("1:1", "1:2", "1:3+", "1:plain");
            assertThat(plain.peers).hasSize(1).allSatisfy(peer -> {
                assertThat(peer.host()).isEqualTo("hv1");
                assertThat(peer.port()).isEqualTo(5986);
                assertThat(peer.certificate()).isEqualTo(hv1.certificate());
            });
        }
    }

    @Test
    void post_whenTheConnectionIsAnotherOne_logsInAgainBeforeAnythingIsSealed() throws Exception {
        for (Mishap end : new Mishap[] {Mishap.CLOSE, Mishap.CUT_AFTER}) {
            ThreeLegsHost host = host().fine(3).then(end);
            HttpChannel channel = channel(scheme);

            ask(channel);
            runtime.later(Duration.ofSeconds(1));
            ask(channel);
            ask(channel);

            assertThat(host.story())
                    .as(end.toString())
                    .containsExactly("1:1", "1:2", "1:3", "1:sealed", "2:1", "2:2", "2:3", "2:sealed", "2:sealed");
            assertNothingUnsealed(host);
        }
    }

    @Test
    void post_overAnotherChannel_logsInByItself() throws Exception {
        ThreeLegsHost host = host();
        HttpCarrier carrier = carrier(scheme);
        HttpChannel channel = carrier.channel();
        HttpChannel other = carrier.channel();

        ask(channel);
        ask(other);
        ask(channel);

        assertThat(host.story())
                .containsExactly("1:1", "1:2", "1:3", "1:sealed", "2:1", "2:2", "2:3", "2:sealed", "1:sealed");
    }

    @Test
    void post_whenTheConnectionEndsBetweenLegs_beginsAnewOnTheNextOne() throws Exception {
        ThreeLegsHost host = host().fine(1).then(Mishap.CLOSE);

        ask(channel(scheme));

        assertThat(host.story()).containsExactly("1:1", "1:2", "2:1", "2:2", "2:3", "2:sealed");
        assertThat(scheme.ended).containsExactly("login 3");
    }

    @Test
    void post_whenNoConnectionLasts_givesUpAndSaysWhy() throws Exception {
        ThreeLegsHost host = host().always(Mishap.CLOSE);

        Fault fault = failure(channel(scheme), SHORT);

        assertThat(host.story()).containsExactly("1:1", "2:1", "3:1");
        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(fault).hasMessage("no connection to hv1:5985 lasted long enough to log in and ask");
        assertThat(fault.hint()).contains("load balancer");
        assertNothingUnsealed(host);
    }

    @Test
    void post_whenTheLoginIsForgottenInTheMiddle_logsInOnAFreshConnectionAndAsksOnceMore() throws Exception {
        TestIdentity hv1 = TestIdentity.create(folder, "hv1");
        ThreeLegsHost host = host(hv1).fine(4).then(Mishap.FORGET);
        HttpChannel channel = channel(hv1);

        ask(channel);
        ask(channel);

        assertThat(host.story())
                .containsExactly("1:1", "1:2", "1:3", "1:sealed", "1:sealed", "2:1", "2:2", "2:3", "2:sealed");
        assertThat(host.seen.get(8).opened()).isEqualTo(host.seen.get(4).opened());
        assertNothingUnsealed(host);
    }

    @Test
    void post_whenTheLoginIsForgottenEachTime_isRefused() throws Exception {
        TestIdentity hv1 = TestIdentity.create(folder, "hv1");
        ThreeLegsHost host = host(hv1).fine(3).then(Mishap.FORGET).fine(3).then(Mishap.FORGET);
        HttpChannel channel = channel(hv1);

        HttpAnswer answer = channel.post(receive(), SHORT, Deadline.in(SHORT, runtime), 10_000);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(host.story()).containsExactly("1:1", "1:2", "1:3", "1:sealed", "2:1", "2:2", "2:3", "2:sealed");
    }

    @Test
    void post_whenTheLoginIsRefused_isDeniedWithTheSchemesHint_andTheRequestNeverLeft() throws Exception {
        ThreeLegsHost host = host().refusing();
        HttpCarrier carrier = carrier(scheme);

        Fault fault = catchFault(() -> new WsManClient(carrier)
                .send(carrier.channel(), receive(), SHORT, Deadline.in(SHORT, runtime), 10_000));

        assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault).hasMessage("hv1:5985 refused the login; it offers ThreeLegs, Kerberos");
        assertThat(fault.hint()).isEqualTo("three legs of [ThreeLegs, Kerberos]");
        assertThat(host.story()).containsExactly("1:1", "1:2", "1:3");
        assertThat(scheme.ended).containsExactly("login 3");
    }

    @Test
    void post_whenTheLegsNeverEnd_isCutOff() throws Exception {
        ThreeLegsHost host = host().endless();

        Fault fault = failure(channel(scheme), SHORT);

        assertThat(host.seen).hasSize(10);
        assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault).hasMessage("hv1:5985 does not come to an end with the login: it wanted more than 10 legs");
        assertNothingUnsealed(host);
    }

    @Test
    void post_whenTheHostDoesNotProveItself_isUntrusted() throws Exception {
        ThreeLegsHost alone = host().fine(2).then(Mishap.NO_PROOF);

        Fault fault = failure(channel(scheme), SHORT);

        assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault).hasMessage("hv1:5985 let us in without proving who it is");
        assertThat(alone.seen).hasSize(3);

        host().fine(2).then(Mishap.NO_PROOF);
        assertThat(failure(channel(ThreeLegs.riding()), SHORT).phase()).isEqualTo(FaultPhase.UNANSWERED);
    }

    @Test
    void post_whenTheAnswerIsNotSealedOrTheSealIsBroken_isInDoubtAndLogsInAnew() throws Exception {
        for (Mishap mishap : new Mishap[] {Mishap.UNSEALED, Mishap.BROKEN}) {
            ThreeLegsHost host = host().fine(3).then(mishap);
            HttpChannel channel = channel(scheme);

            Fault fault = failure(channel, SHORT);

            assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
            assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
            assertThat(fault)
                    .hasMessage(
                            mishap == Mishap.UNSEALED
                                    ? "hv1:5985 answered HTTP 200 without the seal that the login agreed on"
                                    : "the seal of hv1:5985's answer is broken");
            ask(channel);
            assertThat(host.story()).containsExactly("1:1", "1:2", "1:3", "1:sealed", "2:1", "2:2", "2:3", "2:sealed");
        }
    }

    @Test
    void post_whenALegIsAnsweredByAnotherStatus_believesNothingOfItsBody() throws Exception {
        ThreeLegsHost unavailable = host().fine(2).then(Mishap.UNAVAILABLE);
        HttpAnswer answer = channel(scheme).post(receive(), SHORT, Deadline.in(SHORT, runtime), 10_000);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEmpty();
        assertThat(unavailable.seen).hasSize(3);

        host().fine(2).then(Mishap.ERROR);
        Fault fault = failure(channel(scheme), SHORT);
        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
        assertThat(fault).hasMessage("hv1:5985 answered the login with HTTP 500");
    }

    @Test
    void post_whenALegIsLost_neverLeft_andWhenTheRequestIsLost_isInDoubt() throws Exception {
        for (int legs = 0; legs < 3; legs++) {
            host().fine(legs).then(Mishap.CUT);
            Fault fault = failure(channel(scheme), SHORT);
            assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
            assertThat(fault)
                    .hasMessage("the login did not come to its end: the connection to hv1:5985 broke before the request"
                            + " was sent");
        }
        ThreeLegsHost host = host().fine(3).then(Mishap.CUT);
        HttpChannel channel = channel(scheme);
        assertThat(failure(channel, SHORT).phase()).isEqualTo(FaultPhase.UNANSWERED);
        ask(channel);
        assertThat(host.story()).containsExactly("1:1", "1:2", "1:3", "1:sealed", "2:1", "2:2", "2:3", "2:sealed");
    }

    @Test
    void post_whenTheDeadlineComesDuringALeg_neverLeft() throws Exception {
        for (int legs = 0; legs < 3; legs++) {
            Duration time = Duration.ofMillis(250);
            ThreeLegsHost host;
            Fault fault;
            Duration took;
            // A busy machine that does not come as far as that leg gets more time.
            do {
                time = time.multipliedBy(2);
                host = host().fine(legs).then(Mishap.HANG);
                long before = System.nanoTime();
                fault = failure(channel(scheme), time);
                took = Duration.ofNanos(System.nanoTime() - before);
            } while (host.seen.size() <= legs && time.compareTo(LONG) < 0);

            assertThat(took).isBetween(time.minusMillis(10), time.plus(LONG));
            assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
            assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
            assertThat(fault).hasMessageStartingWith("the login did not come to its end: ");
            assertThat(host.seen).hasSize(legs + 1);
        }
    }

    @Test
    void post_whenTheDeadlineIsOverBetweenLegs_saysNoMore() throws Exception {
        ThreeLegsHost host = host();
        host.before(() -> runtime.later(host.seen.size() == 2 ? Duration.ofMinutes(1) : Duration.ZERO));

        Fault fault = failure(channel(scheme), SHORT);

        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
        assertThat(host.seen).hasSize(2);
    }

    @Test
    void post_whenInterruptedDuringALeg_saysNoMore() throws Exception {
        ThreeLegsHost host = host();
        Thread asking = Thread.currentThread();
        host.before(() -> {
            if (host.seen.size() == 2) {
                asking.interrupt();
            }
        });
        try {
            Fault fault = failure(channel(scheme), SHORT);

            assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
            assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
            assertThat(fault).hasMessageContaining("interrupted while asking hv1:5985");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(host.seen).hasSize(2);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void close_duringALeg_endsItAtOnceAndForgetsTheKeys() throws Exception {
        CountDownLatch arrived = new CountDownLatch(2);
        host().fine(1).then(Mishap.HANG).before(arrived::countDown);
        HttpCarrier carrier = carrier(scheme);
        HttpChannel channel = carrier.channel();
        List<Fault> faults = new CopyOnWriteArrayList<>();
        Thread asking = new Thread(() -> faults.add(failure(channel, Duration.ofMinutes(1))));
        asking.start();
        assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();

        carrier.close();

        asking.join(30_000);
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(faults.get(0)).hasMessage("the login did not come to its end: the session to hv1:5985 was closed");
        assertThat(scheme.ended).containsExactly("login 2");
        assertThat(failure(channel, SHORT)).hasMessage("the session to hv1:5985 is closed");
    }

    @Test
    void close_betweenRequests_forgetsTheKeys() throws Exception {
        host();
        HttpChannel channel = channel(scheme);
        ask(channel);
        assertThat(scheme.ended).isEmpty();

        channel.close();

        assertThat(scheme.ended).containsExactly("login 3");
    }

    @Test
    void post_ofIdentify_needsNoLogin() throws Exception {
        ThreeLegsHost host = host();
        HttpChannel channel = channel(scheme);

        HttpAnswer answer = channel.post(Envelopes.identify(), SHORT, Deadline.in(SHORT, runtime), 10_000);

        assertThat(answer.status()).isEqualTo(401); // this host wants a login even so
        assertThat(host.raw).hasSize(1);
        assertThat(host.raw.get(0)).contains("WSMANIDENTIFY: unauthenticated").doesNotContain("Authorization");
        assertThat(scheme.peers).isEmpty();
    }

    private static void assertNothingUnsealed(ThreeLegsHost host) {
        assertThat(host.raw).isNotEmpty().allSatisfy(it -> assertThat(it).doesNotContain("Envelope"));
    }

    private ThreeLegsHost host() throws Exception {
        ThreeLegsHost host = ThreeLegsHost.sealing(runtime);
        open.add(host);
        return host;
    }

    /** One behind TLS, which vouches for what it answers. */
    private ThreeLegsHost host(TestIdentity identity) throws Exception {
        ThreeLegsHost host = new ThreeLegsHost(
                runtime,
                identity.server().getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress()),
                true);
        open.add(host);
        return host;
    }

    private HttpChannel channel(TestIdentity identity) {
        HttpCarrier carrier =
                HttpCarrier.by(scheme, URI.create("https://hv1:5986/wsman"), (Trust) identity.authority(), runtime);
        open.add(0, carrier);
        return carrier.channel();
    }

    private HttpCarrier carrier(LoginScheme with) {
        HttpCarrier carrier = HttpCarrier.by(with, URI.create("http://hv1:5985/wsman"), Trust.platform(), runtime);
        open.add(0, carrier);
        return carrier;
    }

    private HttpChannel channel(LoginScheme with) {
        return carrier(with).channel();
    }

    private Envelope receive() {
        return envelopes.receive("S", "C", SHORT);
    }

    private void ask(HttpChannel channel) {
        Envelope envelope = receive();
        HttpAnswer answer = channel.post(envelope, SHORT, Deadline.in(SHORT, runtime), 10_000);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("answer to " + envelope.xml().length());
    }

    private Fault failure(HttpChannel channel, Duration within) {
        return catchFault(() -> channel.post(receive(), SHORT, Deadline.in(within, runtime), 10_000));
    }

    private static Fault catchFault(Runnable action) {
        try {
            action.run();
        } catch (Fault fault) {
            return fault;
        }
        throw new AssertionError("no fault came");
    }
}
