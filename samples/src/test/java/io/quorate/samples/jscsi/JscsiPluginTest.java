package io.quorate.samples.jscsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.EndpointSpec;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.RetrySettings;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.error.BadReplyException;
import io.quorate.error.UnsupportedException;
import io.quorate.iscsi.Initiator;
import io.quorate.iscsi.InitiatorLogin;
import io.quorate.lab.Lab;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.IscsiClient;
import io.quorate.san.Portal;
import io.quorate.san.Publication;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** jSCSI behind the initiator's SPI: what it lacks is refused by name, and it never outlives its deadline. */
class JscsiPluginTest {
    private static final Iqn TARGET = Iqn.of("iqn.2026-11.example:disk");
    private static final Iqn OURS = Iqn.of("iqn.2026-11.example:tester");
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final QuorateRuntime runtime = QuorateRuntime.system();
    private final Initiator jscsi = new JscsiProvider().open(runtime);
    private final PrintStream console = System.err;
    private final AtomicInteger accepted = new AtomicInteger();

    /** Loading its classes and its schema takes longer than the deadlines here. */
    @BeforeAll
    static void warm() {
        JscsiConfiguration.of(OURS, TARGET, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
    }

    /** jSCSI prints stack traces. */
    @BeforeEach
    void quiet() {
        System.setErr(new PrintStream(new ByteArrayOutputStream(), true));
    }

    @AfterEach
    void loud() {
        System.setErr(console);
    }

    /** What a peer does with a connection; the server closes it afterwards. */
    private interface Peer {
        void talk(Socket connection) throws IOException, InterruptedException;
    }

    private void against(Peer peer, Consumer<Portal> test) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread acceptor = new Thread(
                    () -> {
                        while (!server.isClosed()) {
                            try (Socket connection = server.accept()) {
                                // The first one only looks whether somebody listens.
                                if (accepted.incrementAndGet() > 1) {
                                    peer.talk(connection);
                                }
                            } catch (IOException | InterruptedException e) {
                                return;
                            }
                        }
                    },
                    "test-peer");
            acceptor.start();
            try {
                test.accept(Portal.of("127.0.0.1", server.getLocalPort()));
            } finally {
                server.close();
                acceptor.interrupt();
                acceptor.join();
            }
        }
    }

    private Fault login(Portal portal, Duration deadline) {
        return catchThrowableOfType(
                Fault.class,
                () -> jscsi.login(
                        new InitiatorLogin(portal, OURS, TARGET, null, false, false, 0, false),
                        Deadline.in(deadline, runtime)));
    }

    private void ends(Duration deadline, Peer peer, Consumer<Fault> fault) throws Exception {
        against(peer, portal -> {
            long started = System.nanoTime();
            fault.accept(login(portal, deadline));
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(deadline.plusSeconds(20));
            assertThat(threadsAfterAMoment()).isEmpty();
        });
    }

    private static List<Thread> threadsAfterAMoment() {
        List<Thread> ours = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("quorate-jscsi"))
                .toList();
        for (Thread thread : ours) {
            try {
                thread.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return ours.stream().filter(Thread::isAlive).toList();
    }

    private static void block(Socket connection) throws IOException {
        while (connection.getInputStream().read() >= 0) {
            // until jSCSI's side closes
        }
    }

    @Test
    void login_toASilentPeer_endsAtTheDeadlineAndSoDoesItsThread() throws Exception {
        ends(SHORT, JscsiPluginTest::block, fault -> {
            assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
            assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        });
    }

    @Test
    @DisplayName("jSCSI spins when the peer closes inside a data segment; the interrupt ends that, too")
    void login_toAPeerThatClosesInsideADataSegment_ends() throws Exception {
        ends(
                SHORT,
                connection -> {
                    byte[] header = new byte[48];
                    header[0] = 0x23;
                    header[7] = 100;
                    connection.getOutputStream().write(header);
                    connection.shutdownOutput();
                    block(connection);
                },
                fault -> assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED));
    }

    @Test
    void login_toAPeerThatCloses_isAFaultAndNoNullPointer() throws Exception {
        ends(
                LONG,
                connection -> {},
                fault -> assertThat(fault).hasMessageContaining("the login: jSCSI failed without saying why"));
    }

    @Test
    void login_toAPeerThatTalksNonsense_isAFault() throws Exception {
        ends(
                LONG,
                connection -> {
                    connection
                            .getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".repeat(8).getBytes());
                },
                fault -> assertThat(fault).hasMessageContaining("the login: jSCSI failed without saying why"));
    }

    @Test
    void login_whereNobodyListens_isUnreachableAndWasNeverSent() throws Exception {
        try (Socket quiet = new Socket()) {
            quiet.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // bound, and does not listen
            Fault fault = login(Portal.of("127.0.0.1", quiet.getLocalPort()), LONG);
            assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
            assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        }
    }

    @Test
    void whatItLacks_isRefusedByNameBeforeAConnectionIsMade() throws Exception {
        against(connection -> {}, portal -> {
            IscsiClient plain = client(portal, spec -> {});
            refused("DISCOVERY", plain::discover);
            refused("SCSI", () -> plain.luns(TARGET));
            refused("SCSI", () -> plain.identify(TARGET, 0));
            refused("ANY_LUN", () -> plain.read(TARGET, 1, 0, 1));
            IscsiClient withChap =
                    client(portal, spec -> spec.credentials(Credentials.chap("a", Secret.of("secret-of-ours"))));
            refused("CHAP", () -> withChap.read(TARGET, 0, 0, 1));
            refused(
                    "DIGESTS",
                    () -> client(portal, spec -> spec.option("digests", "both")).read(TARGET, 0, 0, 1));
            assertThat(accepted).hasValue(0);
        });
    }

    private static IscsiClient client(Portal portal, Consumer<EndpointSpec> details) {
        return Quorate.builder()
                .endpoint("san", "iscsi://" + portal, spec -> {
                    spec.option("initiator", "jscsi");
                    details.accept(spec);
                })
                .build()
                .iscsi("san");
    }

    private static void refused(String feature, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("initiator jscsi cannot do " + feature);
    }

    @Test
    @DisplayName(
            "the lab's target tells every new session a UNIT ATTENTION, as SAM-5 wants it: jSCSI fails, and that is said")
    void read_ofTheLabsTarget_failsHonestly() {
        DatasetPath volume = DatasetPath.of("tank/vg/open");
        try (Lab lab = Lab.builder()
                        .appliance(
                                "NAS1",
                                nas -> nas.pool("tank", Size.gib(1))
                                        .volumeGroup("tank/vg")
                                        .volume(volume.value(), Size.mib(64)))
                        .start();
                Quorate quorate = lab.connect()
                        .endpoint(
                                "jscsi",
                                "iscsi://10.0.0.5",
                                spec -> spec.option("initiator", "jscsi")
                                        .retry(new RetrySettings(1, Duration.ofMillis(1), Duration.ofMillis(1), 1, 0)))
                        .build()) {
            IscsiClient own = quorate.iscsi(Lab.ISCSI);
            Publication publication = quorate.storage(Lab.STORAGE)
                    .publications()
                    .ensure(volume, spec -> {
                        spec.target(TARGET).hostGroup("anybody").initiators(own.names());
                        lab.appliance("NAS1").portals().forEach(spec::addPortal);
                    })
                    .value();
            assertThat(publication.lun()).isZero();
            assertThat(own.read(TARGET, 0, 0, 1)).containsOnly(0);
            assertThatThrownBy(() -> quorate.iscsi("jscsi").read(TARGET, 0, 0, 1))
                    .isInstanceOf(BadReplyException.class)
                    .hasMessageContaining("UNIT ATTENTION")
                    .hasMessageContaining("initiator=quorate");
        }
        assertThat(threadsAfterAMoment()).isEmpty();
    }

    @Test
    void logging_staysTheHosts() throws Exception {
        List<URL> configurations = Collections.list(getClass().getClassLoader().getResources("logback.xml"));
        assertThat(configurations)
                .hasSize(1)
                .allSatisfy(url -> assertThat(url.getPath()).contains("/classes/"));
        assertThat(LogFactory.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .contains("jcl-over-slf4j");
        assertThat(getClass().getClassLoader().getResource("org/apache/log4j/Logger.class"))
                .isNull();
    }
}
