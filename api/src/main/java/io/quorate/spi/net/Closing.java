package io.quorate.spi.net;

import java.net.Socket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** How a connection is closed that nobody needs any more. */
public final class Closing {
    private Closing() {}

    /**
     * Has a socket close at once when it is closed. The JDK's TLS 1.3 waits for one more word of the other side, as long as for an answer, before
     * it closes: of a host that hangs, say. A socket without a time-out does not wait.
     *
     * @param socket null for none
     */
    public static void withoutWaiting(@Nullable Socket socket) {
        if (socket != null) {
            try {
                socket.setSoTimeout(0);
            } catch (SocketException e) {
                // It is closed already.
                return;
            }
        }
    }
}
