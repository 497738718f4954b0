package io.quorate.winrm.psrp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.winrm.Recordings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recorded conversations: every JSON file of a folder below the one that {@code quorate.vectors} names. */
final class PsrpVectors {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<Path, SoftReference<JsonNode>> READ = new ConcurrentHashMap<>();

    /** A file of the folder. */
    record RecordedFile(String name, JsonNode json) {}

    /**
     * A case of {@code psrp}.
     *
     * @param known whether hand-written expectations of this name are about it
     */
    record Case(String name, boolean known, JsonNode json) {
        List<Recorded> messages(String side) {
            List<Recorded> messages = new ArrayList<>();
            for (JsonNode message : json.get(side)) {
                JsonNode pipeline = message.get("pipeline");
                messages.add(new Recorded(
                        PsrpMessageType.of(
                                Integer.parseInt(message.get("typeId").asString(), 16)),
                        pipeline == null || pipeline.isNull() ? PsrpMessage.NONE : UUID.fromString(pipeline.asString()),
                        message.get("xml").asString(),
                        message.path("bom").asBoolean(false)));
            }
            return messages;
        }

        /** The pipelines the client ran, in order. */
        List<JsonNode> pipelines() {
            List<JsonNode> pipelines = new ArrayList<>();
            for (JsonNode step : json.get("structured").get("steps")) {
                JsonNode run = step.has("run") ? step.get("run") : step.get("start");
                if (run != null) {
                    pipelines.add(run);
                }
            }
            return pipelines;
        }

        PsrpVersion protocol() {
            return PsrpVersion.parse(json.get("session").get("protocol").asString());
        }
    }

    /** A recorded message. */
    record Recorded(PsrpMessageType type, UUID pipeline, String xml, boolean byteOrderMark) {
        PsBytes body() {
            return new PsBytes(xml.getBytes(StandardCharsets.UTF_8));
        }

        PsrpMessage toClient(UUID pool) {
            return new PsrpMessage(PsrpDestination.CLIENT, type, pool, pipeline, body());
        }
    }

    private PsrpVectors() {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (RecordedFile file : files("psrp")) {
            for (JsonNode json : file.json().get("cases")) {
                String known = KnownRecordings.name(KnownRecordings.ofCase(json));
                cases.add(new Case(known == null ? json.get("case").asString() : known, known != null, json));
            }
        }
        return cases;
    }

    static Case theCase(String name) {
        return cases().stream()
                .filter(c -> c.known() && c.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    assumeTrue(false, "the vectors hold no case " + name);
                    throw new IllegalStateException();
                });
    }

    static List<RecordedFile> files(String folder) {
        return Recordings.files(folder).stream()
                .map(file -> new RecordedFile(file.getFileName().toString(), read(file)))
                .toList();
    }

    /** Reads it unless somebody has done so; nobody changes it. */
    private static JsonNode read(Path file) {
        SoftReference<JsonNode> known = READ.get(file);
        JsonNode json = known == null ? null : known.get();
        if (json == null) {
            try {
                json = JSON.readTree(Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            READ.put(file, new SoftReference<>(json));
        }
        return json;
    }
}
