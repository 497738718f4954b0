package io.quorate.winrm.auth;

import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** A way to log in, with whose credentials. Immutable and thread-safe; sends nothing to the host by itself. */
public interface LoginScheme {
    /**
     * Tells whether a login holds for one physical connection, as with NTLM, Kerberos and CredSSP. Then it must never be used over another
     * one. Otherwise it goes with every request.
     */
    boolean perConnection();

    /**
     * Returns what proves in TLS itself who we are; null where that is no part of it. With it TLS is 1.2: Windows asks for the proof after the
     * handshake, which the JDK's TLS 1.3 cannot answer.
     */
    default @Nullable X509ExtendedKeyManager keys() {
        return null;
    }

    /**
     * Begins a login, over a connection that is there and over which nothing of it has gone yet.
     *
     * @param peer whom it leads to
     */
    Login begin(Peer peer);

    /**
     * Begins a login that may have to wait for others than the host, such as a domain controller.
     *
     * @throws io.quorate.spi.Fault if it cannot begin, or is not waited for any longer
     */
    default Login begin(Peer peer, Patience patience) {
        return begin(peer);
    }

    /**
     * Says why it can never log in at an address; null if it can. Asked before anything is sent there.
     *
     * @param secure whether TLS hides what is said
     */
    default @Nullable String refuses(String host, boolean secure) {
        return null;
    }

    /**
     * Tells whether a host that offers this has looked at our log-in and refused it; else it never did, because it does not take this kind.
     *
     * @param offered what it offers instead
     */
    default boolean judged(List<Challenge> offered) {
        return true;
    }

    /**
     * Says what to try after the host has refused.
     *
     * @param offered what it offers instead
     */
    String hint(List<Challenge> offered);
}
