package io.quorate.winrm.psrp;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;

/**
 * The messages by which both sides agree on a session key ([MS-PSRP] 2.2.2.3 to 2.2.2.5): the client's RSA key as a PUBLICKEYBLOB of the
 * CryptoAPI, and the session key encrypted with it as a SIMPLEBLOB, numbers in little-endian order. Holds nothing but this process's RSA key.
 */
public final class KeyExchange {
    private static final int RSA_BITS = 2048;
    private static final int RSA_BYTES = RSA_BITS / Byte.SIZE;
    private static final int PUBLICKEYBLOB = 0x0206;
    private static final int SIMPLEBLOB = 0x0201;
    private static final int CALG_RSA_KEYX = 0xA400;
    private static final int CALG_AES_256 = 0x6610;
    private static final int RSA1 = 0x31415352;
    private static final int PUBLIC_HEADER = 20;
    private static final int SIMPLE_HEADER = 12;
    private static final String RSA_CIPHER = "RSA/ECB/PKCS1Padding";
    private static final String PUBLIC_KEY = "PublicKey";
    private static final String ENCRYPTED_KEY = "EncryptedSessionKey";

    private KeyExchange() {}

    /** Made when a pool asks first. */
    private static final class Own {
        private static final KeyPair KEYS = newKeyPair();
    }

    /**
     * Returns this process's key pair, made when it is first asked for. PowerShell's own client has one a process, too, because making one
     * takes longer than the rest of a session's opening: what differs from pool to pool is the session key, which the server draws.
     */
    public static KeyPair ownKeyPair() {
        return Own.KEYS;
    }

    /** Makes a key pair; takes a tenth of a second or so. */
    public static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /**
     * Returns the content of PUBLIC_KEY.
     *
     * @throws IllegalArgumentException if the key is not RSA of 2048 bits
     */
    public static PsObject publicKey(KeyPair keys) {
        if (!(keys.getPublic() instanceof RSAPublicKey key)
                || key.getModulus().bitLength() != RSA_BITS
                || key.getPublicExponent().bitLength() > Integer.SIZE) {
            throw new IllegalArgumentException("a session key is exchanged with an RSA key of " + RSA_BITS + " bits");
        }
        ByteBuffer blob = ByteBuffer.allocate(PUBLIC_HEADER + RSA_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(PUBLICKEYBLOB)
                .putInt(CALG_RSA_KEYX)
                .putInt(RSA1)
                .putInt(RSA_BITS)
                .putInt(key.getPublicExponent().intValue())
                .put(reversed(unsigned(key.getModulus())));
        return message(PUBLIC_KEY, blob.array());
    }

    /**
     * Reads PUBLIC_KEY.
     *
     * @throws PsrpProtocolException if it holds no RSA key of 2048 bits
     */
    public static RSAPublicKey readPublicKey(PsValue value) {
        ByteBuffer blob = blob("PUBLIC_KEY", value, PUBLIC_KEY, PUBLIC_HEADER + RSA_BYTES);
        if (blob.getInt() != PUBLICKEYBLOB
                || blob.getInt() != CALG_RSA_KEYX
                || blob.getInt() != RSA1
                || blob.getInt() != RSA_BITS) {
            throw new PsrpProtocolException("PUBLIC_KEY holds no RSA key of " + RSA_BITS + " bits");
        }
        BigInteger exponent = BigInteger.valueOf(Integer.toUnsignedLong(blob.getInt()));
        byte[] modulus = new byte[RSA_BYTES];
        blob.get(modulus);
        BigInteger number = new BigInteger(1, reversed(modulus));
        if (number.bitLength() != RSA_BITS || !number.testBit(0) || !exponent.testBit(0)) {
            throw new PsrpProtocolException("PUBLIC_KEY holds no RSA key of " + RSA_BITS + " bits");
        }
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number, exponent));
        } catch (GeneralSecurityException e) {
            throw new PsrpProtocolException("PUBLIC_KEY holds an RSA key that cannot be used");
        }
    }

    /** Returns the content of ENCRYPTED_SESSION_KEY. */
    public static PsObject encryptedKey(SessionKey session, RSAPublicKey client) {
        byte[] plain = session.copy();
        try {
            Cipher cipher = Cipher.getInstance(RSA_CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, client);
            ByteBuffer blob = ByteBuffer.allocate(SIMPLE_HEADER + RSA_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(SIMPLEBLOB)
                    .putInt(CALG_AES_256)
                    .putInt(CALG_RSA_KEYX)
                    .put(reversed(cipher.doFinal(plain)));
            return message(ENCRYPTED_KEY, blob.array());
        } catch (GeneralSecurityException e) {
            throw new PsrpProtocolException("the client's RSA key cannot be used");
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * Reads ENCRYPTED_SESSION_KEY.
     *
     * @throws PsrpProtocolException if it holds no AES-256 key encrypted for ours
     */
    public static SessionKey readEncryptedKey(PsValue value, PrivateKey ours) {
        ByteBuffer blob = blob("ENCRYPTED_SESSION_KEY", value, ENCRYPTED_KEY, SIMPLE_HEADER + RSA_BYTES);
        if (blob.getInt() != SIMPLEBLOB || blob.getInt() != CALG_AES_256 || blob.getInt() != CALG_RSA_KEYX) {
            throw new PsrpProtocolException("ENCRYPTED_SESSION_KEY holds no AES-256 key encrypted with RSA");
        }
        byte[] encrypted = new byte[RSA_BYTES];
        blob.get(encrypted);
        byte[] key;
        try {
            Cipher cipher = Cipher.getInstance(RSA_CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, ours);
            key = cipher.doFinal(reversed(encrypted));
        } catch (GeneralSecurityException e) {
            throw new PsrpProtocolException("the session key is not encrypted for this client");
        }
        if (key.length != SessionKey.BYTES) {
            Arrays.fill(key, (byte) 0);
            throw new PsrpProtocolException("the session key has " + key.length + " bytes, not " + SessionKey.BYTES);
        }
        return SessionKey.owning(key);
    }

    private static PsObject message(String member, byte[] blob) {
        return new PsObject().with(member, PsValue.string(Base64.getEncoder().encodeToString(blob)));
    }

    private static ByteBuffer blob(String what, PsValue value, String member, int length) {
        byte[] blob = SecureCodecs.base64(Fields.of(what, value).text(member), length);
        if (blob == null || blob.length != length) {
            throw new PsrpProtocolException(what + ": " + member + " is not base64 of " + length + " bytes");
        }
        return ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns a number of RSA_BYTES bytes, big-endian, without a byte for its sign. */
    private static byte[] unsigned(BigInteger number) {
        byte[] signed = number.toByteArray();
        return Arrays.copyOfRange(signed, signed.length - RSA_BYTES, signed.length);
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    private static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException("this JVM lacks RSA", cause);
    }
}
