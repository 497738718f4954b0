package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Hostile inputs, twenty thousand in a sweep, in a heap of 64 MiB; {@code -Dquorate.seed=} repeats a run. */
class ClixmlHostileTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(20261121);

    private static final int INPUTS = Boolean.getBoolean("quorate.sweep") ? 20_000 : 1_000;
    private static final int LARGEST = 6_000;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void read_whenInputIsHostile_readsOrRefusesIt() throws Exception {
        long seed = seeds.value();
        Path documents = Files.write(folder.resolve("documents.txt"), documents());
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClixmlHostileInputs.class.getName(),
                        Long.toString(seed),
                        Integer.toString(INPUTS),
                        documents.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output);
        System.out.println("hostile CLIXML: " + said.strip());
        assertThat(ended).as("ended in time, seed %s", seed).isTrue();
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains(INPUTS + " inputs");
    }

    /** The documents to mutate: what the codec writes, and recorded ones where there are any. */
    private static List<String> documents() throws IOException {
        List<String> documents = new ArrayList<>(ClixmlSamples.documents());
        Path recorded = Path.of(System.getProperty("quorate.vectors", "../shared/vectors"), "psrp");
        if (Files.isDirectory(recorded)) {
            try (Stream<Path> files = Files.list(recorded)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".json"))
                        .sorted()
                        .toList()) {
                    for (JsonNode one : Vectors.json(file).get("cases")) {
                        for (JsonNode message : one.get("serverMessages")) {
                            String xml = message.get("xml").asString();
                            if (!xml.isEmpty() && xml.length() < LARGEST && xml.indexOf('\n') < 0) {
                                documents.add(xml);
                            }
                        }
                    }
                }
            }
        }
        return documents;
    }
}
