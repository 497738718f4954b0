package io.quorate.lab.winrm;

import static io.quorate.lab.winrm.WireClient.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.http.RawHttpClient;
import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.lab.vectors.Vectors;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpMessage;
import io.quorate.winrm.psrp.PsrpMessageType;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The face's answers have the shape of those that real servers gave: declared prefixes, headers, elements and attributes, in order; of
 * faults also the texts.
 */
@Tag("vectors")
class RecordedShapesTest {
    private static final String GUID = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";

    private final Map<String, String> ours = new LinkedHashMap<>();

    @Test
    void answers_haveTheRecordedShape() throws Exception {
        Path folder = Vectors.folder("wsman");
        collect(OsVersion.WS2016, "");
        collect(OsVersion.WS2008R2, "old ");
        collectWinrs();
        Map<String, Integer> compared = new TreeMap<>();
        Map<String, Integer> leftOut = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                JsonNode conversation = JsonMapper.shared().readTree(Files.readString(file, StandardCharsets.UTF_8));
                for (JsonNode exchange : conversation.get("exchanges")) {
                    compare(file.getFileName().toString(), exchange, compared, leftOut, problems);
                }
            }
        }
        System.out.println("wsman answers compared in shape: " + compared + ", left out: " + leftOut);
        assertThat(problems).isEmpty();
    }

    private void compare(
            String file,
            JsonNode exchange,
            Map<String, Integer> compared,
            Map<String, Integer> leftOut,
            List<String> problems)
            throws XMLStreamException {
        JsonNode response = exchange.get("response");
        if (response == null || !response.isString() || !response.asString().contains("<s:Envelope")) {
            leftOut.merge("no SOAP", 1, Integer::sum);
            return;
        }
        if (response.asString().contains("<s:Text ") && !response.asString().contains("<s:Text xml:lang=\"en-US\"")) {
            leftOut.merge("texts of another language", 1, Integer::sum);
            return;
        }
        String request = exchange.get("request").asString();
        String answer = response.asString();
        String kind = kind(request, answer);
        String mine = ours.get(kind);
        if (mine == null) {
            leftOut.merge(kind, 1, Integer::sum);
            return;
        }
        compared.merge(kind, 1, Integer::sum);
        boolean texts = kind.startsWith("fault");
        List<String> expected = shape(answer, texts);
        List<String> actual = shape(mine, texts);
        if (!expected.equals(actual)) {
            problems.add(file + " " + kind + "\n  recorded " + expected + "\n  ours     " + actual);
        }
    }

    /** Names what an exchange is; answers of one kind have one shape. */
    private static String kind(String request, String answer) {
        String verb = request.replaceAll("(?s).*:Action[^>]*>[^<]*/(\\w+)<.*", "$1");
        if (answer.contains("<s:Fault>")) {
            String code = answer.replaceAll("(?s).*?Code=\"(\\d+)\".*", "$1");
            return "fault " + code + " on " + verb + (answer.contains("Shell cmd plugin") ? " of WinRS" : "");
        }
        if (request.contains("/windows/shell/cmd<")) {
            return "WinRS " + verb + winrs(verb, answer);
        }
        if (verb.equals("Get") && request.contains("/config<")) {
            return "Get config";
        }
        if (verb.equals("Receive")) {
            if (!answer.contains("<rsp:Stream ")) {
                return "Receive without any stream";
            }
            String state = answer.contains("<rsp:CommandState ")
                    ? answer.replaceAll("(?s).*/CommandState/(\\w+)\".*", "$1").toLowerCase(Locale.ROOT)
                    : "running";
            return "Receive " + (request.contains("CommandId=") ? state : "pool");
        }
        return (verb.equals("Create") && !answer.contains("<rsp:Shell ") ? "old " : "") + verb;
    }

    private static String winrs(String verb, String answer) {
        if (verb.equals("Create")) {
            return (answer.contains("<rsp:WorkingDirectory>") ? " in a folder" : "")
                    + (answer.contains("<rsp:Environment>") ? " with variables" : "");
        }
        if (!verb.equals("Receive")) {
            return "";
        }
        return answer.replaceAll("(?s).*/CommandState/(\\w+)\".*", " $1")
                + (answer.matches("(?s).*Name=\"stdout\"[^>]*>[^<].*") ? " stdout" : "")
                + (answer.matches("(?s).*Name=\"stderr\"[^>]*>[^<].*") ? " stderr" : "");
    }

    /** Elements with prefixes and attribute names in order; optional headers and repetitions of streams left out. */
    private static List<String> shape(String xml, boolean texts) throws XMLStreamException {
        XMLStreamReader reader = XMLInputFactory.newDefaultFactory().createXMLStreamReader(new StringReader(xml));
        List<String> shape = new ArrayList<>();
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                StringBuilder element = new StringBuilder(reader.getPrefix() + ":" + reader.getLocalName());
                for (int i = 0; i < reader.getNamespaceCount(); i++) {
                    element.append(" xmlns:")
                            .append(reader.getNamespacePrefix(i))
                            .append('=')
                            .append(reader.getNamespaceURI(i));
                }
                for (int i = 0; i < reader.getAttributeCount(); i++) {
                    String value = reader.getAttributeValue(i);
                    element.append(' ').append(reader.getAttributeLocalName(i));
                    if (!value.matches("[0-9A-Fa-f-]{36}")
                            && !reader.getAttributeLocalName(i).equals("Machine")) {
                        element.append('=').append(value);
                    }
                }
                String text = element.toString();
                boolean repeated = !shape.isEmpty()
                        && text.startsWith("rsp:Stream ")
                        && shape.get(shape.size() - 1).equals(text);
                if (!text.startsWith("p:ActivityId") && !text.startsWith("rsp:Name") && !repeated) {
                    shape.add(text);
                }
            } else if (event == XMLStreamConstants.CHARACTERS && texts) {
                String text = reader.getText().trim();
                if (!text.isEmpty() && !text.startsWith("uuid:") && !text.matches("[0-9A-F-]{36}")) {
                    shape.add("text " + text.replaceAll(GUID, "GUID"));
                }
            }
        }
        return shape;
    }

    private void collect(OsVersion os, String prefix) throws IOException {
        PsPipeline quick = PsPipeline.of(PsCommand.of("M\\Quick"));
        PsPipeline slow = PsPipeline.of(PsCommand.of("M\\Slow"));
        try (FaceFixture lab =
                        new FaceFixture(WinRmSettings.defaults(), os, LabTime.Mode.VIRTUAL, (p, sink, session) -> {
                            sink.output(PsValue.string("hi"));
                            if (p.statements().get(0).get(0).name().equals("M\\Slow")) {
                                while (!session.stopped()) {
                                    LockSupport.parkNanos(1_000_000);
                                }
                            }
                            sink.ended(PipelineSink.State.COMPLETED, null);
                        });
                WireClient client = lab.client()) {
            RawHttpClient.Response created = assertOk(client.post(client.createEnvelope("2.3")));
            ours.put(prefix + "Create", created.text());
            if (!prefix.isEmpty()) {
                return;
            }
            ours.put(
                    "Receive pool",
                    assertOk(client.post(client.receiveEnvelope(null))).text());
            client.post(client.receiveEnvelope(null));
            UUID id = UUID.randomUUID();
            ours.put(
                    "Command",
                    assertOk(client.post(client.commandEnvelope(id, quick))).text());
            ours.put(
                    "Receive done",
                    assertOk(client.post(client.receiveEnvelope(id.toString()))).text());
            ours.put(
                    "Signal",
                    assertOk(client.post(client.signalEnvelope(id, WireClient.TERMINATE)))
                            .text());
            UUID running = client.start(slow);
            ours.put(
                    "Receive running",
                    assertOk(client.post(client.receiveEnvelope(running.toString())))
                            .text());
            client.post(client.signalEnvelope(running, WireClient.TERMINATE));
            ours.put(
                    "fault 2150858843 on Receive",
                    client.post(client.receiveEnvelope(id.toString())).text());
            byte[] reset = client.fragments(
                    PsrpMessageType.GET_AVAILABLE_RUNSPACES,
                    PsrpMessage.NONE,
                    new PsObject().with("ci", PsValue.int64(1)));
            ours.put(
                    "Send",
                    assertOk(client.post(client.sendEnvelope(null, reset))).text());
            client.post(client.receiveEnvelope(null));
            client.send(client.receiveEnvelope(null));
            while (lab.face.traffic().get(WinRmFace.PARKED_RECEIVES) == 0) {
                Thread.onSpinWait();
            }
            lab.world.time().advance(Duration.ofSeconds(21));
            ours.put("fault 2150858793 on Receive", client.http().response().text());
            ours.put("Get", assertOk(client.post(client.getShellEnvelope())).text());
            client.operationTimeout = "PT-1S";
            ours.put(
                    "fault 2150858767 on Get",
                    client.post(client.getShellEnvelope()).text());
            client.operationTimeout = "PT5S";
            ours.put("Delete", assertOk(client.post(client.deleteEnvelope())).text());
            ours.put(
                    "fault 2150858843 on Get",
                    client.post(client.getShellEnvelope()).text());
        }
    }

    private void collectWinrs() throws IOException {
        try (FaceFixture lab = new FaceFixture(
                        WinRmSettings.defaults(), OsVersion.WS2016, LabTime.Mode.VIRTUAL, (p, sink, session) -> {
                            sink.output(PsValue.string("hi"));
                            while (p.statements().get(0).get(0).name().equals("Get-Slow") && !session.stopped()) {
                                LockSupport.parkNanos(1_000_000);
                            }
                            sink.ended(PipelineSink.State.COMPLETED, null);
                        });
                WinrsClient client = new WinrsClient(lab.client())) {
            ours.put(
                    "WinRS Create in a folder",
                    client.create("<rsp:WorkingDirectory>C:\\Windows</rsp:WorkingDirectory>"));
            StringBuilder variables = new StringBuilder();
            for (String name : List.of("string", "int", "bool", "double_quote", "single_quote", "hyphen - var")) {
                variables.append("<rsp:Variable Name=\"").append(name).append("\">1</rsp:Variable>");
            }
            ours.put(
                    "WinRS Create with variables",
                    client.create("<rsp:Environment>" + variables + "</rsp:Environment>"));
            ours.put("WinRS Create", client.create(""));
            String id = client.start("echo hi");
            ours.put("WinRS Command", client.last());
            ours.put("WinRS Receive Done stdout", client.receive(id));
            ours.put("WinRS Signal", client.signal(id, "ctrl_c"));
            ours.put("WinRS Receive Done", client.receive(client.start("exit 0")));
            id = client.start("dir");
            ours.put("WinRS Receive Done stderr", client.receive(id));
            id = client.start("powershell.exe Get-Slow");
            ours.put("WinRS Receive Running stdout", client.receive(id));
            client.signal(id, "terminate");
            ours.put("fault 87 on Receive of WinRS", client.receive(null));
            ours.put("fault 2147942402 on Command of WinRS", client.direct("powershell.exe", "Write-Host", "hi"));
            ours.put("WinRS Delete", client.delete());
        }
    }
}
