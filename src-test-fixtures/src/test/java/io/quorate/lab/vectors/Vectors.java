package io.quorate.lab.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds and reads the recorded vectors; a test is skipped where they are absent. */
public final class Vectors {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Vectors() {}

    /** Returns the folder, or skips the test. */
    public static Path folder(String name) {
        Path folder = Path.of(System.getProperty("quorate.vectors", "../../shared/vectors"))
                .resolve(name);
        assumeTrue(
                Files.isDirectory(folder), () -> "no vectors at " + folder.toAbsolutePath() + " (-Dquorate.vectors)");
        return folder;
    }

    /** Returns every JSON file in the folder and below it, sorted. */
    public static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            List<Path> found =
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    /** Returns what tells a case of {@code psrp} apart, whatever its name: a digest of its session and messages. */
    public static String digest(JsonNode one) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            add(sha, one.path("session").path("configuration").asString(""));
            for (String side : List.of("clientMessages", "serverMessages")) {
                for (JsonNode message : one.path(side)) {
                    add(sha, message.path("typeId").asString(""));
                    add(sha, message.path("xml").asString(""));
                }
            }
            return HexFormat.of().formatHex(sha.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(MessageDigest sha, String part) {
        sha.update(part.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
    }

    public static JsonNode read(Path file) throws IOException {
        return MAPPER.readTree(Files.readString(file));
    }
}
