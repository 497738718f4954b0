package io.quorate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.0004S, 0 s",
        "-PT0.0004S, 0 s",
        "PT0.25S, 0.250 s",
        "PT1S, 1 s",
        "PT59.999S, 59.999 s",
        "PT1M, 1 min",
        "PT1M5.9S, 1 min 5 s",
        "-PT2M, -2 min",
        "-PT1.5S, -1.500 s",
        "PT1H, 1 h",
        "PT90M, 1 h 30 min",
        "P1DT30M, 1 d",
        "P3DT4H, 3 d 4 h",
    })
    void words_areTheTwoLargestUnitsThatMatter(Duration time, String words) {
        assertThat(Span.words(time)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807, 106751991167300 d 15 h", "-9223372036854775808, -106751991167300 d 15 h"})
    void words_ofTheLongestTimes_areWordsToo(long seconds, String words) {
        assertThat(Span.words(Duration.ofSeconds(seconds))).isEqualTo(words);
    }
}
