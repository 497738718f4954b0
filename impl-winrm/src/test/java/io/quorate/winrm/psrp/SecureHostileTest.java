package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.Seed;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hostile key exchanges and secure strings, at pools and pipelines that await their key, have it, or need none. */
class SecureHostileTest {
    private static final int INPUTS = Boolean.getBoolean("quorate.sweep") ? 100_000 : 2_000;
    private static final KeyPair KEYS = KeyExchange.ownKeyPair();
    private static final SessionKey KEY = SessionKey.generate();
    private static final PsObject PUBLIC = KeyExchange.publicKey(KEYS);
    private static final PsObject SEALED = KeyExchange.encryptedKey(KEY, (RSAPublicKey) KEYS.getPublic());
    private static final byte[] SECRET =
            Base64.getDecoder().decode(KEY.encrypt(PsSecureString.of("canary-4711".toCharArray())));

    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_128);

    private int accepted;
    private int refused;

    @Test
    @DisplayName("hostile key exchanges and secure strings, 100 000 in a sweep: protocol errors, nothing else")
    void receive_ofHostileSecrets_isAProtocolErrorOrTaken() {
        for (int i = 0; i < INPUTS; i++) {
            attack(new Random(seeds.value() + i));
        }
        assertThat(accepted).isGreaterThan(INPUTS / 20);
        assertThat(refused).isGreaterThan(INPUTS / 20);
        System.out.println("hostile secrets: " + INPUTS + " inputs from seed " + seeds.value() + ": " + accepted
                + " accepted, " + refused + " refused, nothing else");
    }

    private void attack(Random random) {
        PoolScript server = new PoolScript();
        int how = random.nextInt(3);
        RunspacePoolMachine pool = server.opened(
                how == 0 ? PsrpVersion.V2_4 : PsrpVersion.V2_2,
                RunspacePoolOptions.DEFAULT
                        .withOffer(PsrpVersion.V2_4)
                        .withConfidential(random.nextBoolean())
                        .withKeyPairs(() -> KEYS));
        if (how == 1 || random.nextInt(4) == 0) {
            pool.exchangeKey();
        }
        if (how == 2 && random.nextInt(4) == 0) {
            feed(() -> pool.receive(server.pool(PsrpMessageType.ENCRYPTED_SESSION_KEY, SEALED)));
        }
        byte[] body = random.nextBoolean() ? secret(random) : key(random);
        if (random.nextInt(4) == 0) {
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
        PsrpMessageType type = switch (random.nextInt(4)) {
            case 0 -> PsrpMessageType.PUBLIC_KEY_REQUEST;
            case 1 -> PsrpMessageType.PUBLIC_KEY;
            default -> PsrpMessageType.ENCRYPTED_SESSION_KEY;
        };
        if (pool.state() == RunspacePoolState.OPENED) {
            PipelineMachine pipeline = pool.pipeline(PoolScript.PIPELINE, PsPipeline.of(PsCommand.of("Get-Date")));
            feed(() -> {
                pipeline.start(100_000);
                pipeline.receive(server.bytes(message(PsrpMessageType.PIPELINE_OUTPUT, true, body)));
                pipeline.awaitsKey();
            });
        }
        feed(() -> pool.receive(server.bytes(message(type, false, body))));
        feed(() -> KeyExchange.readPublicKey(message(type, false, body).value()));
        feed(() -> message(type, false, body)
                .value(ClixmlLimits.DEFAULT, random.nextBoolean() ? KEY : SecureCodec.plain()));
    }

    private static PsrpMessage message(PsrpMessageType type, boolean pipeline, byte[] body) {
        return new PsrpMessage(
                PsrpDestination.CLIENT,
                type,
                PoolScript.POOL,
                pipeline ? PoolScript.PIPELINE : PsrpMessage.NONE,
                new PsBytes(body));
    }

    private void feed(Runnable input) {
        try {
            input.run();
            accepted++;
        } catch (PsrpProtocolException | ClixmlException e) {
            assertThat(e.getMessage()).doesNotContain("canary");
            assertThat(e.getCause()).isNull();
            refused++;
        }
    }

    private static byte[] key(Random random) {
        String member = random.nextBoolean() ? "EncryptedSessionKey" : "PublicKey";
        PsObject from = random.nextInt(8) == 0 ? SEALED : PUBLIC;
        PsValue value = from.property(member);
        byte[] blob = value == null
                ? new byte[1 + random.nextInt(600)]
                : Base64.getDecoder().decode((String) ((PsPrimitive) value).value());
        return utf8(Clixml.write(new PsObject().with(member, PsValue.string(text(mutated(blob, random), random)))));
    }

    private static byte[] secret(Random random) {
        String text = text(mutated(SECRET.clone(), random), random);
        return utf8(
                random.nextBoolean()
                        ? "<SS>" + text + "</SS>"
                        : "<Obj RefId=\"0\"><Props><S N=\"UserName\">u</S><SS N=\"Password\">" + text
                                + "</SS></Props></Obj>");
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length * 2));
            case 1 -> {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                yield bytes;
            }
            case 2 -> {
                byte[] garbage = new byte[16 * random.nextInt(20)];
                random.nextBytes(garbage);
                yield garbage;
            }
            default -> bytes;
        };
    }

    private static String text(byte[] bytes, Random random) {
        String text = Base64.getEncoder().encodeToString(bytes);
        return switch (random.nextInt(12)) {
            case 0 -> text.replace("=", "");
            case 1 -> text + List.of("=", " ", "A", "_x0041_", "\u00E9").get(random.nextInt(5));
            case 2 -> "A".repeat(random.nextInt(200) * 4);
            default -> text;
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
