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
     * Tells whether the client has gone: closed its end, or the connection was cut here. Takes at most a few milliseconds; called by the
     * handler's thread only.
     */
    boolean gone();
}
