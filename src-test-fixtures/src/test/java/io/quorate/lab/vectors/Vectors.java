package io.quorate.lab.vectors;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds and reads the recorded vectors. A test is skipped where they are absent; where {@code CI} is set it fails, unless
 * {@code QUORATE_VECTORS=absent} says that this is known.
 */
public final class Vectors {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Vectors() {}

    /** Returns the folder, or skips the test. */
    public static Path folder(String name) {
        Path folder = root().resolve(name);
        need(Files.isDirectory(folder), "no vectors at " + folder.toAbsolutePath() + " (-Dquorate.vectors)");
        return folder;
    }

    /** Returns a fact file of the folder beside them, or skips the test. */
    public static Path facts(String name) {
        Path file = root().toAbsolutePath().resolveSibling("facts").resolve(name);
        // Beside another folder of vectors there need be none.
        boolean another = Files.isDirectory(root()) && !root().endsWith("shared/vectors");
        if (another && !Files.exists(file)) {
            abort("no fact file at " + file);
        }
        need(Files.exists(file), "no fact file at " + file);
        return file;
    }

    private static Path root() {
        return Path.of(System.getProperty("quorate.vectors", "../../shared/vectors"));
    }

    private static void need(boolean there, String absence) {
        if (there) {
            return;
        }
        if (failsWhenAbsent(System.getenv("CI"), System.getenv("QUORATE_VECTORS"))) {
            fail(absence
                    + ", and CI is set: put them there, or say QUORATE_VECTORS=absent to leave out what reads them");
        }
        abort(absence);
    }

    static boolean failsWhenAbsent(@Nullable String ci, @Nullable String declared) {
        return ci != null && !"absent".equals(declared);
    }

    /** Returns every JSON file in the folder and below it, sorted. */
    public static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            List<Path> found =
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
            need(!found.isEmpty(), "no vectors in " + folder.toAbsolutePath());
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
