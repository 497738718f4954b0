package io.quorate.lab.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    public static JsonNode read(Path file) throws IOException {
        return MAPPER.readTree(Files.readString(file));
    }
}
