package io.quorate.lab.iscsi;

import io.quorate.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** CHAP with MD5 (RFC 1994) as the target computes it. */
final class TargetChap {
    static final String MD5 = "5";
    static final int RESPONSE = 16;
    static final int MAX_CHALLENGE = 1024;

    private TargetChap() {}

    static byte[] response(int id, Secret secret, byte[] challenge) {
        char[] chars = secret.reveal();
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(chars));
        Arrays.fill(chars, '\0');
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update((byte) id);
            md5.update(encoded.duplicate());
            md5.update(challenge);
            return md5.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        } finally {
            Arrays.fill(encoded.array(), (byte) 0);
        }
    }

    static boolean same(Secret one, Secret other) {
        char[] left = one.reveal();
        char[] right = other.reveal();
        boolean equal = Arrays.equals(left, right);
        Arrays.fill(left, '\0');
        Arrays.fill(right, '\0');
        return equal;
    }
}
