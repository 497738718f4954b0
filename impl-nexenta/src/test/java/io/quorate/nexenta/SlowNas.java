package io.quorate.nexenta;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An appliance on a plain socket that answers, says nothing, or says half of it. */
final class SlowNas implements AutoCloseable {
    /** The answer that never comes. */
    static final String NOTHING = "nothing";

    /** The answer that stops in the middle. */
    static final String HALF = "half";

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger hanging = new AtomicInteger();
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** Gives a request, method and path, what it is answered: a status and a body, {@link #NOTHING} or {@link #HALF}. */
    volatile Function<String, String> answers = line -> "404 {\"code\":\"ENOENT\"}";

    SlowNas() throws IOException {
        thread(() -> {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                open.incrementAndGet();
                thread(() -> {
                    try (socket) {
                        serve(socket);
                    } finally {
                        open.decrementAndGet();
                    }
                });
            }
        });
    }

    private interface Body {
        void run() throws IOException;
    }

    private static void thread(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (IOException e) {
                // the end of a connection
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        while (true) {
            RawRequest request = RawRequest.read(in);
            if (request == null) {
                throw hang(in);
            }
            String line = request.line().replaceAll("\\?.*", "");
            asked.add(line);
            String answer =
                    line.equals("POST /auth/login") && !answers.apply(line).equals(NOTHING)
                            ? "200 {\"token\":\"t\"}"
                            : answers.apply(line);
            if (answer.equals(NOTHING)) {
                throw hang(in);
            }
            boolean half = answer.equals(HALF);
            String body = half ? "{\"data\":[" : answer.substring(4);
            String text =
                    "HTTP/1.1 " + (half ? "200" : answer.substring(0, 3)) + " X\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + (body.length() + (half ? 100 : 0)) + "\r\n\r\n" + body;
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            if (half) {
                throw hang(in);
            }
        }
    }

    private EOFException hang(InputStream in) throws IOException {
        hanging.incrementAndGet();
        try {
            while (in.read() >= 0) {}
        } finally {
            hanging.decrementAndGet();
        }
        return new EOFException();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
