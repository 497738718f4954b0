package io.quorate.winrm.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/** The functions of NTLMv2 ([MS-NLMP] 3.3.2, 3.4). Pure: what is random or a time is given. Results that are keys are the caller's to wipe. */
public final class NtlmCrypto {
    private static final int MD5_BLOCK = 64;

    /** Letters that Windows has no capital for, other than Java. From memory of its table. */
    private static final String NO_CAPITAL = "\u00B5\u0131\u017F";

    private NtlmCrypto() {}

    /**
     * NTOWFv2: the key that stands for a password. The password is not wiped.
     *
     * @param user as the third message spells it
     * @param domain as the third message spells it
     */
    public static byte[] ntowfV2(char[] password, String user, String domain) {
        byte[] unicode = new byte[2 * password.length];
        NtlmLayout.little(unicode).asCharBuffer().put(password);
        byte[] hash = Md4.of(unicode);
        try {
            return hmacMd5(hash, NtlmLayout.bytes(upper(user) + domain, true));
        } finally {
            Arrays.fill(unicode, (byte) 0);
            Arrays.fill(hash, (byte) 0);
        }
    }

    /** Upper-cases as Windows does: each UTF-16 unit by itself, so that a sharp s stays. */
    static String upper(String text) {
        StringBuilder upper = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            upper.append(NO_CAPITAL.indexOf(c) >= 0 ? c : Character.toUpperCase(c));
        }
        return upper.toString();
    }

    /** NTProofStr. */
    public static byte[] proof(byte[] ntowfV2, byte[] serverChallenge, byte[] proven) {
        return hmacMd5(ntowfV2, serverChallenge, proven);
    }

    /** The LM response of version 2, 24 bytes. */
    public static byte[] lmV2Response(byte[] ntowfV2, byte[] serverChallenge, byte[] clientChallenge) {
        byte[] response = Arrays.copyOf(hmacMd5(ntowfV2, serverChallenge, clientChallenge), 24);
        System.arraycopy(clientChallenge, 0, response, 16, 8);
        return response;
    }

    /** SessionBaseKey, which in version 2 is the key that a drawn session key is exchanged with, too. */
    public static byte[] sessionBaseKey(byte[] ntowfV2, byte[] proof) {
        return hmacMd5(ntowfV2, proof);
    }

    /** Encrypts a drawn session key for its way, and decrypts it at the other end. */
    public static byte[] exchange(byte[] sessionBaseKey, byte[] sessionKey) {
        Rc4 rc4 = new Rc4(sessionBaseKey);
        try {
            return rc4.apply(sessionKey);
        } finally {
            rc4.wipe();
        }
    }

    /** SIGNKEY, with extended session security. */
    public static byte[] signKey(byte[] sessionKey, boolean ofClient) {
        return md5(
                sessionKey,
                magic("session key to " + (ofClient ? "client-to-server" : "server-to-client")
                        + " signing key magic constant"));
    }

    /** SEALKEY, with extended session security: of 128, 56 or 40 bits. */
    public static byte[] sealKey(int flags, byte[] sessionKey, boolean ofClient) {
        int length = NtlmFlags.has(flags, NtlmFlags.KEY_128) ? 16 : NtlmFlags.has(flags, NtlmFlags.KEY_56) ? 7 : 5;
        byte[] weakened = Arrays.copyOf(sessionKey, length);
        try {
            return md5(
                    weakened,
                    magic("session key to " + (ofClient ? "client-to-server" : "server-to-client")
                            + " sealing key magic constant"));
        } finally {
            Arrays.fill(weakened, (byte) 0);
        }
    }

    private static byte[] magic(String text) {
        return (text + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    /** The MIC over the three messages; that of the third stands for zeroes. */
    public static byte[] mic(byte[] sessionKey, byte[] negotiate, byte[] challenge, byte[] authenticateWithZeroes) {
        return hmacMd5(sessionKey, negotiate, challenge, authenticateWithZeroes);
    }

    /** Compares without telling by time where they differ. */
    public static boolean same(byte[] a, byte[] b) {
        return MessageDigest.isEqual(a, b);
    }

    /** RFC 2104, over the digest: a {@code Mac} would start all of the JDK's cryptography, which nothing else of a log-in needs. */
    static byte[] hmacMd5(byte[] key, byte[]... parts) {
        byte[] block = key.length > MD5_BLOCK ? md5(key) : key;
        byte[] inner = new byte[MD5_BLOCK];
        byte[] outer = new byte[MD5_BLOCK];
        for (int i = 0; i < MD5_BLOCK; i++) {
            byte one = i < block.length ? block[i] : 0;
            inner[i] = (byte) (one ^ 0x36);
            outer[i] = (byte) (one ^ 0x5c);
        }
        try {
            byte[][] all = new byte[parts.length + 1][];
            all[0] = inner;
            System.arraycopy(parts, 0, all, 1, parts.length);
            return md5(outer, md5(all));
        } finally {
            Arrays.fill(inner, (byte) 0);
            Arrays.fill(outer, (byte) 0);
            if (block != key) {
                Arrays.fill(block, (byte) 0);
            }
        }
    }

    static byte[] md5(byte[]... parts) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            for (byte[] part : parts) {
                md5.update(part);
            }
            return md5.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no MD5, which NTLM needs", e);
        }
    }
}
