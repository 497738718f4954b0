package io.quorate.nexenta.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An appliance that answers what a test says, over plain HTTP and with as little work as can be. */
final class CannedNas implements AutoCloseable {
    /** A status and a body; a negative status ends the connection without an answer. */
    record Answer(int status, String body) {}

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** Gives a request - method, path and query - its answer. */
    volatile Function<String, Answer> answers = asked -> ok("{}");

    /** What a log-in is answered. */
    volatile Function<Integer, Answer> logins = count -> ok("{\"token\":\"token" + count + "\"}");

    CannedNas() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    static Answer ok(String body) {
        return new Answer(200, body);
    }

    static Answer coded(int status, String code) {
        return new Answer(status, "{\"code\":\"" + code + "\",\"message\":\"said\"}");
    }

    static Answer cut() {
        return new Answer(-1, "");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(line);
            Answer answer = line.equals("POST /auth/login")
                    ? logins.apply((int) asked.stream().filter(line::equals).count())
                    : answers.apply(line);
            if (answer.status() < 0) {
                throw new IOException("cut");
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** Returns how often it was asked this. */
    long count(String line) {
        return asked.stream().filter(line::equals).count();
    }

    NefHost host(QuorateRuntime runtime) {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        Credentials.Basic basic = new Credentials.Basic("admin", Secret.of("canary-canary"));
        return new NefHost(
                new Endpoint("nas", "nexenta", Map.of("nas1", address), basic, Trust.platform(), Map.of()),
                address,
                basic,
                Duration.ofSeconds(30),
                runtime);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
