package io.quorate.lab.ddl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The statements of our own, as the folder's runner reads them. */
final class Cases {
    private Cases() {}

    /** One of them. */
    record Case(String name, String text, SqlVersion version, SqlEdition edition) {}

    static Path folder() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(Cases.class.getResource("valid")).toURI())
                .getParent();
    }

    static List<Case> valid() throws IOException, URISyntaxException {
        return read("valid");
    }

    static List<Case> broken() throws IOException, URISyntaxException {
        return read("broken");
    }

    private static List<Case> read(String part) throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(folder().resolve(part))) {
            return files.sorted().map(Cases::of).toList();
        }
    }

    private static Case of(Path file) {
        try {
            String text = Files.readString(file);
            String[] words = text.lines().findFirst().orElseThrow().substring(3).split(" ");
            return new Case(
                    file.getFileName().toString().replace(".sql", ""),
                    text.substring(text.indexOf('\n') + 1),
                    SqlVersion.of(words[0]),
                    SqlEdition.of(words[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
