package io.quorate.winrm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealedBodyTest {
    private static final String SOAP = "application/soap+xml;charset=UTF-8";
    private static final byte[] TOKEN = bytes("reallylongheader");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String type(String protocol) {
        return "multipart/encrypted;protocol=\"" + protocol + "\";boundary=\"Encrypted Boundary\"";
    }

    @ParameterizedTest
    @ValueSource(strings = {SealedBody.SPNEGO, SealedBody.KERBEROS, SealedBody.CREDSSP})
    @DisplayName(
            "a body looks as the clients of Windows hosts write it, TAB before the headers, nothing before the boundary")
    void encode_isWhatWindowsTakes(String protocol) {
        SealedBody body =
                new SealedBody(protocol, List.of(new SealedBody.Part(SOAP, 9, TOKEN, bytes("plaintext-encrypted"))));

        assertThat(body.contentType()).isEqualTo(type(protocol));
        assertThat(text(body.encode()))
                .isEqualTo("--Encrypted Boundary\r\n\tContent-Type: " + protocol
                        + "\r\n\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=9\r\n"
                        + "--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n"
                        + "\u0010\0\0\0reallylongheaderplaintext-encrypted--Encrypted Boundary--\r\n");
    }

    @Test
    void encode_ofSeveralParts_saysSo_andIsReadAgain() throws Exception {
        SealedBody body = new SealedBody(
                SealedBody.CREDSSP,
                List.of(
                        new SealedBody.Part(SOAP, 16_384, TOKEN, bytes("a".repeat(16_384) + "-encrypted")),
                        new SealedBody.Part(SOAP, 3_616, TOKEN, bytes("a".repeat(3_616) + "-encrypted"))));

        assertThat(body.contentType()).startsWith("multipart/x-multi-encrypted;protocol=\"application/HTTP-CredSSP");
        assertThat(text(body.encode()))
                .contains("-encrypted--Encrypted Boundary\r\n\tContent-Type: application/HTTP-C");
        SealedBody again = SealedBody.parse(body.contentType(), body.encode());
        assertThat(again).usingRecursiveComparison().isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({
        "'--Encrypted Boundary', Encrypted Boundary, '--'",
        "'-- Encrypted Boundary', Encrypted Boundary, '--'",
        "'--Encrypted Boundary', Encrypted Boundary, ''",
        "'--Encrypted Boundary2', Encrypted Boundary2, '--'",
        "'--Encrypted Boundary', , '--'",
    })
    void parse_takesTheBoundariesOfAllHosts(String line, String boundary, String end) throws Exception {
        String type = "Multipart/Encrypted; protocol=\"application/HTTP-Kerberos-session-encrypted\""
                + (boundary == null ? "" : "; boundary=\"" + boundary + "\"");
        for (String indent : List.of("\t", "", "    ")) {
            String body = line + "\r\n" + indent + "Content-Type: application/HTTP-Kerberos-session-encrypted\r\n"
                    + indent
                    + "OriginalContent: type=application/soap+xml;charset=UTF-8;Length=9\r\n" + line + "\r\n" + indent
                    + "Content-Type: application/octet-stream\r\n\u0010\0\0\0reallylongheaderplaintext-encrypted" + line
                    + end + "\r\n";
            SealedBody read = SealedBody.parse(type, bytes(body));
            assertThat(read.protocol()).isEqualTo(SealedBody.KERBEROS);
            assertThat(read.parts()).hasSize(1);
            SealedBody.Part part = read.parts().get(0);
            assertThat(part.type()).isEqualTo(SOAP);
            assertThat(part.length()).isEqualTo(9);
            assertThat(text(part.token())).isEqualTo("reallylongheader");
            assertThat(text(part.data())).isEqualTo("plaintext-encrypted");
        }
    }

    @Test
    @DisplayName("sealed data may look like a boundary, or end like one begins")
    void parse_isNotFooledByTheData() throws Exception {
        for (String data :
                List.of("--Encrypted Boundary--\r\n", "--Encrypted Boundary\r\n\tContent-Type: x", "-", "--", "-- ")) {
            SealedBody body = new SealedBody(
                    SealedBody.SPNEGO, List.of(new SealedBody.Part(SOAP, data.length(), TOKEN, bytes(data))));
            assertThat(SealedBody.parse(body.contentType(), body.encode()))
                    .usingRecursiveComparison()
                    .isEqualTo(body);
        }
    }

    @Test
    @DisplayName("with CredSSP the number before the data is taken as told, whatever the data is made of")
    void parse_ofCredSsp_takesTheLengthFieldAsTold() throws Exception {
        for (int told : new int[] {0, 16, 17, 29}) {
            SealedBody body = new SealedBody(
                    SealedBody.CREDSSP, List.of(new SealedBody.Part(SOAP, 9, new byte[told], new byte[38 - told])));
            SealedBody.Part part =
                    SealedBody.parse(body.contentType(), body.encode()).parts().get(0);
            assertThat(part.token()).hasSize(told);
            assertThat(part.data()).hasSize(38 - told);
        }
    }

    @Test
    void is_tellsBothSpellings() {
        assertThat(SealedBody.is("multipart/encrypted;protocol=x")).isTrue();
        assertThat(SealedBody.is("Multipart/X-Multi-Encrypted ; boundary=y")).isTrue();
        assertThat(SealedBody.is("application/soap+xml;charset=UTF-8")).isFalse();
        assertThat(SealedBody.is("multipart/encryptedx")).isFalse();
        assertThat(SealedBody.is("")).isFalse();
        assertThatThrownBy(() -> SealedBody.parse("text/xml", new byte[0])).hasMessage("the body is not sealed");
    }

    @ParameterizedTest
    @CsvSource({
        "Length=9, Length=90, a length that reaches too far",
        "Length=9, Length=4294967305, does not tell what it hides",
        "Length=9, Length=-1, does not tell what it hides",
        "Length=9, Lenght=9, does not tell what it hides",
        "'\u0010\0\0\0', '\u00ff\0\0\0', a length that reaches too far",
        "'\u0010\0\0\0', '\0\0\0\u0080', a length that reaches too far",
        "octet-stream, octet-streem, not followed by its data",
        "Boundary--, Bondary--, does not end",
        "SPNEGO, CredSSP, sealed by another protocol",
        "OriginalContent, OriginalContents, has no OriginalContent",
    })
    void parse_ofWhatDoesNotFit_fails(String what, String by, String why) {
        String body = "--Encrypted Boundary\r\n\tContent-Type: " + SealedBody.SPNEGO
                + "\r\n\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=9\r\n"
                + "--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n"
                + "\u0010\0\0\0reallylongheaderplaintext--Encrypted Boundary--\r\n";
        assertThat(body).contains(what);
        assertThatThrownBy(() -> SealedBody.parse(type(SealedBody.SPNEGO), bytes(body.replace(what, by))))
                .isInstanceOf(TokenException.class)
                .hasMessageContaining(why);
    }
}
