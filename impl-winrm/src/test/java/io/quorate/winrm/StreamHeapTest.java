package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What is streamed is not held: a list that is longer than the whole heap is read to its end. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StreamHeapTest {
    private static final int MEGABYTES = 100;

    private static final String HEAP = "-Xmx24m";

    @TempDir
    static Path folder;

    private static String run(String how) throws IOException, InterruptedException {
        Path output = folder.resolve(how + ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        StreamHeap.class.getName(),
                        folder.toString(),
                        how,
                        Integer.toString(MEGABYTES * 1_000_000 / StreamHeap.LENGTH))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(4, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(output);
        assertThat(ended).as(text).isTrue();
        return text;
    }

    @Test
    @EnabledIfSystemProperty(
            named = "quorate.sweep",
            matches = "true",
            disabledReason = "that one Receive is held and no more is counted in StreamedListTest; this takes a minute")
    @DisplayName("100 MB go through a heap of 24 MiB that holds client and host")
    void stream_ofALongList_fitsASmallHeap() throws Exception {
        String said = run("stream");
        System.out.println(
                MEGABYTES + " MB streamed in " + HEAP + ": " + said.substring(said.lastIndexOf("characters")));
        long characters = Long.parseLong(said.replaceFirst("(?s).*characters=([0-9]+).*", "$1"));
        assertThat(characters).as(said).isGreaterThan(MEGABYTES * 1_000_000L);
    }
}
