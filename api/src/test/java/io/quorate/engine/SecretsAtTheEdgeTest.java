package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Consent;
import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.TestCommand;
import io.quorate.call.Order;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Safety;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where hiding a secret begins and ends: short ones, whole texts, trees, escapes that are cut off or escaped again. */
class SecretsAtTheEdgeTest {
    private static final String SECRET = "Canary-7f3a";

    private static Redactor redactor(String secret) {
        return new Redactor(Credentials.basic("admin", Secret.of(secret)));
    }

    private static String clean(String text) {
        return redactor(SECRET).clean(text);
    }

    @Test
    void secretOfFourCharacters_isHidden_oneOfThreeIsAnOrdinaryWord() {
        assertThat(redactor("four").clean("four")).isEqualTo("<hidden>");
        assertThat(redactor("for").clean("wait for it")).isEqualTo("wait for it");
        assertThat(redactor("for").clean("for")).isEqualTo("for");
        assertThat(redactor("").clean("admin:")).isEqualTo("admin:");
    }

    @Test
    void secretThatWasWipedOrIsAReference_hidesNothing_andHarmsNothing() {
        Secret wiped = Secret.of(SECRET);
        Redactor redactor = new Redactor(Credentials.basic("admin", wiped));
        wiped.wipe();
        assertThat(redactor.clean("it failed")).isEqualTo("it failed");
    }

    @Test
    void tree_isCleanedInAllItsTexts_andNothingElse() {
        Map<String, Object> tree = Map.of("a", List.of("x " + SECRET, 4711, Map.of("b", SECRET)));
        assertThat(redactor(SECRET).cleanTree(tree))
                .isEqualTo(Map.of("a", List.of("x <hidden>", 4711, Map.of("b", "<hidden>"))));
    }

    @Test
    void lines_areCleanedEach_andThoseForPersonsAreVisible() {
        Redactor redactor = redactor(SECRET);
        assertThat(redactor.clean(List.of("a " + SECRET, "b"))).containsExactly("a <hidden>", "b");
        assertThat(redactor.shown(List.of("a " + SECRET + "\r\nforged"))).containsExactly("a <hidden> forged");
        assertThat(redactor.cleanOrNull(null)).isNull();
        assertThat(redactor.cleanOrNull("a " + SECRET)).isEqualTo("a <hidden>");
    }

    @Test
    void reasonOfAConsent_isCleaned_andTheConsentStaysForItsObject() {
        Order<String> order = Order.create("rack", TestCommand.of(Safety.ONCE));
        assertThat(redactor(SECRET).clean(order)).isSameAs(order);
        Consent clean = redactor(SECRET)
                .clean(order.with(Consent.to("id-1", "broken; " + SECRET)))
                .consent();
        assertThat(clean.identity()).isEqualTo("id-1");
        assertThat(clean.reason()).isEqualTo("broken; <hidden>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Canary\\u002d7f3a",
                "Canary\\U002D7f3a",
                "Canary\\x2d7f3a",
                "Canary\\X2D7f3a",
                "Canary\\\\\\\\u002d7f3a",
                "Canary\\-7f3a",
                "Canary\\\\\\\\\\\\\\\\-7f3a",
                "Canary_x002d_7f3a",
                "Canary_X002D_7f3a",
                "Canary&#45;7f3a",
                "Canary&#0000000045;7f3a",
                "Canary&#x2d;7f3a",
                "Canary&#X2D;7f3a",
                "Canary&amp;amp;amp;#45;7f3a",
                "Canary%2d7f3a",
                "Canary%252525252525252d7f3a",
                "%43anary-7f3a",
                "&#67;anary-7f3a",
                "_x0043_anary-7f3a",
                "\\u0043anary-7f3a",
                "Canary-7f3%61",
                "Canary-7f3&#97;",
                "Canary-7f3_x0061_",
                "Canary-7f3\\u0061",
                "Canary-7f3\\x61"
            })
    void secret_isHiddenInEachEscape_atTheBeginningInTheMiddleAndAtTheVeryEnd(String form) {
        assertThat(clean(form)).isEqualTo("<hidden>");
        assertThat(clean("a " + form + " z")).isEqualTo("a <hidden> z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Canary\\u002e7f3a",
                "Canary\\x2e7f3a",
                "Canary_x002d7f3a",
                "Canary&#46;7f3a",
                "Canary&#457f3a",
                "Canary&#xx2d;7f3a",
                "Canary&#4294967341;7f3a",
                "Canary&lt;7f3a",
                "Canary%2e7f3a",
                "Canary%%2d7f3a",
                "Canary-7f3",
                "Canary-7f3\\",
                "Canary-7f3&",
                "Canary-7f3&#",
                "Canary-7f3%",
                "Canary-7f3_",
                "Canary-7f3_x",
                "CANARY-7F3A"
            })
    void text_thatOnlyLooksLikeIt_isLeftAlone(String text) {
        assertThat(clean(text)).isEqualTo(text);
        assertThat(clean(text + " z")).isEqualTo(text + " z");
    }

    @Test
    void hexadecimal_isFoundWithAnySeparatorBetweenBytes_andNotWithinThem() {
        byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
        for (String between : new String[] {"", " ", ":", ",", "-", "0x", ",0x", " 0x"}) {
            assertThat(clean("[" + HexFormat.ofDelimiter(between).formatHex(bytes) + "]"))
                    .as(between)
                    .isEqualTo("[<hidden>]");
        }
        String split = HexFormat.of().formatHex(bytes).replaceFirst("(.)(.)", "$1 $2");
        assertThat(clean(split)).isEqualTo(split);
        String apart = HexFormat.ofDelimiter("::").formatHex(bytes);
        assertThat(clean(apart)).isEqualTo(apart);
    }

    @Test
    void base64_isHiddenWithItsPadding_andNoMore() {
        String form = Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8));
        assertThat(form).endsWith("=");
        assertThat(clean("a " + form + " z")).isEqualTo("a <hidden> z");
        assertThat(clean("a=" + form + "===z")).isEqualTo("a=<hidden>==z");
        assertThat(clean(form.replaceAll("(.{4})", "$1\n"))).startsWith("<hidden>");
        assertThat(clean(form.replaceAll("(.{4})", "$1\n\n\n"))).isNotEqualTo("<hidden>");
    }

    @Test
    void fault_keepsAllThatIsNotSecret_ofItAndOfWhatItSuppressed() {
        Fault fault =
                Fault.lasting(ErrorKind.REJECTED).cause(new IOException("a\nb")).because("told " + SECRET);
        fault.addSuppressed(new IOException("told " + SECRET));
        fault.addSuppressed(new IOException("kept"));
        Fault clean = redactor(SECRET).clean(fault);
        assertThat(clean).hasMessage("told <hidden>");
        assertThat(clean.code()).isNull();
        assertThat(clean.hint()).isNull();
        assertThat(clean.getCause()).hasMessage("a b");
        assertThat(clean.getSuppressed())
                .singleElement()
                .satisfies(kept -> assertThat(kept).hasMessage("kept"));
    }

    @Test
    void causes_areRetoldFiftyDeep_andAThousandInAll() {
        Throwable chain = new IOException("told " + SECRET);
        for (int i = 0; i < 80; i++) {
            chain = new IOException("level " + i, chain);
        }
        int depth = 0;
        for (Throwable at = redactor(SECRET).cleanCause(chain); at != null; at = at.getCause()) {
            depth++;
        }
        assertThat(depth).isEqualTo(51);

        IOException wide = new IOException("top");
        for (int i = 0; i < 999; i++) {
            wide.addSuppressed(new IOException("one"));
        }
        assertThat(redactor(SECRET).cleanCause(wide)).isSameAs(wide);
        List<Throwable> all = new ArrayList<>();
        wide.addSuppressed(new IOException("one more"));
        all.addAll(List.of(redactor(SECRET).cleanCause(wide).getSuppressed()));
        assertThat(all).hasSize(999);
    }
}
