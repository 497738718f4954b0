package io.quorate.spi.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class DeadSocketTest {
    @Test
    void is_whenTheOtherSideEndedItOrSpokeUnasked() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            try (Socket ours = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket theirs = server.accept()) {
                ours.setSoTimeout(7000);
                assertThat(DeadSocket.is(ours)).isFalse();
                assertThat(ours.getSoTimeout()).isEqualTo(7000);
                theirs.close();
                assertThat(eventually(ours)).isTrue();
            }
            try (Socket ours = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket theirs = server.accept()) {
                theirs.getOutputStream().write('x');
                assertThat(eventually(ours)).isTrue();
            }
            Socket ours = new Socket(server.getInetAddress(), server.getLocalPort());
            server.accept().close();
            ours.close();
            assertThat(DeadSocket.is(ours)).isTrue();
        }
    }

    /** What was written on one end of the loopback may take a moment to be seen on the other. */
    private static boolean eventually(Socket socket) {
        boolean dead = false;
        for (int i = 0; i < 30_000 && !dead; i++) {
            dead = DeadSocket.is(socket);
        }
        return dead;
    }
}
