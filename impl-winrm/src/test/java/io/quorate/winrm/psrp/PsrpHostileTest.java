package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.Seed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PsrpHostileTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_121);

    private static final int INPUTS = Boolean.getBoolean("quorate.sweep") ? 20_000 : 500;

    /** The server itself allows 30 s of processor time; a busy machine may need longer by the clock. */
    private static final int MAX_WAIT_SECONDS = 180;

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    @DisplayName(
            "hostile inputs, 20 000 in a sweep, in a 64 MiB heap: protocol errors, nothing else, within 30 s of processor time")
    void receive_ofHostileInput_isAProtocolErrorOrTaken(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output.txt");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xss512k",
                        "-cp",
                        classPath,
                        HostileServer.class.getName(),
                        Long.toString(seeds.value()),
                        Integer.toString(INPUTS))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        assertThat(text).contains(INPUTS + " inputs from seed " + seeds.value());
        System.out.println("hostile PSRP: " + text.lines().reduce("", (a, b) -> b));
    }
}
