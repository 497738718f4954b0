package io.quorate.lab;

import io.quorate.lab.kernel.Asking;
import io.quorate.lab.kernel.Askings;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Predicate;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets of the SDK in a lab: they tell the lab's time who waits for an answer, and a read ends when the patience of that work does, as does a
 * connect to where nobody answers.
 */
final class LabSockets extends SocketFactory {
    private final Askings askings;
    private final Predicate<Thread> made;

    /** @param made whether a thread is one of the SDK's own, and not its caller's */
    LabSockets(Askings askings, Predicate<Thread> made) {
        this.askings = askings;
        this.made = made;
    }

    @Override
    public Socket createSocket() {
        return new LabSocket(askings, made);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    private Socket connected(InetSocketAddress to, @Nullable InetSocketAddress from) throws IOException {
        Socket socket = createSocket();
        try {
            if (from != null) {
                socket.bind(from);
            }
            socket.connect(to);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static final class LabSocket extends Socket {
        /** How often, in real time, a read whose time is over by the real clock looks whether it hangs. */
        private static final int LOOK_MILLIS = 100;

        private final Askings askings;
        private final Predicate<Thread> made;
        private final Object lock = new Object();
        private @Nullable InputStream in;
        private @Nullable OutputStream out;
        private volatile @Nullable Asking asking;
        private volatile boolean givenUp;
        private volatile int timeout;

        LabSocket(Askings askings, Predicate<Thread> made) {
            this.askings = askings;
            this.made = made;
        }

        @Override
        public void connect(SocketAddress to) throws IOException {
            connect(to, 0);
        }

        @Override
        public void connect(SocketAddress to, int millis) throws IOException {
            if (to instanceof InetSocketAddress address) {
                awaitReachable(address, millis == 0 ? null : Duration.ofMillis(millis));
            }
            super.connect(to, millis);
        }

        private void awaitReachable(InetSocketAddress address, @Nullable Duration atMost) throws IOException {
            try {
                if (!askings.awaitReachable(address, atMost, this::isClosed)) {
                    throw new SocketTimeoutException("Connect timed out");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SocketException("interrupted while connecting");
            }
        }

        @Override
        public InputStream getInputStream() throws IOException {
            InputStream raw = super.getInputStream();
            synchronized (lock) {
                if (in == null) {
                    in = new Answers(raw);
                }
                return in;
            }
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream raw = super.getOutputStream();
            synchronized (lock) {
                if (out == null) {
                    out = new Requests(raw);
                }
                return out;
            }
        }

        @Override
        public void setSoTimeout(int millis) throws SocketException {
            super.setSoTimeout(millis);
            timeout = millis;
        }

        @Override
        public int getSoTimeout() {
            return timeout;
        }

        private void limit(int millis) throws IOException {
            super.setSoTimeout(millis);
        }

        private void giveUp() {
            givenUp = true;
            try {
                super.shutdownInput();
            } catch (IOException e) {
                // closed meanwhile: whoever reads knows
            }
        }

        @Override
        public void close() throws IOException {
            if (asking != null) {
                askings.closed(getLocalPort());
            }
            super.close();
        }

        private final class Requests extends FilterOutputStream {
            Requests(OutputStream to) {
                super(to);
            }

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                if (count > 0) {
                    asking = askings.asks(getLocalPort(), LabSocket.this::giveUp, made.test(Thread.currentThread()));
                    if (askings.isSilent(getRemoteSocketAddress())) {
                        askings.keepsWaiting(getLocalPort());
                    }
                }
                out.write(bytes, from, count);
            }

            @Override
            public void close() throws IOException {
                LabSocket.this.close();
            }
        }

        private final class Answers extends InputStream {
            private final InputStream from;

            Answers(InputStream from) {
                this.from = from;
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int at, int count) throws IOException {
                Asking mine = asking;
                int most = timeout;
                boolean heard = false;
                try {
                    int read = mine == null ? from.read(bytes, at, count) : patiently(mine, most, bytes, at, count);
                    if (read < 0 && givenUp) {
                        throw new SocketTimeoutException("the time given ran out");
                    }
                    heard = read >= 0;
                    return read;
                } catch (SocketTimeoutException e) {
                    // A look that takes a millisecond ends nothing.
                    heard = !givenUp && (mine == null || !mine.isParked());
                    throw e;
                } finally {
                    if (mine != null) {
                        askings.heard(mine, !heard);
                    }
                }
            }

            /** Reads until the real time-out, which leaves time for the world's; what hangs ends with the patience by the real clock. */
            private int patiently(Asking mine, int most, byte[] bytes, int at, int count) throws IOException {
                Duration patience = mine.patience();
                long first = patience == null ? Integer.MAX_VALUE : Math.max(1, patience.toMillis());
                if (most != 0 && first >= most) {
                    return from.read(bytes, at, count);
                }
                int slice = (int) Math.min(Integer.MAX_VALUE, first);
                long left = most == 0 ? Long.MAX_VALUE : most;
                try {
                    while (true) {
                        limit((int) Math.min(slice, left));
                        try {
                            return from.read(bytes, at, count);
                        } catch (SocketTimeoutException e) {
                            left -= slice;
                            if (left <= 0 || mine.isHung()) {
                                throw e;
                            }
                            slice = LOOK_MILLIS;
                        }
                    }
                } finally {
                    if (!isClosed()) {
                        limit(most);
                    }
                }
            }

            @Override
            public int available() throws IOException {
                return from.available();
            }

            @Override
            public void close() throws IOException {
                LabSocket.this.close();
            }
        }
    }
}
