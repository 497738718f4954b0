package io.quorate.winrm.psrp;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key of a session ([MS-PSRP] 2.2.5.1.24, 3.1.5.4.5): AES-256 in CBC with a zero vector, PKCS7, over UTF-16LE. Prints nothing of it.
 * Safe for use by several threads.
 */
public final class SessionKey implements SecureCodec {
    static final int BYTES = 32;

    private static final String CIPHER = "AES/CBC/PKCS5Padding";
    private static final int BLOCK = 16;
    private static final int LONGEST = PsSecureString.LONGEST * Character.BYTES + BLOCK;

    private final byte[] key;
    private final Object lock = new Object();
    private boolean wiped;

    private SessionKey(byte[] key) {
        this.key = key;
    }

    /** Takes the bytes of a key, which nobody else keeps. */
    static SessionKey owning(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a session key has " + BYTES + " bytes, not " + key.length);
        }
        return new SessionKey(key);
    }

    /** Makes a new key, as a server does. */
    public static SessionKey generate() {
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(BYTES * Byte.SIZE);
            return owning(generator.generateKey().getEncoded());
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    byte[] copy() {
        return key.clone();
    }

    @Override
    public String encrypt(PsSecureString secret) {
        byte[] plain = SecureCodecs.bytes(secret);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE);
            if (cipher == null) {
                throw new IllegalArgumentException("the session key is gone: the session has ended");
            }
            return Base64.getEncoder().encodeToString(cipher.doFinal(plain));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    @Override
    public @Nullable PsSecure decrypt(String text) {
        byte[] encrypted = SecureCodecs.base64(text, LONGEST);
        if (encrypted == null || encrypted.length == 0 || encrypted.length % BLOCK != 0) {
            return null;
        }
        byte[] plain;
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE);
            if (cipher == null) {
                return null;
            }
            plain = cipher.doFinal(encrypted);
        } catch (GeneralSecurityException e) {
            // bad padding: another key, or no secure string
            return null;
        }
        return SecureCodecs.secret(plain);
    }

    /** Returns a cipher with the key; null once that is wiped. */
    private @Nullable Cipher cipher(int mode) throws GeneralSecurityException {
        Key spec;
        synchronized (lock) {
            if (wiped) {
                return null;
            }
            spec = new SecretKeySpec(key, "AES");
        }
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, spec, new IvParameterSpec(new byte[BLOCK]));
        return cipher;
    }

    /** Overwrites the key; nothing can be encrypted any more. */
    public void wipe() {
        synchronized (lock) {
            wiped = true;
            Arrays.fill(key, (byte) 0);
        }
    }

    private static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException("this JVM lacks AES", cause);
    }

    @Override
    public String toString() {
        return "SessionKey[hidden]";
    }
}
