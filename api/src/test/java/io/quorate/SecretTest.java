package io.quorate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.san.ChapLogin;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void secret_hasAValueAndMaybeAName() {
        Secret plain = Secret.of("Canary-7f3a");
        Secret named = Secret.named("chap", "Canary-7f3a");
        assertThat(plain.name()).isEmpty();
        assertThat(named.name()).contains("chap");
        assertThat(named.reveal()).containsExactly("Canary-7f3a".toCharArray());
        assertThat(named.known()).isTrue();
        assertThat(plain + " " + named).isEqualTo("<hidden> <hidden>");
        assertThat(named).isNotEqualTo(Secret.named("chap", "Canary-7f3a"));
    }

    @Test
    void reveal_afterWipe_fails_andGivesNoNuls() {
        Secret secret = Secret.named("chap", "Canary-7f3a");
        assertThat(secret.usable()).isTrue();
        char[] copy = secret.reveal();
        secret.wipe();
        secret.wipe();
        assertThat(secret.usable()).isFalse();
        assertThat(secret).hasToString("<hidden>");
        assertThat(copy).isEqualTo("Canary-7f3a".toCharArray());
        assertThatThrownBy(secret::reveal)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the secret was wiped and has no value any more");
        assertThat(Secret.reference("chap").usable()).isFalse();
    }

    @Test
    void named_keepsItsOwnCopy() {
        char[] chars = "Canary-7f3a".toCharArray();
        Secret secret = Secret.named("chap", chars);
        chars[0] = 'X';
        assertThat(secret.reveal()[0]).isEqualTo('C');
    }

    @Test
    void reference_hasNoValue() {
        Secret reference = Secret.reference("chap");
        assertThat(reference.known()).isFalse();
        assertThat(reference).hasToString("<hidden>");
        assertThatThrownBy(reference::reveal)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'chap' is a reference without a value");
        reference.wipe();
        assertThat(reference)
                .isEqualTo(Secret.reference("chap"))
                .hasSameHashCodeAs(Secret.reference("chap"))
                .isNotEqualTo(Secret.reference("other"))
                .isNotEqualTo(Secret.named("chap", "Canary-7f3a"));
    }

    @Test
    void name_isNotBlank() {
        for (String name : new String[] {"", " ", "a\nb", "x".repeat(256)}) {
            assertThatThrownBy(() -> Secret.reference(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Secret.named(name, "Canary-7f3a"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("Canary");
        }
    }

    @Test
    void chapLogin_checksTheValueOnceItIsKnown() {
        assertThat(new ChapLogin("hv1", Secret.reference("chap")).secret().known())
                .isFalse();
        assertThatThrownBy(() -> new ChapLogin("hv1", Secret.named("chap", "short")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12 to 16");
    }
}
