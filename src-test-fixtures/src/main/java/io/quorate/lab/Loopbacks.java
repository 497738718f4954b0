package io.quorate.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Loopback addresses of one lab: instances and listeners of several labs and processes share a machine without meeting. An address of
 * 127.0.0.0/8 that a client names itself is taken as it is.
 */
final class Loopbacks {
    private static final int FIRST = 64;
    private static final int NETS = 190;
    private static final int INSTANCES = 11;
    private static final int LISTENERS = 100;
    private static final int MOST_LISTENERS = 16;
    private static final AtomicInteger LABS = new AtomicInteger();

    private final int second = Claim.SECOND;
    private final int third = LABS.getAndIncrement() % 250 + 1;
    private final Map<String, Integer> instances = new HashMap<>();
    private final Map<String, Integer> listeners = new HashMap<>();

    /** The net of this process: it holds a port of it for as long as it lives, so that no other process takes the same. */
    private static final class Claim {
        static final int SECOND;

        @SuppressWarnings("unused") // its port is what counts
        private static final ServerSocket HELD;

        static {
            int start = (int) (ProcessHandle.current().pid() % NETS);
            int second = FIRST + start;
            ServerSocket held = null;
            for (int i = 0; held == null && i < NETS; i++) {
                second = FIRST + (start + i) % NETS;
                try {
                    held = new ServerSocket(
                            LabSql.PORT, 1, InetAddress.getByAddress(new byte[] {127, (byte) second, (byte) 255, 1}));
                } catch (IOException e) {
                    held = null;
                }
            }
            if (held == null) {
                throw new IllegalStateException("every net of 127.0.0.0/8 is taken by another lab");
            }
            HELD = held;
            SECOND = second;
        }
    }

    /** Returns all that this lab may use but for those that clients name. */
    List<String> all() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < MOST_LISTENERS; i++) {
            all.add(text(INSTANCES + i));
            all.add(text(LISTENERS + i));
        }
        return all;
    }

    private String text(int last) {
        return "127." + second + "." + third + "." + last;
    }

    synchronized InetSocketAddress instance(String name) {
        int number = instances.computeIfAbsent(name, n -> instances.size());
        return literal(text(INSTANCES + number), LabSql.PORT);
    }

    synchronized InetSocketAddress listener(String address, int port) {
        if (address.startsWith("127.")) {
            return literal(address, port);
        }
        int number = listeners.computeIfAbsent(address, a -> listeners.size());
        return literal(text(LISTENERS + number), port);
    }

    InetSocketAddress literal(String ip, int port) {
        String[] parts = ip.split("\\.");
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
