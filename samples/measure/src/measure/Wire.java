package measure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stretch of network before a port of this machine: what goes through arrives later, a new connection costs a round trip, and bytes,
 * connections and HTTP requests are counted. Order and pace are kept: a delay is no narrow pipe.
 */
final class Wire implements AutoCloseable {
    private static final byte[] REQUEST = {'P', 'O', 'S', 'T', ' ', '/'};

    private final ServerSocket server;
    private final int behind;
    private final long oneWayNanos;
    final AtomicLong up = new AtomicLong();
    final AtomicLong down = new AtomicLong();
    final AtomicLong connections = new AtomicLong();
    final AtomicLong requests = new AtomicLong();

    Wire(int behind, long roundTripMillis) throws IOException {
        this.behind = behind;
        this.oneWayNanos = TimeUnit.MILLISECONDS.toNanos(roundTripMillis) / 2;
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body, "wire");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                connections.incrementAndGet();
                Socket host = new Socket(InetAddress.getLoopbackAddress(), behind);
                host.setTcpNoDelay(true);
                // the handshake's round trip: what the client says first has waited for it
                pass(client, host, up, oneWayNanos * 2, true);
                pass(host, client, down, 0, false);
            }
        } catch (IOException e) {
            // closed
        }
    }

    private record Chunk(byte[] bytes, long due) {}

    private void pass(Socket from, Socket to, AtomicLong count, long firstWait, boolean counting) {
        BlockingQueue<Chunk> way = new LinkedBlockingQueue<>();
        start(() -> read(from, way, count, firstWait, counting));
        start(() -> write(way, to));
    }

    private void read(Socket from, BlockingQueue<Chunk> way, AtomicLong count, long firstWait, boolean counting) {
        byte[] buffer = new byte[65_536];
        long established = System.nanoTime() + firstWait;
        int matched = 0;
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count.addAndGet(read);
                for (int i = 0; counting && i < read; i++) {
                    matched = buffer[i] == REQUEST[matched] ? matched + 1 : buffer[i] == REQUEST[0] ? 1 : 0;
                    if (matched == REQUEST.length) {
                        requests.incrementAndGet();
                        matched = 0;
                    }
                }
                long now = System.nanoTime();
                way.add(new Chunk(Arrays.copyOf(buffer, read), Math.max(now, established) + oneWayNanos));
            }
        } catch (IOException e) {
            // the other end tells
        }
        way.add(new Chunk(new byte[0], System.nanoTime() + oneWayNanos));
    }

    private static void write(BlockingQueue<Chunk> way, Socket to) {
        try (to) {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = way.take(); chunk.bytes.length > 0; chunk = way.take()) {
                long left = chunk.due - System.nanoTime();
                if (left > 0) {
                    TimeUnit.NANOSECONDS.sleep(left);
                }
                out.write(chunk.bytes);
            }
        } catch (IOException e) {
            // the other end tells
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void reset() {
        up.set(0);
        down.set(0);
        connections.set(0);
        requests.set(0);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
