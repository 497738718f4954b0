package io.quorate.nexenta.rest;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Looks whether a kept connection is dead. Between requests a server has nothing to say: what can be read is the end, or no answer of ours. */
final class DeadSocket {
    private DeadSocket() {}

    static boolean is(Socket socket) {
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
