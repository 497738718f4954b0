package io.quorate.lab.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorsTest {

    @Test
    void absence_underCi_failsUnlessItIsDeclared() {
        assertThat(Vectors.failsWhenAbsent(null, null)).isFalse();
        assertThat(Vectors.failsWhenAbsent("true", null)).isTrue();
        assertThat(Vectors.failsWhenAbsent("", "")).isTrue();
        assertThat(Vectors.failsWhenAbsent("true", "absent")).isFalse();
    }
}
