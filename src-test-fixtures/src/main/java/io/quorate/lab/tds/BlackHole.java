package io.quorate.lab.tds;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An address from which nothing comes back: not even a connection is made. A listener that never accepts has its backlog filled; Linux lets
 * further connections try in vain then.
 */
public final class BlackHole implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BlackHole.class);
    private static final int MOST = 16;
    private static final int FULL_MILLIS = 150;

    private final ServerSocket server;
    private final List<Socket> fillers = new ArrayList<>();

    /** Makes one at an address; port 0 takes a free one. */
    public BlackHole(InetSocketAddress address) throws IOException {
        server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(address, 1);
            fill(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void fill(InetSocketAddress address) throws IOException {
        for (int i = 0; i < MOST; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(address, FULL_MILLIS);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new IOException("this system takes connections that nobody accepts");
    }

    /** Returns its port. */
    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        fillers.forEach(BlackHole::close);
        close(server);
    }

    private static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            log.trace("close failed", e);
        }
    }
}
