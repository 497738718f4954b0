package io.quorate.lab.tds;

import io.quorate.QuorateRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** A client's socket as it is read: with a look at the next byte, and with an end to patience. Read by one thread. */
final class Wire extends InputStream {
    private static final int NOTHING = -2;

    private final QuorateRuntime real = QuorateRuntime.system();
    private final Socket socket;
    private final TdsLimits limits;
    private final InputStream in;
    private final OutputStream out;
    private final long loginEnds;
    private boolean loggingIn = true;
    private boolean idle;
    private int pushed = NOTHING;

    Wire(Socket socket, TdsLimits limits) throws IOException {
        this.socket = socket;
        this.limits = limits;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.loginEnds = real.nanos() + limits.login().toNanos();
    }

    Socket socket() {
        return socket;
    }

    OutputStream out() {
        return out;
    }

    /** The log-in is over: its time-limit no longer holds. */
    void loggedIn() {
        loggingIn = false;
    }

    /** Nothing has to come now: the next byte may take for ever, those after it may not. */
    void idle() {
        idle = true;
    }

    /** Returns the next byte and leaves it where it is; -1 at the end. */
    int peek() throws IOException {
        if (pushed == NOTHING) {
            pushed = read();
        }
        return pushed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int at, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        if (pushed != NOTHING) {
            int next = pushed;
            if (next < 0) {
                return -1;
            }
            pushed = NOTHING;
            bytes[at] = (byte) next;
            return 1;
        }
        socket.setSoTimeout(timeout());
        int read = in.read(bytes, at, count);
        if (read > 0) {
            idle = false;
        }
        return read;
    }

    private int timeout() throws SocketTimeoutException {
        if (loggingIn) {
            long left = TimeUnit.NANOSECONDS.toMillis(loginEnds - real.nanos());
            if (left <= 0) {
                throw new SocketTimeoutException("the log-in takes too long");
            }
            return (int) left;
        }
        return idle ? 0 : (int) limits.pause().toMillis();
    }
}
