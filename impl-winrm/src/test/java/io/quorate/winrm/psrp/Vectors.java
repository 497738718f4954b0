package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The folder of recorded traffic that the system property {@code quorate.vectors} names. */
final class Vectors {
    private static final JsonMapper JSON = new JsonMapper();

    private Vectors() {}

    /** Returns every JSON file of a part, in order of their names; skips the test where the part is not there. */
    static List<Path> files(String part) throws IOException {
        Path folder = Path.of(System.getProperty("quorate.vectors", "../shared/vectors"), part);
        assumeTrue(Files.isDirectory(folder), "no recorded traffic at " + folder);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertThat(found).as("files in %s", folder).isNotEmpty();
            return found;
        }
    }

    static JsonNode json(Path file) {
        return JSON.readTree(file.toFile());
    }
}
