package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.ServerSide;
import io.quorate.winrm.wsman.HttpCarrier;
import io.quorate.winrm.wsman.TestIdentity;
import io.quorate.winrm.wsman.TestRuntime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whatever a host answers: a command ends by its deadline, in the right phase, and neither thread nor shell stays behind. */
class HostileHostTest {
    private static final PsPipeline ECHO = PsPipeline.of(PsCommand.of("Stub\\Echo"));
    private static final PsPipeline HANG = PsPipeline.of(PsCommand.of("Stub\\Hang"));
    private static final boolean SWEEP = Boolean.getBoolean("quorate.sweep");
    private static final Duration TIME = Duration.ofSeconds(2);

    /** For what ends by its deadline and not before, in a session that is open. */
    private static final Duration BRIEF = Duration.ofMillis(700);

    private static final String CANARY = "canary-canary";
    private static final String OTHERS = "<r:Stream Name=\"stdout\" CommandId=\"OTHER\">AAAA</r:Stream>";
    private static final String RUNNING = "<r:CommandState State=\"x/CommandState/Running\"/>";
    private static final String DONE = "<r:CommandState State=\"x/CommandState/Done\"/>";

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
        HttpCarrier carrier = new HttpCarrier(
                URI.create("https://hv1:5986/wsman"),
                Credentials.basic("admin", Secret.of(CANARY)),
                hv1.authority(),
                runtime);
        session = new WinRmSession(carrier, SessionOptions.DEFAULT, runtime);
    }

    @AfterEach
    void close() throws Exception {
        session.close();
        host.close();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("quorate-")) {
                thread.join(60_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    @Test
    void run_whenReceivesSayNothingAtOnce_endsWithTheDeadlineWithoutAStorm() throws Exception {
        runtime.skipPauses();

        Fault fault = against("Receive", number -> received(RUNNING));

        assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
        assertThat(host.count("Receive")).isLessThan(60);
    }

    @Test
    void run_whenFragmentsNeverEnd_endsWithTheDeadline() throws Exception {
        Fault fault = against(BRIEF, "Receive", number -> received(stream(ServerSide.emptyFragment(number))));

        assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
    }

    @Test
    void run_whenAFragmentComesTwice_isABadReply() throws Exception {
        Fault fault = against(
                "Receive",
                number -> received(stream(ServerSide.emptyFragment(0)).repeat(2)));

        assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
    }

    @Test
    void run_whenOutputOfAnotherCommandComes_passesItOver() throws Exception {
        session.run(ECHO, soon());
        host.answering("Receive", number -> number > 0 ? null : received(OTHERS));

        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(host.count("Create")).as("the pool is kept").isEqualTo(1);
    }

    @Test
    void run_whenOutputOfOtherCommandsComesForEver_endsWithTheDeadlineWithoutAStorm() throws Exception {
        runtime.skipPauses();

        Fault fault = against("Receive", number -> received(OTHERS));

        assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
        assertThat(host.count("Receive")).isLessThan(60);
    }

    @Test
    void open_whenOutputOfACommandComesToThePool_passesItOver() throws Exception {
        host.answering("PoolReceive", number -> number > 0 ? null : received(OTHERS));

        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
    }

    @Test
    void run_whenAnotherCommandIsDone_goesOn() throws Exception {
        runtime.skipPauses();

        Fault fault = against(
                "Receive", number -> received("<r:CommandState CommandId=\"OTHER\" State=\"x/CommandState/Done\"/>"));

        assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
        assertThat(host.count("Receive")).isLessThan(60);
    }

    @Test
    void run_whenWhatIsOthersComesInBetween_isAResult() {
        assertThat(session.run(PsPipeline.of(PsCommand.of("Stub\\Noisy")), soon())
                        .output())
                .containsExactly(PsValue.string("done"));
        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(host.count("Create")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE s [",
                "<!DOCTYPE s ['<!X>\u0000&#0;<?pi x?>",
                "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body>",
                "no XML at all",
                ""
            })
    void open_whenTheAnswerToCreateIsHostile_deletesTheShell(String answer) throws Exception {
        host.nextRaw("Create", answer);

        Fault fault = fault(ECHO);

        assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        host.await(it -> it.count("Delete") > 0 && it.shells() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2150859174", "1726", "1722", "3221225477", "4711"})
    void run_whenTheShellIsBroken_givesItUp(String code) throws Exception {
        session.run(ECHO, soon());
        host.nextFault("Command", code);

        fault(ECHO);

        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
        assertThat(host.count("Create")).isEqualTo(2);
        host.await(it -> it.shells() == 1);
    }

    @Test
    void run_whenTheCommandIsDoneButNotThePipeline_isABadReply() throws Exception {
        Fault fault = against("Receive", number -> received(DONE));

        assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
        assertThat(fault).hasMessageContaining("the command is done, but its pipeline did not end");
    }

    @Test
    void run_whenThePipelineEndsButTheCommandIsNotDone_isAResultAndFreed() throws Exception {
        assertThat(session.run(PsPipeline.of(PsCommand.of("Stub\\NeverDone")), soon())
                        .state())
                .isEqualTo(PsPipelineState.COMPLETED);

        host.await(it -> it.commands() == 0);
    }

    @Test
    void run_whenAReceiveIsRefusedByHttp_isUnansweredAndStopped() throws Exception {
        for (int status : SWEEP ? new int[] {200, 307, 400, 401, 403, 429, 500, 502} : new int[] {200, 401, 502}) {
            session.run(ECHO, soon());
            int before = host.actions().size();
            host.nextStatus("Receive", status);

            Fault fault = fault(HANG);

            assertThat(fault.phase()).as("HTTP %d", status).isEqualTo(FaultPhase.UNANSWERED);
            assertThat(fault.code()).isEqualTo("HTTP " + status);
            host.await(it -> it.shells() == 0);
            assertThat(host.actions().subList(before, host.actions().size()))
                    .containsSubsequence("Command", "Receive", "Stop", "Signal", "Delete");
        }
    }

    @Test
    void run_whenTheServiceIsAwayForAReceive_asksAgain() throws Exception {
        for (int status : new int[] {404, 503}) {
            session.run(ECHO, soon());
            host.nextStatus("Receive", status);

            assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
        }
        assertThat(host.count("Create")).isEqualTo(1);
    }

    @Test
    void run_whenACommandIsRefusedByHttp_isInDoubtAndThePoolIsGivenUp() throws Exception {
        int[] statuses =
                SWEEP ? new int[] {200, 307, 400, 401, 403, 404, 405, 429, 500, 503} : new int[] {200, 401, 405, 503};
        for (int status : statuses) {
            session.run(ECHO, soon());
            host.nextStatus("Command", status);

            Fault fault = fault(ECHO);

            assertThat(fault.phase()).as("HTTP %d", status).isEqualTo(FaultPhase.UNANSWERED);
            assertThat(fault.code()).isEqualTo("HTTP " + status);
            host.await(it -> it.shells() == 0);
        }
        assertThat(host.started()).hasSize(statuses.length);
    }

    @Test
    void run_whenTheStandingReceiveIsAnsweredAtOnce_makesNoStorm() throws Exception {
        session.run(ECHO, soon());
        host.answering("PoolReceive", number -> received(""));
        long before = host.count("PoolReceive");
        session.run(ECHO, soon());
        host.next("Command", Mishap.HANG);

        fault(ECHO, BRIEF);

        assertThat(host.count("PoolReceive") - before).isLessThan(60);
    }

    @Test
    void open_whenThePoolNeverOpens_endsWithTheDeadlineAndDeletesTheShell() throws Exception {
        runtime.skipPauses();
        host.answering("PoolReceive", number -> received(""));

        Fault fault = fault(ECHO);

        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
        assertThat(host.count("PoolReceive")).isLessThan(60);
        host.await(it -> it.shells() == 0);
        assertThat(host.count("Delete")).isEqualTo(1);
    }

    @Test
    void open_whenTheHostHangs_endsWithTheDeadlineAndDeletesTheShell() throws Exception {
        host.next("PoolReceive", Mishap.HANG);

        Fault fault = fault(ECHO, Duration.ofSeconds(1));
        for (int seconds = 2; host.count("PoolReceive") == 0 && seconds < 40; seconds *= 2) {
            // A busy machine that has not come as far as that gets more time.
            fault = fault(ECHO, Duration.ofSeconds(seconds));
        }

        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        host.await(it -> it.count("Delete") == it.count("Create") && it.shells() == 0);
        assertThat(host.count("Delete")).isPositive();
        assertThat(session.run(ECHO, soon()).state()).isEqualTo(PsPipelineState.COMPLETED);
    }

    @Test
    void close_whileThePoolOpens_endsTheCallerAndDeletesTheShell() throws Exception {
        host.next("PoolReceive", Mishap.HANG);
        List<Fault> faults = new CopyOnWriteArrayList<>();
        Thread caller =
                new Thread(() -> faults.add(catchThrowableOfType(Fault.class, () -> session.run(ECHO, soon()))));
        caller.start();
        host.await(it -> it.count("PoolReceive") == 1);

        session.close();

        caller.join(60_000);
        assertThat(faults).singleElement().extracting(Fault::phase).isEqualTo(FaultPhase.NEVER_SENT);
        host.await(it -> it.shells() == 0);
    }

    @Test
    void logs_atTrace_holdNoSecret() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("io.quorate");
        ListAppender<ILoggingEvent> seen = new ListAppender<>();
        Level level = logger.getLevel();
        logger.setLevel(Level.TRACE);
        logger.addAppender(seen);
        seen.start();
        PsCommand secret = PsCommand.of("Stub\\Echo").with("Password", CANARY).with("Names", List.of(CANARY));
        try {
            session.run(PsPipeline.of(secret), soon());
            host.nextStatus("Command", 401);
            fault(PsPipeline.of(secret));
            host.next("Command", Mishap.CUT_AFTER);
            fault(PsPipeline.of(secret));
            host.await(it -> it.shells() == 0);
        } finally {
            logger.detachAppender(seen);
            logger.setLevel(level);
        }
        String token = Base64.getEncoder().encodeToString(("admin:" + CANARY).getBytes(StandardCharsets.UTF_8));
        assertThat(List.copyOf(seen.list))
                .hasSizeGreaterThan(5)
                .allSatisfy(event -> assertThat(event.getFormattedMessage() + event.getThrowableProxy())
                        .doesNotContain(CANARY)
                        .doesNotContain(token)
                        .doesNotContain("Envelope"));
    }

    /** Runs a command against a host that answers so; afterwards nothing may be left there. */
    private Fault against(String action, IntFunction<String> body) throws Exception {
        return against(TIME, action, body);
    }

    private Fault against(Duration time, String action, IntFunction<String> body) throws Exception {
        session.run(ECHO, soon());
        host.answering(action, body);
        long before = host.count("Command");

        Fault fault = fault(HANG, time);
        for (Duration more = time; host.count("Command") == before && more.toSeconds() < 30; ) {
            // A busy machine that has not asked in that time gets more.
            more = more.multipliedBy(2);
            fault = fault(HANG, more);
        }

        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        host.await(it -> it.shells() == 0);
        return fault;
    }

    private Fault fault(PsPipeline pipeline) {
        return fault(pipeline, TIME);
    }

    private Fault fault(PsPipeline pipeline, Duration time) {
        long before = System.nanoTime();
        try {
            session.run(pipeline, Deadline.in(time, runtime));
        } catch (Fault fault) {
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(time.plusSeconds(30));
            assertThat(fault.toString()).doesNotContain("canary");
            return fault;
        }
        throw new AssertionError("no fault came");
    }

    private Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1), runtime);
    }

    private static String received(String content) {
        return "<r:ReceiveResponse xmlns:r=\"x\">" + content + "</r:ReceiveResponse>";
    }

    private static String stream(byte[] bytes) {
        return "<r:Stream Name=\"stdout\">" + Base64.getEncoder().encodeToString(bytes) + "</r:Stream>";
    }
}
