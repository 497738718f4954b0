package io.quorate.lab.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.http.RawHttpClient;
import io.quorate.winrm.psrp.Clixml;
import io.quorate.winrm.psrp.Defragmenter;
import io.quorate.winrm.psrp.Fragmenter;
import io.quorate.winrm.psrp.PipelineCodec;
import io.quorate.winrm.psrp.PipelineOptions;
import io.quorate.winrm.psrp.PsBytes;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpDestination;
import io.quorate.winrm.psrp.PsrpFragment;
import io.quorate.winrm.psrp.PsrpLimits;
import io.quorate.winrm.psrp.PsrpMessage;
import io.quorate.winrm.psrp.PsrpMessageType;
import io.quorate.winrm.psrp.PsrpVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Speaks WS-Man and PSRP by hand: text templates and codecs, no state machine. */
final class WireClient implements AutoCloseable {
    static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer/";
    static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    static final String POWERSHELL = "http://schemas.microsoft.com/powershell/Microsoft.PowerShell";
    static final String TERMINATE = SHELL + "/signal/terminate";
    static final String STOP = "http://schemas.microsoft.com/powershell/signal/crtl_c";

    private final RawHttpClient http;
    private final String authorization;
    private final Fragmenter fragmenter = new Fragmenter();
    private final Defragmenter defragmenter = Defragmenter.forPool(PsrpLimits.DEFAULT);
    final UUID pool = UUID.randomUUID();
    String resource = POWERSHELL;
    String shellId = pool.toString().toUpperCase(Locale.ROOT);
    String operationTimeout = "PT20S";
    String maxEnvelope = "153600";
    String lastMessageId = "";

    WireClient(RawHttpClient http, String user, String password) {
        this.http = http;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    RawHttpClient http() {
        return http;
    }

    /** Another client, on a connection of its own, of the same shell. */
    WireClient sibling(RawHttpClient other) {
        WireClient sibling = new WireClient(other, "", "");
        sibling.shellId = shellId;
        return sibling;
    }

    RawHttpClient.Response post(String body) throws IOException {
        send(body);
        return http.response();
    }

    void send(String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("POST /wsman HTTP/1.1\r\nHost: hv1\r\nAuthorization: " + authorization
                        + "\r\nContent-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: " + bytes.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head);
        out.write(bytes);
        http.write(out.toByteArray());
    }

    String envelope(String action, String extraHeaders, String body) {
        lastMessageId = "uuid:" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
        return envelope(action, lastMessageId, extraHeaders, body);
    }

    String envelope(String action, String messageId, String extraHeaders, String body) {
        return "<s:Envelope xmlns:rsp=\"" + SHELL + "\" xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\""
                + " xmlns:wsa=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
                + " xmlns:wsman=\"http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd\""
                + " xmlns:wsmv=\"http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd\"><s:Header>"
                + "<wsa:Action s:mustUnderstand=\"true\">" + action + "</wsa:Action>"
                + "<wsman:MaxEnvelopeSize s:mustUnderstand=\"true\">" + maxEnvelope + "</wsman:MaxEnvelopeSize>"
                + "<wsa:MessageID>" + messageId + "</wsa:MessageID>"
                + "<wsman:OperationTimeout>" + operationTimeout + "</wsman:OperationTimeout>"
                + "<wsa:ReplyTo><wsa:Address s:mustUnderstand=\"true\">http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"
                + "</wsa:Address></wsa:ReplyTo><wsman:ResourceURI s:mustUnderstand=\"true\">" + resource
                + "</wsman:ResourceURI><wsa:To>https://hv1:5986/wsman</wsa:To>" + extraHeaders
                + "</s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
    }

    String selectors() {
        return "<wsman:SelectorSet><wsman:Selector Name=\"ShellId\">" + shellId
                + "</wsman:Selector></wsman:SelectorSet>";
    }

    // bodies

    String createEnvelope(String protocol) {
        return createEnvelope(protocol, 1, 1);
    }

    String createEnvelope(String protocol, int min, int max) {
        byte[] opening = concat(
                fragments(PsrpMessageType.SESSION_CAPABILITY, PsrpMessage.NONE, capability(protocol)),
                fragments(
                        PsrpMessageType.INIT_RUNSPACEPOOL,
                        PsrpMessage.NONE,
                        new PsObject()
                                .with("MinRunspaces", PsValue.int32(min))
                                .with("MaxRunspaces", PsValue.int32(max))
                                .with("ApplicationArguments", PsNil.NIL)));
        return envelope(
                TRANSFER + "Create",
                "<wsman:OptionSet s:mustUnderstand=\"true\"><wsman:Option MustComply=\"true\" Name=\"protocolversion\">2.3"
                        + "</wsman:Option></wsman:OptionSet>",
                "<rsp:Shell ShellId=\"" + shellId
                        + "\"><rsp:InputStreams>stdin pr</rsp:InputStreams><rsp:OutputStreams>stdout"
                        + "</rsp:OutputStreams><creationXml xmlns=\"http://schemas.microsoft.com/powershell\">"
                        + base64(opening) + "</creationXml></rsp:Shell>");
    }

    private static PsObject capability(String protocol) {
        return new PsObject()
                .with("protocolversion", new PsPrimitive(PsType.VERSION, protocol))
                .with("PSVersion", new PsPrimitive(PsType.VERSION, "2.0"))
                .with("SerializationVersion", new PsPrimitive(PsType.VERSION, "1.1.0.1"));
    }

    String receiveEnvelope(String commandId) {
        String attribute = commandId == null ? "" : " CommandId=\"" + commandId + "\"";
        return envelope(
                SHELL + "/Receive",
                selectors(),
                "<rsp:Receive><rsp:DesiredStream" + attribute + ">stdout</rsp:DesiredStream></rsp:Receive>");
    }

    String commandEnvelope(UUID id, PsPipeline pipeline) {
        return commandEnvelope(id, PipelineCodec.encode(pipeline, PipelineOptions.of(PsrpVersion.V2_3)));
    }

    String commandEnvelope(UUID id, PsValue createPipeline) {
        return envelope(
                SHELL + "/Command",
                selectors(),
                "<rsp:CommandLine CommandId=\"" + id.toString().toUpperCase(Locale.ROOT)
                        + "\"><rsp:Command /><rsp:Arguments>"
                        + base64(fragments(PsrpMessageType.CREATE_PIPELINE, id, createPipeline))
                        + "</rsp:Arguments></rsp:CommandLine>");
    }

    String sendEnvelope(UUID id, byte[] fragments) {
        String attribute = id == null ? "" : " CommandId=\"" + id.toString().toUpperCase(Locale.ROOT) + "\"";
        return envelope(
                SHELL + "/Send",
                selectors(),
                "<rsp:Send><rsp:Stream" + attribute + " Name=\"stdin\">" + base64(fragments)
                        + "</rsp:Stream></rsp:Send>");
    }

    String signalEnvelope(UUID id, String code) {
        return envelope(
                SHELL + "/Signal",
                selectors(),
                "<rsp:Signal CommandId=\"" + id.toString().toUpperCase(Locale.ROOT) + "\"><rsp:Code>" + code
                        + "</rsp:Code></rsp:Signal>");
    }

    String deleteEnvelope() {
        return envelope(TRANSFER + "Delete", selectors(), "");
    }

    String getShellEnvelope() {
        resource = SHELL;
        String envelope = envelope(TRANSFER + "Get", selectors(), "");
        resource = POWERSHELL;
        return envelope;
    }

    // conversations

    /** Opens the pool and receives until it says that it is open. */
    List<PsrpMessage> open() throws IOException {
        assertOk(post(createEnvelope("2.3")));
        List<PsrpMessage> messages = new ArrayList<>();
        while (messages.stream().noneMatch(m -> m.type() == PsrpMessageType.RUNSPACEPOOL_STATE)) {
            messages.addAll(messages(assertOk(post(receiveEnvelope(null)))));
        }
        return messages;
    }

    UUID start(PsPipeline pipeline) throws IOException {
        UUID id = UUID.randomUUID();
        assertOk(post(commandEnvelope(id, pipeline)));
        return id;
    }

    /** Receives until the command is done. */
    List<PsrpMessage> finish(UUID id) throws IOException {
        List<PsrpMessage> messages = new ArrayList<>();
        RawHttpClient.Response response;
        do {
            response = assertOk(post(receiveEnvelope(id.toString().toUpperCase(Locale.ROOT))));
            messages.addAll(messages(response));
        } while (!response.text().contains("/CommandState/Done"));
        return messages;
    }

    List<PsrpMessage> run(PsPipeline pipeline) throws IOException {
        UUID id = start(pipeline);
        List<PsrpMessage> messages = finish(id);
        assertOk(post(signalEnvelope(id, TERMINATE)));
        return messages;
    }

    static RawHttpClient.Response assertOk(RawHttpClient.Response response) {
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return response;
    }

    List<PsrpMessage> messages(RawHttpClient.Response response) {
        List<PsrpMessage> messages = new ArrayList<>();
        Matcher stream =
                Pattern.compile("<rsp:Stream [^>]*>([^<]*)</rsp:Stream>").matcher(response.text());
        while (stream.find()) {
            byte[] bytes = Base64.getDecoder().decode(stream.group(1));
            assertThat(PsrpFragment.parse(bytes)).as("one fragment a Stream").hasSize(1);
            messages.addAll(defragmenter.accept(bytes));
        }
        return messages;
    }

    byte[] fragments(PsrpMessageType type, UUID pipeline, PsValue value) {
        byte[] body = value.isNil() ? new byte[0] : Clixml.write(value).getBytes(StandardCharsets.UTF_8);
        PsrpMessage message = new PsrpMessage(PsrpDestination.SERVER, type, pool, pipeline, new PsBytes(body));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        fragmenter.split(message.encode(), 32 * 1024).forEach(f -> out.writeBytes(f.encode()));
        return out.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static int state(List<PsrpMessage> messages) {
        PsrpMessage last = messages.get(messages.size() - 1);
        assertThat(last.type()).isEqualTo(PsrpMessageType.PIPELINE_STATE);
        return (Integer) ((PsObject) Messages.value(last))
                .property("PipelineState")
                .primitive()
                .value();
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
