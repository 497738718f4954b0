package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A length of time is spelled in one place. */
class DurationsTest {
    /** A number of time units with a unit glued to it. */
    private static final Pattern BY_HAND = Pattern.compile(
            "(?:to(?:Millis|Seconds|Minutes|Hours|Days)(?:Part)?\\(\\)|[mM]illis(?:\\([^()]*\\))?)\\s*\\)*"
                    + "\\s*\\+\\s*\"\\s?(?:ms|s|min|h|d)\\b");

    @Test
    @DisplayName("messages and tables print a length of time by Span, so that none says 1000 ms beside 2 min 0 s")
    void mainCode_spellsNoDurationByHand() throws IOException {
        List<String> byHand = new ArrayList<>();
        for (String module : List.of("api", "impl-winrm", "impl-nexenta", "impl-mssql", "samples")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path file :
                        files.filter(one -> one.toString().endsWith(".java")).toList()) {
                    if (!file.endsWith("Span.java")) {
                        BY_HAND.matcher(Files.readString(file))
                                .results()
                                .forEach(hit -> byHand.add(file.getFileName() + ": " + hit.group()));
                    }
                }
            }
        }
        assertThat(byHand).isEmpty();
    }
}
