package io.quorate.lab.http;

import io.quorate.lab.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port of a simulated machine on 127.0.0.1. It can be taken down, as by a power cut - the port refuses, every connection is reset - and
 * brought up again on the same port. Thread-safe.
 */
public final class HttpListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpListener.class);

    private static final Duration JOIN = Duration.ofSeconds(5);

    private final String name;
    private final @Nullable SSLContext tls;
    private final HttpLimits limits;
    private final HttpHandler handler;
    private final Traffic traffic;
    private final Object lock = new Object();
    private final Map<HttpConnection, Thread> connections = new LinkedHashMap<>();
    private final Set<Thread> threads = new HashSet<>();
    private final KeptPort kept = new KeptPort();
    private int port;
    private int number;
    private boolean asks;
    private boolean closed;
    private @Nullable ServerSocket server;
    private @Nullable Thread acceptor;

    /**
     * @param name of the machine, for thread names
     * @param port the port to listen on; 0 takes a free one and keeps it
     * @param tls the TLS identity, or null for plain HTTP
     */
    public HttpListener(String name, int port, @Nullable SSLContext tls, HttpLimits limits, HttpHandler handler) {
        this.name = name;
        this.port = port;
        this.tls = tls;
        this.limits = limits;
        this.handler = handler;
        this.traffic = handler.traffic();
        traffic.gauge(Traffic.OPEN_CONNECTIONS, this::openConnections);
    }

    /** Lets clients that connect from now on be asked for a certificate: {@link HttpExchange#askForCertificate}. */
    public void askForCertificates() {
        synchronized (lock) {
            asks = true;
        }
    }

    /**
     * Starts listening; does nothing if it already does.
     *
     * @throws IOException if the port is taken
     */
    public void up() throws IOException {
        synchronized (lock) {
            if (closed) {
                throw new IOException("listener of " + name + " is closed");
            }
            if (server != null) {
                return;
            }
            kept.release();
            ServerSocket socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 128);
            } catch (IOException e) {
                socket.close();
                throw new IOException("cannot listen on 127.0.0.1:" + port + " for " + name, e);
            }
            port = socket.getLocalPort();
            server = socket;
            acceptor = start("quorate-lab-" + name + "-listener", () -> accept(socket));
        }
    }

    /** Stops listening and resets every connection; does nothing if it is down. */
    public void down() {
        List<HttpConnection> open;
        Thread accepting;
        synchronized (lock) {
            accepting = acceptor;
            acceptor = null;
            if (server != null) {
                try {
                    server.close();
                } catch (IOException e) {
                    log.trace("close failed", e);
                }
                server = null;
            }
            open = new ArrayList<>(connections.keySet());
        }
        open.forEach(HttpConnection::reset);
        if (accepting != null) {
            Ended.await(List.of(accepting), JOIN); // the kernel frees the port when the last thread has left accept()
        }
        synchronized (lock) {
            if (closed) {
                kept.release();
            } else if (server == null && port != 0) {
                kept.keep(port);
            }
        }
    }

    /** Resets every connection and keeps listening. */
    public void resetConnections() {
        List<HttpConnection> open;
        synchronized (lock) {
            open = new ArrayList<>(connections.keySet());
        }
        open.forEach(HttpConnection::reset);
    }

    /** Tells whether it listens. */
    public boolean isUp() {
        synchronized (lock) {
            return server != null;
        }
    }

    /** Returns the port; before the first {@link #up} the one that was asked for. */
    public int port() {
        synchronized (lock) {
            return port;
        }
    }

    /** Returns the number of open connections. */
    public int openConnections() {
        synchronized (lock) {
            return connections.size();
        }
    }

    /** Returns what was carried so far. */
    public Traffic traffic() {
        return traffic;
    }

    private void accept(ServerSocket socket) {
        while (true) {
            Socket accepted;
            try {
                accepted = socket.accept();
            } catch (IOException e) {
                return;
            }
            boolean refused = handler.refuses();
            synchronized (lock) {
                HttpConnection connection =
                        new HttpConnection(number + 1, accepted, tls, asks, limits, traffic, handler, this::forget);
                if (refused || server != socket || connections.size() >= limits.connections()) {
                    connection.reset();
                    continue;
                }
                traffic.count(Traffic.CONNECTIONS);
                number++;
                connections.put(connection, start("quorate-lab-" + name + "-connection-" + number, connection));
            }
        }
    }

    private Thread start(String threadName, Runnable body) {
        Thread thread = new Thread(body, threadName);
        thread.setDaemon(true);
        thread.start();
        // one that took itself off the list when it ends would still be alive when close() no longer waits for it
        threads.removeIf(old -> !old.isAlive());
        threads.add(thread);
        return thread;
    }

    private void forget(HttpConnection connection) {
        synchronized (lock) {
            connections.remove(connection);
        }
    }

    /** Takes it down for good and waits, at most five seconds, until its threads are gone. */
    @Override
    public void close() {
        List<Thread> remaining;
        synchronized (lock) {
            closed = true;
        }
        down();
        synchronized (lock) {
            remaining = new ArrayList<>(threads);
        }
        remaining.forEach(Thread::interrupt);
        Ended.await(remaining, JOIN);
    }
}
