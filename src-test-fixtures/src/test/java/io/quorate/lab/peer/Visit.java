package io.quorate.lab.peer;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.RetrySettings;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.cluster.ClusterNode;
import io.quorate.error.QuorateException;
import io.quorate.vm.VirtualMachine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;

/**
 * Calls of the SDK at hosts that listen on loopback under names of their own: what is asked, and what became of it. Goes to another JVM as
 * JSON, because Kerberos is set up for a whole JVM.
 */
final class Visit {
    private final Map<String, Object> asked = new LinkedHashMap<>();

    private Visit(Map<String, Object> asked) {
        this.asked.putAll(asked);
    }

    /** A visit that logs in: {@code ntlm}, {@code domain}, {@code kerberos}, {@code credssp}. */
    static Visit by(String way, String user, String password) {
        return new Visit(Map.of("way", way, "user", user, "secret", password));
    }

    /** A visit that logs in by Kerberos with a file: {@code keytab} or {@code cache}. */
    static Visit byFile(String way, String user, Path file) {
        return new Visit(Map.of("way", way, "user", user, "file", file.toString()));
    }

    /** At which hosts. */
    Visit at(String... urls) {
        asked.put("urls", List.of(urls));
        return this;
    }

    Visit trusting(Path pem) {
        asked.put("trust", pem.toString());
        return this;
    }

    Visit option(String name, String value) {
        asked.put("option " + name, value);
        return this;
    }

    /** So many callers at once, and one more afterwards. */
    Visit callers(int count) {
        asked.put("callers", count);
        return this;
    }

    Map<String, Object> asked() {
        return asked;
    }

    /** Makes the calls here. */
    Outcome run() {
        return new Outcome(made(asked));
    }

    /**
     * What became of it.
     *
     * @param said {@code done}, the answers, or what the exception tells
     */
    record Outcome(Map<String, Object> said) {
        boolean done() {
            return said.containsKey("done");
        }

        String error() {
            return String.valueOf(said.get("error"));
        }

        String message() {
            return String.valueOf(said.get("message"));
        }

        @Override
        public String toString() {
            return said.toString();
        }
    }

    /** Makes the calls and tells what became of them. */
    static Map<String, Object> made(Map<String, Object> asked) {
        try (Quorate quorate = connect(asked)) {
            int callers = (int) asked.getOrDefault("callers", 0);
            return callers > 0 ? together(quorate, hosts(asked), callers) : answers(quorate);
        } catch (RuntimeException e) {
            return failure(e);
        }
    }

    private static Map<String, Object> answers(Quorate quorate) {
        try {
            List<String> nodes = quorate.cluster("rack").nodes().list().stream()
                    .map(ClusterNode::name)
                    .toList();
            List<String> machines = quorate.vms("rack").list().stream()
                    .map(VirtualMachine::name)
                    .toList();
            return Map.of("done", List.of(nodes, machines));
        } catch (RuntimeException e) {
            return failure(e);
        }
    }

    private static Map<String, Object> together(Quorate quorate, List<String> hosts, int callers) {
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<CompletableFuture<Map<String, Object>>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                String host = hosts.get(i % hosts.size());
                calls.add(CompletableFuture.supplyAsync(() -> at(quorate, host), pool));
            }
            List<Map<String, Object>> outcomes =
                    new ArrayList<>(calls.stream().map(CompletableFuture::join).toList());
            outcomes.add(answers(quorate));
            return Map.of(
                    "together",
                    outcomes,
                    "message",
                    outcomes.stream()
                            .map(o -> String.valueOf(o.get("message")))
                            .toList()
                            .toString(),
                    "error",
                    String.join(
                            " ",
                            outcomes.stream()
                                    .map(o -> String.valueOf(o.get("error")))
                                    .distinct()
                                    .toList()));
        } finally {
            pool.shutdownNow();
        }
    }

    private static Map<String, Object> at(Quorate quorate, String host) {
        try {
            return Map.of("done", quorate.vms("rack").list(host).size());
        } catch (RuntimeException e) {
            return failure(e);
        }
    }

    private static Map<String, Object> failure(RuntimeException e) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("error", e.getClass().getSimpleName());
        told.put("message", String.valueOf(e.getMessage()));
        if (e instanceof QuorateException known) {
            told.put("hint", known.hint());
            told.put("code", known.code());
            told.put("attempts", known.attempts());
        } else {
            told.put(
                    "trace",
                    List.of(e.getStackTrace()).stream()
                            .limit(12)
                            .map(Object::toString)
                            .toList());
        }
        return told;
    }

    private static List<String> hosts(Map<String, Object> asked) {
        return urls(asked).stream().map(URI::getHost).toList();
    }

    private static List<URI> urls(Map<String, Object> asked) {
        return ((List<?>) asked.get("urls"))
                .stream().map(url -> URI.create(String.valueOf(url))).toList();
    }

    private static Quorate connect(Map<String, Object> asked) {
        return Quorate.builder()
                .runtime(new Loopback())
                .retry(RetrySettings.defaults())
                .endpoint("rack", "winrm://" + String.join(",", hosts(asked)), endpoint -> {
                    urls(asked).forEach(url -> endpoint.host(url.getHost(), url));
                    endpoint.credentials(credentials(asked));
                    if (asked.containsKey("trust")) {
                        endpoint.trust(Trust.authorities(Path.of(String.valueOf(asked.get("trust")))));
                    }
                    asked.forEach((name, value) -> {
                        if (name.startsWith("option ")) {
                            endpoint.option(name.substring(7), String.valueOf(value));
                        }
                    });
                })
                .build();
    }

    private static Credentials credentials(Map<String, Object> asked) {
        String user = String.valueOf(asked.get("user"));
        Secret secret = Secret.of(String.valueOf(asked.get("secret")));
        Path file = Path.of(String.valueOf(asked.get("file")));
        return switch (String.valueOf(asked.get("way"))) {
            case "ntlm" -> Credentials.ntlm(user, secret);
            case "domain" -> Credentials.domain(user, secret);
            case "kerberos" -> Credentials.kerberos(user, secret);
            case "credssp" -> Credentials.credSsp(user, secret);
            case "keytab" -> Credentials.kerberosKeytab(user, file);
            case "cache" -> Credentials.kerberosCache(file);
            default -> throw new IllegalArgumentException("no such way: " + asked.get("way"));
        };
    }

    /** The real world, but for one thing: every host is this machine. */
    private static final class Loopback implements QuorateRuntime {
        private final QuorateRuntime real = QuorateRuntime.system();

        @Override
        public Instant now() {
            return real.now();
        }

        @Override
        public long nanos() {
            return real.nanos();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            real.sleep(time);
        }

        @Override
        public RandomGenerator random() {
            return real.random();
        }

        @Override
        public SocketFactory sockets() {
            return real.sockets();
        }

        @Override
        public InetSocketAddress resolve(String host, int port) throws UnknownHostException {
            return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
        }
    }
}
