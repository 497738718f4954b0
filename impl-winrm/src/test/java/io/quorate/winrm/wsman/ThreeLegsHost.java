package io.quorate.winrm.wsman;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A host that logs in connections by {@link ThreeLegs}, each with a key of its own, and answers what is sealed by it. */
final class ThreeLegsHost implements AutoCloseable {
    /** What goes wrong with one request. */
    enum Mishap {
        /** The connection ends after the answer, which says so. */
        CLOSE,
        /** It ends after the answer, which does not. */
        CUT_AFTER,
        /** It ends instead of an answer. */
        CUT,
        /** The host forgets the login: HTTP 401. */
        FORGET,
        /** No answer comes until the host is closed. */
        HANG,
        /** The answer is not sealed. */
        UNSEALED,
        /** The seal is broken. */
        BROKEN,
        /** It is let in without the host's proof. */
        NO_PROOF,
        /** Something else answers. */
        UNAVAILABLE,
        /** Something else fails. */
        ERROR
    }

    /** A request as it came: on which connection, with which login, with how many bytes, and what was in the seal. */
    record Seen(
            int connection,
            String authorization,
            String type,
            int length,
            @Nullable String opened) {}

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    final List<String> raw = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();
    /** For each request to come, in order, what sets {@link #mishap}. */
    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();

    private volatile @Nullable Mishap mishap;
    private volatile @Nullable Mishap always;
    private volatile boolean endless;
    private volatile boolean refusing;
    private volatile Runnable before = () -> {};
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ServerSocket server;
    private final boolean seals;

    ThreeLegsHost(TestRuntime runtime, ServerSocket server, boolean seals) {
        this.server = server;
        this.seals = seals;
        runtime.route("hv1", server.getLocalPort());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    start(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    static ThreeLegsHost sealing(TestRuntime runtime) throws IOException {
        return new ThreeLegsHost(runtime, new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), true);
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        thread.start();
    }

    /** Lets the next requests pass. */
    ThreeLegsHost fine(int requests) {
        for (int i = 0; i < requests; i++) {
            steps.add(() -> mishap = null);
        }
        return this;
    }

    /** Lets something go wrong with the request after those planned before. */
    ThreeLegsHost then(Mishap what) {
        steps.add(() -> mishap = what);
        return this;
    }

    /** Lets something go wrong with every request that is not planned. */
    ThreeLegsHost always(Mishap what) {
        always = what;
        return this;
    }

    /** Never has enough of legs. */
    ThreeLegsHost endless() {
        endless = true;
        return this;
    }

    /** Lets nobody in at the third leg. */
    ThreeLegsHost refusing() {
        refusing = true;
        return this;
    }

    /** Does something before each answer. */
    ThreeLegsHost before(Runnable action) {
        before = action;
        return this;
    }

    /** The requests as {@code connection:leg} or {@code connection:sealed}. */
    List<String> story() {
        return seen.stream()
                .map(it -> it.connection() + ":"
                        + (it.authorization().isEmpty()
                                ? it.type()
                                : it.authorization().substring(10, 11))
                        + (it.length() > 0 && !it.authorization().isEmpty() ? "+" : ""))
                .map(it ->
                        it.replace(ThreeLegs.SEALED, "sealed").replace("application/soap+xml;charset=UTF-8", "plain"))
                .toList();
    }

    private void serve(Socket socket) {
        int number = connections.incrementAndGet();
        int key = 1_000 * number;
        ThreeLegs.Seal seal = null;
        int leg = 0;
        try (socket) {
            InputStream in = socket.getInputStream();
            for (RawRequest request = RawRequest.read(in); request != null; request = RawRequest.read(in)) {
                byte[] body = request.body();
                raw.add(request.toString());
                Runnable step = steps.poll();
                if (step == null) {
                    mishap = always;
                } else {
                    step.run();
                }
                Mishap now = mishap;
                String authorization = request.header("Authorization");
                byte[] opened = null;
                if (body.length > 0) {
                    if (authorization.startsWith("ThreeLegs 3")) {
                        seal = new ThreeLegs.Seal(key);
                    }
                    opened = !seals ? body : seal == null ? null : seal.unwrap(body);
                }
                seen.add(new Seen(
                        number,
                        authorization,
                        request.header("Content-Type"),
                        body.length,
                        opened == null ? null : new String(opened, StandardCharsets.UTF_8)));
                before.run();
                if (now == Mishap.CUT) {
                    return;
                }
                if (now == Mishap.HANG) {
                    closed.await(120, TimeUnit.SECONDS);
                    return;
                }
                String challenge = null;
                if (now == Mishap.FORGET) {
                    leg = 0;
                    seal = null;
                    challenge = "ThreeLegs";
                } else if (endless && !authorization.isEmpty()) {
                    leg++;
                    challenge = "ThreeLegs " + (leg < 3 ? String.valueOf(key) : "more");
                } else if (authorization.equals("ThreeLegs 1")) {
                    leg = 1;
                    challenge = "ThreeLegs " + (key + 7);
                } else if (authorization.equals("ThreeLegs 2." + (key + 7)) && leg == 1) {
                    leg = 2;
                    challenge = "ThreeLegs " + key;
                } else if (authorization.equals("ThreeLegs 3." + key) && leg == 2 && !refusing) {
                    leg = 3;
                    seal = seal == null ? new ThreeLegs.Seal(key) : seal;
                } else if (leg != 3 || !authorization.isEmpty()) {
                    challenge = "ThreeLegs";
                }
                answer(socket, now, challenge, authorization, opened, seal);
                if (now == Mishap.CLOSE || now == Mishap.CUT_AFTER) {
                    return;
                }
            }
        } catch (Exception e) {
            // The client went away, or sent what cannot be opened: the connection ends.
        }
    }

    private void answer(
            Socket socket,
            @Nullable Mishap now,
            @Nullable String challenge,
            String authorization,
            byte @Nullable [] opened,
            ThreeLegs.@Nullable Seal seal)
            throws IOException {
        int status = challenge != null ? 401 : now == Mishap.UNAVAILABLE ? 503 : now == Mishap.ERROR ? 500 : 200;
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
        if (challenge != null) {
            head.append("WWW-Authenticate: ").append(challenge).append("\r\nWWW-Authenticate: Kerberos\r\n");
        } else if (!authorization.isEmpty() && now != Mishap.NO_PROOF) {
            head.append("WWW-Authenticate: ThreeLegs proof\r\n");
        }
        byte[] body = "<forged/>".getBytes(StandardCharsets.UTF_8);
        if (challenge == null && opened != null) {
            body = ("answer to " + new String(opened, StandardCharsets.UTF_8).length())
                    .getBytes(StandardCharsets.UTF_8);
            if (seals && seal != null && now != Mishap.UNSEALED) {
                body = seal.wrap(body);
                body[body.length - 1] ^= (byte) (now == Mishap.BROKEN ? 1 : 0);
                head.append("Content-Type: ").append(ThreeLegs.SEALED).append("\r\n");
            }
        }
        head.append(now == Mishap.CLOSE ? "Connection: close\r\n" : "");
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}
