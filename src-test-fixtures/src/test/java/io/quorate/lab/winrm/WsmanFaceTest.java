package io.quorate.lab.winrm;

import static io.quorate.lab.winrm.WireClient.SHELL;
import static io.quorate.lab.winrm.WireClient.assertOk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.lab.http.HttpLimits;
import io.quorate.lab.http.HttpListener;
import io.quorate.lab.http.RawHttpClient;
import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** WS-Man at the wire: answers, faults, quotas and time limits. */
class WsmanFaceTest {
    private static final PsPipeline HELLO = PsPipeline.of(PsCommand.of("Microsoft.PowerShell.Utility\\Write-Output"));

    private FaceFixture lab;

    @BeforeEach
    void start() throws IOException {
        lab = fixture(WinRmSettings.defaults());
    }

    private static FaceFixture fixture(WinRmSettings settings) throws IOException {
        return new FaceFixture(settings, OsVersion.WS2019, LabTime.Mode.VIRTUAL, (pipeline, sink, session) -> {
            sink.output(PsValue.string("hello"));
            sink.ended(PipelineSink.State.COMPLETED, null);
        });
    }

    @AfterEach
    void stop() {
        lab.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("quorate-lab-"));
    }

    private static void assertFault(RawHttpClient.Response response, String subcode, long code) {
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text())
                .contains("<s:Subcode><s:Value>" + subcode + "</s:Value></s:Subcode>")
                .contains("Code=\"" + code + "\"");
    }

    // log-in

    @Test
    void identify_withoutCredentials_tellsTheStack() throws IOException {
        try (RawHttpClient client = lab.connect()) {
            client.write("POST /wsman HTTP/1.1\r\nWSMANIDENTIFY: unauthenticated\r\nContent-Length: 0\r\n\r\n");
            RawHttpClient.Response response = client.response();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text())
                    .contains("<wsmid:ProductVendor>Microsoft Corporation</wsmid:ProductVendor>")
                    .contains("<wsmid:ProductVersion>OS: 0.0.0 SP: 0.0 Stack: 3.0</wsmid:ProductVersion>");
        }
        assertThat(lab.face.traffic().requests("Identify")).isEqualTo(1);
    }

    @Test
    void login_whenRefused_listsTheSchemesAndKeepsTheConnection() throws IOException {
        try (RawHttpClient client = lab.connect()) {
            for (String pair : List.of(
                    "Administrator:wrong", "nobody:P:ss w0rd", "LAB\\Administrator:P:ss w0rd", "Administrator", "")) {
                String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
                client.write(
                        "POST /wsman HTTP/1.1\r\nAuthorization: Basic " + basic + "\r\nContent-Length: 2\r\n\r\nxx");
                RawHttpClient.Response response = client.response();
                assertThat(response.status()).isEqualTo(401);
                assertThat(response.header("WWW-Authenticate"))
                        .containsExactly("Negotiate", "Kerberos", "Basic realm=\"WSMAN\"");
            }
        }
        assertThat(lab.face.traffic().refusedLogins()).isEqualTo(5);
        assertThat(lab.listener.traffic().connections()).isEqualTo(1);
    }

    @Test
    void login_withHostNameBeforeTheUser_isAccepted() throws IOException {
        for (String user : List.of("administrator", "HV1\\Administrator", ".\\Administrator")) {
            try (WireClient client = new WireClient(lab.connect(), user, "P:ss w0rd")) {
                client.open();
                assertOk(client.post(client.deleteEnvelope()));
            }
        }
    }

    @Test
    void plainHttp_isRefusedEvenWithTheRightPassword() throws IOException {
        HttpListener plain = new HttpListener("HV1", 0, null, HttpLimits.defaults(), lab.face);
        plain.up();
        try (WireClient client = new WireClient(RawHttpClient.plain(plain.port()), "Administrator", "P:ss w0rd")) {
            assertThat(client.post(client.createEnvelope("2.3")).status()).isEqualTo(500);
            assertThat(lab.face.openShells()).isZero();
        } finally {
            plain.close();
        }
    }

    @Test
    void request_elsewhereOrOtherwise_isRefused() throws IOException {
        try (RawHttpClient client = lab.connect()) {
            client.write("POST /other HTTP/1.1\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(404);
            client.write("GET /wsman HTTP/1.1\r\n\r\n");
            assertThat(client.response().status()).isEqualTo(405);
        }
    }

    // checks

    @Test
    void request_withBadHeaders_isAnsweredWithItsFault() throws IOException {
        try (WireClient client = lab.client()) {
            client.open();
            assertFault(client.post("<a>not soap</a>"), "w:SchemaValidationError", 2150858817L);
            assertFault(
                    client.post("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"), "w:SchemaValidationError", 2150858817L);
            client.operationTimeout = "PT-1S";
            RawHttpClient.Response negative = client.post(client.receiveEnvelope(null));
            assertFault(negative, "a:InvalidMessageInformationHeader", 2150858767L);
            assertThat(negative.text())
                    .contains("<a:RelatesTo>" + client.lastMessageId + "</a:RelatesTo>")
                    .contains("PT-1S");
            client.operationTimeout = "PT20S";
            client.maxEnvelope = "600000";
            assertFault(client.post(client.receiveEnvelope(null)), "w:EncodingLimit", 2150858823L);
            client.maxEnvelope = "512000";
            assertFault(client.post(client.envelope(SHELL + "/Receive", "", "")), "w:InvalidSelectors", 2150858842L);
            assertFault(
                    client.post(client.envelope(SHELL + "/Dance", client.selectors(), "")),
                    "w:ActionMismatch",
                    2150858801L);
            RawHttpClient.Response must = client.post(client.envelope(
                    SHELL + "/Receive",
                    client.selectors() + "<x:New xmlns:x=\"urn:x\" s:mustUnderstand=\"true\"/>",
                    ""));
            assertThat(must.status()).isEqualTo(500);
            assertThat(must.text())
                    .contains("<s:Value>s:MustUnderstand</s:Value>")
                    .contains("Code=\"2150858768\"");
            assertFault(
                    client.post(client.envelope(SHELL + "/Receive", client.selectors(), "<rsp:Nothing/>")),
                    "w:SchemaValidationError",
                    2150858817L);
        }
    }

    @Test
    void unknownShellCommandOrConfiguration_isAnsweredWithItsFault() throws IOException {
        try (WireClient client = lab.client()) {
            assertFault(client.post(client.receiveEnvelope(null)), "w:InvalidSelectors", 2150858843L);
            assertFault(client.post(client.getShellEnvelope()), "w:InvalidSelectors", 2150858843L);
            client.resource = "http://schemas.microsoft.com/powershell/Microsoft.Exchange";
            assertFault(client.post(client.createEnvelope("2.3")), "a:DestinationUnreachable", 2150858811L);
            client.resource = WireClient.POWERSHELL;
            client.open();
            assertFault(
                    client.post(client.receiveEnvelope(UUID.randomUUID().toString())),
                    "w:InvalidSelectors",
                    2150858843L);
            assertFault(client.post(client.createEnvelope("2.3")), "w:AlreadyExists", 2150858803L);
            assertOk(client.post(client.getShellEnvelope()));
        }
    }

    @Test
    void attributes_qualifiedOrPlain_areUnderstood() throws IOException {
        try (WireClient client = lab.client()) {
            client.open();
            UUID id = UUID.randomUUID();
            assertOk(client.post(client.commandEnvelope(id, HELLO)
                    .replace("<rsp:CommandLine CommandId", "<rsp:CommandLine rsp:CommandId")));
            RawHttpClient.Response output = assertOk(client.post(client.receiveEnvelope(id.toString())
                    .replace("<rsp:DesiredStream CommandId", "<rsp:DesiredStream rsp:CommandId")));
            assertThat(output.text()).contains("CommandId=\"" + id + "\"");
        }
    }

    @Test
    void faultTexts_areLocalised_codesAreNot() throws IOException {
        lab.close();
        lab = fixture(WinRmSettings.defaults().withLocale("de-DE"));
        try (WireClient client = lab.client()) {
            RawHttpClient.Response response = client.post(client.getShellEnvelope());
            assertFault(response, "w:InvalidSelectors", 2150858843L);
            assertThat(response.text())
                    .contains(
                            "<s:Text xml:lang=\"de-DE\">Der WS-Verwaltungsdienst kann die Anforderung nicht verarbeiten");
        }
    }

    @Test
    void faultCodes_ofEveryKind_areTheSameInEveryLanguage() {
        for (FaultKind kind : FaultKind.values()) {
            WsmanFault fault = WsmanFault.of(kind, 7);
            String english =
                    new String(Envelope.fault(fault, new UUID(1, 2), null, "en-US", "HV1"), StandardCharsets.UTF_8);
            String german =
                    new String(Envelope.fault(fault, new UUID(1, 2), null, "de-DE", "HV1"), StandardCharsets.UTF_8);
            assertThat(german).isNotEqualTo(english);
            assertThat(codes(german)).isEqualTo(codes(english)).isNotEmpty();
        }
    }

    private static List<String> codes(String fault) {
        return Pattern.compile("<s:Value>[^<]*|Code=\"\\d+\"|<w:FaultDetail>[^<]*")
                .matcher(fault)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void maxEnvelope_is150On2008R2And500Later() throws IOException {
        for (OsVersion os : OsVersion.values()) {
            lab.close();
            lab = new FaceFixture(WinRmSettings.defaults(), os, LabTime.Mode.VIRTUAL, (pipeline, sink, session) -> {});
            int limit = os == OsVersion.WS2008R2 ? 150 : 500;
            try (WireClient client = lab.client()) {
                client.resource = "http://schemas.microsoft.com/wbem/wsman/1/config";
                String get = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
                assertThat(assertOk(client.post(client.envelope(get, "", ""))).text())
                        .contains("<cfg:MaxEnvelopeSizekb>" + limit + "</cfg:MaxEnvelopeSizekb>");
                client.maxEnvelope = Integer.toString(limit * 1024 + 1);
                assertFault(client.post(client.envelope(get, "", "")), "w:EncodingLimit", 2150858823L);
                client.maxEnvelope = Integer.toString(limit * 1024);
                String big = "<x>" + "y".repeat(limit * 1024) + "</x>";
                assertFault(client.post(client.envelope(get, "", big)), "w:EncodingLimit", 2150858805L);
            }
        }
    }

    @Test
    void quotas_areThoseOfWindows() {
        assertThat(WinRmSettings.defaults().maxShellsPerUser()).isEqualTo(25);
        assertThat(WinRmSettings.defaults().maxCommandsPerShell()).isEqualTo(1000);
        assertThat(WinRmSettings.defaults().minimumOperationTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(WinRmSettings.defaults().receiveGap()).isEqualTo(Duration.ofMinutes(4));
    }

    // time limits

    @Test
    void receive_whenQuiet_timesOutInTheLabsTime() throws IOException {
        try (WireClient client = lab.client()) {
            client.open();
            client.send(client.receiveEnvelope(null));
            awaitParked(1);
            lab.world.time().advance(Duration.ofSeconds(19));
            assertThat(lab.face.traffic().get(WinRmFace.PARKED_RECEIVES)).isEqualTo(1);
            lab.world.time().advance(Duration.ofSeconds(2));
            assertFault(client.http().response(), "w:TimedOut", 2150858793L);
            client.operationTimeout = "PT0.1S";
            client.send(client.receiveEnvelope(null));
            awaitParked(1);
            lab.world.time().advance(Duration.ofMillis(400));
            assertThat(lab.face.traffic().get(WinRmFace.PARKED_RECEIVES)).isEqualTo(1);
            lab.world.time().advance(Duration.ofMillis(200));
            assertFault(client.http().response(), "w:TimedOut", 2150858793L);
        }
    }

    private void awaitParked(long count) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (lab.face.traffic().get(WinRmFace.PARKED_RECEIVES) != count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(lab.face.traffic().get(WinRmFace.PARKED_RECEIVES)).isEqualTo(count);
    }

    @Test
    void shell_whenIdleTooLong_isGone() throws IOException {
        lab.close();
        lab = fixture(WinRmSettings.defaults().withReceiveGap(Duration.ofDays(1)));
        try (WireClient client = lab.client()) {
            client.open();
            lab.world.time().advance(Duration.ofMinutes(119));
            assertOk(client.post(client.getShellEnvelope()));
            lab.world.time().advance(Duration.ofMinutes(121));
            assertThat(lab.face.openShells()).isZero();
            assertFault(client.post(client.receiveEnvelope(null)), "w:InvalidSelectors", 2150858843L);
        }
    }

    @Test
    void shell_withoutReceiveForFourMinutes_isDisconnected() throws IOException {
        try (WireClient client = lab.client()) {
            client.open();
            lab.world.time().advance(Duration.ofSeconds(239));
            assertThat(client.run(HELLO)).hasSize(2);
            lab.world.time().advance(Duration.ofSeconds(241));
            assertThat(client.post(client.commandEnvelope(UUID.randomUUID(), HELLO))
                            .status())
                    .isEqualTo(400);
            assertThat(assertOk(client.post(client.getShellEnvelope())).text())
                    .contains("<rsp:State>Disconnected</rsp:State>");
            assertOk(client.post(client.deleteEnvelope()));
        }
    }

    @Test
    void shell_disconnected_isReconnectedByItsClient_andKeepsItsCommands() throws IOException {
        try (WireClient client = lab.client()) {
            client.open();
            assertOk(client.post(
                    client.envelope(WireClient.SHELL + "/Disconnect", client.selectors(), "<rsp:Disconnect/>")));
            assertThat(assertOk(client.post(client.getShellEnvelope())).text())
                    .contains("<rsp:State>Disconnected</rsp:State>");
            assertThat(client.post(client.commandEnvelope(UUID.randomUUID(), HELLO))
                            .status())
                    .isEqualTo(400);

            assertOk(client.post(client.envelope(WireClient.SHELL + "/Reconnect", client.selectors(), "")));

            assertThat(assertOk(client.post(client.getShellEnvelope())).text())
                    .contains("<rsp:State>Connected</rsp:State>");
            assertThat(client.run(HELLO)).hasSize(2);
            assertFault(
                    client.post(client.envelope(
                            WireClient.SHELL + "/Reconnect",
                            client.selectors(),
                            "<rsp:Reconnect CommandId=\"" + UUID.randomUUID() + "\"/>")),
                    "w:InvalidSelectors",
                    2150858843L);
        }
    }

    // quotas

    @Test
    void create_beyondTheShellQuota_isRefusedWithCodeAndText() throws IOException {
        lab.close();
        lab = fixture(WinRmSettings.defaults().withMaxShellsPerUser(3));
        List<WireClient> clients = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            WireClient client = lab.client();
            client.open();
            clients.add(client);
        }
        try (WireClient client = lab.client()) {
            RawHttpClient.Response refused = client.post(client.createEnvelope("2.3"));
            assertFault(refused, "w:QuotaLimit", 2150859173L);
            assertThat(refused.text()).contains("maximum number of 3 concurrent shells");
            assertOk(clients.get(0).post(clients.get(0).deleteEnvelope()));
            assertOk(client.post(client.createEnvelope("2.3")));
        }
        for (WireClient client : clients) {
            client.close();
        }
    }

    @Test
    void commands_countUntilTheyAreTerminated() throws IOException {
        lab.close();
        lab = fixture(WinRmSettings.defaults().withMaxCommandsPerShell(2));
        try (WireClient client = lab.client()) {
            client.open();
            UUID first = client.start(HELLO);
            client.finish(first);
            client.finish(client.start(HELLO));
            assertFault(client.post(client.commandEnvelope(UUID.randomUUID(), HELLO)), "w:InternalError", 2150859241L);
            assertThat(lab.face.openCommands()).isEqualTo(2);
            assertOk(client.post(client.signalEnvelope(first, WireClient.TERMINATE)));
            client.finish(client.start(HELLO));
        }
    }

    // connections

    @Test
    void receive_whenItsAnswerIsLost_isAnsweredAgain() throws IOException {
        try (WireClient client = lab.client()) {
            client.open();
            UUID id = client.start(HELLO);
            String receive = client.receiveEnvelope(id.toString());
            lab.faults.onAction("Receive").resetAfter();
            assertThatThrownBy(() -> client.post(receive)).isInstanceOf(IOException.class);
            try (WireClient again = lab.client()) {
                again.shellId = client.shellId;
                assertThat(again.messages(assertOk(again.post(receive)))).hasSize(2);
            }
        }
    }

    @Test
    void receive_whenItsClientGoes_leavesNothingParked() throws IOException {
        try (WireClient client = lab.client()) {
            client.open();
            client.send(client.receiveEnvelope(null));
            awaitParked(1);
        }
        awaitParked(0);
    }

    @Test
    void chunkedRequest_isUnderstood() throws IOException {
        try (WireClient client = lab.client()) {
            byte[] body = client.createEnvelope("2.3").getBytes(StandardCharsets.UTF_8);
            String basic =
                    Base64.getEncoder().encodeToString("Administrator:P:ss w0rd".getBytes(StandardCharsets.UTF_8));
            client.http()
                    .write("POST /wsman?PSVersion=7 HTTP/1.1\r\nAuthorization: Basic " + basic
                            + "\r\nContent-Type: application/soap+xml\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + Integer.toHexString(body.length) + "\r\n");
            client.http().write(body);
            client.http().write("\r\n0\r\n\r\n");
            assertOk(client.http().response());
        }
    }

    @Test
    void powerOff_resetsEverything_bootStartsWithoutShells() throws IOException {
        try (WireClient client = lab.client()) {
            client.open();
            client.send(client.receiveEnvelope(null));
            awaitParked(1);
            lab.listener.down();
            lab.face.powerOff();
            assertThatThrownBy(() -> client.http().response()).isInstanceOf(IOException.class);
        }
        assertThat(lab.face.openShells()).isZero();
        lab.listener.up();
        try (WireClient client = lab.client()) {
            assertThat(client.open()).isNotEmpty();
            assertOk(client.post(client.deleteEnvelope()));
        }
        assertThat(lab.face.traffic().requests("Create")).isEqualTo(2);
    }
}
