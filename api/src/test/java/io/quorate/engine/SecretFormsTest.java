package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.Seed;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret is taken out in whatever form it comes, and nothing else is. */
class SecretFormsTest {
    private static final String USER = "admin";

    @RegisterExtension
    final Seed seeds = Seed.fresh();

    private static String clean(String secret, String text) {
        return new Redactor(Credentials.basic(USER, Secret.of(secret))).clean(text);
    }

    private static void hides(String secret, String form) {
        assertThat(clean(secret, "before [" + form + "] after")).as(form).isEqualTo("before [<hidden>] after");
        assertThat(clean(secret, form)).as(form).isEqualTo("<hidden>");
    }

    private static String each(String secret, IntFunction<String> form) {
        return secret.chars().mapToObj(form).collect(Collectors.joining());
    }

    private static String eachPoint(String secret, IntFunction<String> form) {
        return secret.codePoints().mapToObj(form).collect(Collectors.joining());
    }

    private static String hex(byte[] bytes, String prefix) {
        StringBuilder out = new StringBuilder();
        for (byte b : bytes) {
            out.append(prefix).append(String.format(Locale.ROOT, "%02x", b & 0xFF));
        }
        return out.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Canary-7f3a",
                "pa ss&<>\"'/\\word+%_x",
                "p\u00e4\u00df\u4e2dw\ud83d\ude00rd",
                "\\\\\"\\x",
                "%41&amp;_x0041_\\u0041",
                "aaaaaaaa",
                "====++//",
            })
    @DisplayName("as it is, escaped for JSON, XML, CLIXML and URLs, and in hexadecimal")
    void clean_hidesEveryForm(String secret) {
        hides(secret, secret);
        byte[] utf8 = secret.getBytes(StandardCharsets.UTF_8);
        byte[] utf16 = secret.getBytes(StandardCharsets.UTF_16LE);
        // JSON
        String json = secret.replace("\\", "\\\\").replace("\"", "\\\"");
        hides(secret, json);
        hides(secret, json.replace("/", "\\/"));
        hides(secret, json.replace("\\", "\\\\").replace("\"", "\\\""));
        hides(secret, each(secret, c -> String.format(Locale.ROOT, "\\u%04x", c)));
        hides(secret, each(secret, c -> String.format(Locale.ROOT, "\\u%04X", c)));
        hides(secret, each(secret, c -> String.format(Locale.ROOT, "\\\\u%04x", c)));
        // XML and CLIXML
        String xml = secret.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
        hides(secret, xml);
        hides(secret, xml.replace("'", "&apos;"));
        hides(secret, xml.replace("&", "&amp;"));
        hides(secret, eachPoint(secret, c -> "&#" + c + ";"));
        hides(secret, eachPoint(secret, c -> "&#x" + Integer.toHexString(c) + ";"));
        hides(secret, eachPoint(secret, c -> String.format(Locale.ROOT, "&#X%06X;", c)));
        hides(secret, each(secret, c -> String.format(Locale.ROOT, "_x%04X_", c)));
        hides(secret, each(secret, c -> String.format(Locale.ROOT, "_x%04x_", c)));
        // URLs
        hides(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8));
        hides(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
        hides(secret, hex(utf8, "%"));
        hides(secret, hex(utf8, "%").toUpperCase(Locale.ROOT));
        hides(secret, hex(utf8, "%25"));
        // PowerShell and SQL
        hides(secret, secret.replace("'", "''"));
        // hexadecimal
        for (byte[] bytes : List.of(utf8, utf16)) {
            hides(secret, hex(bytes, ""));
            hides(secret, HexFormat.of().withUpperCase().formatHex(bytes));
            hides(secret, HexFormat.ofDelimiter(":").formatHex(bytes));
            hides(secret, HexFormat.ofDelimiter("-").withUpperCase().formatHex(bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Canary-7f3a",
                "four",
                "p\u00e4\u00df\u4e2dw\ud83d\ude00rd",
                "\u00fc\u00ff\u00fb\u00fe??>>",
                "sixteen-letters!"
            })
    @DisplayName("in Base64, alone and inside something longer, wherever it begins there")
    void clean_hidesBase64AtEveryAlignment(String secret) {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
            byte[] bytes = secret.getBytes(charset);
            for (Base64.Encoder encoder : List.of(
                    Base64.getEncoder(),
                    Base64.getEncoder().withoutPadding(),
                    Base64.getUrlEncoder(),
                    Base64.getUrlEncoder().withoutPadding())) {
                assertThat(clean(secret, encoder.encodeToString(bytes))).isEqualTo("<hidden>");
                for (int before = 0; before < 7; before++) {
                    for (int after = 0; after < 4; after++) {
                        byte[] all = new byte[before + bytes.length + after];
                        System.arraycopy(bytes, 0, all, before, bytes.length);
                        String text = encoder.encodeToString(all);
                        String clean = clean(secret, "token=" + text + ";");
                        assertThat(clean).as(text).matches("token=A*<hidden>A*=*;");
                    }
                }
            }
        }
    }

    @Test
    void clean_hidesNameAndPasswordInBase64_evenIfThePasswordIsShort() {
        for (String secret : new String[] {"x", "pw1", "Canary-7f3a"}) {
            byte[] both = (USER + ":" + secret).getBytes(StandardCharsets.UTF_8);
            String pair = Base64.getEncoder().encodeToString(both);
            assertThat(clean(secret, "Authorization: Basic " + pair))
                    .contains("<hidden>")
                    .doesNotContain(pair);
            String url = Base64.getUrlEncoder().withoutPadding().encodeToString(both);
            assertThat(clean(secret, "Basic " + url + " ")).contains("<hidden>").doesNotContain(url);
        }
    }

    @Test
    void clean_hidesBase64ThatIsBrokenIntoLinesOrEscaped() {
        String secret = "a-rather-long-secret-of-some-words-that-is-broken-into-lines-of-76-characters-as-MIME-does";
        String mime = Base64.getMimeEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        assertThat(mime).contains("\r\n");
        assertThat(clean(secret, mime)).isEqualTo("<hidden>");
        String odd = "\u00fb\u00ff\u00fe\u00fb\u00ff";
        String latin = Base64.getEncoder().encodeToString(odd.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(latin).contains("+");
        for (String plain :
                List.of(latin, Base64.getEncoder().encodeToString("???>>>???".getBytes(StandardCharsets.UTF_8)))) {
            String of = plain.equals(latin) ? odd : "???>>>???";
            assertThat(clean(of, plain.replace("/", "%2F").replace("+", "%2b"))).isEqualTo("<hidden>");
            assertThat(clean(of, plain.replace("/", "\\/").replace("+", "\\u002b")))
                    .isEqualTo("<hidden>");
        }
    }

    @Test
    void clean_hidesAnyMixtureOfEscapes() {
        Random random = seeds.random();
        String often = "aZ09 &<>\"'/\\+%_x;#\u00e4\u4e2d";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder secret = new StringBuilder();
            StringBuilder form = new StringBuilder();
            for (int n = 4 + random.nextInt(10); n > 0; n--) {
                char c = often.charAt(random.nextInt(often.length()));
                secret.append(c);
                form.append(
                        switch (random.nextInt(6)) {
                            case 0 -> String.format(Locale.ROOT, "\\u%04x", (int) c);
                            case 1 -> "&#" + (int) c + ";";
                            case 2 -> String.format(Locale.ROOT, "_x%04X_", (int) c);
                            case 3 -> hex(String.valueOf(c).getBytes(StandardCharsets.UTF_8), "%");
                            default -> String.valueOf(c);
                        });
            }
            assertThat(clean(secret.toString(), "<" + form + ">"))
                    .as("%s in %s", secret, form)
                    .doesNotContain(form)
                    .contains("<hidden>");
        }
    }

    @Test
    void clean_leavesWhatIsNoSecret() {
        for (String text : new String[] {
            "",
            "Canary-7f3",
            "anary-7f3a",
            "canary-7f3a",
            "Canary-7f3\\u0062",
            "Canary-7f3&#98;",
            "Canary-7f3&#x61",
            "Canary-7f3&#;",
            "Canary-7f3_x0062_",
            "Canary-7f3_x0061",
            "Canary-7f3%62",
            "Canary-7f3%6",
            "Canary-7f3\\u006",
            "43616e6172792d376633",
            "Q2FuYXJ5LTdmM",
            "\\\\\\\\\\\\\\\\&&&&%%%%____++++''''"
        }) {
            assertThat(clean("Canary-7f3a", text)).isEqualTo(text);
        }
    }

    @Test
    void clean_hidesEveryOccurrence_andNothingBetween() {
        assertThat(clean("Canary-7f3a", "Canary-7f3aCanary-7f3a and Canary%2D7f3a, Canary-7f3a"))
                .isEqualTo("<hidden><hidden> and <hidden>, <hidden>");
    }

    @Test
    @DisplayName("whatever a hostile server sends, looking through it takes no time to speak of")
    void clean_ofHostileText_isLinear() {
        String secret = "\\&%_ab+''\"\\";
        for (String piece : new String[] {"\\", "&", "&amp;", "%25", "_x", "&#0", "'", "\\&", "+"}) {
            String text = piece.repeat((Boolean.getBoolean("quorate.sweep") ? 100_000 : 30_000) / piece.length());
            assertThat(clean(secret, text)).isEqualTo(text);
        }
    }
}
