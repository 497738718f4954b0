package io.quorate.lab.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.lab.http.LabAuthority;
import io.quorate.winrm.auth.Challenge;
import io.quorate.winrm.auth.Leg;
import io.quorate.winrm.auth.Login;
import io.quorate.winrm.auth.LoginOptions;
import io.quorate.winrm.auth.LoginSchemes;
import io.quorate.winrm.auth.Peer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * freerdp's shadow server judges the core of CredSSP. It speaks RDP and not WinRM: what our login says in headers goes to it bare, which is the
 * same TLS and the same messages inside.
 */
@EnabledIfEnvironmentVariable(
        named = "QUORATE_PEERS",
        matches = "1",
        disabledReason = "peers: " + Peers.PACKAGES + ", then QUORATE_PEERS=1")
class CredSspPeerTest {
    /** [MS-RDPBCGR] 2.2.1.1: a connection request that offers nothing but CredSSP. */
    private static final byte[] CONNECTION_REQUEST = HexFormat.of().parseHex("030000130ee000000000000100080002000000");

    private static final int CREDSSP_CHOSEN = 2;
    private static final int QUIET_MILLIS = 1_500;

    @TempDir
    private static Path folder;

    private static Authority shadow;

    @BeforeAll
    static void start() throws Exception {
        Peers.need("/usr/bin/freerdp-shadow-cli", "/usr/bin/Xvfb", "/usr/bin/openssl");
        shadow = Authority.shadow(folder.resolve("shadow"));
    }

    @AfterAll
    static void stop() {
        if (shadow != null) {
            shadow.close();
        }
    }

    @Test
    @DisplayName("the right password is taken, and the connection goes on")
    void credSsp_withTheRightPassword_isLetIn() throws Exception {
        assertThat(legs("LAB\\alice", "Secret123!")).isGreaterThan(3);
    }

    @Test
    @DisplayName("a wrong password is refused before anything is handed over")
    void credSsp_withAWrongPassword_isRefused() {
        assertThatThrownBy(() -> legs("LAB\\alice", "Not-what-it-is-7"))
                .hasMessageNotContaining("Not-what-it-is-7")
                .isInstanceOfAny(EOFException.class, IOException.class, RuntimeException.class);
    }

    /** Logs in, and returns in how many legs; fails if the server hangs up or refuses. */
    private static int legs(String user, String password) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", shadow.port());
                Login login = LoginSchemes.of(
                                Credentials.credSsp(user, Secret.of(password)),
                                LoginOptions.DEFAULT,
                                QuorateRuntime.system())
                        .begin(new Peer("hv1.lab.example", 5986, new LabAuthority("nobody").certificate()))) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream().write(CONNECTION_REQUEST);
            byte[] confirm = new byte[19];
            in.readFully(confirm);
            assertThat(confirm[15]).as("the protocol chosen").isEqualTo((byte) CREDSSP_CHOSEN);
            List<Challenge> challenges = List.of();
            for (int legs = 1; ; legs++) {
                Leg leg = login.next(challenges);
                if (leg == null || leg.authorization() == null) {
                    throw new IOException("the login ended after " + legs + " legs: the server refused");
                }
                socket.getOutputStream()
                        .write(Base64.getDecoder().decode(leg.authorization().substring("CredSSP ".length())));
                if (login.accepted(List.of())) {
                    stays(socket, in);
                    return legs;
                }
                challenges =
                        List.of(new Challenge("CredSSP", Base64.getEncoder().encodeToString(flight(socket, in))));
            }
        }
    }

    /** What comes until it is quiet: all records of TLS that belong together. */
    private static byte[] flight(Socket socket, DataInputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        socket.setSoTimeout(60_000);
        try {
            while (true) {
                byte[] header = new byte[5];
                in.readFully(header);
                socket.setSoTimeout(60_000);
                byte[] record = new byte[(header[3] & 0xff) << 8 | header[4] & 0xff];
                in.readFully(record);
                all.writeBytes(header);
                all.writeBytes(record);
                socket.setSoTimeout(QUIET_MILLIS);
            }
        } catch (SocketTimeoutException e) {
            return all.toByteArray();
        }
    }

    /** The server waits for what RDP would say next. */
    private static void stays(Socket socket, DataInputStream in) throws IOException {
        socket.setSoTimeout(QUIET_MILLIS);
        try {
            if (in.read() < 0) {
                throw new EOFException("the server hung up: " + Files.readString(shadow.file("shadow.log")));
            }
        } catch (SocketTimeoutException e) {
            // that is what was hoped for
        }
    }
}
