package io.quorate.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StoryTest {

    @Test
    @DisplayName("the story is deterministic: same seed, same time line")
    void run_whenSeedIsTheSame_tellsTheSame() {
        Story.Told told = Story.run(7);

        assertThat(Story.run(7)).isEqualTo(told);
        assertThat(told.print())
                .contains(
                        "fit, all ", "cut the power of HV2", "web1 is Running on HV1", "web1 is PausedCritical on HV1");
        assertThat(told.chain().complete()).isTrue();
        assertThat(told.timeLine())
                .filteredOn(step -> step.what().endsWith(" again"))
                .extracting(Story.Step::result)
                .contains("nothing to do")
                .doesNotContain("changed");
    }

    @Test
    @DisplayName("the outage is what the cluster's own settings predict, within one look")
    void run_measuresWhatTheSettingsPredict() {
        Story.Outage outage = Story.run(42).outage();

        assertThat(outage.outage())
                .isBetween(outage.predicted(), outage.predicted().plus(Duration.ofSeconds(2)));
    }
}
