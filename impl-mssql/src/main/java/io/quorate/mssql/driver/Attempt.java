package io.quorate.mssql.driver;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a connection: hands the driver our sockets and our trust, which it can only be given as the names of classes, and keeps hold of
 * the socket, so that whatever the driver waits for can be ended. The driver finds it by its token until it is closed. Thread-safe.
 */
public final class Attempt implements AutoCloseable {
    private static final Map<String, Attempt> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final String token = "attempt-" + NUMBERS.incrementAndGet();
    private final SocketFactory sockets;
    private final X509TrustManager trust;
    private final @Nullable String name;
    private final Object lock = new Object();
    private @Nullable Socket socket;
    private boolean cut;
    private volatile @Nullable List<String> names;

    /**
     * Begins one.
     *
     * @param name what the server's certificate must hold; null if its name does not matter
     */
    public Attempt(SocketFactory sockets, X509TrustManager trust, @Nullable String name) {
        this.sockets = Objects.requireNonNull(sockets, "sockets");
        this.trust = Objects.requireNonNull(trust, "trust");
        this.name = name;
        OPEN.put(token, this);
    }

    /** Returns what the driver finds it by. */
    public String token() {
        return token;
    }

    static Attempt of(String token) {
        Attempt attempt = OPEN.get(token);
        if (attempt == null) {
            throw new IllegalStateException("there is no attempt at a connection under way with this token");
        }
        return attempt;
    }

    X509TrustManager trust() {
        return trust;
    }

    @Nullable
    String name() {
        return name;
    }

    /** Keeps the names in the certificate that was shown and believed. */
    void shown(List<String> certificate) {
        names = List.copyOf(certificate);
    }

    /** Returns the names in the certificate that the server showed; null where none was checked. */
    public @Nullable List<String> names() {
        return names;
    }

    Socket open() throws IOException {
        Socket opened = sockets.createSocket();
        synchronized (lock) {
            socket = opened;
            if (cut) {
                close(opened);
            }
        }
        return opened;
    }

    /** Returns the socket that the driver uses; null if it has none of ours. */
    public @Nullable Socket socket() {
        synchronized (lock) {
            return socket;
        }
    }

    /** Closes the socket, now or as soon as there is one: whoever waits for it gets an exception. */
    public void cut() {
        synchronized (lock) {
            cut = true;
            if (socket != null) {
                close(socket);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed is all that is wanted
        }
    }

    /** The driver has what it needs. */
    @Override
    public void close() {
        OPEN.remove(token);
    }
}
