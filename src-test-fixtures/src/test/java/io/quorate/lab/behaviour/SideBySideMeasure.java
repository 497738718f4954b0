package io.quorate.lab.behaviour;

import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import javax.net.SocketFactory;

/**
 * Measures what calls cost side by side over a network of 20 ms: eight at a time on one host, and one on each of 64 hosts. To be run by
 * hand; prints medians of interleaved rounds. {@code SideBySideMeasure [rounds]}.
 */
final class SideBySideMeasure {
    private static final Duration ONE_WAY = Duration.ofMillis(10);
    private static final int AT_ONCE = 8;
    private static final int HOSTS = 64;
    private static final int CALLS = 10;

    private SideBySideMeasure() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        LabBuilder builder = Lab.builder().clock(Lab.Clock.WALL);
        for (int i = 1; i <= HOSTS; i++) {
            builder.host("HV" + i);
        }
        try (Lab lab = builder.start();
                Far far = new Far(lab.runtime());
                Quorate quorate = lab.connect().runtime(far).build()) {
            together(AT_ONCE, i -> quorate.vms(Lab.ENDPOINT).list("HV1"));
            together(HOSTS, i -> quorate.vms(Lab.ENDPOINT).list("HV" + (i + 1)));
            long[] one = new long[rounds];
            long[] eight = new long[rounds];
            long[] hosts = new long[rounds];
            for (int round = 0; round < rounds; round++) {
                one[round] = nanos(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        quorate.vms(Lab.ENDPOINT).list("HV1");
                    }
                });
                eight[round] = nanos(() -> together(AT_ONCE, caller -> {
                    for (int i = 0; i < CALLS; i++) {
                        quorate.vms(Lab.ENDPOINT).list("HV1");
                    }
                }));
                hosts[round] = nanos(() ->
                        together(HOSTS, i -> quorate.vms(Lab.ENDPOINT).list("HV" + (i + 1))));
            }
            double single = median(one) / 1e6 / CALLS;
            double eightAtOnce = AT_ONCE * (double) median(one) / median(eight);
            System.out.printf(Locale.ROOT, "one call at 20 ms: %.1f ms%n", single);
            System.out.printf(
                    Locale.ROOT, "8 at once on one host: %.2f x the throughput of one (goal 6)%n", eightAtOnce);
            System.out.printf(
                    Locale.ROOT,
                    "64 hosts: %.1f ms, %.2f x one (goal 5)%n",
                    median(hosts) / 1e6,
                    median(hosts) / 1e6 / single);
        }
    }

    private interface Task {
        void run() throws Exception;
    }

    private interface Part {
        void of(int caller);
    }

    private static long nanos(Task work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void together(int many, Part part) throws Exception {
        List<FutureTask<Void>> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            int caller = i;
            FutureTask<Void> task = new FutureTask<>(() -> part.of(caller), null);
            all.add(task);
            new Thread(task).start();
        }
        for (FutureTask<Void> task : all) {
            task.get();
        }
    }

    /** The lab's runtime, whose hosts are all ten milliseconds away. */
    private static final class Far implements QuorateRuntime, AutoCloseable {
        private final QuorateRuntime near;
        private final Map<InetSocketAddress, ServerSocket> relays = new ConcurrentHashMap<>();

        Far(QuorateRuntime near) {
            this.near = near;
        }

        @Override
        public Instant now() {
            return near.now();
        }

        @Override
        public long nanos() {
            return near.nanos();
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            near.sleep(time);
        }

        @Override
        public RandomGenerator random() {
            return near.random();
        }

        @Override
        public SocketFactory sockets() {
            return SocketFactory.getDefault();
        }

        @Override
        public InetSocketAddress resolve(String host, int port) throws UnknownHostException {
            ServerSocket relay = relays.computeIfAbsent(near.resolve(host, port), Far::relay);
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), relay.getLocalPort());
        }

        private static ServerSocket relay(InetSocketAddress to) {
            try {
                ServerSocket server = new ServerSocket(0, 64, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                daemon(() -> {
                    while (true) {
                        Socket client = server.accept();
                        Socket host = new Socket(to.getAddress(), to.getPort());
                        client.setTcpNoDelay(true);
                        host.setTcpNoDelay(true);
                        carry(client, host);
                        carry(host, client);
                    }
                });
                return server;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private record Piece(byte[] bytes, long due) {}

        private static void carry(Socket from, Socket to) {
            BlockingQueue<Piece> onTheWay = new LinkedBlockingQueue<>();
            daemon(() -> {
                InputStream in = from.getInputStream();
                byte[] buffer = new byte[65_536];
                int read;
                do {
                    read = in.read(buffer);
                    byte[] bytes = read < 0 ? new byte[0] : Arrays.copyOf(buffer, read);
                    onTheWay.add(new Piece(bytes, System.nanoTime() + ONE_WAY.toNanos()));
                } while (read >= 0);
            });
            daemon(() -> {
                try (to) {
                    OutputStream out = to.getOutputStream();
                    Piece next = onTheWay.take();
                    while (next.bytes.length > 0) {
                        long left = next.due - System.nanoTime();
                        while (left > 0) {
                            LockSupport.parkNanos(left);
                            left = next.due - System.nanoTime();
                        }
                        out.write(next.bytes);
                        next = onTheWay.take();
                    }
                }
            });
        }

        private static void daemon(Task work) {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } catch (Exception e) {
                    // the connection or the measurement is over
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            for (ServerSocket relay : relays.values()) {
                relay.close();
            }
        }
    }
}
