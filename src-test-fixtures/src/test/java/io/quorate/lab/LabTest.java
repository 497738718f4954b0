package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.lab.http.RawHttpClient;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VmState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

class LabTest {
    private static final String IDENTIFY =
            "POST /wsman HTTP/1.1\r\nWSMANIDENTIFY: unauthenticated\r\nContent-Length: 0\r\n\r\n";

    private static RawHttpClient connect(Lab lab, String host) throws IOException {
        return RawHttpClient.tls(
                lab.url(host).getPort(), host, lab.caCertificates().get(0));
    }

    @Test
    void story_listensOnALoopbackPortForEachHost() throws Exception {
        try (Lab lab = Lab.story()) {
            assertThat(lab.hostNames()).containsExactly("HV1", "HV2");
            assertThat(lab.endpointUri()).isEqualTo("winrm://HV1,HV2");
            for (String host : lab.hostNames()) {
                try (RawHttpClient client = connect(lab, host)) {
                    client.write(IDENTIFY);
                    assertThat(client.response().text()).contains("IdentifyResponse");
                }
            }
            assertThat(lab.requests("Identify")).isEqualTo(2);
            assertThat(lab.scriptsSeen()).isZero();
            assertThat(lab.describe()).contains("lab [seed=1").contains("host HV2 [power=UP os=2022");
            assertThat(lab.caPem()).startsWith("-----BEGIN CERTIFICATE-----");
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("quorate-lab-"));
    }

    @Test
    void runtime_resolvesHostsToTheirPorts() throws Exception {
        try (Lab lab = Lab.story()) {
            assertThat(lab.runtime().resolve("hv1", 5986).getPort())
                    .isEqualTo(lab.url("HV1").getPort());
            assertThat(lab.runtime().resolve("HV2.lab.example", 5986).getPort())
                    .isEqualTo(lab.url("HV2").getPort());
            assertThat(lab.runtime().resolve("HV1", 5986).getAddress().isLoopbackAddress())
                    .isTrue();
            assertThatThrownBy(() -> lab.runtime().resolve("HV3", 5986)).isInstanceOf(UnknownHostException.class);
            assertThatThrownBy(() -> lab.runtime().resolve("HV1", 5985)).isInstanceOf(UnknownHostException.class);
        }
    }

    @Test
    void runtime_hasTheLabsTimeAndARepeatableRandom() throws Exception {
        long first;
        try (Lab lab = Lab.storyBuilder().seed(42).start()) {
            first = lab.runtime().random().nextLong();
            var before = lab.runtime().now();
            lab.runtime().sleep(Duration.ofHours(3));
            assertThat(Duration.between(before, lab.runtime().now())).isEqualTo(Duration.ofHours(3));
        }
        try (Lab lab = Lab.storyBuilder().seed(42).start()) {
            assertThat(lab.runtime().random().nextLong()).isEqualTo(first);
        }
    }

    @Test
    void powerOff_resetsConnections_bootListensOnTheSamePort() throws Exception {
        try (Lab lab = Lab.storyBuilder().clock(Lab.Clock.VIRTUAL).start()) {
            int port = lab.url("HV1").getPort();
            try (RawHttpClient client = connect(lab, "HV1")) {
                client.write(IDENTIFY);
                client.response();
                lab.power("HV1").off();
                assertThatThrownBy(client::line).isInstanceOf(SocketException.class);
            }
            assertThatThrownBy(() -> connect(lab, "HV1")).isInstanceOf(ConnectException.class);
            connect(lab, "HV2").close();
            lab.power("HV1").on();
            lab.advance(Duration.ofMinutes(10));
            assertThat(lab.url("HV1").getPort()).isEqualTo(port);
            try (RawHttpClient client = connect(lab, "HV1")) {
                client.write(IDENTIFY);
                assertThat(client.response().status()).isEqualTo(200);
            }
        }
    }

    @Test
    @DisplayName("the port for plain HTTP can be given, too, and no other host listens there")
    void httpPort_canBeGiven_andIsNoLongerFreeForAnotherLab() throws Exception {
        int port = FreePort.find();
        try (Lab lab =
                Lab.builder().host("HV1").host("HV2").httpPort("hv1", port).start()) {
            assertThat(lab.httpUrl("HV1")).isEqualTo(URI.create("http://127.0.0.1:" + port + "/wsman"));
            assertThat(lab.httpUrl("HV2").getPort()).isPositive().isNotEqualTo(port);
            assertThatThrownBy(() ->
                            Lab.builder().host("HV9").httpPort("HV9", port).start())
                    .isInstanceOf(UncheckedIOException.class);
        }
        assertThatThrownBy(() -> Lab.builder().httpPort("HV1", 65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a port: 65536");
    }

    @Test
    void accountAndPort_canBeGiven_passwordIsNeverPrinted() throws Exception {
        try (Lab lab = Lab.builder()
                .host("HV7")
                .account("operator", Secret.of("canary-5f1"))
                .port("HV7", 0)
                .start()) {
            assertThat(lab.username()).isEqualTo("operator");
            assertThat(lab + lab.describe() + lab.trace()).doesNotContain("canary-5f1");
        }
    }

    @Test
    @DisplayName("as many virtual machines as asked for are there, and one more goes beside them")
    void virtualMachines_areThere_numbered_off_andTheSdkAddsOne() {
        try (Lab lab = Lab.builder()
                        .host("HV1")
                        .virtualMachines("hv1", "vm", 30)
                        .start();
                Quorate quorate = lab.connect().build()) {
            VirtualMachine last = quorate.vms(Lab.ENDPOINT).get("vm30");
            assertThat(last.host()).isEqualTo("HV1");
            assertThat(last.state()).isEqualTo(VmState.OFF);
            quorate.vms(Lab.ENDPOINT)
                    .create("vm31", vm -> vm.on("HV1").path("C:\\VMs").memory(Size.gib(1)));
            lab.hardware("HV1").createVirtualMachine("vm32");
            assertThat(quorate.vms(Lab.ENDPOINT).list())
                    .hasSize(32)
                    .last()
                    .extracting(VirtualMachine::name)
                    .isEqualTo("vm32");
        }
        assertThatThrownBy(() -> Lab.builder().virtualMachines("HV1", "vm", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a count is not negative: -1");
        assertThatThrownBy(() -> Lab.builder()
                        .host("HV1")
                        .virtualMachines("HV2", "vm", 1)
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no such host: HV2");
    }

    @Test
    @DisabledIfSystemProperty(
            named = "quorate.lab.thorough",
            matches = "true",
            disabledReason = "what a look at everything shows is seen at once where it is taken after every event")
    @DisplayName("a lab that is wrong says so when it closes, though no change showed it; everything is closed")
    void close_whenALookAtEverythingFindsSomething_saysSo() {
        Lab lab = Lab.builder().host("HV1").start();
        URI url = lab.url("HV1");
        lab.world().invariant("nothing is ever right", () -> "it is wrong").on(Record.class, (before, after) -> null);
        lab.hardware("HV1").createVirtualMachine("vm1");
        assertThat(lab.violations()).isEmpty();
        assertThatThrownBy(lab::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the world is wrong, and no change showed it: [nothing is ever right: it is wrong]");
        assertThatThrownBy(() -> new Socket(url.getHost(), url.getPort())).isInstanceOf(ConnectException.class);
    }
}
