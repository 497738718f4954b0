package io.quorate.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports on which instances' mirroring endpoints listen: they take a connection and never say anything, which is all that a look at them from
 * outside sees. What replicas say to each other goes on inside the world. Used under its owner's lock.
 */
final class MirrorPorts {
    private static final Logger log = LoggerFactory.getLogger(MirrorPorts.class);
    private static final int BACKLOG = 1000;

    private final Map<String, ServerSocket> open = new HashMap<>();

    /** Has an instance's endpoint listen there and nowhere else, or not at all. */
    void follow(String instance, InetSocketAddress address, boolean listens) {
        ServerSocket now = open.get(instance);
        if (now != null && (!listens || !address.equals(now.getLocalSocketAddress()))) {
            open.remove(instance);
            close(now);
            now = null;
        }
        if (listens && now == null) {
            ServerSocket socket = null;
            try {
                socket = new ServerSocket();
                socket.setReuseAddress(true);
                socket.bind(address, BACKLOG);
                open.put(instance, socket);
            } catch (IOException e) {
                log.warn("the port of a mirroring endpoint is taken [address={}]", address, e);
                if (socket != null) {
                    close(socket);
                }
            }
        }
    }

    void close() {
        open.values().forEach(MirrorPorts::close);
        open.clear();
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
