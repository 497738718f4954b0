package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that build a group, as a file holds them: in order, each with its instance, without secrets. {@code -Dquorate.golden.write=true}
 * writes it anew; read the difference before it is committed.
 */
final class GoldenStatements {
    private static final Path FOLDER = Path.of("src/test/resources/ensure");

    private GoldenStatements() {}

    static void check(String name, List<String> sent) {
        Path file = FOLDER.resolve(name + ".txt");
        String text = sent.stream().map(GoldenStatements::shown).collect(Collectors.joining("\n", "", "\n"));
        try {
            if (Boolean.getBoolean("quorate.golden.write")) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, text);
            }
            assertThat(text).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(String statement) {
        return statement
                .replaceAll("PASSWORD = N'([^']|'')*'", "PASSWORD = N'<hidden>'")
                .replaceAll("FROM BINARY = 0x[0-9A-F]+", "FROM BINARY = 0x<certificate>")
                .replaceAll("\\s+", " ");
    }
}
