package io.quorate.lab.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.LongForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tests tagged {@code vectors} hold on other recordings of the same form: none hangs on which ones there are. */
class OtherRecordingsTest {
    private static final String VECTORS = "quorate.vectors";
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path folder;

    @LongForm
    @Test
    @DisplayName("a third of the recordings, in another order and under other names")
    void vectorTests_onAThinnedAndReshuffledFolder_pass() throws IOException {
        for (String part : List.of("wsman", "psrp", "binding")) {
            List<Path> files = new ArrayList<>(Vectors.files(Vectors.folder(part)));
            Collections.reverse(files);
            for (int i = 0; i < files.size(); i += 3) {
                JsonNode json = Vectors.read(files.get(i));
                write(part, "recording-" + i, json.has("cases") ? renamed((ObjectNode) json, i) : json);
            }
        }

        run();
    }

    @LongForm
    @Test
    @DisplayName("refusals, two commands at once, references, null input, values of unknown types")
    void vectorTests_onAFolderOfEveryShape_pass() throws IOException {
        for (Path file : Vectors.files(Vectors.folder("wsman"))) {
            ObjectNode json = (ObjectNode) Vectors.read(file);
            List<ObjectNode> exchanges = new ArrayList<>();
            json.get("exchanges").forEach(e -> exchanges.add((ObjectNode) e));
            write("wsman", "refused-" + file.getFileName(), refused(exchanges));
            Collections.reverse(exchanges);
            write("wsman", "at-once-" + file.getFileName(), conversation(exchanges));
        }
        ObjectNode file =
                (ObjectNode) Vectors.read(Vectors.files(Vectors.folder("psrp")).get(0));
        ArrayNode cases = JSON.createArrayNode();
        cases.add(shape("references", Map.of("t", "S", "v", "x"), "<S>x</S>"));
        cases.add(shape("null", Map.of("t", "Nil"), ""));
        cases.add(shape("unknown type", Map.of("t", "Quaternion", "v", "1"), "<S>1</S>"));
        file.set("cases", cases);
        write("psrp", "shapes", file);
        write("binding", "none", JSON.createArrayNode());

        run();
    }

    private static ObjectNode renamed(ObjectNode file, int number) {
        List<JsonNode> cases = new ArrayList<>();
        file.get("cases").forEach(cases::add);
        Collections.reverse(cases);
        ArrayNode others = JSON.createArrayNode();
        cases.forEach(one -> others.add(((ObjectNode) one).put("case", "other/" + number + "-" + others.size())));
        file.set("cases", others);
        return file;
    }

    /** Every request is refused, with a fault that the lab does not know, in another language, or by HTTP. */
    private static ObjectNode refused(List<ObjectNode> exchanges) {
        List<ObjectNode> refused = new ArrayList<>();
        for (ObjectNode exchange : exchanges) {
            ObjectNode one = exchange.deepCopy();
            int kind = refused.size() % 3;
            if (kind == 2) {
                one.putNull("response").put("http_error", true);
            } else {
                one.put("response", fault(kind == 0 ? "5" : "2150858843", kind == 0 ? "en-US" : "de-DE"));
                one.putObject("transport_error").put("protocol", "http").put("code", 500);
            }
            refused.add(one);
        }
        return conversation(refused);
    }

    private static String fault(String code, String language) {
        return "<s:Envelope xml:lang=\"" + language
                + "\" xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header/>"
                + "<s:Body><s:Fault><s:Reason><s:Text xml:lang=\"" + language + "\">Nein.</s:Text></s:Reason><s:Detail>"
                + "<f:WSManFault xmlns:f=\"http://schemas.microsoft.com/wbem/wsman/1/wsmanfault\" Code=\"" + code
                + "\" Machine=\"HV1\"><f:Message>Nein.</f:Message></f:WSManFault></s:Detail></s:Fault></s:Body></s:Envelope>";
    }

    private static ObjectNode conversation(List<ObjectNode> exchanges) {
        ObjectNode conversation = JSON.createObjectNode().put("conversation", "other");
        exchanges.forEach(conversation.putArray("exchanges")::add);
        return conversation;
    }

    /** A Write-Output of a value; an object that is put out is told a second time by a reference. */
    private static ObjectNode shape(String name, Map<String, String> value, String output) {
        ObjectNode one = JSON.createObjectNode().put("case", "shapes/" + name).put("includesOpening", false);
        one.putObject("session").put("configuration", "default");
        ObjectNode run =
                one.putObject("structured").putArray("steps").addObject().putObject("run");
        ObjectNode parameter = run.putArray("statements")
                .addArray()
                .addObject()
                .put("name", "Write-Output")
                .putArray("parameters")
                .addObject()
                .put("name", "InputObject");
        ObjectNode given = parameter.putObject("value");
        value.forEach(given::put);
        one.putArray("clientMessages");
        ArrayNode said = one.putArray("serverMessages");
        if (name.equals("references")) {
            ObjectNode list = parameter.putObject("value").put("t", "Object");
            ArrayNode properties = list.putArray("v");
            for (String property : List.of("First", "Second")) {
                ObjectNode array =
                        properties.addArray().add(property).addObject().put("t", "Array");
                array.putArray("v").addObject().put("t", "S").put("v", "x");
            }
            said.add(message(
                    "PIPELINE_OUTPUT",
                    "<Obj RefId=\"0\"><TN RefId=\"0\"><T>Deserialized.System.Management.Automation.PSCustomObject</T><T>Deserialized.System.Object</T></TN>"
                            + "<MS><Obj N=\"First\" RefId=\"1\"><TN RefId=\"1\"><T>Deserialized.System.Object[]</T><T>Deserialized.System.Array</T>"
                            + "<T>Deserialized.System.Object</T></TN><LST>" + output
                            + "</LST></Obj><Ref N=\"Second\" RefId=\"1\" /></MS></Obj>"));
        } else {
            said.add(message("PIPELINE_OUTPUT", output));
        }
        said.add(message("PIPELINE_STATE", "<Obj RefId=\"0\"><MS><I32 N=\"PipelineState\">4</I32></MS></Obj>"));
        return one;
    }

    private static ObjectNode message(String type, String xml) {
        return JSON.createObjectNode()
                .put("type", type)
                .put("pipeline", new UUID(1, 2).toString())
                .put("xml", xml);
    }

    private void write(String part, String name, JsonNode json) throws IOException {
        Path to = folder.resolve(part);
        Files.createDirectories(to);
        Files.writeString(to.resolve(name.replace(".json", "") + ".json"), JSON.writeValueAsString(json));
    }

    private void run() {
        String before = System.getProperty(VECTORS);
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        System.setProperty(VECTORS, folder.toString());
        try {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectPackage("io.quorate.lab"))
                                    .filters(TagFilter.includeTags("vectors"))
                                    .build(),
                            listener);
        } finally {
            if (before == null) {
                System.clearProperty(VECTORS);
            } else {
                System.setProperty(VECTORS, before);
            }
        }
        assertThat(listener.getSummary().getFailures().stream()
                        .map(f -> f.getTestIdentifier().getDisplayName() + ": " + f.getException())
                        .toList())
                .isEmpty();
        assertThat(listener.getSummary().getTestsSucceededCount()).isGreaterThanOrEqualTo(3);
    }
}
