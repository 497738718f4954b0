package io.quorate.lab.http;

import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** One request on its way through a handler, with its connection. */
public interface HttpExchange {

    HttpRequest request();

    /** Returns the physical connection that the request came over: the same object for all its requests. */
    ClientConnection connection();

    /** Returns the client's address, without port. */
    String clientAddress();

    /** Returns the client's port. */
    int clientPort();

    /** Tells whether the connection is protected by TLS. */
    boolean encrypted();

    /** Returns the TLS session, with the certificates of both sides; null without TLS. */
    @Nullable
    SSLSession session();

    /**
     * Asks the client for a certificate by another handshake, as Windows does when it wants one, and waits for it; it is in {@link #session()}
     * then. Does nothing where the listener does not ask, and over TLS 1.3, which knows no other handshake. Called by the handler's thread
     * only, once the request is read.
     */
    default void askForCertificate() {}

    /**
     * Tells whether the client has gone: closed its end, or the connection was cut here. Takes at most a few milliseconds; called by the
     * handler's thread only.
     */
    boolean gone();
}
