package io.quorate.lab.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Secret;
import io.quorate.lab.Seed;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Account;
import io.quorate.lab.model.Accounts;
import io.quorate.lab.winrm.login.Binding;
import io.quorate.lab.winrm.login.CredSspManner;
import io.quorate.lab.winrm.login.HostMeans;
import io.quorate.lab.winrm.login.LoginOffer;
import io.quorate.lab.winrm.login.LoginStep;
import io.quorate.lab.winrm.login.Place;
import io.quorate.lab.winrm.login.ServerLogin;
import io.quorate.lab.winrm.login.ServerScheme;
import io.quorate.winrm.token.NtlmNegotiate;
import io.quorate.winrm.token.Spnego;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tokens that are none: every scheme of a host refuses them or goes on, and throws nothing. */
class HostileTokensTest {
    private static final int ROUNDS = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;

    @RegisterExtension
    final Seed seed = Seed.usually(11);

    @Test
    void everyScheme_refusesWhatIsNoToken() {
        Random random = seed.random();
        try (World world = World.builder().build()) {
            LoginOffer offer = new HostMeans(
                            "HV1",
                            "lab.example",
                            new Accounts(world, List.of(new Account("Admin", Secret.of("x"), true)), 0, null),
                            Binding.RELAXED,
                            null,
                            FaceFixture.AUTHORITY.serverContext("HV1"),
                            CredSspManner.WINDOWS,
                            world.clock()::now,
                            secret -> {})
                    .offer(List.of("Negotiate", "Kerberos"), Map.of());
            byte[] negotiate = new NtlmNegotiate(0xE2088297, "", "", new byte[8], 0, List.of()).encode();
            List<byte[]> seeds = List.of(
                    negotiate,
                    Spnego.Init.of(List.of(Spnego.NTLM), negotiate).encode(),
                    Spnego.Init.of(List.of(Spnego.KERBEROS, Spnego.NTLM), negotiate)
                            .encode(),
                    new Spnego.Resp(null, null, negotiate, new byte[16]).encode());
            int refused = 0;
            for (int i = 0; i < ROUNDS; i++) {
                for (ServerScheme scheme : offer.schemes()) {
                    try (ServerLogin login = scheme.begin(new Place("HV1", null))) {
                        for (int leg = 0; leg < 3; leg++) {
                            LoginStep step = login.step(changed(seeds.get(random.nextInt(seeds.size())), random));
                            assertThat(step).isNotInstanceOf(LoginStep.Welcome.class);
                            refused += step instanceof LoginStep.Refused ? 1 : 0;
                        }
                    }
                }
            }
            assertThat(refused).isGreaterThan(ROUNDS);
        }
    }

    private static byte[] changed(byte[] token, Random random) {
        byte[] copy = Arrays.copyOf(token, Math.max(0, token.length - (random.nextBoolean() ? random.nextInt(9) : 0)));
        for (int i = random.nextInt(4); i > 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        return copy;
    }
}
