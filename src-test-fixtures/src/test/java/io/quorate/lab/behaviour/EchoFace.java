package io.quorate.lab.behaviour;

import io.quorate.lab.Face;
import io.quorate.lab.Site;
import io.quorate.lab.Traffic;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A face that the lab knows nothing of: it repeats each line, with the lab's time. */
public final class EchoFace implements Face {
    private final Site site;
    private final String machine;
    private final Traffic traffic = new Traffic();
    private final List<Socket> open = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable ServerSocket server;
    private @Nullable Thread acceptor;
    private int port;

    public EchoFace(Site site, String machine) {
        this.site = site;
        this.machine = machine;
        traffic.gauge(Traffic.OPEN_CONNECTIONS, this::openConnections);
    }

    private synchronized long openConnections() {
        return open.size();
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public synchronized int port() {
        return port;
    }

    @Override
    public synchronized void up() throws IOException {
        if (server == null) {
            ServerSocket socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            server = socket;
            port = socket.getLocalPort();
            acceptor = start("echo", () -> accept(socket));
        }
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Socket client = socket.accept();
                synchronized (this) {
                    open.add(client);
                }
                traffic.count(Traffic.CONNECTIONS);
                start("echo-client", () -> serve(client));
            }
        } catch (IOException e) {
            // it is down
        }
    }

    private void serve(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
            in.mark(1);
            if (in.read() < ' ') {
                // A client that speaks TLS sends no line and would wait for an answer.
                return;
            }
            in.reset();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                traffic.action("LINE");
                String answer = line + " at " + site.world().clock().now() + "\n";
                client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // the client has gone, or it is down
        } finally {
            synchronized (this) {
                open.remove(client);
            }
        }
    }

    private synchronized Thread start(String purpose, Runnable body) {
        Thread thread = new Thread(body, "quorate-lab-" + machine + "-" + purpose);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
        return thread;
    }

    /** The port refuses when this returns: the kernel goes on listening until the last thread has left accept(). */
    @Override
    public void down() {
        Thread accepting;
        synchronized (this) {
            accepting = acceptor;
            acceptor = null;
            close(server);
            server = null;
            open.forEach(EchoFace::reset);
        }
        join(accepting == null ? List.of() : List.of(accepting));
    }

    private static void reset(Socket client) {
        try {
            client.setSoLinger(true, 0);
        } catch (IOException e) {
            // it has gone by itself
        }
        close(client);
    }

    private static void close(@Nullable Closeable port) {
        try {
            if (port != null) {
                port.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join(5_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Traffic traffic() {
        return traffic;
    }

    @Override
    public void close() {
        down();
        List<Thread> running;
        synchronized (this) {
            running = List.copyOf(threads);
        }
        join(running);
    }
}
