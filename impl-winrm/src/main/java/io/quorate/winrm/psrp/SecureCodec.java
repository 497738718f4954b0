package io.quorate.winrm.psrp;

import org.jspecify.annotations.Nullable;

/**
 * Turns secure strings into the text that CLIXML carries in {@code SS}, and back. A session key does so up to protocol 2.3 ({@link
 * SessionKey}); from 2.4 on the transport alone protects them. Safe for use by several threads.
 */
public sealed interface SecureCodec permits SessionKey, PlainSecure, SecureCodecs.Refusing, SecureCodecs.Noting {

    /**
     * Returns the text for a secure string.
     *
     * @throws IllegalArgumentException if it cannot be sent this way, or has no value any more
     */
    String encrypt(PsSecureString secret);

    /** Returns what a text stands for; null if it is not the text of a secure string. */
    @Nullable
    PsSecure decrypt(String text);

    /** Returns the codec without a key: texts that come stay as they are, and nothing can be sent. */
    static SecureCodec none() {
        return SecureCodecs.NONE;
    }

    /** Returns the codec of protocol 2.4: UTF-16LE in base64, for a transport that encrypts. */
    static SecureCodec plain() {
        return PlainSecure.INSTANCE;
    }

    /** Returns a codec that takes nothing that comes, and says why nothing can be sent. */
    static SecureCodec refusing(String why) {
        return new SecureCodecs.Refusing(why, false);
    }
}
