package io.quorate.lab.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.error.AccessDeniedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections are closed at once, whatever the other side does. */
class ClosingTest {

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    @DisplayName("a host that has answered and then hangs is not waited for when its connection is closed")
    void close_ofAConnectionToAHostThatHangs_doesNotWait() throws IOException {
        LabAuthority authority = new LabAuthority("Closing CA");
        List<Socket> open = new CopyOnWriteArrayList<>();
        try (ServerSocket server = authority
                .serverContext("hv1")
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread host = new Thread(() -> refuse(server, open), "a host that hangs");
            host.setDaemon(true);
            host.start();
            try (Quorate quorate = Quorate.builder()
                    .endpoint(
                            "rack",
                            "winrm://hv1",
                            endpoint -> endpoint.host(
                                            "hv1", URI.create("https://localhost:" + server.getLocalPort() + "/wsman"))
                                    .credentials(Credentials.basic("quorate", Secret.of("not-known-there")))
                                    .trust(Trust.authorities(authority.certificate()))
                                    .option("operationTimeout", "PT9M"))
                    .build()) {
                assertThatThrownBy(() -> quorate.vms("rack").list()).isInstanceOf(AccessDeniedException.class);
            }
        } finally {
            for (Socket socket : open) {
                socket.setSoTimeout(1);
                socket.close();
            }
        }
    }

    /** Refuses the log-in of each connection, and hears and says nothing more. */
    private static void refuse(ServerSocket server, List<Socket> open) {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                BufferedReader head =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                for (String line = head.readLine(); line != null && !line.isEmpty(); line = head.readLine()) {
                    // up to the body, which nobody needs
                }
                socket.getOutputStream()
                        .write(
                                "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"WSMAN\"\r\nContent-Length: 0\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // the test is over
        }
    }
}
