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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The story is long, so it is told once for all that is asked of it, with an audit log; in the sweep once more, without. */
class StoryTest {
    private static final long SEED = 7;
    private static final List<AuditRecord> LINES = new ArrayList<>();
    private static final StringBuilder TEXT = new StringBuilder();
    private static Story.Told told;

    @BeforeAll
    static void tell() {
        AuditSink json = AuditSink.jsonLines(TEXT);
        told = Story.run(SEED, line -> {
            LINES.add(line);
            json.record(line);
        });
    }

    @EnabledIfSystemProperty(
            named = "quorate.sweep",
            matches = "true",
            disabledReason = "a long form, which the sweep plays")
    @Test
    @DisplayName("the story is deterministic: same seed, same time line")
    void run_whenSeedIsTheSame_tellsTheSame() {
        assertThat(Story.run(SEED)).isEqualTo(told);
    }

    @Test
    @DisplayName("the story is told to its end, and whatever is asked for again is there")
    void run_tellsWhatCameOfIt() {
        assertThat(told.print())
                .contains(
                        "fit, all ", "cut the power of HV2", "web1 is Running on HV1", "web1 is PausedCritical on HV1");
        assertThat(told.chain().complete()).isTrue();
        assertThat(told.timeLine())
                .filteredOn(step -> step.what().endsWith(" again"))
                .extracting(TimeLine.Step::result)
                .contains("nothing to do")
                .doesNotContain("changed");
    }

    @Test
    @DisplayName("the outage is what the cluster's own settings predict, within one look")
    void run_measuresWhatTheSettingsPredict() {
        Outage outage = (Boolean.getBoolean("quorate.sweep") ? Story.run(42) : told).outage();

        assertThat(outage.outage())
                .isBetween(outage.predicted(), outage.predicted().plus(Duration.ofSeconds(2)));
    }

    @Test
    @DisplayName(
            "the database comes back in the time that was predicted, within two looks, and no acknowledged marker is lost")
    void run_whenThePrimaryLosesPower_losesNothingThatWasAcknowledged() {
        GroupStory.Told group = told.group();

        assertThat(group.outage().to()).isEqualTo("SQL2");
        assertThat(group.outage().outage())
                .isBetween(
                        group.outage().predicted(), group.outage().predicted().plus(Duration.ofSeconds(3)));
        assertThat(group.acknowledged()).isEqualTo(2);
        assertThat(group.found()).isGreaterThanOrEqualTo(group.acknowledged());
        assertThat(group.timeLine())
                .extracting(TimeLine.Step::result)
                .contains("led to SQL2", "nothing to do", "2 of 2 acknowledged are there");
    }

    @Test
    @DisplayName("the audit log of the story names every argument, and no secret")
    void audit_ofTheStory_namesEveryArgumentAndNoSecret() throws Exception {
        assertThat(LINES).extracting(AuditRecord::operation).contains("storage.initiator.chap", "cluster.create");
        for (AuditRecord line : LINES) {
            Command<?> command = line.order().command();
            for (RecordComponent component : command.getClass().getRecordComponents()) {
                boolean absent = component.getAccessor().invoke(command) == null;
                assertThat(line.arguments().containsKey(component.getName()))
                        .as(line.operation() + " " + component.getName())
                        .isNotEqualTo(absent);
            }
        }
        assertThat(TEXT).contains("\"login\":{\"user\":\"quorate\",\"secret\":\"<hidden>\"}");
        try (Lab lab = Lab.sanStoryBuilder().seed(SEED).start()) {
            assertSilent(TEXT + LINES.toString(), lab.password());
            assertSilent(TEXT + LINES.toString(), lab.appliance("NAS1").password());
            assertSilent(
                    TEXT + LINES.toString(),
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
