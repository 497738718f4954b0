package io.quorate.spi.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Endpoint;
import io.quorate.SecondHop;
import io.quorate.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Set<String> KNOWN = Set.of("wait", "safe", "colour", "name");
    private static final Options.Range RANGE =
            new Options.Range(Duration.ofSeconds(1), Duration.ofMinutes(1), "a second and a minute");

    private static Options of(Map<String, String> options) {
        return Options.of(
                new Endpoint("lab", "x", Map.of("H", URI.create("https://h")), null, Trust.platform(), options), KNOWN);
    }

    @Test
    void of_whenAnOptionIsUnknown_namesTheKnownOnesInOrder() {
        assertThatThrownBy(() -> of(Map.of("Wait", "PT1S", "zeal", "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no option Wait; there are: colour, name, safe, wait");
    }

    @Test
    void of_whenASchemeKnowsNoSecondHop_refusesOne() {
        Endpoint endpoint = new Endpoint(
                "nas",
                "nexenta",
                Map.of("H", URI.create("https://h")),
                null,
                Trust.platform(),
                Map.of(),
                List.of(SecondHop.configuration("Ops")));
        assertThatThrownBy(() -> Options.of(endpoint, KNOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nexenta knows no second hop");
    }

    @Test
    void text_isAsGivenOrAsUsual() {
        assertThat(of(Map.of()).text("name")).isNull();
        assertThat(of(Map.of()).text("name", "usual")).isEqualTo("usual");
        assertThat(of(Map.of("name", "x")).text("name", "usual")).isEqualTo("x");
        assertThat(of(Map.of("name", "")).text("name")).isEmpty();
    }

    @Test
    void word_isOneOfThose() {
        Set<String> words = Set.of("red", "blue");
        assertThat(of(Map.of()).word("colour", "red", words)).isEqualTo("red");
        assertThat(of(Map.of("colour", "blue")).word("colour", "red", words)).isEqualTo("blue");
        assertThatThrownBy(() -> of(Map.of("colour", "Blue")).word("colour", "red", words))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("colour is one of blue, red, not Blue");
    }

    @Test
    void truth_isTrueOrFalse() {
        assertThat(of(Map.of()).truth("safe", true)).isTrue();
        assertThat(of(Map.of()).truth("safe", false)).isFalse();
        assertThat(of(Map.of("safe", "true")).truth("safe", false)).isTrue();
        assertThat(of(Map.of("safe", "false")).truth("safe", true)).isFalse();
        assertThatThrownBy(() -> of(Map.of("safe", "yes")).truth("safe", false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("safe is true or false, not yes");
    }

    @Test
    void time_isAnIsoDuration() {
        Duration usual = Duration.ofSeconds(30);
        assertThat(of(Map.of()).time("wait", usual, "PT30S")).isEqualTo(usual);
        assertThat(of(Map.of("wait", "PT1M30.5S")).time("wait", usual, "PT30S")).isEqualTo(Duration.ofMillis(90_500));
        assertThatThrownBy(() -> of(Map.of("wait", "20")).time("wait", usual, "PT30S"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wait is an ISO 8601 duration such as PT30S, not 20");
    }

    @Test
    void time_liesInItsRange_bothEndsIncluded() {
        Duration usual = Duration.ofSeconds(30);
        assertThat(of(Map.of("wait", "PT1S")).time("wait", usual, "PT30S", RANGE))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(of(Map.of("wait", "PT60S")).time("wait", usual, "PT30S", RANGE))
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(of(Map.of()).time("wait", usual, "PT30S", RANGE)).isEqualTo(usual);
        for (String outside : new String[] {"PT0.999S", "PT60.1S", "PT0S", "-PT5S"}) {
            assertThatThrownBy(() -> of(Map.of("wait", outside)).time("wait", usual, "PT30S", RANGE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("wait lies between a second and a minute: " + outside);
        }
    }
}
