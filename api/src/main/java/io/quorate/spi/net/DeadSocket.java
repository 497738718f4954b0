package io.quorate.spi.net;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Looks whether a kept connection is dead. Between requests a server has nothing to say: what can be read is the end, or no answer of ours. */
public final class DeadSocket {
    private DeadSocket() {}

    /** Tells whether the other side has ended it, or spoken unasked. Takes a millisecond; only while nobody else reads from it. */
    public static boolean is(Socket socket) {
        try {
            if (socket.isClosed()) {
                return true;
            }
            int timeout = socket.getSoTimeout();
            socket.setSoTimeout(1);
            try {
                socket.getInputStream().read();
                return true;
            } finally {
                socket.setSoTimeout(timeout);
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
