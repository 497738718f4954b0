package io.quorate.winrm.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.Seed;
import io.quorate.winrm.token.Der;
import io.quorate.winrm.token.Spnego;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KerberosErrorTest {
    private static final int INPUTS = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;
    private static final Instant NOW = Instant.parse("2026-11-28T20:00:00Z");

    @RegisterExtension
    final Seed seeds = Seed.usually(41);

    private static List<byte[]> good() {
        byte[] bare = ScriptedKdc.error("LAB.EXAMPLE", 37, NOW);
        byte[] wrapped = Der.value(Der.application(0), Der.oid(Spnego.KERBEROS), new byte[] {3, 0}, bare);
        byte[] negotiated = new Spnego.Resp(Spnego.State.REJECT, Spnego.KERBEROS, wrapped, null).encode();
        return List.of(bare, wrapped, negotiated);
    }

    @Test
    void in_eachWrapper_findsCodeAndClock() {
        for (byte[] token : good()) {
            assertThat(KerberosError.in(token)).isEqualTo(new KerberosError(37, NOW));
        }
    }

    @Test
    @DisplayName("hostile tokens, 100 000 in a sweep, hold an error or none, and break nothing")
    void in_hostileTokens_isAnErrorOrNothing() {
        Random random = seeds.random();
        for (int i = 0; i < INPUTS; i++) {
            byte[] token = good().get(random.nextInt(3)).clone();
            int changes = 1 + random.nextInt(4);
            for (int j = 0; j < changes; j++) {
                token[random.nextInt(token.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                token = Arrays.copyOf(token, random.nextInt(token.length + 20));
            }
            KerberosError found = KerberosError.in(token);
            assertThat(found == null || found.code() > 0).isTrue();
        }
    }
}
