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
            String first = line(in);
            if (first.charAt(0) == 0x16) { // a TLS hello
                hang(in);
            }
            int length = 0;
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                if (header.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
            }
            in.readNBytes(length);
            String line = first.substring(0, first.lastIndexOf(' ')).replaceAll("\\?.*", "");
            asked.add(line);
            String answer =
                    line.equals("POST /auth/login") && !answers.apply(line).equals(NOTHING)
                            ? "200 {\"token\":\"t\"}"
                            : answers.apply(line);
            if (answer.equals(NOTHING)) {
                hang(in);
            }
            boolean half = answer.equals(HALF);
            String body = half ? "{\"data\":[" : answer.substring(4);
            String text =
                    "HTTP/1.1 " + (half ? "200" : answer.substring(0, 3)) + " X\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + (body.length() + (half ? 100 : 0)) + "\r\n\r\n" + body;
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            if (half) {
                hang(in);
            }
        }
    }

    private void hang(InputStream in) throws IOException {
        hanging.incrementAndGet();
        try {
            while (in.read() >= 0) {}
        } finally {
            hanging.decrementAndGet();
        }
        throw new EOFException();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
            if (line.length() == 1 && c == 0x16) {
                return line.toString();
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
