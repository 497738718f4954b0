package io.quorate.iscsi.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    private static byte[] bytes(String text) {
        return text.replace('|', '\0').getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void parse_keepsOrderAndRepetitions() throws Exception {
        List<TextPair> pairs =
                Text.parse(bytes("TargetName=a|TargetAddress=x:1,1|TargetAddress=y=z|Empty=||X-o.r/g=1"));
        assertThat(pairs)
                .containsExactly(
                        new TextPair("TargetName", "a"),
                        new TextPair("TargetAddress", "x:1,1"),
                        new TextPair("TargetAddress", "y=z"),
                        new TextPair("Empty", ""),
                        new TextPair("X-o.r/g", "1"));
        assertThat(Text.parse(Text.format(pairs))).isEqualTo(pairs);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=x|",
                "key|",
                "a b=c|",
                "\u00fc=1|",
                "KKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKKK=1|"
            })
    void parse_refusesWhatIsNoPair(String text) {
        assertThatThrownBy(() -> Text.parse(bytes(text))).isInstanceOf(IscsiProtocolException.class);
    }

    @Test
    void parse_isBounded() {
        assertThatThrownBy(() -> Text.parse(bytes("K=" + "v".repeat(Text.MAX_VALUE + 1) + "|")))
                .isInstanceOf(IscsiProtocolException.class);
        assertThatThrownBy(() -> Text.parse(bytes("K=v|".repeat(Text.MAX_PAIRS + 1))))
                .isInstanceOf(IscsiProtocolException.class);
        assertThatThrownBy(() -> Text.parse(new byte[] {'K', '=', (byte) 0xc3, 0}))
                .isInstanceOf(IscsiProtocolException.class);
        Text text = new Text(8);
        assertThatThrownBy(() -> {
                    text.add(new byte[8]);
                    text.add(new byte[1]);
                })
                .isInstanceOf(IscsiProtocolException.class);
    }

    @Test
    void pairs_continueOverSegments() throws Exception {
        Text text = new Text(100);
        text.add(bytes("Target"));
        text.add(bytes("Name=a|K"));
        text.add(bytes("=v|"));
        assertThat(text.finish()).containsExactly(new TextPair("TargetName", "a"), new TextPair("K", "v"));
        assertThat(text.finish()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0x0102ff", "0X0102FF", "0bAQL/", "0BAQL/", "0x00102ff"})
    void binary_isHexadecimalOrBase64(String value) throws Exception {
        byte[] read = Text.binary(new TextPair("CHAP_C", value), 4);
        byte[] last = new byte[3];
        System.arraycopy(read, read.length - 3, last, 0, 3);
        assertThat(last).containsExactly(1, 2, 0xff);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "17", "0xzz", "0b%%", "0x0102030405", "abcd", "0x\u0661\u0662"})
    void binary_refusesTheRest(String value) {
        assertThatThrownBy(() -> Text.binary(new TextPair("CHAP_C", value), 4))
                .isInstanceOf(IscsiProtocolException.class)
                .hasMessageNotContaining(value.isEmpty() ? "\0" : value + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "-1", "511", "16777216", "99999999999999999999999", "0x", "0x1ffffffff", "1e3", "\u0661"})
    void number_staysWithinItsBounds(String value) {
        assertThatThrownBy(() -> Text.number(new TextPair("MaxRecvDataSegmentLength", value), 512, 16777215))
                .isInstanceOf(IscsiProtocolException.class);
    }

    @Test
    void number_isDecimalOrHexadecimal() throws Exception {
        assertThat(Text.number(new TextPair("K", "8192"), 512, 16777215)).isEqualTo(8192);
        assertThat(Text.number(new TextPair("K", "0x2000"), 512, 16777215)).isEqualTo(8192);
    }

    @Test
    void toString_hidesChap() {
        assertThat(new TextPair("CHAP_R", "0x1234")).hasToString("CHAP_R=<hidden>");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 0001000000000000",
        "255, 00ff000000000000",
        "256, 4100000000000000",
        "16383, 7fff000000000000"
    })
    void lun_isPeripheralBelow256AndFlatAbove(int lun, String bytes) throws Exception {
        long encoded = Long.parseUnsignedLong(bytes, 16);
        assertThat(Lun.encode(lun)).isEqualTo(encoded);
        assertThat(Lun.decode(encoded)).isEqualTo(lun);
    }

    @Test
    void lun_inFlatAddressingBelow256_isUnderstood() throws Exception {
        assertThat(Lun.decode(0x4007L << 48)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000",
                "8000000000000000",
                "c101000000000000",
                "0001000000000001",
                "d200000100000000"
            })
    void lun_inAnotherAddressing_isRefused(String bytes) {
        assertThatThrownBy(() -> Lun.decode(Long.parseUnsignedLong(bytes, 16)))
                .isInstanceOf(IscsiProtocolException.class);
    }

    @Test
    void serialNumbers_wrapAround() {
        assertThat(SerialNumber.before(0xffffffff, 0)).isTrue();
        assertThat(SerialNumber.before(0, 0xffffffff)).isFalse();
        assertThat(SerialNumber.before(5, 5)).isFalse();
        assertThat(SerialNumber.notAfter(5, 5)).isTrue();
        assertThat(SerialNumber.before(0, 0x7fffffff)).isTrue();
        assertThat(SerialNumber.before(0, 0x80000000)).isFalse();
        assertThat(SerialNumber.before(0x80000000, 0)).isFalse();
    }
}
