package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.iscsi.machine.SessionMachine;
import io.quorate.iscsi.machine.SessionParameters;
import io.quorate.iscsi.pdu.Frame;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.PduReader;
import io.quorate.san.Portal;
import io.quorate.spi.net.Interrupts;
import io.quorate.spi.net.NoDelaySockets;
import io.quorate.spi.net.Resolver;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/** A TCP connection that carries protocol data units. Every wait ends at its deadline, by a {@link SocketTimeoutException}. */
final class Wire implements AutoCloseable {
    private static final int BUFFER = 16_384;

    /** What is read where a unit begins: headers and short data, so that long data can be read straight to where it belongs. */
    private static final int FIRST = 512;

    /** Units are sent together as long as they fit in here. */
    private static final int TOGETHER = 262_144;

    /** Data of this length is not read through the buffer. */
    private static final int STRAIGHT = 4_096;

    private final QuorateRuntime runtime;
    private final Socket socket;
    private final WriteGuard guard;
    private final InputStream in;
    private final PduReader reader = new PduReader(0, SessionParameters.LOGIN_MAX_DATA);
    private final byte[] buffer = new byte[BUFFER];
    private byte[] out = new byte[FIRST];
    private int position;
    private int limit;
    private boolean headerDigest;
    private boolean dataDigest;
    private boolean closed;

    private Wire(QuorateRuntime runtime, Socket socket, WriteGuard guard) throws IOException {
        this.runtime = runtime;
        this.socket = socket;
        this.guard = guard;
        this.in = socket.getInputStream();
    }

    static Wire connect(QuorateRuntime runtime, Portal portal, WriteGuard guard, Deadline deadline) throws IOException {
        hear();
        Socket socket = new NoDelaySockets(runtime.sockets()).createSocket();
        guard.opened(socket);
        try (Interrupts.Request listening = guard.listen(socket);
                Resolver resolver = new Resolver(runtime)) {
            InetSocketAddress to = resolver.resolve(portal.address(), portal.port(), deadline.remaining());
            socket.connect(to, millis(runtime, deadline));
            return new Wire(runtime, socket, guard);
        } catch (IOException e) {
            giveUp(socket, guard);
            throw e instanceof SocketTimeoutException ? e : guard.reason(e);
        } catch (RuntimeException e) {
            giveUp(socket, guard);
            throw e;
        }
    }

    private static void giveUp(Socket socket, WriteGuard guard) throws IOException {
        guard.closed(socket);
        socket.close();
    }

    /** Hears an interrupt before anything is sent. */
    private static void hear() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted");
        }
    }

    /** Has the current thread's interrupt end what it waits for here, until the request is closed. */
    Interrupts.Request listen() {
        return guard.listen(socket);
    }

    /** Sets what the login agreed on, and who knows where data belong. */
    void negotiated(SessionParameters agreed, PduReader.Placement placement) {
        headerDigest = agreed.headerDigest();
        dataDigest = agreed.dataDigest();
        reader.negotiated(SessionParameters.OUR_MAX_DATA, headerDigest, dataDigest);
        reader.place(placement);
    }

    /** Sends a unit of the login. */
    void send(Pdu pdu, Deadline deadline) throws IOException {
        ready(deadline);
        byte[] frame = pdu.frame(headerDigest, dataDigest);
        write(frame, frame.length, deadline);
    }

    /** Sends what a session has to send now, with as few writes as may be: each wakes the target. */
    void send(SessionMachine machine, Deadline deadline) throws IOException {
        Frame frame = machine.nextFrame();
        if (frame == null) {
            return;
        }
        ready(deadline);
        int filled = 0;
        for (; frame != null; frame = machine.nextFrame()) {
            int length = frame.length(headerDigest, dataDigest);
            if (filled > 0 && filled + length > TOGETHER) {
                write(out, filled, deadline);
                ready(deadline);
                filled = 0;
            }
            if (out.length < filled + length) {
                out = Arrays.copyOf(out, Math.max(filled + length, Math.min(2 * out.length, TOGETHER)));
            }
            filled = frame.put(out, filled, headerDigest, dataDigest);
        }
        if (filled > 0) {
            write(out, filled, deadline);
        }
    }

    private void ready(Deadline deadline) throws IOException {
        if (closed) {
            throw new IOException("the connection is closed");
        }
        hear();
        millis(runtime, deadline);
    }

    private void write(byte[] bytes, int count, Deadline deadline) throws IOException {
        WriteGuard.Watch watch = guard.watch(socket, deadline);
        boolean late;
        try {
            socket.getOutputStream().write(bytes, 0, count);
        } catch (IOException e) {
            if (watch.end()) {
                throw timeout();
            }
            throw guard.reason(e);
        } finally {
            late = watch.end();
        }
        if (late) {
            throw timeout();
        }
    }

    Pdu receive(Deadline deadline) throws IOException, IscsiProtocolException {
        while (true) {
            while (position < limit) {
                position += reader.feed(buffer, position, limit - position);
                Pdu pdu = reader.take();
                if (pdu != null) {
                    return pdu;
                }
            }
            hear();
            position = 0;
            limit = 0;
            boolean straight = reader.missing() >= STRAIGHT;
            int read = straight
                    ? reader.fill((into, offset, length) -> read(into, offset, length, deadline))
                    : read(buffer, 0, reader.idle() ? FIRST : BUFFER, deadline);
            if (read < 0) {
                throw new EOFException(
                        reader.idle()
                                ? "the target closed the connection"
                                : "the target closed the connection in the middle of a unit");
            }
            limit = straight ? 0 : read;
            Pdu pdu = straight ? reader.take() : null;
            if (pdu != null) {
                return pdu;
            }
        }
    }

    private int read(byte[] into, int offset, int length, Deadline deadline) throws IOException {
        try {
            socket.setSoTimeout(millis(runtime, deadline));
            return in.read(into, offset, length);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw guard.reason(e);
        }
    }

    private static int millis(QuorateRuntime runtime, Deadline deadline) throws SocketTimeoutException {
        Duration left = deadline.remaining();
        if (left.isZero()) {
            throw timeout();
        }
        // whole milliseconds, rounded up: zero would wait for ever
        return (int) Math.min(
                Integer.MAX_VALUE, runtime.patience(left).plusNanos(999_999).toMillis());
    }

    private static SocketTimeoutException timeout() {
        return new SocketTimeoutException("the time given ran out");
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        guard.closed(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is kept of it anyway
        }
    }
}
