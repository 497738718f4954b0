package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every message that a real PowerShell engine sent is read and written back to an equal tree. */
@Tag("vectors")
class ClixmlVectorsTest {

    @Test
    void read_whenEngineSentIt_writesBackAnEqualTree() throws IOException {
        int equal = 0;
        int identical = 0;
        int empty = 0;
        int clients = 0;
        List<String> different = new ArrayList<>();
        for (Path file : Vectors.files("psrp")) {
            for (JsonNode one : Vectors.json(file).get("cases")) {
                for (JsonNode message : one.get("serverMessages")) {
                    String xml = message.get("xml").asString();
                    if (xml.isEmpty()) {
                        empty++;
                        continue;
                    }
                    String again = roundTrip(one, message, xml, different);
                    equal++;
                    if (again.equals(xml)) {
                        identical++;
                    }
                }
                for (JsonNode message : one.get("clientMessages")) {
                    String xml = message.get("xml").asString();
                    if (!xml.isEmpty()) {
                        roundTrip(one, message, xml, different);
                        clients++;
                    }
                }
            }
        }
        System.out.printf(
                "psrp vectors: %d server messages re-encoded (%d to the same text), %d empty ones ($null) left out, %d client messages"
                        + " re-encoded, %d different%n",
                equal, identical, empty, clients, different.size());
        assertThat(different).isEmpty();
    }

    private static String roundTrip(JsonNode one, JsonNode message, String xml, List<String> different) {
        String place = one.get("case").asString() + " " + message.get("type").asString();
        try {
            PsValue value = Clixml.read(xml);
            String again = Clixml.write(value);
            ClixmlTrees.assertSameTree(xml, again);
            assertThat(Clixml.write(Clixml.read(xml.getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo(again);
            return again;
        } catch (RuntimeException | AssertionError e) {
            different.add(place + ": " + e.getMessage());
            return "";
        }
    }
}
