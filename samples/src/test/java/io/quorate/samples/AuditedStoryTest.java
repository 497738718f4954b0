package io.quorate.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Secret;
import io.quorate.call.AuditRecord;
import io.quorate.call.AuditSink;
import io.quorate.lab.Lab;
import io.quorate.spi.Command;
import java.lang.reflect.RecordComponent;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AuditedStoryTest {

    @Test
    @DisplayName("the audit log of the story names every argument, and no secret")
    void audit_ofTheStory_namesEveryArgumentAndNoSecret() throws Exception {
        List<AuditRecord> lines = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        AuditSink json = AuditSink.jsonLines(text);
        Story.run(7, line -> {
            lines.add(line);
            json.record(line);
        });

        assertThat(lines).extracting(AuditRecord::operation).contains("storage.initiator.chap", "cluster.create");
        for (AuditRecord line : lines) {
            Command<?> command = line.order().command();
            for (RecordComponent component : command.getClass().getRecordComponents()) {
                boolean absent = component.getAccessor().invoke(command) == null;
                assertThat(line.arguments().containsKey(component.getName()))
                        .as(line.operation() + " " + component.getName())
                        .isNotEqualTo(absent);
            }
        }
        assertThat(text).contains("\"login\":{\"user\":\"quorate\",\"secret\":\"<hidden>\"}");
        try (Lab lab = Lab.sanStoryBuilder().seed(7).start()) {
            assertSilent(text + lines.toString(), lab.password());
            assertSilent(text + lines.toString(), lab.appliance("NAS1").password());
            assertSilent(
                    text + lines.toString(),
                    lab.appliance("NAS1").chap().orElseThrow().secret());
        }
    }

    private static void assertSilent(String text, Secret secret) {
        String plain = new String(secret.reveal());
        assertThat(text).doesNotContain(plain);
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
            byte[] bytes = plain.getBytes(charset);
            // Whole groups of three bytes: what follows the secret does not change them.
            String base64 = Base64.getEncoder().encodeToString(bytes).substring(0, bytes.length / 3 * 4);
            assertThat(text).doesNotContain(base64);
            assertThat(text.toLowerCase(Locale.ROOT))
                    .doesNotContain(HexFormat.of().formatHex(bytes));
        }
    }
}
