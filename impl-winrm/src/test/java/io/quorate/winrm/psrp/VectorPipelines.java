package io.quorate.winrm.psrp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Turns the pipelines that the vectors describe into ours. */
final class VectorPipelines {
    private static final List<String> RESULT_TYPES =
            List.of("None", "Output", "Error", "Warning", "Verbose", "Debug", "Information", "All", "Null");
    private static final Map<String, PsStream> STREAMS = Map.of(
            "MergeError", PsStream.ERROR,
            "MergeWarning", PsStream.WARNING,
            "MergeVerbose", PsStream.VERBOSE,
            "MergeDebug", PsStream.DEBUG,
            "MergeInformation", PsStream.INFORMATION);

    /** Why a described pipeline cannot be built. */
    static final class LeftOut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeftOut(String reason) {
            super(reason);
        }
    }

    private VectorPipelines() {}

    /** Everything a pipeline says, script text included. */
    static WirePipeline wire(JsonNode pipeline) {
        if (!pipeline.path("history").isMissingNode()
                && !pipeline.path("history").isNull()) {
            throw new LeftOut("names a history text");
        }
        List<List<WirePipeline.Command>> statements = new ArrayList<>();
        for (JsonNode statement : pipeline.get("statements")) {
            List<WirePipeline.Command> commands = new ArrayList<>();
            statement.forEach(command -> commands.add(command(command)));
            statements.add(commands);
        }
        return new WirePipeline(
                statements,
                !pipeline.has("input"),
                pipeline.path("addToHistory").asBoolean(false),
                pipeline.path("isNested").asBoolean(false),
                pipeline.path("redirectShellErrorOutputPipe").asBoolean(false),
                pipeline.path("streamOptions").asInt(0));
    }

    static List<PsValue> input(JsonNode pipeline) {
        List<PsValue> input = new ArrayList<>();
        pipeline.path("input").forEach(value -> input.add(value(value)));
        return input;
    }

    static PipelineOptions options(JsonNode pipeline, PsrpVersion protocol) {
        WirePipeline wire = wire(pipeline);
        return new PipelineOptions(
                protocol,
                wire.addToHistory(),
                wire.nested(),
                wire.redirectErrorsToOutputPipe(),
                wire.remoteStreamOptions());
    }

    /** The pipeline as the public model says it; empty if it cannot, because of script text or an oddity. */
    static Optional<PsPipeline> structured(JsonNode pipeline) {
        WirePipeline wire = wire(pipeline);
        if (!wire.isStructured() || wire.noInput() != input(pipeline).isEmpty()) {
            return Optional.empty();
        }
        for (List<WirePipeline.Command> statement : wire.statements()) {
            for (WirePipeline.Command command : statement) {
                if (command.useLocalScope() != null || !plain(command.merges())) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new PsPipeline(wire.toPipeline().statements(), input(pipeline)));
    }

    private static boolean plain(WirePipeline.Merges merges) {
        boolean errors = merges.streams().containsKey(PsStream.ERROR);
        return merges.previousResults() == 0
                && merges.myResult() == (errors ? 2 : 0)
                && merges.toResult() == (errors ? 1 : 0)
                && Set.of(1).containsAll(merges.streams().values());
    }

    private static WirePipeline.Command command(JsonNode command) {
        List<WirePipeline.Argument> arguments = new ArrayList<>();
        for (JsonNode parameter : command.path("parameters")) {
            JsonNode name = parameter.get("name");
            arguments.add(new WirePipeline.Argument(
                    name == null || name.isNull() ? null : name.asString(), value(parameter.get("value"))));
        }
        JsonNode scope = command.path("useLocalScope");
        return new WirePipeline.Command(
                command.get("name").asString(),
                command.path("isScript").asBoolean(false),
                scope.isBoolean() ? (Boolean) scope.asBoolean() : null,
                arguments,
                merges(command.path("merge")));
    }

    private static WirePipeline.Merges merges(JsonNode merge) {
        int[] old = new int[3];
        Map<PsStream, Integer> streams = new EnumMap<>(PsStream.class);
        merge.properties().forEach(entry -> {
            JsonNode type = entry.getValue();
            int number = type.isNumber() ? type.asInt() : RESULT_TYPES.indexOf(type.asString());
            int place = Arrays.asList("MergeMyResult", "MergeToResult", "MergePreviousResults")
                    .indexOf(entry.getKey());
            PsStream stream = STREAMS.get(entry.getKey());
            if (number < 0 || (place < 0 && stream == null)) {
                throw new LeftOut("merges with " + entry.getKey() + "=" + type);
            }
            if (stream == null) {
                old[place] = number;
            } else {
                streams.put(stream, number);
            }
        });
        return new WirePipeline.Merges(old[0], old[1], old[2], streams);
    }

    /** A typed value of the vectors. */
    static PsValue value(@Nullable JsonNode json) {
        if (json == null || json.isNull()) {
            return PsNil.NIL;
        }
        String type = json.get("t").asString();
        JsonNode v = json.get("v");
        return switch (type) {
            case "Nil" -> PsNil.NIL;
            case "S" -> PsValue.string(v.asString());
            case "SBK" -> new PsPrimitive(PsType.SCRIPT_BLOCK, v.asString());
            case "XD" -> new PsPrimitive(PsType.XML, v.asString());
            case "URI" -> new PsPrimitive(PsType.URI, v.asString());
            case "BA" ->
                new PsPrimitive(PsType.BYTES, new PsBytes(Base64.getDecoder().decode(v.asString())));
            case "Array" -> list(json, "System.Object[]", "System.Array", "System.Object");
            case "List" -> list(json, "System.Collections.ArrayList", "System.Object");
            case "Dict" -> dictionary(json);
            case "Object" -> object(json);
            case "Enum" ->
                PsObject.enumeration(
                        json.get("type").asString(), json.get("string").asString(), v.asInt());
            case "SS", "PSCredential" -> throw new LeftOut("holds a " + type + ", which needs a session key");
            default -> scalar(type, v);
        };
    }

    private static PsValue scalar(String type, JsonNode v) {
        if (Arrays.stream(PsType.values()).noneMatch(known -> known.tag().equals(type))) {
            throw new LeftOut("holds a value of type " + type);
        }
        String text = v.isBoolean() ? Boolean.toString(v.asBoolean()) : v.asString();
        return Clixml.read("<" + type + ">" + text + "</" + type + ">");
    }

    private static PsObject list(JsonNode json, String... defaultTypes) {
        List<PsValue> items = new ArrayList<>();
        json.get("v").forEach(item -> items.add(value(item)));
        String[] types = defaultTypes.clone();
        if (json.has("type")) {
            types[0] = json.get("type").asString();
        }
        return PsObject.of(types).content(new PsItems(PsItems.Kind.LIST, items));
    }

    private static PsObject dictionary(JsonNode json) {
        List<PsDictionary.Entry> entries = new ArrayList<>();
        for (JsonNode pair : json.get("v")) {
            entries.add(new PsDictionary.Entry(value(pair.get(0)), value(pair.get(1))));
        }
        String type = json.path("type").asString("System.Collections.Hashtable");
        return PsObject.of(type, "System.Object").content(new PsDictionary(entries));
    }

    private static PsObject object(JsonNode json) {
        PsObject object = json.has("types")
                ? new PsObject()
                : PsObject.of("System.Management.Automation.PSCustomObject", "System.Object");
        json.path("types").forEach(type -> object.typeNames().add(type.asString()));
        if (json.has("string")) {
            object.text(json.get("string").asString());
        }
        for (JsonNode property : json.get("v")) {
            object.with(property.get(0).asString(), value(property.get(1)));
        }
        return object;
    }
}
