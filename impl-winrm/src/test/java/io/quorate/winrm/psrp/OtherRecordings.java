package io.quorate.winrm.psrp;

import io.quorate.winrm.Recordings;
import io.quorate.winrm.psrp.PsrpVectors.RecordedFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes folders of recordings that differ from the one we have and are of the same form: fewer, in another order, under other names, or of
 * shapes that ours has none of, put together from recorded pieces. What is expected of a folder must not hang on which recordings it holds.
 */
public final class OtherRecordings {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SHARED =
            "<Obj RefId=\"%d\"><TN RefId=\"0\"><T>System.Object[]</T><T>System.Array</T><T>System.Object</T></TN>"
                    + "<LST><S>one</S><I32>2</I32></LST></Obj>";

    private OtherRecordings() {}

    /** Copies every third file, without the sweep every twelfth, its cases from the last to the first; files and what they hold get names of their own. */
    public static void thinned(Path to) throws IOException {
        for (String part : List.of("wsman", "psrp")) {
            List<RecordedFile> files = new ArrayList<>(PsrpVectors.files(part));
            Collections.reverse(files);
            for (int i = 0; i < files.size(); i += Boolean.getBoolean("quorate.sweep") ? 3 : 12) {
                ObjectNode json = (ObjectNode) files.get(i).json().deepCopy();
                if (part.equals("wsman")) {
                    json.put("conversation", "conversation-" + i);
                } else {
                    json.set("cases", renamed(json.get("cases"), i));
                }
                write(to.resolve(part), "recording-" + i, json);
            }
        }
        tokens(to, 2);
    }

    /** Some of the recorded tokens, in another order and under other names. */
    private static void tokens(Path to, int step) throws IOException {
        List<Path> files = new ArrayList<>(Recordings.files("auth", ""));
        Collections.reverse(files);
        Files.createDirectories(to.resolve("auth"));
        for (int i = 0; i < files.size(); i += step) {
            Files.copy(files.get(i), to.resolve("auth").resolve("token-" + i));
        }
    }

    private static ArrayNode renamed(JsonNode cases, int file) {
        List<JsonNode> all = new ArrayList<>();
        cases.forEach(all::add);
        Collections.reverse(all);
        ArrayNode others = JSON.createArrayNode();
        for (JsonNode one : all) {
            others.add(((ObjectNode) one).put("case", "other/" + file + "-" + others.size()));
        }
        return others;
    }

    /** Makes a case of each shape that the recordings have few or none of; no pipeline of it was stopped. */
    public static void shapes(Path to) throws IOException {
        Path wsman = to.resolve("wsman");
        write(wsman, "two-commands", twoCommands());
        write(wsman, "refused-create", refused("/Create<", "5", true));
        write(wsman, "refused-command", refused("/Command<", "2150859174", true));
        write(wsman, "refused-receive", refused("<rsp:DesiredStream CommandId=", "1726", true));
        write(wsman, "refused-opening", refused("/Receive<", "2150858843", true));
        write(wsman, "refused-log-in", refused("/Create<", "401", false));
        write(wsman, "max-runspaces", withPoolMessage(PsrpMessageType.SET_MAX_RUNSPACES, "MaxRunspaces"));
        write(wsman, "available-runspaces", withPoolMessage(PsrpMessageType.GET_AVAILABLE_RUNSPACES, null));
        write(wsman, "command-metadata", commandMetadata());
        write(wsman, "application-arguments", applicationArguments());
        write(wsman, "cut-off", cutOff());
        for (String recorded : List.of("psrp_multiple_commands", "psrp_disconnect_runspaces", "psrp_open_runspace")) {
            write(wsman, "other-" + recorded.length(), conversation(recorded));
        }
        write(to.resolve("psrp"), "shapes", cases());
        tokens(to, 1);
    }

    private static void write(Path folder, String name, JsonNode json) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".json"), JSON.writeValueAsString(json));
    }

    // conversations

    private static ObjectNode conversation(String known) {
        return PsrpVectors.files("wsman").stream()
                .map(RecordedFile::json)
                .filter(json -> known.equals(KnownRecordings.name(KnownRecordings.ofConversation(json))))
                .map(json -> (ObjectNode) json.deepCopy())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no recording " + known));
    }

    private static List<ObjectNode> exchanges(JsonNode conversation) {
        List<ObjectNode> exchanges = new ArrayList<>();
        conversation.get("exchanges").forEach(e -> exchanges.add((ObjectNode) e));
        return exchanges;
    }

    private static ObjectNode with(String name, List<ObjectNode> exchanges) {
        ObjectNode conversation = JSON.createObjectNode().put("conversation", name);
        exchanges.forEach(conversation.putArray("exchanges")::add);
        return conversation;
    }

    private static boolean asks(ObjectNode exchange, String what) {
        return exchange.get("request").asString().contains(what);
    }

    /** The second command begins before the first one's output is asked for, whose answer holds output of the second as well. */
    private static ObjectNode twoCommands() {
        List<ObjectNode> exchanges = exchanges(conversation("psrp_with_no_history"));
        int first = indexOf(exchanges, "/Command<", 0);
        int second = indexOf(exchanges, "/Command<", first + 1);
        ObjectNode later = exchanges.remove(second);
        exchanges.add(first + 1, later);
        ObjectNode answered = exchanges.get(first + 2);
        ObjectNode other = exchanges.get(second + 1);
        Matcher stream = Pattern.compile("<rsp:Stream [^>]*>[^<]*</rsp:Stream>")
                .matcher(other.get("response").asString());
        if (!stream.find()) {
            throw new IllegalStateException("the second command says nothing");
        }
        answered.put(
                "response",
                answered.get("response")
                        .asString()
                        .replace("</rsp:ReceiveResponse>", stream.group() + "</rsp:ReceiveResponse>"));
        return with("two commands at once", exchanges);
    }

    private static int indexOf(List<ObjectNode> exchanges, String request, int from) {
        for (int i = from; i < exchanges.size(); i++) {
            if (asks(exchanges.get(i), request)) {
                return i;
            }
        }
        throw new IllegalStateException("no request with " + request);
    }

    /** The conversation ends with a refusal of the first request of a kind: a fault of a code, or an HTTP status without SOAP. */
    private static ObjectNode refused(String request, String code, boolean soap) {
        List<ObjectNode> exchanges = exchanges(conversation("psrp_with_no_history"));
        int at = indexOf(exchanges, request, 0);
        ObjectNode last = exchanges.get(at);
        if (soap) {
            List<ObjectNode> refusing = exchanges(conversation("psrp_is_alive_invalid_selectors"));
            String fault = refusing.get(refusing.size() - 1).get("response").asString();
            last.put("response", fault.replaceAll("Code=\"\\d+\"", "Code=\"" + code + "\""));
            last.putObject("transport_error").put("protocol", "http").put("code", 500);
        } else {
            last.putNull("response");
            last.putObject("transport_error").put("protocol", "http").put("code", Integer.parseInt(code));
        }
        return with("refused", new ArrayList<>(exchanges.subList(0, at + 1)));
    }

    /** The client asks the pool for something that ours never asks. */
    private static ObjectNode withPoolMessage(PsrpMessageType type, String property) {
        return changed("psrp_reset_runspace_state", "/Send<", "(<rsp:Stream [^>]*>)([^<]*)<", message -> {
            PsObject value = new PsObject();
            if (property != null) {
                value.with(property, PsValue.int32(3));
            }
            value.with("ci", PsValue.int64(0));
            return PsrpMessage.toServer(type, message.runspacePoolId(), message.pipelineId(), value);
        });
    }

    private static ObjectNode commandMetadata() {
        return changed(
                "psrp_with_no_history",
                "/Command<",
                "(<rsp:Arguments>)([^<]*)<",
                message -> PsrpMessage.toServer(
                        PsrpMessageType.GET_COMMAND_METADATA,
                        message.runspacePoolId(),
                        message.pipelineId(),
                        new PsObject().with("Name", PsValue.string("Get-*"))));
    }

    private static ObjectNode applicationArguments() {
        PsDictionary table =
                new PsDictionary(List.of(new PsDictionary.Entry(PsValue.string("Answer"), PsValue.int32(42))));
        return changed("psrp_open_runspace", "/Create<", "(<creationXml[^>]*>)([^<]*)<", message -> {
            if (message.type() != PsrpMessageType.INIT_RUNSPACEPOOL) {
                return message;
            }
            PsObject init = (PsObject) message.value();
            init.extended()
                    .replaceAll(p -> p.name().equals("ApplicationArguments")
                            ? new PsProperty(
                                    p.name(),
                                    PsObject.of("System.Collections.Hashtable").content(table))
                            : p);
            return PsrpMessage.toServer(message.type(), message.runspacePoolId(), message.pipelineId(), init);
        });
    }

    /** A conversation in which the first request of a kind carries other messages. */
    private static ObjectNode changed(String known, String request, String regex, UnaryOperator<PsrpMessage> change) {
        List<ObjectNode> exchanges = exchanges(conversation(known));
        ObjectNode exchange = exchanges.get(indexOf(exchanges, request, 0));
        Matcher content = Pattern.compile(regex).matcher(exchange.get("request").asString());
        String again = content.replaceFirst(found -> Matcher.quoteReplacement(
                found.group(1) + Base64.getEncoder().encodeToString(changed(found.group(2), change)) + "<"));
        exchange.put("request", again);
        return with("changed " + known, exchanges);
    }

    private static byte[] changed(String base64, UnaryOperator<PsrpMessage> change) {
        Fragmenter fragmenter = new Fragmenter();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (PsrpMessage message : Defragmenter.forPool(PsrpLimits.DEFAULT)
                .accept(Base64.getDecoder().decode(base64))) {
            fragmenter
                    .split(change.apply(message).encode(), 100_000)
                    .forEach(fragment -> bytes.writeBytes(fragment.encode()));
        }
        return bytes.toByteArray();
    }

    /** The recording ends while a command runs. */
    private static ObjectNode cutOff() {
        List<ObjectNode> exchanges = exchanges(conversation("psrp_with_no_history"));
        int command = indexOf(exchanges, "/Command<", 0);
        return with("cut off", new ArrayList<>(exchanges.subList(0, command + 1)));
    }

    // cases

    private static ObjectNode cases() {
        ObjectNode file = null;
        ArrayNode cases = JSON.createArrayNode();
        for (RecordedFile recorded : PsrpVectors.files("psrp")) {
            for (JsonNode one : recorded.json().get("cases")) {
                boolean plain =
                        cases.isEmpty() && one.get("structured").toString().contains("\"Write-Output\"");
                if (plain) {
                    file = (ObjectNode) recorded.json().deepCopy();
                    cases.add(sharing((ObjectNode) one.deepCopy()));
                    cases.add(nullInput((ObjectNode) one.deepCopy()));
                }
                if (asksThePool(one)) {
                    cases.add(one.deepCopy());
                }
            }
        }
        if (file == null) {
            throw new IllegalStateException("no case writes output");
        }
        file.set("cases", cases);
        return file;
    }

    private static boolean asksThePool(JsonNode one) {
        for (JsonNode message : one.get("clientMessages")) {
            String type = message.get("type").asString();
            if (type.endsWith("_RUNSPACES") || type.equals("GET_COMMAND_METADATA")) {
                return true;
            }
        }
        return false;
    }

    /** The command gets an argument twice that is one object, and puts out an object that holds one twice, and itself. */
    private static ObjectNode sharing(ObjectNode one) {
        one.put("case", "shapes/references");
        UUID pipeline = UUID.fromString("0d4ab4cf-1f20-4e2e-9a5b-6a1f6f9f3c11");
        ObjectNode step = one.putObject("structured").putArray("steps").addObject();
        ObjectNode command = step.putObject("run")
                .putArray("statements")
                .addArray()
                .addObject()
                .put("name", "Write-Output");
        ArrayNode parameters = command.putArray("parameters");
        for (int i = 0; i < 2; i++) {
            ObjectNode list = parameters.addObject().putNull("name").putObject("value");
            list.put("t", "Array").put("type", "System.Object[]");
            ArrayNode items = list.putArray("v");
            items.addObject().put("t", "S").put("v", "one");
            items.addObject().put("t", "I32").put("v", 2);
        }
        PsObject create = PipelineCodec.encode(VectorPipelines.wire(step.get("run")), PsrpVersion.V2_3);
        String xml = Clixml.write(create);
        one.putArray("clientMessages").add(message("CREATE_PIPELINE", "00021006", pipeline, referring(xml)));
        ArrayNode said = one.putArray("serverMessages");
        said.add(message(
                "PIPELINE_OUTPUT",
                "00041004",
                pipeline,
                "<Obj RefId=\"0\"><MS>" + SHARED.formatted(1).replace("<Obj ", "<Obj N=\"First\" ")
                        + "<Ref N=\"Second\" RefId=\"1\" /><Ref N=\"Self\" RefId=\"0\" /></MS></Obj>"));
        said.add(message(
                "PIPELINE_STATE",
                "00041006",
                pipeline,
                "<Obj RefId=\"0\"><MS><I32 N=\"PipelineState\">4</I32></MS></Obj>"));
        one.remove("wire");
        return one;
    }

    /** Writes the second of two equal arguments as a reference to the first. */
    private static String referring(String xml) {
        Matcher value =
                Pattern.compile("<Obj N=\"V\" RefId=\"(\\d+)\">.*?</LST></Obj>").matcher(xml);
        if (!value.find()) {
            throw new IllegalStateException(xml);
        }
        String id = value.group(1);
        int from = value.end();
        if (!value.find()) {
            throw new IllegalStateException(xml);
        }
        return xml.substring(0, Math.max(from, value.start())) + "<Ref N=\"V\" RefId=\"" + id + "\" />"
                + xml.substring(value.end());
    }

    private static ObjectNode nullInput(ObjectNode one) {
        one.put("case", "shapes/null-input");
        UUID pipeline = UUID.fromString("4b0c7a5e-8a1c-4f07-8d3c-51c9d6f6a2f2");
        ObjectNode step = one.putObject("structured").putArray("steps").addObject();
        ObjectNode run = step.putObject("run");
        run.putArray("statements")
                .addArray()
                .addObject()
                .put("name", "Write-Output")
                .putArray("parameters");
        ArrayNode input = run.putArray("input");
        input.addNull();
        input.addObject().put("t", "S").put("v", "x");
        ArrayNode sent = one.putArray("clientMessages");
        sent.add(message(
                "CREATE_PIPELINE",
                "00021006",
                pipeline,
                Clixml.write(PipelineCodec.encode(VectorPipelines.wire(run), PsrpVersion.V2_3))));
        sent.add(message("PIPELINE_INPUT", "00041002", pipeline, "<Nil />"));
        sent.add(message("PIPELINE_INPUT", "00041002", pipeline, "<S>x</S>"));
        sent.add(message("END_OF_PIPELINE_INPUT", "00041003", pipeline, ""));
        ArrayNode said = one.putArray("serverMessages");
        said.add(message("PIPELINE_OUTPUT", "00041004", pipeline, ""));
        said.add(message("PIPELINE_OUTPUT", "00041004", pipeline, "<S>x</S>"));
        said.add(message(
                "PIPELINE_STATE",
                "00041006",
                pipeline,
                "<Obj RefId=\"0\"><MS><I32 N=\"PipelineState\">4</I32></MS></Obj>"));
        one.remove("wire");
        return one;
    }

    private static ObjectNode message(String type, String id, UUID pipeline, String xml) {
        return JSON.createObjectNode()
                .put("type", type)
                .put("typeId", id)
                .put("pipeline", pipeline.toString())
                .put("xml", xml)
                .put("bom", false);
    }
}
