package io.quorate.winrm.auth;

import io.quorate.winrm.token.TokenException;
import org.jspecify.annotations.Nullable;

/** What proves both ends to each other inside of CredSSP, and seals what is handed over: NTLM or Kerberos. Belongs to one login. */
interface CredSspInner extends AutoCloseable {
    /**
     * Returns the next token.
     *
     * @param received the host's; null at the beginning
     * @return null if the host's token was the last one
     * @throws io.quorate.spi.Fault if it cannot go on, for want of a ticket, say
     */
    byte @Nullable [] next(byte @Nullable [] received) throws TokenException;

    /** Tells whether it can seal, once its last token is with the host. */
    boolean established();

    /** Seals; signature and data are one behind the other. */
    byte[] wrap(byte[] plain);

    /** Opens. */
    byte[] unwrap(byte[] sealed) throws TokenException;

    /** Tells by what, and to whom: {@code NTLM inside, to host/hv1}. For messages; holds no secret. */
    String story();

    /** Forgets keys. */
    @Override
    void close();
}
