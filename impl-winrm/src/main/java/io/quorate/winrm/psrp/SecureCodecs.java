package io.quorate.winrm.psrp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The codecs that have no key, and what all codecs share. */
final class SecureCodecs {
    static final SecureCodec NONE =
            new Refusing("a secure string cannot be written without a session key, which was not agreed on", true);

    private SecureCodecs() {}

    /** Writes nothing; leaves what comes as it is, or takes none of it. */
    static final class Refusing implements SecureCodec {
        private final String why;
        private final boolean opaque;

        Refusing(String why, boolean opaque) {
            this.why = why;
            this.opaque = opaque;
        }

        @Override
        public String encrypt(PsSecureString secret) {
            throw new IllegalArgumentException(why);
        }

        @Override
        public @Nullable PsSecure decrypt(String text) {
            return opaque ? new PsSecureText(text) : null;
        }
    }

    /** Notes whether a message holds secure strings. */
    static final class Noting implements SecureCodec {
        private boolean met;

        boolean met() {
            return met;
        }

        @Override
        public String encrypt(PsSecureString secret) {
            return NONE.encrypt(secret);
        }

        @Override
        public PsSecure decrypt(String text) {
            met = true;
            return new PsSecureText(text);
        }
    }

    /** Returns the characters as UTF-16LE; the caller wipes it. */
    static byte[] bytes(PsSecureString secret) {
        char[] chars = secret.reveal();
        try {
            byte[] bytes = new byte[chars.length * Character.BYTES];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().put(chars);
            return bytes;
        } finally {
            Arrays.fill(chars, '\0');
        }
    }

    /** Returns the secure string of UTF-16LE, which is wiped; null if it is none or too long. */
    static @Nullable PsSecureString secret(byte[] utf16) {
        try {
            int length = utf16.length / Character.BYTES;
            if (utf16.length % Character.BYTES != 0 || length > PsSecureString.LONGEST) {
                return null;
            }
            char[] chars = new char[length];
            try {
                ByteBuffer.wrap(utf16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asCharBuffer()
                        .get(chars);
                return PsSecureString.of(chars);
            } finally {
                Arrays.fill(chars, '\0');
            }
        } finally {
            Arrays.fill(utf16, (byte) 0);
        }
    }

    /** Decodes base64 of so many bytes at most, white space around it ignored, as .NET does; null if it is none. */
    static byte @Nullable [] base64(String text, int longest) {
        String trimmed = text.strip();
        // The decoder of the JDK takes text without padding, Windows does not.
        if (trimmed.length() % 4 != 0 || trimmed.length() > (longest + 2L) / 3 * 4) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(trimmed);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
