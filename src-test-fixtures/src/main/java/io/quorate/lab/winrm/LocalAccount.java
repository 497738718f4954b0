package io.quorate.lab.winrm;

import io.quorate.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * A local account of a host: the only kind that Basic logs in.
 *
 * @param name the user's name without host
 */
public record LocalAccount(String name, Secret password) {
    public LocalAccount {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(password, "password");
    }

    /** Tells whether the given UTF-8 bytes are the password; takes as long for a wrong one as for the right one. */
    boolean hasPassword(byte[] given) {
        char[] chars = password.reveal();
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(chars));
        byte[] mine = Arrays.copyOf(encoded.array(), encoded.limit());
        Arrays.fill(chars, '\0');
        Arrays.fill(encoded.array(), (byte) 0);
        boolean same = MessageDigest.isEqual(mine, given);
        Arrays.fill(mine, (byte) 0);
        return same;
    }
}
