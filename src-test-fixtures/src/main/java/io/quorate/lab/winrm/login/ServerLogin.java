package io.quorate.lab.winrm.login;

import java.security.GeneralSecurityException;

/**
 * The server's half of one log-in over one physical connection, and the seal that holds afterwards. Belongs to its connection's thread; is
 * given up after any failure.
 */
public interface ServerLogin extends AutoCloseable {

    /** Takes the client's next token. */
    LoginStep step(byte[] token);

    /** Returns the protocol that sealed bodies name, such as {@code application/HTTP-SPNEGO-session-encrypted}. */
    String protocol();

    /** Returns the most plain text that one sealed part holds; unlimited unless said otherwise. */
    default int mostAPart() {
        return Integer.MAX_VALUE;
    }

    /** Seals an answer. Only once logged in. */
    SealedPart seal(byte[] plain);

    /**
     * Opens a request. Only once logged in.
     *
     * @throws GeneralSecurityException if the seal is broken, was opened before, or is out of its turn
     */
    byte[] open(SealedPart sealed) throws GeneralSecurityException;

    /** Forgets keys. */
    @Override
    default void close() {}
}
