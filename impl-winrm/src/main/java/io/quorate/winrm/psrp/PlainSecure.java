package io.quorate.winrm.psrp;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Secure strings of protocol 2.4: UTF-16LE in base64. */
final class PlainSecure implements SecureCodec {
    static final SecureCodec INSTANCE = new PlainSecure();

    private PlainSecure() {}

    @Override
    public String encrypt(PsSecureString secret) {
        byte[] bytes = SecureCodecs.bytes(secret);
        try {
            return Base64.getEncoder().encodeToString(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public @Nullable PsSecure decrypt(String text) {
        byte[] bytes = SecureCodecs.base64(text, PsSecureString.LONGEST * Character.BYTES);
        return bytes == null ? null : SecureCodecs.secret(bytes);
    }
}
