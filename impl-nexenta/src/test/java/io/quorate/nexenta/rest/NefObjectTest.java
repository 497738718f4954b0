package io.quorate.nexenta.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a field stands for, however the appliance writes it; and what is no such thing. */
class NefObjectTest {

    private static NefObject of(String value) {
        String text = value.isEmpty() ? "{}" : "{\"x\":" + value + "}";
        return new NefObject(JsonText.read(text.getBytes(StandardCharsets.UTF_8)), "GET /it");
    }

    private static void bad(String what, Function<NefObject, ?> read, String... values) {
        for (String value : values) {
            Fault fault = catchThrowableOfType(Fault.class, () -> read.apply(of(value)));
            assertThat(fault).as(value).isNotNull().hasMessage("the answer to GET /it cannot be: " + what);
            assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
            assertThat(fault.hint()).contains("NexentaStor 5");
        }
    }

    @Test
    void text_mayBeWrittenAsANumberOrATruth() {
        assertThat(of("\"a\"").text("x")).isEqualTo("a");
        assertThat(of("5").text("x")).isEqualTo("5");
        assertThat(of("true").text("x")).isEqualTo("true");
        bad("x is no text", o -> o.text("x"), "[]", "{}");
        bad("x is missing", o -> o.text("x"), "", "null");
        assertThat(of("{}").forgiving().text("x")).isEmpty();
        assertThat(of("").forgiving().text("x")).isEmpty();
        assertThat(of("\"a\"").forgiving().text("x")).isEqualTo("a");
    }

    @Test
    void word_thatIsMissing_isEmpty_andATextThatIsEmptyIsNone() {
        assertThat(of("").word("x")).isEmpty();
        assertThat(of("null").word("x")).isEmpty();
        assertThat(of("\"a\"").word("x")).isEqualTo("a");
        assertThat(of("").textOrNull("x")).isNull();
        assertThat(of("null").textOrNull("x")).isNull();
        assertThat(of("\"\"").textOrNull("x")).isNull();
        assertThat(of("\"a\"").textOrNull("x")).isEqualTo("a");
        bad("x is no text", o -> o.word("x"), "{}");
    }

    @Test
    void number_isWholeAndNotNegative_howeverItIsWritten() {
        assertThat(of("7").number("x")).isEqualTo(7);
        assertThat(of("7.0").number("x")).isEqualTo(7);
        assertThat(of("\" 7 \"").number("x")).isEqualTo(7);
        assertThat(of("999999999999999999").number("x")).isEqualTo(999_999_999_999_999_999L);
        bad("x is no whole number", o -> o.number("x"), "7.5", "-1", "\"a\"", "true", "[]", "1000000000000000000");
        bad("x is missing", o -> o.number("x"), "", "null");
        assertThat(of("7.5").forgiving().number("x")).isZero();
        assertThat(of("").forgiving().number("x")).isZero();
        assertThat(of("").numberOrZero("x")).isZero();
        assertThat(of("null").numberOrZero("x")).isZero();
        assertThat(of("7").numberOrZero("x")).isEqualTo(7);
        bad("x is no whole number", o -> o.numberOrZero("x"), "\"a\"");
    }

    @Test
    void digits_areThoseOfAnIdentityOfSixtyFourBits() {
        assertThat(of("\"18446744073709551615\"").digits("x")).isEqualTo("18446744073709551615");
        assertThat(of("18446744073709551615").digits("x")).isEqualTo("18446744073709551615");
        bad("x is no decimal number", o -> o.digits("x"), "\"a\"", "-5", "\"184467440737095516150\"");
        bad("x is missing", o -> o.digits("x"), "");
        assertThat(of("\"a\"").forgiving().digits("x")).isEmpty();
        assertThat(of("").forgiving().digits("x")).isEmpty();
    }

    @Test
    void flag_isTrueOrFalse_andMissingIsFalse() {
        for (String yes : new String[] {"true", "1", "\"TRUE\"", "\"1\""}) {
            assertThat(of(yes).flag("x")).as(yes).isTrue();
        }
        for (String no : new String[] {"", "null", "false", "0", "\"False\"", "\"0\""}) {
            assertThat(of(no).flag("x")).as(no).isFalse();
        }
        bad("x is neither true nor false", o -> o.flag("x"), "2", "\"yes\"", "[]");
        assertThat(of("2").forgiving().flag("x")).isFalse();
    }

    @Test
    void texts_areRead_andWhatIsNoTextSpoilsThemUnlessItIsForgiven() {
        assertThat(of("[\"a\",5]").texts("x", text -> text)).containsExactly("a", "5");
        assertThat(of("").texts("x", text -> text)).isEmpty();
        assertThat(of("null").texts("x", text -> text)).isEmpty();
        bad("x lists what is no text", o -> o.texts("x", text -> text), "[{}]");
        bad("x is no list", o -> o.texts("x", text -> text), "5");
        bad("x is unusable: For input string: \"a\"", o -> o.texts("x", Integer::valueOf), "[\"a\"]");
        assertThat(of("[{},\"a\"]").forgiving().texts("x", text -> text)).containsExactly("a");
        assertThat(of("5").forgiving().texts("x", text -> text)).isEmpty();
    }

    @Test
    void parsed_thatStandsForNothing_isABadReply() {
        assertThat(of("\"7\"").<Integer>parsed("x", Integer::valueOf)).isEqualTo(7);
        bad("x is unusable: For input string: \"a\"", o -> o.parsed("x", Integer::valueOf), "\"a\"");
    }

    @Test
    void objects_areRead_andForgiveAsTheirListDoes() {
        List<NefObject> objects = of("[{\"y\":1},{\"y\":2}]").objects("x");
        assertThat(objects).extracting(one -> one.number("y")).containsExactly(1L, 2L);
        assertThat(of("").objects("x")).isEmpty();
        bad("x lists what is no object", o -> o.objects("x"), "[5]");
        bad("x is no list", o -> o.objects("x"), "{}");
        assertThat(of("[{\"y\":[]}]").forgiving().objects("x").get(0).number("y"))
                .isZero();
    }

    @Test
    void object_isTheSameAsOneThatSaysTheSame() {
        assertThat(of("7").sameAs(of("7"))).isTrue();
        assertThat(of("7").sameAs(of("8"))).isFalse();
    }
}
