package io.quorate.winrm.psrp;

import io.quorate.winrm.Recordings;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The folder of recorded traffic that the system property {@code quorate.vectors} names. */
final class Vectors {
    private static final JsonMapper JSON = new JsonMapper();

    private Vectors() {}

    /** Returns every JSON file of a part, in order of their names; skips the test where the part is not there. */
    static List<Path> files(String part) {
        return Recordings.files(part);
    }

    static JsonNode json(Path file) {
        return JSON.readTree(file.toFile());
    }
}
