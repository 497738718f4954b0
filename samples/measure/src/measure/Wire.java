package measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A stretch of network before a port of this machine: what goes through arrives later, a new connection costs a round trip, and bytes,
 * connections and HTTP requests are counted. Order and pace are kept: a delay is no narrow pipe. All wires have two threads together, so that
 * measuring costs little beside what is measured: one that reads, one that writes what has been on its way for long enough.
 */
final class Wire implements AutoCloseable {
    private static final byte[] REQUEST = {'P', 'O', 'S', 'T', ' ', '/'};
    private static final Network NETWORK = Network.started();

    private final ServerSocketChannel server;
    private final int behind;
    private final long oneWayNanos;
    final AtomicLong up = new AtomicLong();
    final AtomicLong down = new AtomicLong();
    final AtomicLong connections = new AtomicLong();
    final AtomicLong requests = new AtomicLong();

    Wire(int behind, long roundTripMillis) throws IOException {
        this.behind = behind;
        this.oneWayNanos = TimeUnit.MILLISECONDS.toNanos(roundTripMillis) / 2;
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.configureBlocking(false);
        NETWORK.listen(server, buffer -> accept());
    }

    int port() {
        return server.socket().getLocalPort();
    }

    private void accept() throws IOException {
        SocketChannel client = server.accept();
        if (client == null) {
            return;
        }
        connections.incrementAndGet();
        SocketChannel host = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), behind));
        // the handshake's round trip: what the client says first has waited for it
        Way there = new Way(client, host, up, oneWayNanos * 2, true);
        Way back = new Way(host, client, down, 0, false);
        for (SocketChannel end : new SocketChannel[] {client, host}) {
            end.setOption(StandardSocketOptions.TCP_NODELAY, true);
            end.configureBlocking(false);
        }
        NETWORK.listen(client, there::read);
        NETWORK.listen(host, back::read);
    }

    /** What goes one way over one connection. */
    private final class Way {
        private final SocketChannel from;
        private final SocketChannel to;
        private final AtomicLong count;
        private final boolean counting;
        private final long established;
        private int matched;

        Way(SocketChannel from, SocketChannel to, AtomicLong count, long firstWait, boolean counting) {
            this.from = from;
            this.to = to;
            this.count = count;
            this.counting = counting;
            this.established = System.nanoTime() + firstWait;
        }

        /** Takes what has come, and sends it on its way; called when there is something, or the end. */
        void read(ByteBuffer buffer) {
            int read;
            try {
                read = from.read(buffer.clear());
            } catch (IOException e) {
                read = -1; // the other end tells
            }
            byte[] bytes = new byte[Math.max(read, 0)];
            buffer.flip().get(bytes);
            count.addAndGet(bytes.length);
            for (int i = 0; counting && i < bytes.length; i++) {
                matched = bytes[i] == REQUEST[matched] ? matched + 1 : bytes[i] == REQUEST[0] ? 1 : 0;
                if (matched == REQUEST.length) {
                    requests.incrementAndGet();
                    matched = 0;
                }
            }
            if (read < 0) {
                NETWORK.forget(from);
            }
            if (read != 0) {
                long now = System.nanoTime();
                NETWORK.send(new Chunk(this, bytes, Math.max(now, established) + oneWayNanos));
            }
        }

        void write(byte[] bytes) {
            try {
                if (bytes.length == 0) {
                    to.close();
                    return;
                }
                ByteBuffer left = ByteBuffer.wrap(bytes);
                while (to.write(left) >= 0 && left.hasRemaining()) {
                    LockSupport.parkNanos(100_000); // whoever reads there is slow
                }
            } catch (IOException e) {
                // the other end tells
            }
        }
    }

    /** What arrives at once, when it is due. */
    private static final class Chunk implements Delayed {
        private static final AtomicLong LAST = new AtomicLong();
        private final Way way;
        private final byte[] bytes;
        private final long due;
        private final long number = LAST.incrementAndGet();

        Chunk(Way way, byte[] bytes, long due) {
            this.way = way;
            this.bytes = bytes;
            this.due = due;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Chunk that = (Chunk) other;
            return due == that.due ? Long.compare(number, that.number) : Long.compare(due, that.due);
        }
    }

    /** What a channel does when there is something to read, or somebody to accept. */
    private interface Ready {
        void go(ByteBuffer buffer) throws IOException;
    }

    /** The two threads of all wires. */
    private static final class Network {
        private final Selector selector;
        private final Queue<Runnable> wishes = new ConcurrentLinkedQueue<>();
        private final DelayQueue<Chunk> underWay = new DelayQueue<>();

        private Network(Selector selector) {
            this.selector = selector;
        }

        static Network started() {
            try {
                Network network = new Network(Selector.open());
                start(network::read);
                start(network::write);
                return network;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void start(Runnable body) {
            Thread thread = new Thread(body, "wire");
            thread.setDaemon(true);
            thread.start();
        }

        void listen(SelectableChannel channel, Ready ready) {
            wishes.add(() -> {
                try {
                    channel.register(selector, channel.validOps() & (SelectionKey.OP_ACCEPT | SelectionKey.OP_READ), ready);
                } catch (ClosedChannelException e) {
                    // so there is nothing to listen to
                }
            });
            selector.wakeup();
        }

        void forget(SelectableChannel channel) {
            SelectionKey key = channel.keyFor(selector);
            if (key != null) {
                key.cancel();
            }
        }

        void send(Chunk chunk) {
            underWay.add(chunk);
        }

        private void read() {
            ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);
            try {
                while (true) {
                    for (Runnable wish = wishes.poll(); wish != null; wish = wishes.poll()) {
                        wish.run();
                    }
                    selector.select(key -> {
                        try {
                            ((Ready) key.attachment()).go(buffer);
                        } catch (IOException e) {
                            key.cancel(); // closed
                        }
                    });
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write() {
            try {
                while (true) {
                    Chunk chunk = underWay.take();
                    chunk.way.write(chunk.bytes);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
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
