package io.quorate.winrm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {
    @ParameterizedTest
    @CsvSource({
        "0, 020100",
        "127, 02017f",
        "128, 02020080",
        "-1, 0201ff",
        "-129, 0202ff7f",
        "4294967295, 020500ffffffff"
    })
    void integer_isWrittenInItsShortestForm_andRead(long number, String der) throws Exception {
        assertThat(Hex.of(Der.integer(number))).isEqualTo(der);
        assertThat(new Der.Reader(Hex.of(der)).integer()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"1.3.6.1.5.5.2, 06062b0601050502", "2.999.1, 0603883701", "1.2.840.113554.1.2.2, 06092a864886f712010202"
    })
    void oid_isWrittenAndRead(String dotted, String der) throws Exception {
        assertThat(Hex.of(Der.oid(dotted))).isEqualTo(der);
        assertThat(new Der.Reader(Hex.of(der)).oid()).isEqualTo(dotted);
    }

    @Test
    void value_hasItsLengthInTheShortestForm() throws Exception {
        for (int length : new int[] {0, 127, 128, 255, 256, 65_535, 65_536}) {
            byte[] der = Der.octets(new byte[length]);
            assertThat(new Der.Reader(der).octets()).hasSize(length);
        }
        assertThat(Hex.of(Der.octets(new byte[128]))).startsWith("048180");
        assertThat(Hex.of(Der.octets(new byte[256]))).startsWith("04820100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "04",
                "0401",
                "0480",
                "04810101",
                "0482000100",
                "0484ffffffff",
                "04847fffffff",
                "0485000000000100",
                "0201",
                "0200",
                "02020001",
                "0202ffff",
                "0209000000000000000000",
                "0600",
                "060180",
                "0602807f",
                "068aff",
                "3003"
            })
    void read_ofWhatIsNoDer_fails(String hex) {
        for (Attempt attempt : List.<Attempt>of(
                Der.Reader::octets,
                Der.Reader::integer,
                Der.Reader::oid,
                in -> in.enter(Der.SEQUENCE).whole())) {
            assertThatThrownBy(() -> attempt.with(new Der.Reader(Hex.of(hex)))).isInstanceOf(TokenException.class);
        }
    }

    private interface Attempt {
        void with(Der.Reader in) throws TokenException;
    }

    @Test
    void whole_returnsTagLengthAndContent_andGoesPastIt() throws Exception {
        Der.Reader in = new Der.Reader(Hex.of("0500 0401aa 020105"));
        assertThat(Hex.of(in.whole())).isEqualTo("0500");
        assertThat(Hex.of(in.whole())).isEqualTo("0401aa");
        assertThat(in.integer()).isEqualTo(5);
        assertThatThrownBy(in::whole).isInstanceOf(TokenException.class);
    }

    @Test
    void enter_goesOnlySoDeep() throws Exception {
        byte[] nested = new byte[0];
        for (int i = 0; i < 17; i++) {
            nested = Der.sequence(nested);
        }
        Der.Reader in = new Der.Reader(nested);
        for (int i = 0; i < 16; i++) {
            in = in.enter(Der.SEQUENCE);
        }
        Der.Reader deepest = in;
        assertThatThrownBy(() -> deepest.enter(Der.SEQUENCE)).hasMessage("DER is nested too deeply");
        assertThatThrownBy(deepest::end).hasMessage("DER goes on where it should end");
    }

    @Test
    void spnego_keepsAllItMayHold() throws Exception {
        byte[] token = {1, 2, 3};
        for (Spnego message : List.of(
                Spnego.Init.of(List.of(Spnego.KERBEROS, Spnego.NTLM), token),
                new Spnego.Init(List.of(Spnego.NTLM), new byte[] {5, 32}, token, false, null, null, token, false),
                new Spnego.Init(List.of(Spnego.NTLM), null, null, true, "name", token, token, true),
                new Spnego.Resp(Spnego.State.REQUEST_MIC, Spnego.NTLM, token, token),
                new Spnego.Resp(Spnego.State.REJECT, null, null, null),
                new Spnego.Resp(null, null, token, null))) {
            byte[] encoded = message.encode();
            assertThat(Spnego.looksLike(encoded)).isTrue();
            assertThat(Spnego.parse(encoded)).usingRecursiveComparison().isEqualTo(message);
            assertThat(message.toString()).doesNotContain("[1, 2, 3]").doesNotContain("token");
        }
        assertThat(Spnego.looksLike(Der.value(Der.application(0), Der.oid(Spnego.KERBEROS))))
                .as("a bare token of Kerberos")
                .isFalse();
        assertThat(Spnego.looksLike(new byte[0])).isFalse();
        assertThatThrownBy(() -> Spnego.parse(Hex.of("a107 3005 a003 0a0104")))
                .hasMessage("SPNEGO is in a state that is unknown");
    }
}
