package io.quorate.lab.tds;

import io.quorate.lab.http.Ended;
import io.quorate.lab.http.KeptPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An address that an instance may listen at: listening, a black hole, or neither. Thread-safe. */
final class TdsPort {
    private static final Logger log = LoggerFactory.getLogger(TdsPort.class);
    private static final int BACKLOG = 128;
    private static final Duration JOIN = Duration.ofSeconds(5);

    private final boolean keeps;
    private final BiFunction<String, Runnable, Thread> threads;
    private final BiConsumer<TdsPort, Socket> accepted;
    private final Object lock = new Object();
    private final KeptPort kept = new KeptPort();
    private InetSocketAddress address;
    private @Nullable ServerSocket server;
    private @Nullable BlackHole hole;
    private @Nullable Thread acceptor;

    /** @param keeps whether nobody else may listen there while it is down */
    TdsPort(
            InetSocketAddress address,
            boolean keeps,
            BiFunction<String, Runnable, Thread> threads,
            BiConsumer<TdsPort, Socket> accepted) {
        this.address = address;
        this.keeps = keeps;
        this.threads = threads;
        this.accepted = accepted;
    }

    InetSocketAddress address() {
        synchronized (lock) {
            return address;
        }
    }

    boolean isOpen() {
        synchronized (lock) {
            return server != null;
        }
    }

    /** Tells whether connections are neither made nor refused. */
    boolean swallows() {
        synchronized (lock) {
            return hole != null;
        }
    }

    void open() throws IOException {
        synchronized (lock) {
            if (server != null) {
                return;
            }
            fillIn();
            kept.release();
            ServerSocket socket = new ServerSocket();
            try {
                socket.setReuseAddress(true);
                socket.bind(address, BACKLOG);
            } catch (IOException e) {
                socket.close();
                throw new IOException("cannot listen on " + address, e);
            }
            address = new InetSocketAddress(address.getAddress(), socket.getLocalPort());
            server = socket;
            acceptor = threads.apply("tds-listener", () -> accept(socket));
        }
    }

    /** Has connections neither made nor refused from now on. */
    void swallow() throws IOException {
        close(true);
        synchronized (lock) {
            if (hole == null) {
                kept.release();
                hole = new BlackHole(address);
                address = new InetSocketAddress(address.getAddress(), hole.port());
            }
        }
    }

    private void fillIn() {
        if (hole != null) {
            hole.close();
            hole = null;
        }
    }

    /** @param mayOpen whether it may be opened again */
    void close(boolean mayOpen) {
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
            fillIn();
        }
        if (accepting != null) {
            Ended.await(List.of(accepting), JOIN); // the kernel frees the port when the last thread has left accept()
        }
        synchronized (lock) {
            if (!mayOpen) {
                kept.release();
            } else if (keeps && server == null && hole == null && address.getPort() != 0) {
                kept.keep(address);
            }
        }
    }

    private void accept(ServerSocket socket) {
        while (true) {
            Socket client;
            try {
                client = socket.accept();
            } catch (IOException e) {
                return;
            }
            accepted.accept(this, client);
        }
    }
}
