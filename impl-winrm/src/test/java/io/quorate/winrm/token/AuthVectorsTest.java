package io.quorate.winrm.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.Recordings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Recorded tokens of NTLM, SPNEGO and CredSSP are read and written again byte for byte. */
@Tag("vectors")
class AuthVectorsTest {
    @Test
    void everyToken_isWrittenAgainAsItWas() throws Exception {
        int cases = 0;
        int leftOut = 0;
        for (Path file : Recordings.files("auth", "")) {
            byte[] token = Files.readAllBytes(file);
            byte[] again = again(token);
            if (again == null) {
                leftOut++;
            } else {
                cases++;
                assertThat(Hex.of(again)).as(file.toString()).isEqualTo(Hex.of(token));
            }
        }
        System.out.println(
                "vectors auth: " + cases + " cases of NTLM, SPNEGO and CredSSP, " + leftOut + " of others left out");
        assertThat(cases).isPositive();
    }

    private static byte @Nullable [] again(byte[] token) throws Exception {
        switch (NtlmLayout.type(token)) {
            case 1:
                return NtlmNegotiate.parse(token).encode();
            case 2:
                NtlmChallenge challenge = NtlmChallenge.parse(token);
                assertThat(challenge.targetInfo()).isNotNull();
                return challenge.encode();
            case 3:
                NtlmAuthenticate authenticate = NtlmAuthenticate.parse(token);
                byte[] nt = authenticate.ntResponse();
                if (nt.length > 24) {
                    NtlmV2Response response = NtlmV2Response.parse(nt);
                    assertThat(Hex.of(nt)).isEqualTo(Hex.of(response.proof()) + Hex.of(response.proven()));
                }
                return authenticate.encode();
            default:
                return Spnego.looksLike(token)
                        ? Spnego.parse(token).encode()
                        : token.length > 0 && token[0] == Der.SEQUENCE ? ofCredSsp(token) : null;
        }
    }

    /** Both structures of CredSSP begin with a sequence and a number. */
    private static byte[] ofCredSsp(byte[] token) throws TokenException {
        try {
            return TsCredentials.parse(token).encode();
        } catch (TokenException e) {
            return TsRequest.parse(token).encode();
        }
    }

    @Test
    void spnego_ofEveryKind_tellsWhatItHolds() throws Exception {
        for (Path file : Recordings.files("auth", "")) {
            byte[] token = Files.readAllBytes(file);
            if (!Spnego.looksLike(token)) {
                continue;
            }
            Object read = Spnego.parse(token);
            if (read instanceof Spnego.Init init) {
                assertThat(init.mechTypes()).as(file.toString()).isNotEmpty();
                assertThat(init.hints() || init.hintName() == null)
                        .as(file.toString())
                        .isTrue();
            } else if (read instanceof Spnego.Resp resp) {
                assertThat(resp.state() != null || resp.supportedMech() != null)
                        .as(file.toString())
                        .isTrue();
            }
        }
    }
}
