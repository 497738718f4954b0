package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordingsTest {

    @Test
    void absence_underCi_failsUnlessItIsDeclared() {
        assertThat(Recordings.absence(null, null)).isEqualTo(Recordings.Absence.SKIPS);
        assertThat(Recordings.absence("true", null)).isEqualTo(Recordings.Absence.FAILS);
        assertThat(Recordings.absence("", "")).isEqualTo(Recordings.Absence.FAILS);
        assertThat(Recordings.absence("true", "somewhere")).isEqualTo(Recordings.Absence.FAILS);
        assertThat(Recordings.absence("true", "absent")).isEqualTo(Recordings.Absence.SKIPS);
    }
}
