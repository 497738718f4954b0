package io.quorate.lab.winrm.login;

import io.quorate.lab.http.Ended;
import io.quorate.lab.model.Accounts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands before a key distribution centre, over TCP, and lets its {@link KdcGuard} look at what goes in and out. */
public final class KdcDoor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KdcDoor.class);
    private static final int LONGEST = 64 * 1024;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final Duration JOIN = Duration.ofSeconds(5);

    private final ServerSocket server;
    private final int behind;
    private final KdcGuard guard;
    private final Object lock = new Object();
    private final Set<Socket> open = new HashSet<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Begins to listen on a free port of 127.0.0.1.
     *
     * @param behind the port of the one behind it
     * @param now the lab's time
     */
    public KdcDoor(int behind, String realm, Accounts accounts, Supplier<Instant> now) {
        this.behind = behind;
        this.guard = new KdcGuard(realm, accounts, now);
        try {
            server = new ServerSocket(0, 50, loopback());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("listener", this::listen);
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /** Returns the port where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    private void start(String purpose, Runnable body) {
        Thread thread = new Thread(body, "quorate-lab-kdc-" + purpose);
        thread.setDaemon(true);
        synchronized (lock) {
            threads.removeIf(old -> !old.isAlive());
            threads.add(thread);
        }
        thread.start();
    }

    private void listen() {
        while (true) {
            try {
                Socket client = server.accept();
                start("client", () -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            synchronized (lock) {
                open.add(client);
            }
            client.setSoTimeout(PATIENCE_MILLIS);
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            for (byte[] request = message(in); request.length > 0; request = message(in)) {
                byte[] said = guard.before(request);
                write(out, said != null ? said : guard.after(request, passedOn(request)));
            }
        } catch (IOException e) {
            log.debug("a client has gone [cause={}]", e.toString());
        } finally {
            synchronized (lock) {
                open.remove(client);
            }
        }
    }

    private byte[] passedOn(byte[] request) throws IOException {
        try (Socket socket = new Socket(loopback(), behind)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            write(new DataOutputStream(socket.getOutputStream()), request);
            return message(new DataInputStream(socket.getInputStream()));
        }
    }

    /** Reads a message behind its length; an empty one is the end. */
    private static byte[] message(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return new byte[0];
        }
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (length < 0 || length > LONGEST) {
            throw new IOException("a message of " + length + " bytes");
        }
        byte[] message = new byte[length];
        in.readFully(message);
        return message;
    }

    private static void write(DataOutputStream out, byte[] message) throws IOException {
        byte[] whole = new byte[4 + message.length];
        for (int i = 0; i < 4; i++) {
            whole[i] = (byte) (message.length >>> 24 - 8 * i);
        }
        System.arraycopy(message, 0, whole, 4, message.length);
        out.write(whole);
        out.flush();
    }

    /** Stops listening, cuts whoever is there, and waits until its threads are gone. */
    @Override
    public void close() {
        List<Socket> left;
        List<Thread> running;
        synchronized (lock) {
            left = new ArrayList<>(open);
            running = new ArrayList<>(threads);
        }
        close(server);
        left.forEach(KdcDoor::close);
        Ended.await(running, JOIN);
    }

    private static void close(java.io.Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.trace("close failed", e);
        }
    }
}
