package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Files stay small enough to be read in one go. */
class FilesTest {
    private static final int MOST = 600;

    /** The files that are longer, and why: each is one algorithm or one protocol. */
    private static final Map<String, String> LONGER = Map.of(
            "LabTime.java", "one algorithm: virtual, skipping and wall time agree on what is next",
            "Session.java", "one protocol: the target's side of an iSCSI session");

    @Test
    @DisplayName("a main file above 600 lines is one algorithm or one protocol, and listed with the reason")
    void mainFiles_areSmallOrListed() throws IOException {
        Map<String, Long> longer = new TreeMap<>();
        for (String module :
                new String[] {"api", "impl-winrm", "impl-nexenta", "impl-mssql", "src-test-fixtures", "samples"}) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main"))) {
                longer.putAll(files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> lines(file) > MOST)
                        .collect(Collectors.toMap(file -> file.getFileName().toString(), FilesTest::lines)));
            }
        }
        assertThat(longer.keySet()).as("%s", longer).isEqualTo(new java.util.TreeSet<>(LONGER.keySet()));
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
