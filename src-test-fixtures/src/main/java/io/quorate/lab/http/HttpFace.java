package io.quorate.lab.http;

import io.quorate.lab.Face;
import io.quorate.lab.Traffic;
import java.io.IOException;

/** A service over HTTP: its port, and what answers there and forgets with it. */
public final class HttpFace implements Face {
    private final String name;
    private final HttpListener listener;
    private final HttpHandler handler;

    /** @param name the protocol's */
    public HttpFace(String name, HttpListener listener, HttpHandler handler) {
        this.name = name;
        this.listener = listener;
        this.handler = handler;
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
    }

    @Override
    public void down() {
        listener.down();
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
    }
}
