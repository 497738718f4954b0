package io.quorate.lab;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A port to be listened at later. */
public final class FreePort {
    /** How many were tried: two test runs on one machine begin at different ones. */
    private static final AtomicInteger TAKEN = new AtomicInteger();

    private FreePort() {}

    /** Returns one below those that the system gives to whoever connects: of these another is taken before it is listened at. */
    public static int find() throws IOException {
        while (true) {
            int port = 20_000 + (int) ((ProcessHandle.current().pid() * 101 + TAKEN.getAndIncrement()) % 12_000);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
    }
}
