package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Secret;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.StubHost.Mishap;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPipelineState;
import io.quorate.winrm.psrp.PsResult;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.wsman.Envelopes;
import io.quorate.winrm.wsman.HttpCarrier;
import io.quorate.winrm.wsman.TestIdentity;
import io.quorate.winrm.wsman.TestRuntime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WinRmSessionTest {
    private static final PsPipeline ECHO = PsPipeline.of(PsCommand.of("Stub\\Echo"));
    private static final PsPipeline FAIL = PsPipeline.of(PsCommand.of("Stub\\Fail"));
    private static final PsPipeline HANG = PsPipeline.of(PsCommand.of("Stub\\Hang"));

    @TempDir
    static Path folder;

    private static TestIdentity hv1;

    private StubHost host;
    private TestRuntime runtime;
    private WinRmSession session;

    @BeforeAll
    static void makeCertificate() {
        hv1 = TestIdentity.create(folder, "hv1");
    }

    @BeforeEach
    void open() {
        host = new StubHost(hv1);
        runtime = new TestRuntime().route("hv1", host.port());
        session = session(SessionOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        session.close();
        host.close();
    }

    private WinRmSession session(SessionOptions options) {
        HttpCarrier carrier = new HttpCarrier(
                URI.create("https://hv1:5986/wsman"),
                Credentials.basic("admin", Secret.of("canary-canary")),
                hv1.authority(),
                runtime);
        return new WinRmSession(carrier, options, runtime);
    }

    private Deadline within(Duration time) {
        return Deadline.in(time, runtime);
    }

    private Deadline soon() {
        return within(Duration.ofSeconds(20));
    }

    @Test
    void run_first_opensThePoolWithCreateAndTwoReceivesAtMost() throws Exception {
        PsResult result = session.run(ECHO, soon());

        assertThat(result.state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(result.output()).containsExactly(PsValue.string("done"));
        List<String> before = host.actions().subList(0, host.actions().indexOf("Command"));
        assertThat(before).startsWith("Create", "PoolReceive").hasSizeLessThanOrEqualTo(4);
        host.await(it -> it.commands() == 0);
    }

    @Test
    void run_whenWarm_costsThreeRequestsAndTwoBeforeTheResult() throws Exception {
        session.run(ECHO, soon());
        host.await(it -> it.count("Signal") == 1 && it.count("PoolReceive") >= 2);
        int before = host.actions().size();

        session.run(ECHO, soon());

        assertThat(host.actions().subList(before, host.actions().size())).containsExactly("Command", "Receive");
        host.await(it -> it.count("Signal") == 2);
        assertThat(host.actions().subList(before, host.actions().size()))
                .containsExactly("Command", "Receive", "Signal");
        List<Integer> up = host.bytesUp().subList(before, before + 3);
        System.out.println("body bytes up of a warm command: " + up);
        assertThat(up.stream().mapToInt(Integer::intValue).sum()).isLessThan(6250);
    }

    @Test
    void run_manyTimes_leavesOneShellAndNothingElse() throws Exception {
        int many = Boolean.getBoolean("quorate.sweep") ? 1_100 : 110;
        for (int i = 0; i < many; i++) {
            session.run(ECHO, soon());
            assertThat(host.commands()).isLessThan(Releaser.BACKLOG + 4);
        }
        host.await(it -> it.commands() == 0);

        assertThat(host.shells()).isEqualTo(1);
        assertThat(host.count("Create")).isEqualTo(1);
        session.close();
        assertThat(host.shells()).isZero();
        assertThat(host.count("Signal")).isEqualTo(many);
        assertThat(host.count("Delete")).isEqualTo(1);
    }

    @Test
    void close_always_leavesNoThread() throws Exception {
        session.run(ECHO, soon());
        assertThat(ownThreads()).isNotEmpty().allMatch(Thread::isDaemon);

        session.close();

        for (Thread thread : ownThreads()) {
            thread.join(2000);
        }
        assertThat(ownThreads()).isEmpty();
    }

    @Test
    void close_whenNothingWasOpened_asksNothing() {
        session.close();

        assertThat(host.actions()).isEmpty();
        assertThat(fault(ECHO, soon()).phase()).isEqualTo(FaultPhase.NEVER_SENT);
    }

    @Test
    void run_whenThePipelineFails_isAResult() {
        PsResult result = session.run(FAIL, soon());

        assertThat(result.state()).isEqualTo(PsPipelineState.FAILED);
        assertThat(result.failure().exceptions().get(0).hresult()).isEqualTo(0x80070005);
    }

    @Test
    void run_whenTheHostAsksSomething_answersOnTheStreamForAnswers() {
        host.poolAsks();
        PsPipeline ask = new PsPipeline(
                List.of(List.of(PsCommand.of("Stub\\Ask"))), List.of(PsValue.string("a"), PsValue.string("b")));

        assertThat(session.run(ask, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);

        assertThat(host.fed())
                .containsExactly(
                        "pr RUNSPACEPOOL_HOST_RESPONSE",
                        "stdin PIPELINE_INPUT",
                        "stdin PIPELINE_INPUT",
                        "stdin END_OF_PIPELINE_INPUT",
                        "pr PIPELINE_HOST_RESPONSE");
    }

    @Test
    void run_whenTheShellIsGone_isRefusedAndTheNextOpensAnew() {
        session.run(ECHO, soon());
        host.restart();

        Fault fault = fault(ECHO, soon());
        PsResult again = session.run(ECHO, soon());

        assertThat(fault.phase()).isIn(FaultPhase.REFUSED, FaultPhase.NEVER_SENT);
        assertThat(again.state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(host.started()).hasSize(2);
        assertThat(host.count("Create")).isEqualTo(2);
    }

    @Test
    void run_whenTheShellIsDisconnected_isInDoubtAndTheNextOpensAnew() {
        session.run(ECHO, soon());
        host.nextStatus("Command", 400);

        Fault fault = fault(ECHO, soon());

        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(host.started()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 503})
    void run_whenNoReceiveFindsTheServiceThere_isInDoubt(int status) {
        session.run(ECHO, soon());
        int started = host.started().size();
        for (int i = 0; i < 3; i++) {
            host.nextStatus("Receive", status);
        }

        assertThat(fault(ECHO, soon()).phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(host.started()).hasSize(started + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "14", "1115", "1722", "1726", "3221225477", "2150859222", "1326", "2150859117"})
    void run_whenACommandIsAnsweredByACodeThatProvesNothing_isInDoubt(String code) {
        session.run(ECHO, soon());
        host.nextFault("Command", code);

        assertThat(fault(ECHO, soon()).phase()).isEqualTo(FaultPhase.UNANSWERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2150859204", "2150859206", "2150859213", "2150859230", "2150859174", "2150858843"})
    void run_whenTheShellIsGoneOrAnotherClients_isRefusedAndTheNextOpensAnew(String code) {
        session.run(ECHO, soon());
        host.nextFault("Command", code);

        assertThat(fault(ECHO, soon()).phase()).isEqualTo(FaultPhase.REFUSED);
        session.run(ECHO, soon());
        assertThat(host.count("Create")).isEqualTo(2);
    }

    @Test
    void run_whenAQuotaIsReached_isRefusedAndThePoolStays() {
        session.run(ECHO, soon());
        host.nextFault("Command", "2150859241");

        Fault fault = fault(ECHO, soon());

        assertThat(fault.phase()).isEqualTo(FaultPhase.REFUSED);
        assertThat(fault.kind()).isEqualTo(ErrorKind.BUSY);
        session.run(ECHO, soon());
        assertThat(host.count("Create")).isEqualTo(1);
    }

    @Test
    void run_whenCreateIsCut_neverLeft() throws Exception {
        host.next("Create", Mishap.CUT_AFTER);

        Fault fault = fault(ECHO, soon());

        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault.getMessage()).startsWith("while the session was opened");
        assertThat(host.started()).isEmpty();
        host.await(it -> it.shells() == 0);
    }

    @Test
    void run_whenTheCommandIsCut_isUnansweredAndNeverRepeated() throws Exception {
        for (Mishap mishap : new Mishap[] {Mishap.CUT_BEFORE, Mishap.CUT_AFTER}) {
            session.run(ECHO, soon());
            int started = host.started().size();
            long commands = host.count("Command");
            host.next("Command", mishap);

            Fault fault = fault(ECHO, soon());

            assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
            assertThat(host.count("Command")).isEqualTo(commands + 1);
            assertThat(host.started()).hasSize(started + (mishap == Mishap.CUT_AFTER ? 1 : 0));
        }
        session.run(ECHO, soon());
        host.await(it -> it.shells() == 1);
    }

    @Test
    void run_whenAReceiveIsCutBeforeItIsAnswered_asksAgain() {
        session.run(ECHO, soon());
        long receives = host.count("Receive");
        host.next("Receive", Mishap.CUT_BEFORE);

        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(host.count("Receive")).isEqualTo(receives + 2);
    }

    @Test
    void run_whenACommandIsForgottenWhileItRuns_isUnanswered() {
        host.nextFault("Receive", "2150858843");

        Fault fault = fault(ECHO, soon());

        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(fault.code()).isEqualTo("0x8033805B");
    }

    @Test
    void run_whenTheHostHangs_endsWithTheDeadline() {
        session.run(ECHO, soon());
        host.next("Command", Mishap.HANG);
        long before = System.nanoTime();

        Fault fault = fault(ECHO, within(Duration.ofSeconds(1)));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
    }

    @Test
    void run_whenThePipelineOutlivesTheDeadline_isStoppedFreedAndItsShellDeleted() throws Exception {
        session.run(ECHO, soon());
        long before = System.nanoTime();

        Fault fault = fault(HANG, within(Duration.ofSeconds(1)));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        host.await(it -> it.shells() == 0);
        List<String> after = host.actions()
                .subList(host.actions().indexOf("Stop"), host.actions().size());
        assertThat(after).containsSubsequence("Stop", "Receive", "Signal", "Delete");
        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
    }

    @Test
    void run_whenQuiet_asksAgainUntilItEnds() throws Exception {
        session.close();
        session = session(SessionOptions.DEFAULT.withQuiet(Duration.ofMillis(500)));
        try (RunningPipeline running = session.start(HANG, null, soon())) {
            assertThat(running.advance()).isTrue();
            assertThat(running.advance()).isTrue();
            running.stop();
            assertThat(running.result().state()).isEqualTo(PsPipelineState.STOPPED);
        }
        assertThat(host.count("Receive")).isGreaterThanOrEqualTo(3);
        host.await(it -> it.commands() == 0);
    }

    @Test
    void start_whenAnotherRuns_waitsForItsEndUntilTheDeadline() {
        try (RunningPipeline running = session.start(HANG, null, soon())) {
            Fault fault = fault(ECHO, within(Duration.ofMillis(200)));

            assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
            assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
            assertThat(running.state()).isEqualTo(PsPipelineState.RUNNING);
        }
        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
    }

    @Test
    void run_fromManyThreads_isSerialised() throws Exception {
        List<PsResult> results = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch done = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            new Thread(() -> {
                        for (int n = 0; n < 20; n++) {
                            results.add(session.run(ECHO, soon()));
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();

        assertThat(results).hasSize(160).allMatch(result -> result.state() == PsPipelineState.COMPLETED);
        assertThat(host.count("Create")).isEqualTo(1);
    }

    @Test
    void reset_whenTheProtocolHasIt_isAnswered() {
        session.run(ECHO, soon());

        session.reset(soon());

        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(host.count("Create")).isEqualTo(1);
    }

    @Test
    void open_whenTheHostIsOld_keepsTheSmallEnvelopeAndCannotReset() {
        host.speaking("2.1");
        session.open(soon());

        assertThat(session.maxEnvelope()).isEqualTo(Envelopes.SMALL_ENVELOPE);
        try {
            session.reset(soon());
        } catch (Fault fault) {
            assertThat(fault.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
            return;
        }
        throw new AssertionError("protocol 2.1 cannot reset");
    }

    @Test
    void open_whenTheHostIsNew_takesTheLargeEnvelope() {
        session.open(soon());

        assertThat(session.maxEnvelope()).isEqualTo(Envelopes.LARGE_ENVELOPE);
    }

    @Test
    void isAlive_afterARestart_isFalse() {
        assertThat(session.isAlive(soon())).isFalse();
        session.run(ECHO, soon());
        assertThat(session.isAlive(soon())).isTrue();
        host.restart();
        assertThat(session.isAlive(soon())).isFalse();
    }

    @Test
    void close_whileACommandRuns_endsItAndLeavesNothing() throws Exception {
        List<Fault> faults = Collections.synchronizedList(new ArrayList<>());
        Thread caller = new Thread(() -> faults.add(fault(HANG, soon())));
        caller.start();
        host.await(it -> it.count("Receive") == 1);

        session.close();

        caller.join(5000);
        assertThat(faults).singleElement().extracting(Fault::phase).isEqualTo(FaultPhase.UNANSWERED);
        assertThat(host.shells()).isZero();
    }

    @Test
    void run_whenAccessIsDeniedAtOpening_saysSoOnce() {
        host.nextFault("Create", "5");

        Fault fault = fault(ECHO, soon());

        assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.LASTING);
        assertThat(host.count("Create")).isEqualTo(1);
    }

    private Fault fault(PsPipeline pipeline, Deadline deadline) {
        try {
            session.run(pipeline, deadline);
        } catch (Fault fault) {
            assertThat(fault.toString()).doesNotContain("canary");
            return fault;
        }
        throw new AssertionError("no fault came");
    }

    private static List<Thread> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("quorate-"))
                .toList();
    }
}
