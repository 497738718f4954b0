package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@HaLab(seed = 7)
class HaLabTest {

    @Test
    void lab_isGivenToTheTest(Lab lab) {
        assertThat(lab.seed()).isEqualTo(7);
        assertThat(lab.hostNames()).containsExactly("HV1", "HV2");
    }

    @Test
    @HaLab(seed = 8, os = 2019, locale = "de-DE")
    void annotationOfTheMethod_wins(Lab lab) {
        assertThat(lab.seed()).isEqualTo(8);
        assertThat(lab.describe())
                .contains("os=2019")
                .containsPattern("fidelity \\{A=\\d+, B=\\d+, C=\\d+, D=\\d+, E=\\d+}");
    }
}
