package io.quorate.lab.winrm;

import io.quorate.winrm.psrp.KeyExchange;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpProtocolException;
import io.quorate.winrm.psrp.PsrpVersion;
import io.quorate.winrm.psrp.SecureCodec;
import io.quorate.winrm.psrp.SessionKey;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of a session's key ([MS-PSRP] 3.2.5.3). It makes the key, and gives it to whoever sends a public key. From protocol 2.2 on
 * it encrypts with a key it has made before the client has it; of a client of 2.1 it asks for its public key first. From 2.4 on there is no
 * key. Thread-safe.
 */
final class ServerKeys {
    private static final SecureCodec UNREADABLE = SecureCodec.refusing("no session key was exchanged");

    private final Object lock = new Object();
    private PsrpVersion protocol = PsrpVersion.V2_1;
    private @Nullable SessionKey key;
    private boolean exchanged;
    private boolean asked;

    void negotiated(PsrpVersion agreed) {
        synchronized (lock) {
            protocol = agreed;
        }
    }

    private boolean withoutExchange() {
        return protocol.atLeast(PsrpVersion.V2_4);
    }

    /** Returns what reads a client's secure strings. */
    SecureCodec incoming() {
        synchronized (lock) {
            if (withoutExchange()) {
                return SecureCodec.plain();
            }
            return exchanged && key != null ? key : UNREADABLE;
        }
    }

    /** Returns what writes secure strings to the client; null if its public key has to be asked for, or awaited. */
    @Nullable
    SecureCodec outgoing() {
        synchronized (lock) {
            if (withoutExchange()) {
                return SecureCodec.plain();
            }
            return exchanged || protocol.atLeast(PsrpVersion.V2_2) ? key() : null;
        }
    }

    /** Tells, once, whether the client is to be asked for its public key. */
    boolean ask() {
        synchronized (lock) {
            boolean first = !asked && !exchanged;
            asked = true;
            return first;
        }
    }

    /** Takes a client's public key; returns the session key encrypted for it. Who asks again gets the same key. */
    PsObject exchange(PsValue publicKey) {
        synchronized (lock) {
            if (withoutExchange()) {
                throw new PsrpProtocolException("protocol " + protocol + " exchanges no keys");
            }
            PsObject answer = KeyExchange.encryptedKey(key(), KeyExchange.readPublicKey(publicKey));
            exchanged = true;
            return answer;
        }
    }

    private SessionKey key() {
        SessionKey known = key;
        if (known == null) {
            known = SessionKey.generate();
            key = known;
        }
        return known;
    }

    /** Forgets the key, for good. */
    void wipe() {
        synchronized (lock) {
            if (key != null) {
                key.wipe();
            }
        }
    }
}
