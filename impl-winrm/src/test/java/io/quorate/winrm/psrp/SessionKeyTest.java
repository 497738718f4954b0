package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Secure strings and the messages that agree on their key, as bytes. */
class SessionKeyTest {
    private static KeyPair keys;

    @BeforeAll
    static void makeKeys() {
        keys = KeyExchange.newKeyPair();
    }

    private static List<SecureCodec> codecs() {
        return List.of(SessionKey.generate(), SecureCodec.plain());
    }

    private static String revealed(PsSecure secret) {
        return new String(((PsSecureString) secret).reveal());
    }

    @Test
    void secureString_ofAnyText_comesBack() {
        for (SecureCodec codec : codecs()) {
            for (String text : List.of("", "a", "Grüße €", "\uD83D\uDD11", "\uD83D", "_x000A_<&", "x".repeat(65_536))) {
                PsPrimitive value = new PsPrimitive(PsType.SECURE_STRING, PsSecureString.of(text.toCharArray()));
                byte[] written = Clixml.write(value, codec).getBytes(StandardCharsets.UTF_8);
                PsPrimitive read = (PsPrimitive) Clixml.read(written, ClixmlLimits.DEFAULT, codec);
                assertThat(revealed((PsSecure) read.value())).isEqualTo(text);
            }
        }
    }

    @Test
    void plain_isUtf16InBase64() {
        assertThat(SecureCodec.plain().encrypt(PsSecureString.of("a€".toCharArray())))
                .isEqualTo(Base64.getEncoder().encodeToString("a€".getBytes(StandardCharsets.UTF_16LE)));
    }

    @Test
    void secureString_whenTooLongOrWithoutValue_isRefused() {
        char[] long1 = "x".repeat(65_537).toCharArray();
        Secret wiped = Secret.of("x");
        wiped.wipe();
        assertThatThrownBy(() -> PsSecureString.of(long1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
        for (SecureCodec codec : codecs()) {
            for (Secret secret : List.of(Secret.of(long1), wiped, Secret.reference("later"))) {
                assertThatThrownBy(() -> codec.encrypt(PsSecureString.of(secret)))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void decrypt_ofWhatIsNoSecureString_isMalformed() {
        SessionKey key = SessionKey.generate();
        SessionKey other = SessionKey.generate();
        List<String> broken = List.of(
                "",
                "=",
                "AAAA",
                "canary!!",
                Base64.getEncoder().encodeToString(new byte[15]),
                Base64.getEncoder().encodeToString(new byte[16]),
                Base64.getEncoder().encodeToString(new byte[48]),
                "A".repeat(400_000));
        for (String text : broken) {
            assertMalformed(text, key);
        }
        assertMalformed("AAA=AAAA", SecureCodec.plain());
        assertMalformed("QQ==", SecureCodec.plain());
        assertMalformed("A".repeat(400_000), SecureCodec.plain());
        int refused = 0;
        for (int i = 0; i < 20; i++) {
            String text = other.encrypt(PsSecureString.of("Grüße".toCharArray()));
            refused += key.decrypt(text) == null ? 1 : 0;
        }
        assertThat(refused).as("another key's texts end in no padding").isGreaterThan(10);
    }

    private static void assertMalformed(String text, SecureCodec codec) {
        assertThatThrownBy(() -> Clixml.read(
                        ("<SS>" + text + "</SS>").getBytes(StandardCharsets.UTF_8), ClixmlLimits.DEFAULT, codec))
                .isInstanceOf(ClixmlException.class)
                .hasMessageContaining("SecureString")
                .hasMessageNotContaining("canary");
    }

    @Test
    void decrypt_ofHalfACharacter_isMalformed() throws Exception {
        SessionKey key = SessionKey.generate();
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new javax.crypto.spec.SecretKeySpec(key.copy(), "AES"),
                new javax.crypto.spec.IvParameterSpec(new byte[16]));
        assertMalformed(Base64.getEncoder().encodeToString(cipher.doFinal(new byte[3])), key);
    }

    @Test
    void wipe_endsTheKey() {
        SessionKey key = SessionKey.generate();
        String text = key.encrypt(PsSecureString.of("x".toCharArray()));

        key.wipe();

        assertThat(key.copy()).containsOnly(0);
        assertThat(key.decrypt(text)).isNull();
        assertThatThrownBy(() -> key.encrypt(PsSecureString.of("x".toCharArray())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void exchange_givesBothSidesTheSameKey() {
        SessionKey session = SessionKey.generate();

        RSAPublicKey read = KeyExchange.readPublicKey(KeyExchange.publicKey(keys));
        SessionKey ours = KeyExchange.readEncryptedKey(KeyExchange.encryptedKey(session, read), keys.getPrivate());

        assertThat(read).isEqualTo(keys.getPublic());
        assertThat(ours.copy()).isEqualTo(session.copy());
    }

    @Test
    void keyPair_isOneAProcess_andEachPoolsSessionKeyIsItsOwn() {
        KeyPair one = RunspacePoolOptions.DEFAULT.keyPairs().get();
        KeyPair other = RunspacePoolOptions.upTo(4).keyPairs().get();
        SessionKey first = SessionKey.generate();
        SessionKey second = SessionKey.generate();

        assertThat(one).isSameAs(other);
        assertThat(one.getPublic()).isNotEqualTo(keys.getPublic());
        assertThat(KeyExchange.encryptedKey(first, (RSAPublicKey) one.getPublic()))
                .isNotEqualTo(KeyExchange.encryptedKey(first, (RSAPublicKey) one.getPublic()));
        assertThat(first.copy()).isNotEqualTo(second.copy());
    }

    @Test
    void publicKey_ofAnotherSize_isRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair small = generator.generateKeyPair();
        assertThatThrownBy(() -> KeyExchange.publicKey(small)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void publicKeyBlob_whenItIsNone_isAProtocolError() {
        PsObject good = KeyExchange.publicKey(keys);
        for (UnaryOperator<byte[]> change : List.<UnaryOperator<byte[]>>of(
                blob -> Arrays.copyOf(blob, blob.length - 1),
                blob -> Arrays.copyOf(blob, blob.length + 1),
                blob -> new byte[0],
                blob -> set(blob, 0, 7),
                blob -> set(blob, 5, 0),
                blob -> set(blob, 8, 0),
                blob -> set(blob, 13, 4),
                blob -> set(blob, 16, 0),
                blob -> set(blob, 20, 0),
                blob -> set(blob, 275, 0))) {
            assertThatThrownBy(() -> KeyExchange.readPublicKey(changed(good, "PublicKey", change)))
                    .isInstanceOf(PsrpProtocolException.class);
        }
        assertThatThrownBy(() -> KeyExchange.readPublicKey(PsNil.NIL)).isInstanceOf(PsrpProtocolException.class);
        assertThatThrownBy(() -> KeyExchange.readPublicKey(new PsObject().with("PublicKey", PsValue.string("A"))))
                .isInstanceOf(PsrpProtocolException.class);
    }

    @Test
    void sessionKeyBlob_whenItIsNone_isAProtocolError() throws Exception {
        PsObject good = KeyExchange.encryptedKey(SessionKey.generate(), (RSAPublicKey) keys.getPublic());
        for (UnaryOperator<byte[]> change : List.<UnaryOperator<byte[]>>of(
                blob -> Arrays.copyOf(blob, blob.length - 1),
                blob -> Arrays.copyOf(blob, blob.length + 1),
                blob -> set(blob, 0, 2),
                blob -> set(blob, 4, 0x0E),
                blob -> set(blob, 9, 0),
                blob -> set(blob, 100, blob[100] + 1),
                blob -> sealed(new byte[16]),
                blob -> sealed(new byte[31]),
                blob -> sealed(new byte[33]))) {
            assertThatThrownBy(() -> KeyExchange.readEncryptedKey(
                            changed(good, "EncryptedSessionKey", change), keys.getPrivate()))
                    .isInstanceOf(PsrpProtocolException.class);
        }
        KeyPair others = KeyExchange.newKeyPair();
        assertThatThrownBy(() -> KeyExchange.readEncryptedKey(good, others.getPrivate()))
                .isInstanceOf(PsrpProtocolException.class);
    }

    /** The blob of a key of another length, encrypted as it should be. */
    private static byte[] sealed(byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, keys.getPublic());
            byte[] encrypted = cipher.doFinal(key);
            byte[] blob = new byte[12 + encrypted.length];
            System.arraycopy(new byte[] {1, 2, 0, 0, 0x10, 0x66, 0, 0, 0, (byte) 0xA4, 0, 0}, 0, blob, 0, 12);
            for (int i = 0; i < encrypted.length; i++) {
                blob[12 + i] = encrypted[encrypted.length - 1 - i];
            }
            return blob;
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] set(byte[] blob, int at, int value) {
        blob[at] = (byte) value;
        return blob;
    }

    private static PsObject changed(PsObject message, String member, UnaryOperator<byte[]> change) {
        byte[] blob = Base64.getDecoder().decode((String) ((PsPrimitive) message.property(member)).value());
        return new PsObject().with(member, PsValue.string(Base64.getEncoder().encodeToString(change.apply(blob))));
    }
}
