package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.winrm.Seed;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The escapes of texts and names. */
class ClixmlTextTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(7);

    private static String read(String xml) {
        return (String) Clixml.read(xml).primitive().value();
    }

    @ParameterizedTest
    @CsvSource({
        "_x0041_, A",
        "_X0041_, A",
        "_x00e9_, \u00E9",
        "_x00E9_, \u00E9",
        "_x41_, _x41_",
        "_x004_, _x004_",
        "_x00041_, _x00041_",
        "_xZZZZ_, _xZZZZ_",
        "_x0041, _x0041",
        "x0041_, x0041_",
        "_, _",
        "__, __",
        "__x0041_, _A",
        "_x0041__x0042_, AB",
        "_x0041_x0042_, Ax0042_",
        "_x005F_x0041_, _x0041_",
        "_x005F_x005F_x005F_x0041_, _x005F_x0041_",
        "_x0041_\u0661, A\u0661",
        "_x00\u06614_, _x00\u06614_",
        "_x0001F600_, \uD83D\uDE00",
        "_x00110000_, _x00110000_",
        "_xFFFFFFFF_, _xFFFFFFFF_",
        "_x00000041_, A"
    })
    void read_whenTextHasEscapes_resolvesThoseThatAreOnes(String written, String meant) {
        assertThat(read("<S>" + written + "</S>")).isEqualTo(meant);
        PsObject object = (PsObject) Clixml.read("<Obj><MS><Nil N=\"" + written + "\" /></MS></Obj>");
        assertThat(object.extended().get(0).name()).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "a\tb, a_x0009_b",
        "\u007F\u0080\u009F\u00A0, _x007F__x0080__x009F_\u00A0",
        "\uD83D\uDE00, _xD83D__xDE00_",
        "\uDE00\uD83D, _xDE00__xD83D_",
        "_x, _x005F_x",
        "_X1, _x005F_X1",
        "_y_, _y_",
        "<&>, &lt;&amp;&gt;",
        "\uFFFE\uFFFF\uFEFF, _xFFFE__xFFFF_\uFEFF",
        "]]>, ]]&gt;"
    })
    void write_whenTextNeedsEscapes_writesThemAsWindowsDoes(String text, String written) {
        assertThat(Clixml.write(PsValue.string(text))).isEqualTo("<S>" + written + "</S>");
    }

    @Test
    void write_whenTextIsRandom_readsBackTheSame() {
        long seed = seeds.value();
        SplittableRandom random = new SplittableRandom(seed);
        String often = "_xX0041<>&\"' \r\n\t\u0000\uD800\uDC00\uFFFE\uFFFF";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(30);
            for (int j = 0; j < length; j++) {
                text.append(
                        random.nextInt(4) == 0
                                ? (char) random.nextInt(0x10000)
                                : often.charAt(random.nextInt(often.length())));
            }
            PsObject object = PsObject.of(text + "t")
                    .text(text.toString())
                    .with(text.toString(), PsValue.string(text.toString()));
            PsObject again = (PsObject) Clixml.read(Clixml.write(object).getBytes(StandardCharsets.UTF_8));
            assertThat(again.text()).as("seed %d", seed).isEqualTo(text.toString());
            assertThat(again.typeNames()).as("seed %d", seed).containsExactly(text + "t");
            assertThat(again.property(text.toString())).as("seed %d", seed).isEqualTo(PsValue.string(text.toString()));
        }
    }

    @ParameterizedTest
    @CsvSource({"&#xFFFE;", "&#xfffe;", "&#65534;", "&#x00FFFE;"})
    void read_whenXmlForbidsTheReference_readsIt(String reference) {
        assertThat(read("<S>a" + reference + "b&#x41;</S>")).isEqualTo("a\uFFFEbA");
        assertThat(read("<S><!-- " + reference + " -->" + reference + "</S>")).isEqualTo("\uFFFE");
        assertThat(read("<S><![CDATA[" + reference + "]]></S>")).isEqualTo(reference);
        PsObject named = (PsObject) Clixml.read("<Obj><MS><Nil N='" + reference + ">' /></MS></Obj>");
        assertThat(named.extended().get(0).name()).isEqualTo("\uFFFE>");
    }

    @ParameterizedTest
    @CsvSource({"&#0;", "&#x1;", "&#xD800;", "&#x110000;", "&#xFFFE", "&#xFFFG;", "&#;", "&#x;", "&nbsp;"})
    void read_whenReferenceIsNoCharacter_refusesIt(String reference) {
        assertThatThrownBy(() -> read("<S>" + reference + "</S>")).isInstanceOf(ClixmlException.class);
    }

    @Test
    void read_whenForbiddenReferencesCrossBuffers_readsThemAll() {
        String padding = "x".repeat(8183);
        for (int shift = 0; shift < 40; shift++) {
            String text = "<S>" + padding.substring(shift) + "&#xFFFF;".repeat(3000) + "</S>";
            assertThat(read(text)).isEqualTo(padding.substring(shift) + "\uFFFF".repeat(3000));
        }
    }

    @Test
    void read_whenTextIsWhiteSpace_keepsIt() {
        assertThat(read("<S> \t </S>")).isEqualTo(" \t ");
        assertThat(read("<S />")).isEmpty();
        assertThat(read("<S></S>")).isEmpty();
        assertThat(read("<S>a<!-- c -->b<?p i?>c<![CDATA[<d>]]></S>")).isEqualTo("abc<d>");
    }

    @Test
    void read_whenTextHasManyReferences_isNotStoppedByTheParser() {
        assertThat(read("<S>" + "&lt;".repeat(300_000) + "</S>")).isEqualTo("<".repeat(300_000));
    }
}
