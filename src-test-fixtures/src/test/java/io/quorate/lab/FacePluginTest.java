package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.error.QuorateException;
import io.quorate.lab.behaviour.EchoFace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody adds a face that the lab knows nothing of; everything the lab does with faces, it does with that one. */
class FacePluginTest {
    private static final int ECHO = 7;

    /** An echo on HV2, and another on a machine of its own that is an endpoint for the SDK. */
    private static LabBuilder withEcho() {
        return Lab.storyBuilder().clock(Lab.Clock.VIRTUAL).face(site -> {
            EchoFace onHost = new EchoFace(site, "HV2");
            site.place("HV2", onHost);
            site.addressBook().route("HV2", ECHO, onHost);
            EchoFace alone = new EchoFace(site, "ECHO9");
            site.place("ECHO9", alone);
            site.addressBook().route("ECHO9", 8443, alone);
            site.addressBook()
                    .enter(LabEndpoint.of("spare", "nexenta", 8443, List.of("ECHO9"))
                            .with(Credentials.basic("ann", Secret.of("lab-only")))
                            .with(site.trust()));
        });
    }

    private static Socket connect(Lab lab) throws IOException {
        var address = lab.runtime().resolve("hv2", ECHO);
        return new Socket(address.getAddress(), address.getPort());
    }

    private static String said(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        return String.valueOf(in.readLine());
    }

    @Test
    void face_ofOnesOwn_isReachedLivesInTheLabsTimeAndIsCounted() throws Exception {
        try (Lab lab = withEcho().start()) {
            try (Socket socket = connect(lab)) {
                assertThat(said(socket, "hello")).isEqualTo("hello at " + lab.now());
                lab.advance(Duration.ofHours(1));
                assertThat(said(socket, "again")).isEqualTo("again at " + lab.now());
                assertThat(lab.traffic("echo").requests("LINE")).isEqualTo(2);
                assertThat(lab.traffic("echo").openConnections()).isEqualTo(1);
            }
            assertThat(lab.traffic().connections()).isEqualTo(1);
            assertThat(lab.connections()).as("connections to hosts' WinRM").isZero();
            assertThat(lab.describe()).contains("face echo of HV2 [port=").contains("face echo of ECHO9");
            assertThatThrownBy(() -> lab.runtime().resolve("HV2", 8))
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("HV2:8 is not served by the lab");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(t ->
                        t.getName().startsWith("quorate-lab-") && !t.getName().contains("-echo"))
                .isEmpty();
    }

    @Test
    void face_ofOnesOwn_followsItsMachinesPowerOnTheSamePort() throws Exception {
        try (Lab lab = withEcho().start()) {
            int port = lab.runtime().resolve("HV2", ECHO).getPort();
            try (Socket socket = connect(lab)) {
                said(socket, "hello");
                lab.power("HV1").off();
                assertThat(said(socket, "still")).startsWith("still at ");
                lab.power("HV2").off();
                assertThatThrownBy(() -> said(socket, "gone")).isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> connect(lab)).isInstanceOf(ConnectException.class);
            lab.power("HV2").on();
            lab.advance(Duration.ofMinutes(10));
            assertThat(lab.runtime().resolve("HV2", ECHO).getPort()).isEqualTo(port);
            try (Socket socket = connect(lab)) {
                assertThat(said(socket, "back")).startsWith("back at ");
            }
        }
    }

    @Test
    @DisplayName("an endpoint in the address book is an endpoint of connect() and of the server's line")
    void endpoint_ofOnesOwn_isConnectedToAndAnnounced() throws Exception {
        try (Lab lab = withEcho().clock(Lab.Clock.SKIPPING).start();
                Quorate quorate = lab.connect().build()) {
            assertThat(quorate.endpoints()).containsExactly(Lab.ENDPOINT, "spare");
            assertThatThrownBy(() -> quorate.storage("spare").pools().list()).isInstanceOf(QuorateException.class);
            assertThat(lab.traffic("echo").connections())
                    .as("the SDK has been there")
                    .isPositive();
            JsonNode line = JsonMapper.shared().readTree(LabServer.announcement(lab, Path.of("ca.pem")));
            assertThat(line.propertyNames()).containsExactly("winrm", "username", "password", "ca", "spare");
            assertThat(line.at("/spare/uri").asString()).isEqualTo("nexenta://ECHO9");
            assertThat(line.at("/spare/addresses/0").asString()).matches("127\\.0\\.0\\.1:\\d+");
            assertThat(line.at("/spare/username").asString()).isEqualTo("ann");
        }
    }

    @Test
    void face_ofANameThatTheMachineHas_isRefused() {
        LabBuilder twice = Lab.storyBuilder().face(site -> {
            site.place("HV1", new EchoFace(site, "HV1"));
            site.place("hv1", new EchoFace(site, "HV1"));
        });
        assertThatThrownBy(twice::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("HV1 has a face of that name: echo");
        LabBuilder taken = Lab.storyBuilder()
                .face(site -> site.addressBook().enter(LabEndpoint.of(Lab.ENDPOINT, "winrm", 5986, List.of("HV1"))));
        assertThatThrownBy(taken::start).hasMessage("there is an endpoint of that name: lab");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("quorate-lab-HV1"));
    }
}
