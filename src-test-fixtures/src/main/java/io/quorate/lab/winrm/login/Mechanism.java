package io.quorate.lab.winrm.login;

import java.security.GeneralSecurityException;

/** The server's half of NTLM or Kerberos, as SPNEGO carries it or as it goes bare. Belongs to one connection. */
interface Mechanism extends AutoCloseable {

    /** Takes the client's next token. */
    LoginStep step(byte[] token);

    SealedPart seal(byte[] plain);

    byte[] open(SealedPart sealed) throws GeneralSecurityException;

    /** Signs what SPNEGO has agreed on. */
    byte[] mic(byte[] agreed);

    /** Checks what the client has signed of it. */
    void verifyMic(byte[] agreed, byte[] mic) throws GeneralSecurityException;

    /** Forgets keys. */
    @Override
    void close();
}
