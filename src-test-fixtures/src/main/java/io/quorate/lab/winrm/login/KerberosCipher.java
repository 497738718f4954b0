package io.quorate.lab.winrm.login;

import io.quorate.winrm.token.TokenException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Opens what Kerberos has encrypted with AES and HMAC-SHA1 (RFC 3961, RFC 3962): the only types that Windows and the lab's controller share. */
final class KerberosCipher {
    private static final int BLOCK = 16;
    private static final int SUM = 12;

    private KerberosCipher() {}

    static byte[] open(byte[] key, int usage, byte[] cipher) throws GeneralSecurityException {
        if (cipher.length < BLOCK + SUM) {
            throw new TokenException("too short to be encrypted by Kerberos");
        }
        Cipher aes = Cipher.getInstance("AES/CTS/NoPadding");
        aes.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(derived(key, usage, 0xAA), "AES"),
                new IvParameterSpec(new byte[BLOCK]));
        byte[] plain = aes.doFinal(cipher, 0, cipher.length - SUM);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(derived(key, usage, 0x55), "HmacSHA1"));
        byte[] sum = Arrays.copyOf(mac.doFinal(plain), SUM);
        if (!MessageDigest.isEqual(sum, Arrays.copyOfRange(cipher, cipher.length - SUM, cipher.length))) {
            throw new TokenException("encrypted by Kerberos with another key");
        }
        return Arrays.copyOfRange(plain, BLOCK, plain.length);
    }

    /** The key for a use: DK of RFC 3961. */
    private static byte[] derived(byte[] key, int usage, int kind) throws GeneralSecurityException {
        byte[] constant = {(byte) (usage >>> 24), (byte) (usage >>> 16), (byte) (usage >>> 8), (byte) usage, (byte) kind
        };
        Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        byte[] result = new byte[key.length];
        byte[] block = folded(constant);
        for (int at = 0; at < result.length; at += BLOCK) {
            block = aes.doFinal(block);
            System.arraycopy(block, 0, result, at, Math.min(BLOCK, result.length - at));
        }
        return result;
    }

    /** n-fold to one block: copies, each rotated by 13 bits more, added up with end-around carry. */
    static byte[] folded(byte[] text) {
        int bits = text.length * 8;
        int copies = BLOCK * lcm(text.length) / text.length;
        BigInteger number = new BigInteger(1, text);
        BigInteger mask = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        BigInteger all = BigInteger.ZERO;
        for (int i = 0; i < copies; i++) {
            int by = 13 * i % bits;
            BigInteger rotated =
                    number.shiftRight(by).or(number.shiftLeft(bits - by).and(mask));
            all = all.shiftLeft(bits).or(rotated);
        }
        BigInteger full = BigInteger.ONE.shiftLeft(BLOCK * 8).subtract(BigInteger.ONE);
        BigInteger sum = BigInteger.ZERO;
        for (; all.signum() > 0; all = all.shiftRight(BLOCK * 8)) {
            sum = sum.add(all.and(full));
        }
        while (sum.compareTo(full) > 0) {
            sum = sum.shiftRight(BLOCK * 8).add(sum.and(full));
        }
        byte[] folded = new byte[BLOCK];
        byte[] bytes = sum.toByteArray();
        int length = Math.min(BLOCK, bytes.length);
        System.arraycopy(bytes, bytes.length - length, folded, BLOCK - length, length);
        return folded;
    }

    private static int lcm(int length) {
        return length
                / BigInteger.valueOf(length).gcd(BigInteger.valueOf(BLOCK)).intValue();
    }
}
