package io.quorate.winrm.recipe.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.Seed;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SddlTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_129);

    private static final String SID = "S-1-5-21-1-2-3-1105";
    private static final String ALL = "CCDCLCSWRPWPDTLOCRSDRCWDWO";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(A;;GA;;;S-1-5-21-1-2-3-1105) | true",
                "(A;CI;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;S-1-5-21-1-2-3-1105) | true",
                "(A;;0xf01ff;;;s-1-5-21-1-2-3-1105) | true",
                "(A;;0x10000000;;;S-1-5-21-1-2-3-1105) | true",
                "(A;CIIO;GA;;;S-1-5-21-1-2-3-1105) | false",
                "(D;;GA;;;S-1-5-21-1-2-3-1105) | false",
                "(A;;GA;;;S-1-5-21-1-2-3-1106) | false",
                "(A;;CCDCLCSWRPWPDTLOCRSDRCWD;;;S-1-5-21-1-2-3-1105) | false",
                "(OA;;GA;bf967aba-0de6-11d0-a285-00aa003049e2;;S-1-5-21-1-2-3-1105) | false",
                "(A;;RP;;;AU)(A;;GA;;;S-1-5-21-1-2-3-1105) | true",
                "'' | false"
            })
    void grantsEverything_looksAtEachEntry(String entries, boolean granted) {
        for (String before : new String[] {"", "O:DAG:DA", "G:DUO:S-1-5-32-544S:AI(AU;SA;WD;;;WD)"}) {
            assertThat(Sddl.of(before + "D:PAI" + entries + "S:(AU;;GA;;;WD)").grantsEverything(SID))
                    .isEqualTo(granted);
        }
    }

    @Test
    @DisplayName("accounts that the language abbreviates are known by the end of their identifiers")
    void grantsEverything_knowsAbbreviations() {
        Sddl one = Sddl.of("D:(A;;GA;;;DA)");
        assertThat(one.grantsEverything("S-1-5-21-1-2-3-512")).isTrue();
        assertThat(one.grantsEverything("S-1-5-21-1-2-3-519")).isFalse();
        assertThat(one.grantsEverything("S-1-5-32-512")).isFalse();
    }

    @Test
    @DisplayName("what refuses stays first, what is inherited last, and nothing is lost")
    void granting_keepsTheOrder() {
        Sddl one = Sddl.of(
                "O:DAG:DAD:AI(D;;DTSD;;;WD)(OD;;CR;x;;WD)(A;;RP;;;AU)(XA;;FX;;;WD;(@User.a==(\"b\")))(D;CIID;SD;;;BA)"
                        + "(A;CIID;GA;;;EA)S:AI(AU;SA;WD;;;WD)");
        String granted = one.granting(SID);
        assertThat(granted)
                .isEqualTo("D:AI(D;;DTSD;;;WD)(OD;;CR;x;;WD)(A;;" + ALL + ";;;" + SID + ")(A;;RP;;;AU)"
                        + "(XA;;FX;;;WD;(@User.a==(\"b\")))(D;CIID;SD;;;BA)(A;CIID;GA;;;EA)");
        assertThat(Sddl.of(granted).grantsEverything(SID)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "O:DA", "D", "X:(A;;GA;;;WD)", "D:(A;;GA", "nonsense"})
    void of_whenItIsNone_isABadReply(String text) {
        assertThatThrownBy(() -> Sddl.of(text))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY));
    }

    @Test
    @DisplayName("whatever comes is read or is a bad reply")
    void of_anything_endsInOneWay() {
        String letters = "ODGS::((()));;;AIDWRP0x-1";
        Random random = seeds.random();
        for (int n = 0; n < (Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000); n++) {
            StringBuilder text = new StringBuilder(n % 2 == 0 ? "D:" : "");
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                Sddl one = Sddl.of(text.toString());
                assertThat(Sddl.of(one.granting(SID)).grantsEverything(SID)).isTrue();
            } catch (Fault fault) {
                assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
            }
        }
    }
}
