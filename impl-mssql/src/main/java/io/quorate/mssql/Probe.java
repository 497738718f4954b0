package io.quorate.mssql;

import io.quorate.QuorateRuntime;
import io.quorate.spi.net.Resolver;
import io.quorate.sql.EndpointAnswer.Reach;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

/** Makes a connection and ends it at once. */
final class Probe implements Guard.Ending {
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private final Socket socket;

    private Probe(Socket socket) {
        this.socket = socket;
    }

    @Override
    public void ask() throws IOException {
        socket.close();
    }

    @Override
    public void cut() {
        // Asking has closed it.
    }

    @Override
    public void free() {}

    /** Looks whether somebody listens there. */
    static Reach reach(String host, int port, Duration left, QuorateRuntime runtime, Resolver resolver, Guard guard)
            throws IOException {
        InetSocketAddress to;
        try {
            to = resolver.resolve(host, port, left);
        } catch (UnknownHostException e) {
            return Reach.UNKNOWN_NAME;
        }
        if (to.isUnresolved()) {
            return Reach.UNKNOWN_NAME;
        }
        Duration patience = runtime.patience(left.compareTo(LONGEST) < 0 ? left : LONGEST);
        try (Socket socket = runtime.sockets().createSocket()) {
            try (Guard.Watch watch = guard.watch(new Probe(socket), patience)) {
                return connect(socket, to, watch);
            }
        }
    }

    private static Reach connect(Socket socket, InetSocketAddress to, Guard.Watch watch) throws IOException {
        try {
            socket.connect(to);
            return Reach.ANSWERS;
        } catch (SocketTimeoutException e) {
            return Reach.SILENT;
        } catch (ConnectException e) {
            return Reach.REFUSED;
        } catch (SocketException e) {
            // Closed while it waited: its time ran out, or somebody ended the call.
            if (watch.late()) {
                return Reach.SILENT;
            }
            throw e;
        }
    }
}
