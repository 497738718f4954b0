package io.quorate.iscsi.machine;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** CHAP with MD5 (RFC 1994, RFC 7143 12.1.3). */
final class Chap {
    /** The algorithm number of MD5. */
    static final String MD5 = "5";

    /** The longest challenge (RFC 7143 12.1.3). */
    static final int MAX_CHALLENGE = 1024;

    private Chap() {}

    /** Returns the response: MD5 over the identifier, the secret and the challenge. Wipes the characters. */
    static byte[] response(int identifier, char[] secret, byte[] challenge) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update((byte) identifier);
            md5.update(bytes);
            return md5.digest(challenge);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        } finally {
            Arrays.fill(bytes.array(), (byte) 0);
            Arrays.fill(secret, '\0');
        }
    }
}
