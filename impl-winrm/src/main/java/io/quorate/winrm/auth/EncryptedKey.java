package io.quorate.winrm.auth;

import io.quorate.winrm.token.Der;
import io.quorate.winrm.token.TokenException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts an EncryptedPrivateKeyInfo (RFC 5958) by PBES2 with PBKDF2 (RFC 8018), which is what today's tools write. Unlike the JDK's own way it
 * takes passwords that are not ASCII, as UTF-8.
 */
final class EncryptedKey {
    private static final String PBES2 = "1.2.840.113549.1.5.13";
    private static final String PBKDF2 = "1.2.840.113549.1.5.12";
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int LONGEST_SALT = 1024;

    private EncryptedKey() {}

    /** It is encrypted in another way. */
    static final class Unknown extends GeneralSecurityException {
        private static final long serialVersionUID = 1L;

        Unknown(String what) {
            super(what);
        }
    }

    private record Scheme(String cipher, String algorithm, int keyBytes) {}

    /**
     * Returns the PrivateKeyInfo; wipe it.
     *
     * @throws TokenException if it is no EncryptedPrivateKeyInfo
     * @throws Unknown if it is encrypted in a way that is not supported
     * @throws GeneralSecurityException if the password is wrong
     */
    static byte[] decrypt(byte[] der, char[] password) throws GeneralSecurityException {
        Der.Reader outside = new Der.Reader(der);
        Der.Reader info = outside.enter(Der.SEQUENCE);
        outside.end();
        Der.Reader algorithm = info.enter(Der.SEQUENCE);
        byte[] encrypted = info.octets();
        String oid = algorithm.oid();
        if (!oid.equals(PBES2)) {
            throw new Unknown(oid);
        }
        Der.Reader parameters = algorithm.enter(Der.SEQUENCE);
        Der.Reader derivation = parameters.enter(Der.SEQUENCE);
        Der.Reader encryption = parameters.enter(Der.SEQUENCE);
        String function = derivation.oid();
        if (!function.equals(PBKDF2)) {
            throw new Unknown(function);
        }
        Scheme scheme = scheme(encryption.oid());
        byte[] iv = encryption.octets();
        byte[] key = derived(derivation.enter(Der.SEQUENCE), scheme.keyBytes(), password);
        try {
            Cipher cipher = Cipher.getInstance(scheme.cipher());
            if (iv.length != cipher.getBlockSize()) {
                throw new TokenException("the initialization vector is too long or too short");
            }
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, scheme.algorithm()), new IvParameterSpec(iv));
            return cipher.doFinal(encrypted);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] derived(Der.Reader parameters, int keyBytes, char[] password)
            throws GeneralSecurityException {
        byte[] salt = parameters.octets();
        long iterations = parameters.integer();
        if (salt.length == 0 || salt.length > LONGEST_SALT || iterations < 1 || iterations > MOST_ITERATIONS) {
            throw new TokenException("salt or iterations cannot be");
        }
        if (parameters.next(Der.INTEGER) && parameters.integer() != keyBytes) {
            throw new TokenException("the key's length is not the cipher's");
        }
        String random =
                parameters.more() ? random(parameters.enter(Der.SEQUENCE).oid()) : "HmacSHA1";
        PBEKeySpec spec = new PBEKeySpec(password, salt, (int) iterations, keyBytes * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2With" + random)
                    .generateSecret(spec)
                    .getEncoded();
        } finally {
            spec.clearPassword();
        }
    }

    private static String random(String oid) throws Unknown {
        return switch (oid) {
            case "1.2.840.113549.2.7" -> "HmacSHA1";
            case "1.2.840.113549.2.8" -> "HmacSHA224";
            case "1.2.840.113549.2.9" -> "HmacSHA256";
            case "1.2.840.113549.2.10" -> "HmacSHA384";
            case "1.2.840.113549.2.11" -> "HmacSHA512";
            default -> throw new Unknown(oid);
        };
    }

    private static Scheme scheme(String oid) throws Unknown {
        return switch (oid) {
            case "2.16.840.1.101.3.4.1.2" -> new Scheme("AES/CBC/PKCS5Padding", "AES", 16);
            case "2.16.840.1.101.3.4.1.22" -> new Scheme("AES/CBC/PKCS5Padding", "AES", 24);
            case "2.16.840.1.101.3.4.1.42" -> new Scheme("AES/CBC/PKCS5Padding", "AES", 32);
            case "1.2.840.113549.3.7" -> new Scheme("DESede/CBC/PKCS5Padding", "DESede", 24);
            default -> throw new Unknown(oid);
        };
    }
}
