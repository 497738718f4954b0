package io.quorate.lab.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a port of 127.0.0.1 for a machine that is down: it refuses connections, and whoever asks the system for a free port is not given it
 * meanwhile. Not thread-safe.
 */
public final class KeptPort {
    private static final Logger log = LoggerFactory.getLogger(KeptPort.class);

    private @Nullable Socket kept;

    /** Keeps a port that nobody listens at any more. Where that fails, listening there again may fail, too. */
    public void keep(int port) {
        try {
            keep(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Keeps a port of another address. */
    public void keep(InetSocketAddress address) {
        release();
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
            kept = socket;
        } catch (IOException e) {
            log.debug("port is not kept [address={} cause={}]", address, e.toString());
            close(socket);
        }
    }

    /** Lets it go, so that one can listen there. */
    public void release() {
        if (kept != null) {
            close(kept);
            kept = null;
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.trace("close failed", e);
        }
    }
}
