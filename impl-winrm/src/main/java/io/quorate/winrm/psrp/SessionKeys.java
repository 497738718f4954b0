package io.quorate.winrm.psrp;

import java.security.KeyPair;
import org.jspecify.annotations.Nullable;

/**
 * What a pool and its pipelines know of their session key. The pool alone changes it, its pipelines ask for it from other threads.
 *
 * <p>Up to protocol 2.3 there is none until it is exchanged; from 2.4 on none is needed.
 */
final class SessionKeys {
    private volatile SecureCodec codec = SecureCodec.none();
    private volatile boolean missing = true;
    private @Nullable KeyPair ours;
    private @Nullable SessionKey session;

    /** Returns what reads and writes secure strings now. */
    SecureCodec codec() {
        return codec;
    }

    /** Tells whether secure strings have to wait for the exchange. */
    boolean missing() {
        return missing;
    }

    /** Tells whether the exchange has begun, or is over. */
    boolean asked() {
        return ours != null || !missing;
    }

    /** Notes that the protocol knows no exchange. */
    void withoutExchange(SecureCodec other) {
        codec = other;
        missing = false;
    }

    /** Begins the exchange; returns what PUBLIC_KEY says. */
    PsObject begin(KeyPair keys) {
        PsObject message = KeyExchange.publicKey(keys);
        ours = keys;
        return message;
    }

    /**
     * Takes the key that the server sent.
     *
     * @throws PsrpProtocolException if none was asked for, there is one already, or this is none
     */
    void arrived(PsValue value) {
        KeyPair keys = ours;
        if (keys == null) {
            throw new PsrpProtocolException(
                    missing ? "a session key came that nobody asked for" : "a second session key came");
        }
        SessionKey key = KeyExchange.readEncryptedKey(value, keys.getPrivate());
        ours = null;
        session = key;
        codec = key;
        missing = false;
    }

    /** Forgets the keys, for good. */
    void wipe() {
        SessionKey key = session;
        if (key != null) {
            key.wipe();
        }
        ours = null;
    }
}
