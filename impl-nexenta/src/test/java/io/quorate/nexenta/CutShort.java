package io.quorate.nexenta;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.call.AuditRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A call on a thread of its own that is interrupted, or closed under, while it waits for something. */
public final class CutShort {
    /** What happens to it. */
    public enum Act {
        INTERRUPT,
        CLOSE
    }

    /** How soon a call ends. */
    public static final Duration SOON = Duration.ofSeconds(1);

    /** A busy machine may be late; what is too late each time is too late. */
    public static final int TRIES = 8;

    private static final long PATIENCE_MILLIS = 60_000;

    private CutShort() {}

    /**
     * How it ended.
     *
     * @param failure what was thrown; null if it succeeded
     * @param flag whether its thread still knew that it was interrupted
     */
    public record Ended(@Nullable Throwable failure, boolean flag, Duration took) {}

    /** Runs a call until its thread waits as wanted, and then ends it. */
    public static Ended play(Runnable close, Runnable call, Predicate<Thread> waits, Act act) throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>(false);
        Thread thread = new Thread(() -> {
            try {
                call.run();
            } catch (Throwable e) {
                failure.set(e);
            }
            flag.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        assertThat(eventually(() -> !thread.isAlive() || waits.test(thread))).isTrue();
        thread.join(60);
        assertThat(thread.isAlive()).as(() -> "it ended: " + failure).isTrue();
        long begun = System.nanoTime();
        if (act == Act.INTERRUPT) {
            thread.interrupt();
        } else {
            close.run();
        }
        thread.join(PATIENCE_MILLIS);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        assertThat(thread.isAlive())
                .as(() -> Arrays.toString(thread.getStackTrace()))
                .isFalse();
        return new Ended(failure.get(), flag.get(), took);
    }

    /** Tells whether something is so within a minute. */
    public static boolean eventually(BooleanSupplier so) throws InterruptedException {
        for (long waited = 0; waited < PATIENCE_MILLIS; waited += 10) {
            if (so.getAsBoolean()) {
                return true;
            }
            Thread.sleep(10);
        }
        return so.getAsBoolean();
    }

    /** Tells whether a thread is inside a method, by the end of its class's name and its own. */
    public static Predicate<Thread> inside(String type, String method) {
        return thread -> Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith(type)
                        && frame.getMethodName().equals(method));
    }

    /** Returns the names of our threads but the audit's: none may be left when all clients are closed. */
    public static Set<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("quorate-"))
                .collect(Collectors.toSet());
    }

    /** Checks that every change that was announced has an outcome. */
    public static void assertAudited(List<AuditRecord> audit) {
        assertThat(count(audit, AuditRecord.Step.OUTCOME)).isEqualTo(count(audit, AuditRecord.Step.INTENT));
    }

    private static long count(List<AuditRecord> audit, AuditRecord.Step step) {
        return audit.stream().filter(record -> record.step() == step).count();
    }

    /** A port where nobody takes a connection: its queue is full. */
    public static final class Deaf implements AutoCloseable {
        private final ServerSocket server;
        private final List<Socket> fill = new CopyOnWriteArrayList<>();

        public Deaf() throws IOException {
            server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            try {
                for (int i = 0; i < 8; i++) {
                    Socket socket = new Socket();
                    fill.add(socket);
                    socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 100);
                }
            } catch (SocketTimeoutException full) {
                // as it should be
            }
        }

        public int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : new ArrayList<>(fill)) {
                socket.close();
            }
            server.close();
        }
    }
}
