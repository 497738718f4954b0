package io.quorate.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {

    @Test
    void line_ofPlainText_isTheSame() {
        String text = "HV1 says no: 0x80070005 \u00fc \u4e2d \ud83d\ude00";
        assertThat(Visible.line(text)).isEqualTo(text);
        String ascii = "plain";
        assertThat(Visible.line(ascii)).isSameAs(ascii);
        assertThat(Visible.line("")).isEmpty();
        assertThat(Visible.lineOrNull(null)).isNull();
        assertThat(Visible.lineOrNull("a\nb")).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0a, 0x0d, 0, 9, 0x1b, 0x1f, 0x7f, 0x85, 0x9b, 0x2028, 0x2029})
    void line_turnsWhatBreaksLinesIntoABlank(int code) {
        char c = (char) code;
        assertThat(Visible.line("a" + c + "b")).isEqualTo("a b");
        assertThat(Visible.line("a" + c + c + "b")).isEqualTo("a b");
        assertThat(Visible.line("a " + c + "b")).isEqualTo("a b");
        assertThat(Visible.line("a" + c + " b")).isEqualTo("a b");
        assertThat(Visible.line(c + "b" + c)).isEqualTo("b");
        assertThat(Visible.isOdd(c)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c, 0x200b,
                0x200c, 0x200d, 0x2060, 0xfeff, 0xad, 0xd800, 0xdc00, 0x34f, 0x115f, 0x1160, 0x3164, 0xffa0
            })
    void line_showsWhatHidesOrTurnsTextAsItsNumber(int code) {
        char c = (char) code;
        assertThat(Visible.line("a" + c + "b")).isEqualTo("a" + String.format(Locale.ROOT, "\\u%04x", code) + "b");
        assertThat(Visible.isOdd(c)).isTrue();
    }

    @Test
    void line_showsTagsBeyondTheFirstPlaneAsTheirNumbers() {
        assertThat(Visible.line("a" + Character.toString(0xE0041) + "b")).isEqualTo("a\\udb40\\udc41b");
        assertThat(Visible.isOdd(0xE0041)).isTrue();
        assertThat(Visible.isOdd('a')).isFalse();
        assertThat(Visible.isOdd(' ')).isFalse();
    }
}
