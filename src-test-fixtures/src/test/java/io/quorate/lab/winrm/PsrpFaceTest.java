package io.quorate.lab.winrm;

import static io.quorate.lab.winrm.WireClient.assertOk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.lab.http.RawHttpClient;
import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.winrm.psrp.PipelineCodec;
import io.quorate.winrm.psrp.PipelineOptions;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsStream;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpMessage;
import io.quorate.winrm.psrp.PsrpMessageType;
import io.quorate.winrm.psrp.PsrpVersion;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server side of PSRP, through WS-Man. */
class PsrpFaceTest {
    private static final PsPipeline HELLO =
            PsPipeline.of(PsCommand.of("M\\Get-Hello").with("Name", "x"));
    private static final PsPipeline WAIT = PsPipeline.of(PsCommand.of("M\\Wait-Hello"));

    private final AtomicInteger effects = new AtomicInteger();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private FaceFixture lab;

    @BeforeEach
    void start() throws IOException {
        lab = fixture(OsVersion.WS2022);
    }

    private FaceFixture fixture(OsVersion os) throws IOException {
        return new FaceFixture(WinRmSettings.defaults(), os, LabTime.Mode.VIRTUAL, this::script);
    }

    private void script(PsPipeline pipeline, PipelineSink sink, FaceFixture.Session session)
            throws InterruptedException {
        if (pipeline.statements().get(0).get(0).name().equals("M\\Wait-Hello")) {
            sink.output(PsValue.string("before"));
            waiting.countDown();
            lab.world.time().poll("stop", session::stopped, null, Duration.ofSeconds(20));
            sink.ended(PipelineSink.State.STOPPED, null);
            return;
        }
        effects.incrementAndGet();
        pipeline.input().forEach(sink::output);
        sink.output(PsValue.string("hello from " + session.caller().user()));
        sink.output(null);
        sink.record(PsStream.WARNING, PsValue.string("careful"));
        sink.ended(PipelineSink.State.COMPLETED, null);
    }

    @AfterEach
    void stop() {
        lab.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("quorate-lab-"));
    }

    @Test
    void open_negotiatesAndTellsTheVersions() throws IOException {
        try (WireClient client = lab.client()) {
            List<PsrpMessage> opening = client.open();
            assertThat(opening)
                    .extracting(PsrpMessage::type)
                    .containsExactly(
                            PsrpMessageType.SESSION_CAPABILITY,
                            PsrpMessageType.APPLICATION_PRIVATE_DATA,
                            PsrpMessageType.RUNSPACEPOOL_STATE);
            assertThat(opening.get(0).runspacePoolId()).isEqualTo(PsrpMessage.NONE);
            assertThat(opening.get(1).runspacePoolId()).isEqualTo(client.pool);
            assertThat(lab.face.traffic().requests("Receive")).isEqualTo(2);
        }
    }

    @Test
    void open_withAnOlderVersion_agreesOnIt() throws IOException {
        for (var expected : List.of(
                List.of(OsVersion.WS2022, "2.3", "2.3"),
                List.of(OsVersion.WS2022, "2.2", "2.2"),
                List.of(OsVersion.WS2012R2, "2.3", "2.2"),
                List.of(OsVersion.WS2008R2, "2.3", "2.1"))) {
            lab.close();
            lab = fixture((OsVersion) expected.get(0));
            try (WireClient client = lab.client()) {
                String created = assertOk(client.post(client.createEnvelope((String) expected.get(1))))
                        .text();
                client.shellId = created.replaceAll("(?s).*<w:Selector Name=\"ShellId\">([^<]*)<.*", "$1");
                assertThat(client.shellId.equals(client.pool.toString().toUpperCase(Locale.ROOT)))
                        .isEqualTo(expected.get(0) != OsVersion.WS2008R2);
                PsObject capability =
                        (PsObject) Messages.value(client.messages(assertOk(client.post(client.receiveEnvelope(null))))
                                .get(0));
                assertThat(capability.property("protocolversion").primitive().value())
                        .isEqualTo(expected.get(2));
            }
        }
    }

    @Test
    void messages_beginWithAByteOrderMark_andAnswersRelateToTheirRequest() throws IOException {
        try (WireClient client = lab.client()) {
            assertOk(client.post(client.createEnvelope("2.3")));
            RawHttpClient.Response answer = assertOk(client.post(client.receiveEnvelope(null)));
            assertThat(answer.text()).contains("<a:RelatesTo>" + client.lastMessageId + "</a:RelatesTo>");
            String fragment = answer.text().replaceAll("(?s).*?<rsp:Stream [^>]*>([^<]*)<.*", "$1");
            byte[] bytes = Base64.getDecoder().decode(fragment);
            int body = 21 + 40; // headers of the fragment and of the message, [MS-PSRP] 2.2.4 and 2.2.1
            assertThat(Arrays.copyOfRange(bytes, body, body + 3))
                    .isEqualTo(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        }
    }

    @Test
    void pipeline_costsThreeRequests_andLeavesNothing() throws IOException {
        try (WireClient client = lab.client()) {
            client.open();
            long before = lab.listener.traffic().requests();
            List<PsrpMessage> messages = client.run(HELLO);
            assertThat(lab.listener.traffic().requests() - before).isEqualTo(3);
            assertThat(messages)
                    .extracting(PsrpMessage::type)
                    .containsExactly(
                            PsrpMessageType.PIPELINE_OUTPUT,
                            PsrpMessageType.PIPELINE_OUTPUT,
                            PsrpMessageType.WARNING_RECORD,
                            PsrpMessageType.PIPELINE_STATE);
            assertThat(Messages.value(messages.get(0))).isEqualTo(PsValue.string("hello from HV1\\Administrator"));
            assertThat(messages.get(1).body().length()).isZero();
            assertThat(WireClient.state(messages)).isEqualTo(4);
            assertThat(lab.face.openCommands()).isZero();
            assertOk(client.post(client.deleteEnvelope()));
            assertThat(lab.face.openShells()).isZero();
        }
    }

    @Test
    void pipeline_underARunAsConfiguration_hasADelegatableCaller() throws IOException {
        try (WireClient client = lab.client()) {
            client.open();
            client.run(HELLO);
            assertThat(lab.sessions.get(0).caller().delegatable()).isFalse();
        }
        try (WireClient client = lab.client()) {
            client.resource = "http://schemas.microsoft.com/powershell/quorate.delegated";
            client.open();
            List<PsrpMessage> messages = client.run(HELLO);
            assertThat(lab.sessions.get(1).caller().delegatable()).isTrue();
            assertThat(Messages.value(messages.get(0))).isEqualTo(PsValue.string("hello from LAB\\svc"));
        }
    }

    @Test
    void scriptText_isRefusedAndCounted() throws IOException {
        try (WireClient client = lab.client()) {
            client.open();
            PsObject create = PipelineCodec.encode(HELLO, PipelineOptions.of(PsrpVersion.V2_3));
            PsObject shell = (PsObject) create.property("PowerShell");
            PsObject command =
                    (PsObject) ((PsObject) shell.property("Cmds")).items().get(0);
            command.extended()
                    .replaceAll(p -> p.name().equals("IsScript")
                            ? new io.quorate.winrm.psrp.PsProperty("IsScript", PsValue.bool(true))
                            : p);
            UUID id = UUID.randomUUID();
            assertOk(client.post(client.commandEnvelope(id, create)));
            List<PsrpMessage> messages = client.finish(id);
            assertThat(WireClient.state(messages)).isEqualTo(5);
            PsObject error = (PsObject) ((PsObject) Messages.value(messages.get(0))).property("ExceptionAsErrorRecord");
            assertThat(error.property("FullyQualifiedErrorId")).isEqualTo(PsValue.string("ScriptsNotAllowed"));
            assertThat(lab.face.traffic().get(WinRmFace.SCRIPTS)).isEqualTo(1);
            assertThat(effects).hasValue(0);
        }
    }

    @Test
    void input_isFedBeforeThePipelineRuns() throws IOException {
        try (WireClient client = lab.client()) {
            client.open();
            UUID id = client.start(new PsPipeline(HELLO.statements(), List.of(PsValue.int32(1))));
            assertOk(client.post(client.sendEnvelope(
                    id,
                    WireClient.concat(
                            client.fragments(PsrpMessageType.PIPELINE_INPUT, id, PsValue.int32(1)),
                            client.fragments(PsrpMessageType.PIPELINE_INPUT, id, PsValue.int32(2)),
                            client.fragments(PsrpMessageType.END_OF_PIPELINE_INPUT, id, PsNil.NIL)))));
            List<PsrpMessage> messages = client.finish(id);
            assertThat(Messages.value(messages.get(0))).isEqualTo(PsValue.int32(1));
            assertThat(Messages.value(messages.get(1))).isEqualTo(PsValue.int32(2));
        }
    }

    @Test
    void stop_spelledAsWindowsDoes_endsGracefully() throws Exception {
        try (WireClient client = lab.client()) {
            client.open();
            UUID id = client.start(WAIT);
            assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
            assertOk(client.post(client.signalEnvelope(id, WireClient.STOP)));
            List<PsrpMessage> messages = client.finish(id);
            assertThat(WireClient.state(messages)).isEqualTo(3);
            assertThat(Messages.value(messages.get(0))).isEqualTo(PsValue.string("before"));
            PsObject error = (PsObject) ((PsObject) Messages.value(messages.get(1))).property("ExceptionAsErrorRecord");
            assertThat(error.property("FullyQualifiedErrorId")).isEqualTo(PsValue.string("PipelineStopped"));
        }
    }

    @Test
    void stop_spelledOtherwise_closesTheCommandHard() throws Exception {
        try (WireClient client = lab.client()) {
            client.open();
            UUID id = client.start(WAIT);
            assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
            assertOk(client.post(client.signalEnvelope(id, WireClient.STOP.replace("crtl", "ctrl"))));
            assertThat(client.post(client.receiveEnvelope(id.toString())).text())
                    .contains("2150858843");
        }
    }

    @Test
    void pool_answersRunspaceMessages() throws IOException {
        try (WireClient client = lab.client()) {
            client.open();
            assertThat(ask(client, PsrpMessageType.GET_AVAILABLE_RUNSPACES, new PsObject()))
                    .isEqualTo(PsValue.int32(1));
            assertThat(ask(client, PsrpMessageType.RESET_RUNSPACE_STATE, new PsObject()))
                    .isEqualTo(PsValue.bool(true));
            assertThat(ask(
                            client,
                            PsrpMessageType.SET_MAX_RUNSPACES,
                            new PsObject().with("MaxRunspaces", PsValue.int32(4))))
                    .isEqualTo(PsValue.bool(true));
            assertThat(ask(
                            client,
                            PsrpMessageType.SET_MIN_RUNSPACES,
                            new PsObject().with("MinRunspaces", PsValue.int32(5))))
                    .isEqualTo(PsValue.bool(false));
            assertThat(ask(client, PsrpMessageType.RESET_RUNSPACE_STATE, new PsObject()))
                    .isEqualTo(PsValue.bool(false));
        }
    }

    private static PsValue ask(WireClient client, PsrpMessageType type, PsObject body) throws IOException {
        assertOk(client.post(client.sendEnvelope(
                null, client.fragments(type, PsrpMessage.NONE, body.with("ci", PsValue.int64(9))))));
        PsObject answer = (PsObject) Messages.value(client.messages(assertOk(client.post(client.receiveEnvelope(null))))
                .get(0));
        assertThat(answer.property("ci")).isEqualTo(PsValue.int64(9));
        return answer.property("SetMinMaxRunspacesResponse");
    }

    @Test
    void longPipeline_underTheSkippingClock_takesNoTime() throws IOException {
        lab.close();
        lab = new FaceFixture(WinRmSettings.defaults(), OsVersion.WS2022, LabTime.Mode.SKIPPING, (p, sink, session) -> {
            assertThat(lab.world.await("a failover", () -> false, Duration.ofMinutes(30)))
                    .isFalse();
            sink.ended(PipelineSink.State.COMPLETED, null);
        });
        try (WireClient client = lab.client()) {
            client.open();
            UUID id = client.start(HELLO);
            Duration before = lab.world.time().now();
            int timeouts = 0;
            String answer;
            do {
                answer = client.post(client.receiveEnvelope(id.toString())).text();
                timeouts += answer.contains("2150858793") ? 1 : 0;
            } while (answer.contains("2150858793"));
            assertThat(answer).contains("CommandState/Done");
            assertThat(timeouts).isLessThanOrEqualTo(90);
            assertThat(lab.world.time().now().minus(before)).isBetween(Duration.ZERO, Duration.ofMinutes(31));
        }
    }

    @Test
    void bigOutput_fitsTheClientsEnvelopes() throws IOException {
        lab.close();
        String text = "x".repeat(400_000);
        lab = new FaceFixture(WinRmSettings.defaults(), OsVersion.WS2022, LabTime.Mode.VIRTUAL, (p, sink, session) -> {
            sink.output(PsValue.string(text));
            sink.output(PsValue.string("end"));
            sink.ended(PipelineSink.State.COMPLETED, null);
        });
        try (WireClient client = lab.client()) {
            client.open();
            client.maxEnvelope = "8192";
            UUID id = client.start(HELLO);
            List<PsrpMessage> messages = new java.util.ArrayList<>();
            String answer;
            do {
                var response = assertOk(client.post(client.receiveEnvelope(id.toString())));
                assertThat(response.body().length).isLessThanOrEqualTo(8192);
                messages.addAll(client.messages(response));
                answer = response.text();
            } while (!answer.contains("CommandState/Done"));
            assertThat(Messages.value(messages.get(0))).isEqualTo(PsValue.string(text));
            assertThat(WireClient.state(messages)).isEqualTo(4);
        }
    }

    // faults

    @Test
    void faults_beforeExecution_leaveNoEffect() throws IOException {
        lab.faults.on("Get-Hello").resetBefore();
        try (WireClient client = lab.client()) {
            client.open();
            assertThatThrownBy(() -> client.start(HELLO)).isInstanceOf(IOException.class);
        }
        assertThat(effects).hasValue(0);
        lab.faults.on("Get-Hello").quota();
        try (WireClient client = lab.client()) {
            client.open();
            assertThat(client.post(client.commandEnvelope(UUID.randomUUID(), HELLO))
                            .text())
                    .contains("2150859174");
            assertThat(effects).hasValue(0);
            client.run(HELLO);
            assertThat(effects).hasValue(1);
        }
        lab.faults.any().host("HV1").refused();
        assertThatThrownBy(lab::client).isInstanceOf(IOException.class);
        lab.client().close();
        assertThat(lab.faults.pending()).isEmpty();
    }

    @Test
    void faults_afterExecution_leaveOneEffect() throws IOException {
        lab.faults.on("Get-Hello").resetAfter();
        try (WireClient client = lab.client()) {
            client.open();
            assertThatThrownBy(() -> client.start(HELLO)).isInstanceOf(IOException.class);
        }
        assertThat(effects).hasValue(1);
    }

    @Test
    void faultLate_executesAfterItsDelay() throws IOException {
        lab.faults.on("Get-Hello").late(Duration.ofSeconds(30));
        try (WireClient client = lab.client()) {
            client.open();
            assertThatThrownBy(() -> client.start(HELLO)).isInstanceOf(IOException.class);
            lab.world.time().advance(Duration.ofSeconds(29));
            assertThat(effects).hasValue(0);
            lab.world.time().advance(Duration.ofSeconds(2));
            awaitEffects(1);
        }
    }

    @Test
    void faultLostAnswer_executesOnceAndStaysSilent() throws Exception {
        lab.faults.on("Get-Hello").lostAnswer();
        try (WireClient client = lab.client()) {
            client.open();
            client.send(client.commandEnvelope(UUID.randomUUID(), HELLO));
            awaitEffects(1);
            lab.world.time().advance(Duration.ofHours(1));
            client.http().patience(Duration.ofMillis(300));
            assertThatThrownBy(() -> client.http().response()).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(effects).hasValue(1);
        assertThat(lab.faults.pending()).isEmpty();
    }

    @Test
    @Timeout(120)
    void faultHung_onReceive_leavesThePipelineAndAnotherReceiveGetsItsOutput() throws Exception {
        lab.faults.onAction("Receive").nth(3).hung();
        try (WireClient client = lab.client()) {
            client.open();
            UUID id = client.start(HELLO);
            client.send(client.receiveEnvelope(id.toString().toUpperCase(Locale.ROOT)));
            while (!lab.faults.pending().isEmpty()) {
                Thread.onSpinWait();
            }
            try (WireClient second = lab.client()) {
                second.shellId = client.shellId;
                assertThat(WireClient.state(second.finish(id))).isEqualTo(4);
            }
        }
        assertThat(effects).hasValue(1);
    }

    private void awaitEffects(int count) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (effects.get() < count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(effects).hasValue(count);
    }

    @Test
    void faultHung_neverAnswersAndDoesNothing() throws Exception {
        lab.faults.on("Get-Hello").hung();
        try (WireClient client = lab.client()) {
            client.open();
            client.send(client.commandEnvelope(UUID.randomUUID(), HELLO));
            lab.world.time().advance(Duration.ofHours(1));
        }
        assertThat(effects).hasValue(0);
    }
}
