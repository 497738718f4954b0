package io.quorate.winrm.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChallengeTest {
    private static List<Challenge> in(String... headers) {
        return Challenge.in(List.of(headers));
    }

    @Test
    void in_readsOneAHeader_asWindowsSendsThem() {
        assertThat(in("Negotiate", "Kerberos", "Basic realm=\"WSMAN\"", "CredSSP"))
                .containsExactly(
                        new Challenge("Negotiate", null),
                        new Challenge("Kerberos", null),
                        new Challenge("Basic", null),
                        new Challenge("CredSSP", null));
    }

    @Test
    void in_readsTokens() {
        assertThat(in("Negotiate TlRMTVNTUAAC==", "Kerberos  oY+/a-_~.1="))
                .containsExactly(
                        new Challenge("Negotiate", "TlRMTVNTUAAC=="), new Challenge("Kerberos", "oY+/a-_~.1="));
    }

    @Test
    void in_readsSeveralInOneHeader_andIsNotMisledByQuotes() {
        assertThat(
                        in(
                                "Basic realm=\"a, Negotiate \\\" b\", charset=\"UTF-8\", Negotiate abc=, Digest nonce=x,qop = \"y\""))
                .containsExactly(
                        new Challenge("Basic", null),
                        new Challenge("Negotiate", "abc="),
                        new Challenge("Digest", null));
    }

    @Test
    void in_leavesOutWhatIsNone() {
        assertThat(in("", " , ", "=x", "\"", "realm=\"x\"", "Negotiate abc def", "B\u00e4sic"))
                .isEmpty();
    }

    @Test
    void of_ignoresCase_andToStringHidesTheToken() {
        Challenge challenge = in("negotiate c2VjcmV0").get(0);
        assertThat(challenge.of("Negotiate")).isTrue();
        assertThat(challenge.of("Nego")).isFalse();
        assertThat(challenge).hasToString("negotiate");
    }
}
