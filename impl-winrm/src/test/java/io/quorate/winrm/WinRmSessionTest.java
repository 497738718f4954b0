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
import io.quorate.winrm.psrp.RunspacePoolOptions;
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
        return within(Duration.ofMinutes(1));
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
        int many = Boolean.getBoolean("quorate.sweep") ? 1_100 : 40;
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
            thread.join(60_000);
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
    void run_whenTheShellIsGone_goesOnInANewOneAtOnce() {
        session.run(ECHO, soon());
        host.restart();

        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
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
        runtime.skipPauses();
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
    @ValueSource(strings = {"2150859206", "2150859213", "2150858843"})
    void run_whenTheShellIsGoneOrAnotherClients_goesOnInANewOneAtOnce(String code) throws Exception {
        session.run(ECHO, soon());
        host.nextFault("Command", code);

        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(host.count("Create")).isEqualTo(2);
        assertThat(host.started()).hasSize(2);
        host.await(it -> it.shells() == 1);
    }

    @Test
    void run_whenTheNewShellIsGoneToo_isRefused() {
        session.run(ECHO, soon());
        host.nextFault("Command", "2150858843");
        host.nextFault("Command", "2150858843");

        assertThat(fault(ECHO, soon()).phase()).isEqualTo(FaultPhase.REFUSED);
        assertThat(host.count("Command")).isEqualTo(3);
    }

    @Test
    void run_whenTheOperationsAreUsedUp_isRefusedAndTheNextOpensAnew() {
        session.run(ECHO, soon());
        host.nextFault("Command", "2150859174");

        Fault fault = fault(ECHO, soon());

        assertThat(fault.phase()).isEqualTo(FaultPhase.REFUSED);
        assertThat(fault.hint())
                .contains("MaxConcurrentOperationsPerUser", "WSMan:\\localhost\\Plugin\\Microsoft.PowerShell\\Quotas")
                .contains("restart");
        session.run(ECHO, soon());
        assertThat(host.count("Create")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2150859204", "2150859230"})
    void run_whenTheHostSaysThatTheShellIsDisconnected_looksAndGoesOnInIt(String code) {
        session.run(ECHO, soon());
        host.nextFault("Command", code);

        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(host.count("Create")).isEqualTo(1);
        assertThat(host.started()).hasSize(2);
    }

    @Test
    void run_whenTheShellWasDisconnected_isReconnectedAndNobodyNotices() throws Exception {
        session.run(ECHO, soon());
        host.disconnect();

        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(host.count("Create")).isEqualTo(1);
        assertThat(host.count("Reconnect")).isGreaterThanOrEqualTo(1);
        long parked = host.count("PoolReceive");
        session.run(ECHO, soon());
        host.await(it -> it.count("PoolReceive") >= parked);
    }

    @Test
    void run_whenTheShellIsDisconnectedUnderACommand_takesShellAndCommandUpAgain() throws Exception {
        session.run(ECHO, soon());
        // Its end is told in the background; a disconnected shell would not hear it.
        host.await(it -> it.commands() == 0);
        long asked = host.count("Receive");
        try (RunningPipeline running = session.start(HANG, null, soon())) {
            Thread stopper = new Thread(() -> {
                try {
                    // Only who is asking when it happens is told, and takes its command up again.
                    host.await(it -> it.count("Receive") > asked);
                    host.disconnect();
                    host.await(it -> it.count("Reconnect") >= 2);
                    running.stop();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            stopper.start();
            assertThat(running.result().state()).isEqualTo(PsPipelineState.STOPPED);
            stopper.join();
        }
        assertThat(host.count("Create")).isEqualTo(1);
        host.await(it -> it.commands() == 0);
    }

    @Test
    void run_whenTheDisconnectedShellIsAnotherClientsNow_opensAnew() throws Exception {
        session.run(ECHO, soon());
        host.nextFault("Reconnect", "2150859213");
        host.nextFault("Reconnect", "2150859213");
        host.disconnect();

        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(host.count("Create")).isEqualTo(2);
    }

    @Test
    void run_whenTheQuotaIsFullOfEndedCommands_waitsUntilTheyAreFreed() {
        session.run(ECHO, soon());
        host.nextFault("Command", "2150859241");

        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);

        assertThat(host.count("Create")).isEqualTo(1);
        assertThat(host.count("Command")).isEqualTo(3);
    }

    @Test
    void run_whenAQuotaIsReached_isRefusedAndThePoolStays() {
        session.run(ECHO, soon());
        host.nextFault("Command", "2150859241");
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

        Fault fault = lateFault(ECHO);

        assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
    }

    @Test
    void run_whenThePipelineOutlivesTheDeadline_isStoppedFreedAndItsShellDeleted() throws Exception {
        session.run(ECHO, soon());

        Fault fault = lateFault(HANG);

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
    void run_afterALongSleep_looksBeforeItSends_andReconnects() throws Exception {
        session.run(ECHO, soon());
        host.await(it -> it.count("PoolReceive") >= 2);
        int before = host.actions().size();
        host.disconnect();
        runtime.later(Duration.ofMinutes(30));

        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);

        List<String> after = host.actions().subList(before, host.actions().size());
        assertThat(after).containsSubsequence("Get", "Reconnect", "Command");
        assertThat(host.count("Create")).isEqualTo(1);
        assertThat(host.started()).hasSize(2);
    }

    @Test
    void run_whenTheHostsAddressHasChanged_findsItThere() {
        session.run(ECHO, soon());
        try (StubHost moved = new StubHost(hv1)) {
            host.close();
            runtime.route("hv1", moved.port());
            runtime.later(Duration.ofSeconds(1));

            assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
            assertThat(moved.count("Create")).isEqualTo(1);
            session.close();
        }
    }

    private WinRmSession ofMany(int runspaces) {
        session.close();
        session = session(SessionOptions.DEFAULT.withRunspaces(RunspacePoolOptions.upTo(runspaces)));
        return session;
    }

    @Test
    void start_whenThereAreRunspaces_runsBesideALongOne_andTheNextWaits() throws Exception {
        ofMany(3);
        try (RunningPipeline one = session.start(HANG, null, soon());
                RunningPipeline two = session.start(HANG, null, soon())) {
            for (int i = 0; i < 5; i++) {
                assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
            }
            try (RunningPipeline three = session.start(HANG, null, soon())) {
                Fault fault = fault(ECHO, within(Duration.ofMillis(200)));
                assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
                assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
            }
        }
        host.await(it -> it.shells() == 0);
        assertThat(host.count("Create")).isEqualTo(1);
    }

    @Test
    void run_whenOneOfSeveralIsLost_theOthersEnd_andTheShellIsDeletedAfterTheLast() throws Exception {
        ofMany(3);
        session.run(ECHO, soon());
        try (RunningPipeline other = session.start(HANG, null, soon())) {
            host.next("Command", Mishap.CUT_AFTER);
            assertThat(fault(ECHO, soon()).phase()).isEqualTo(FaultPhase.UNANSWERED);

            assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
            assertThat(host.shells())
                    .as("the old one with the other, and a new one")
                    .isEqualTo(2);
            other.stop();
            assertThat(other.result().state()).isEqualTo(PsPipelineState.STOPPED);
        }
        host.await(it -> it.shells() == 1);
        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(host.count("Create")).isEqualTo(2);
    }

    @Test
    void run_whenSeveralAreLost_eachIsStoppedAndTheShellDeleted() throws Exception {
        ofMany(4);
        session.run(ECHO, soon());
        RunningPipeline one = session.start(HANG, null, soon());
        RunningPipeline two = session.start(HANG, null, soon());
        RunningPipeline three = session.start(HANG, null, soon());
        one.close();
        two.close();
        host.await(it -> it.count("Stop") == 2);
        assertThat(host.shells()).isEqualTo(1);

        three.close();

        host.await(it -> it.shells() == 0);
        assertThat(host.count("Stop")).isEqualTo(3);
        assertThat(host.count("Delete")).isEqualTo(1);
    }

    @Test
    void run_whenManyFindNoPool_oneOpensItForAll() throws Exception {
        ofMany(8);
        assertThat(atOnce(8)).hasSize(8).allMatch("COMPLETED"::equals);
        assertThat(host.count("Create")).isEqualTo(1);
    }

    @Test
    void run_whenManyFindNoPoolAndTheLoginIsRefused_itIsSpentOnce() throws Exception {
        ofMany(8);
        host.next("Create", Mishap.HANG);
        CountDownLatch waiting = new CountDownLatch(1);
        Thread opener = new Thread(() -> {
            waiting.countDown();
            fault(ECHO, within(Duration.ofMillis(1500)));
        });
        opener.start();
        waiting.await();
        host.await(it -> it.count("Create") == 1);
        host.nextStatus("Create", 401);
        assertThat(atOnce(7)).hasSize(7).allMatch("ACCESS_DENIED"::equals);
        opener.join();
        assertThat(host.count("Create")).isEqualTo(2);
    }

    /** Runs so many at the same time; returns how each ended. */
    private List<String> atOnce(int many) throws Exception {
        List<String> results = Collections.synchronizedList(new ArrayList<>());
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            callers.add(new Thread(() -> {
                try {
                    results.add(session.run(ECHO, soon()).state().name());
                } catch (Fault fault) {
                    results.add(fault.kind().name());
                }
            }));
        }
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            caller.join();
        }
        return results;
    }

    @Test
    void reset_whenThereAreSeveralRunspaces_theNextOpensAnew() throws Exception {
        ofMany(3);
        session.run(ECHO, soon());

        session.reset(soon());

        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(host.count("Create")).isEqualTo(2);
        host.await(it -> it.shells() == 1);
    }

    @Test
    void run_whenEndedCommandsCannotBeFreed_changesTheShellBelowTheQuota() throws Exception {
        int many = 60;
        for (int i = 0; i < many; i++) {
            host.nextFault("Signal", "2150859174");
        }
        for (int i = 0; i < many; i++) {
            session.run(ECHO, soon());
        }
        host.await(it -> it.count("Signal") >= 50 && it.count("Create") >= 1);
        host.await(it -> it.count("Delete") == 1);
        session.run(ECHO, soon());
        assertThat(host.count("Create")).isEqualTo(2);
    }

    @Test
    void run_fromManyThreads_isSerialised() throws Exception {
        List<PsResult> results = Collections.synchronizedList(new ArrayList<>());
        int each = Boolean.getBoolean("quorate.sweep") ? 20 : 5;
        CountDownLatch done = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            new Thread(() -> {
                        for (int n = 0; n < each; n++) {
                            results.add(session.run(ECHO, soon()));
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();

        assertThat(results).hasSize(8 * each).allMatch(result -> result.state() == PsPipelineState.COMPLETED);
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

        caller.join(60_000);
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

    /** Has a second; what a busy machine has not asked in that is asked once more, with twice the time. Returns how that ended, in its time. */
    private Fault lateFault(PsPipeline pipeline) {
        long before = host.count("Command");
        for (Duration time = Duration.ofSeconds(1); ; time = time.multipliedBy(2)) {
            long began = System.nanoTime();
            Fault fault = fault(pipeline, within(time));
            if (host.count("Command") > before || time.toSeconds() > 20) {
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(time.plusSeconds(20));
                return fault;
            }
        }
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
