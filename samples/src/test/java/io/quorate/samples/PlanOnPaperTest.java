package io.quorate.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanOnPaperTest {

    @TempDir
    private Path folder;

    @Test
    @DisplayName("another process reads, explains and runs what was written here; a second time there is nothing to do")
    void plan_writtenHere_isRunByAnotherProcess() throws Exception {
        try (Lab lab = Lab.sanStoryBuilder()
                        .clock(Lab.Clock.WALL)
                        .foreignClients()
                        .start();
                Quorate quorate = lab.connect().build()) {
            LabAppliance nas = lab.appliance("NAS1");
            nas.createVolume(PlanOnPaper.VOLUME.value(), Size.gib(100));
            Path plan = folder.resolve("plan.json");
            PlanOnPaper.write(quorate, plan);
            assertThat(nas.changingRequests()).isZero();
            assertThat(Files.readString(plan))
                    .contains("\"secret\": \"" + PlanOnPaper.CHAP + "\"", "storage.CreateMapping")
                    .doesNotContain(new String(nas.chap().orElseThrow().secret().reveal()));

            assertThat(another(lab, nas, plan))
                    .contains("1. storage.initiator.chap", "<hidden>", "done: map volume", "\npublished\n")
                    .doesNotContain("is so: ")
                    .doesNotContain(new String(nas.chap().orElseThrow().secret().reveal()));
            assertThat(quorate.storage("storage").publications().find(PlanOnPaper.VOLUME))
                    .isPresent();

            long changes = nas.changingRequests();
            assertThat(another(lab, nas, plan))
                    .contains("nothing would be changed\n1. is so: ")
                    .doesNotContain("done: ")
                    .endsWith("nothing to do\n");
            assertThat(nas.changingRequests()).isEqualTo(changes);
        }
    }

    private String another(Lab lab, LabAppliance nas, Path plan) throws Exception {
        Path ca = Files.writeString(folder.resolve("ca.pem"), lab.caPem());
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlanOnPaper.class.getName(),
                        plan.toString(),
                        nas.url().toString(),
                        nas.username(),
                        ca.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("NAS_PASSWORD", new String(nas.password().reveal()));
        builder.environment()
                .put("CHAP_SECRET", new String(nas.chap().orElseThrow().secret().reveal()));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ended in time")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(output).replace(System.lineSeparator(), "\n");
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
