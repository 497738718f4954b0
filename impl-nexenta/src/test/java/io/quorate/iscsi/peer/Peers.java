package io.quorate.iscsi.peer;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Programs of others that the tests run against when {@code QUORATE_PEERS=1} is set. */
final class Peers {
    /** How many were tried: two test runs on one machine begin at different ones. */
    private static final AtomicInteger TAKEN = new AtomicInteger();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int STARTS = 3;

    private Peers() {}

    /** Skips the test unless peers are wanted and the program is here; where CI wants peers, a missing one fails. */
    static void need(Path program, String apt) {
        if (!"1".equals(System.getenv("QUORATE_PEERS"))) {
            abort("set QUORATE_PEERS=1 to test against " + program.getFileName());
        }
        if (!Files.isExecutable(program)) {
            String missing = program + " is missing: apt-get install -y --no-install-recommends " + apt;
            if (System.getenv("CI") != null) {
                fail(missing);
            }
            abort(missing);
        }
    }

    /** Returns one below those that the system gives to whoever connects: of these another is taken before it is listened at. */
    static int freePort() throws IOException {
        while (true) {
            int port = 20_000 + (int) ((ProcessHandle.current().pid() * 101 + TAKEN.getAndIncrement()) % 12_000);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
    }

    /** Starts a peer. */
    interface Start<T> {
        T on(Path directory) throws Exception;
    }

    /** Another test may take a port before the peer does: then it is started again, in a folder of its own. */
    static <T> T onFreePorts(Path directory, Start<T> peer) throws Exception {
        for (int i = 1; ; i++) {
            try {
                return peer.on(Files.createDirectories(directory.resolve("start" + i)));
            } catch (IllegalStateException e) {
                if (i == STARTS) {
                    throw e;
                }
            }
        }
    }

    static Process start(Path directory, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("TGT_IPC_SOCKET", directory.resolve("ipc").toString());
        return builder.start();
    }

    static String run(Path directory, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("TGT_IPC_SOCKET", directory.resolve("ipc").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }

    /** Waits until the process listens, and makes sure that it does so where it was told to and nowhere else. */
    static void awaitListening(Process process, Path directory, Set<Integer> ports) throws Exception {
        Set<String> wanted = new TreeSet<>();
        ports.forEach(port -> wanted.add("127.0.0.1:" + port));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Set<String> listening = listening(process.pid());
            if (listening.equals(wanted)) {
                return;
            }
            if (!process.isAlive() || System.nanoTime() > end || !wanted.containsAll(listening)) {
                stop(process);
                throw new IllegalStateException("listens at " + listening + " and not at " + wanted + ": "
                        + Files.readString(directory.resolve("log")));
            }
            Thread.onSpinWait();
        }
    }

    private static Set<String> listening(long pid) throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                try {
                    String link = Files.readSymbolicLink(file).toString();
                    if (link.startsWith("socket:[")) {
                        sockets.add(link.substring(8, link.length() - 1));
                    }
                } catch (IOException e) {
                    // closed meanwhile
                }
            }
        } catch (IOException e) {
            return Set.of();
        }
        Set<String> listening = new TreeSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.trim().split("\\s+");
                if (fields.length > 9 && fields[3].equals("0A") && sockets.contains(fields[9])) {
                    String[] address = fields[1].split(":");
                    listening.add((address[0].equals("0100007F") ? "127.0.0.1" : address[0]) + ":"
                            + Integer.parseInt(address[1], 16));
                }
            }
        }
        return listening;
    }

    /** tgtd ignores SIGTERM. */
    static void stop(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
