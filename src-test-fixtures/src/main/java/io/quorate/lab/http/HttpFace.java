package io.quorate.lab.http;

import io.quorate.lab.Face;
import io.quorate.lab.Traffic;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A service over HTTP: its port, and what answers there and forgets with it. */
public final class HttpFace implements Face {
    private final String name;
    private final HttpListener listener;
    private final @Nullable HttpListener plain;
    private final HttpHandler handler;

    /** @param name the protocol's */
    public HttpFace(String name, HttpListener listener, HttpHandler handler) {
        this(name, listener, null, handler);
    }

    /**
     * @param name the protocol's
     * @param plain a second port of the same service, without TLS; null for none
     */
    public HttpFace(String name, HttpListener listener, @Nullable HttpListener plain, HttpHandler handler) {
        this.name = name;
        this.listener = listener;
        this.plain = plain;
        this.handler = handler;
        if (plain != null) {
            handler.traffic()
                    .gauge(Traffic.OPEN_CONNECTIONS, () -> listener.openConnections() + plain.openConnections());
        }
    }

    /**
     * Returns the second port, without TLS.
     *
     * @throws IllegalStateException if there is none
     */
    public int plainPort() {
        if (plain == null) {
            throw new IllegalStateException(name + " has no plain port");
        }
        return plain.port();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return listener.port();
    }

    @Override
    public void up() throws IOException {
        listener.up();
        if (plain != null) {
            plain.up();
        }
    }

    @Override
    public void cut() {
        listener.down();
        if (plain != null) {
            plain.down();
        }
    }

    @Override
    public void down() {
        cut();
        handler.powerOff();
    }

    @Override
    public Traffic traffic() {
        return listener.traffic();
    }

    @Override
    public void close() {
        handler.close();
        listener.close();
        if (plain != null) {
            plain.close();
        }
    }
}
