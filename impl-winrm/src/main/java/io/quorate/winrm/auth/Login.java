package io.quorate.winrm.auth;

import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One login: a conversation of several legs over one physical connection, or what goes with one request. Afterwards it seals and opens bodies,
 * in the order in which they go over the wire. Belongs to one thread at a time; is given up after any failure.
 */
public interface Login extends AutoCloseable {
    /**
     * Returns what to say next.
     *
     * @param challenges empty at the beginning; afterwards what the HTTP 401 to the leg before holds
     * @return null if there is nothing more to say: the host refused
     * @throws io.quorate.spi.Fault if the login cannot go on, for want of a ticket, say
     */
    @Nullable
    Leg next(List<Challenge> challenges);

    /**
     * Takes the host's last word: it has let the last leg through.
     *
     * @param challenges what came with it, such as the host's own proof
     * @return false if the host had to prove who it is and did not
     */
    boolean accepted(List<Challenge> challenges);

    /**
     * Tells whether bodies must be sealed. Asked from the leg on that carries a request, or after it was {@linkplain #accepted accepted}.
     */
    boolean seals();

    /** Seals a body. Only if it {@link #seals()}. */
    Body wrap(Body plain);

    /**
     * Opens a body. Only if it {@link #seals()}.
     *
     * @return null if it is not sealed at all
     * @throws GeneralSecurityException if its seal is broken
     */
    @Nullable
    Body unwrap(Body sealed) throws GeneralSecurityException;

    /**
     * Tells who logs in by what and to whom, as far as it has come: {@code Kerberos, as alice@LAB.EXAMPLE, to host/hv1.lab.example}. For
     * messages; holds no secret.
     *
     * @return empty if there is nothing to tell
     */
    default String story() {
        return "";
    }

    /**
     * Says what to try after the host has refused this login.
     *
     * @param offered what it offers instead
     * @return null if the scheme knows no less
     */
    default @Nullable String hint(List<Challenge> offered) {
        return null;
    }

    /**
     * Tells whether a host that has refused this login has looked at the account: then another try could lock it.
     *
     * @param offered what it offers instead
     * @return null if the scheme knows no less
     */
    default @Nullable Boolean judged(List<Challenge> offered) {
        return null;
    }

    /** Forgets keys. */
    @Override
    void close();
}
