package io.quorate.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every module's tests hold to. */
class TestHabitsTest {
    private static final Pattern CHANCE = Pattern.compile(
            "new (Splittable)?Random\\(\\)|ThreadLocalRandom|Math\\.random\\(|SecureRandom\\(|\"quorate\\.seed\"");

    private static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of(".."))) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("src/test/java")))
                    .sorted()
                    .toList();
        }
    }

    @Test
    @DisplayName("whoever waits for ever fails: every module has a default time-out for tests and what surrounds them")
    void modules_haveADefaultTimeout() throws IOException {
        List<Path> modules = modules();
        assertThat(modules).hasSizeGreaterThan(3);
        for (Path module : modules) {
            Properties properties = new Properties();
            try (var in = Files.newInputStream(module.resolve("src/test/resources/junit-platform.properties"))) {
                properties.load(in);
            }
            assertThat(properties).as(module.toString()).containsEntry("junit.jupiter.execution.timeout.default", "3m");
        }
    }

    @Test
    @DisplayName("a random test takes its seed from Seed: it can be given one, and tells it when it fails")
    void randomTests_takeTheirSeedFromSeed() throws IOException {
        List<String> others = new ArrayList<>();
        for (Path module : modules()) {
            try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("Seed.java") && !file.endsWith("SeedTest.java"))
                        .filter(file ->
                                !file.endsWith("TestHabitsTest.java") && !file.endsWith("ArchitectureTest.java"))
                        .filter(file -> CHANCE.matcher(text(file)).find())
                        .forEach(file -> others.add(file.toString()));
            }
        }
        assertThat(others).isEmpty();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
