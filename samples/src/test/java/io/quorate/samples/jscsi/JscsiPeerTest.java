package io.quorate.samples.jscsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.quorate.Deadline;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.error.UnsupportedException;
import io.quorate.iscsi.InitiatorLogin;
import io.quorate.iscsi.InitiatorSession;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jSCSI behind the initiator's SPI against istgt, whose disk is at LUN 0. */
class JscsiPeerTest {
    /** How many were tried: two test runs on one machine begin at different ones. */
    private static final AtomicInteger TAKEN = new AtomicInteger();

    private static final Path PROGRAM = Path.of("/usr/sbin/istgt");
    private static final Iqn TARGET = Iqn.of("iqn.2026-11.example:istgt");
    private static final int MEBIBYTES = 4;

    @TempDir
    Path directory;

    private Process istgt;
    private Portal portal;

    @BeforeEach
    void start() throws Exception {
        if (!"1".equals(System.getenv("QUORATE_PEERS"))) {
            abort("set QUORATE_PEERS=1 to test against istgt");
        }
        if (!Files.isExecutable(PROGRAM)) {
            String missing = PROGRAM + " is missing: apt-get install -y --no-install-recommends istgt";
            if (System.getenv("CI") != null) {
                fail(missing);
            }
            abort(missing);
        }
        int port = freePort();
        try (RandomAccessFile disk =
                new RandomAccessFile(directory.resolve("disk").toFile(), "rw")) {
            disk.setLength((long) MEBIBYTES << 20);
        }
        Files.writeString(directory.resolve("auth.conf"), "[AuthGroup1]\n  Auth \"nobody\" \"nobodys-secret\"\n");
        Files.writeString(directory.resolve("istgt.conf"), """
                [Global]
                  NodeBase "iqn.2026-11.example"
                  PidFile %1$s/pid
                  AuthFile %1$s/auth.conf
                  MediaDirectory %1$s
                  MaxSessions 16
                  MaxConnections 4
                [UnitControl]
                  AuthMethod CHAP
                  AuthGroup AuthGroup1
                  Portal UC1 127.0.0.1:%3$d
                  Netmask 127.0.0.1
                [PortalGroup1]
                  Portal DA1 127.0.0.1:%2$d
                [InitiatorGroup1]
                  InitiatorName "ALL"
                  Netmask 127.0.0.0/8
                [LogicalUnit1]
                  TargetName istgt
                  Mapping PortalGroup1 InitiatorGroup1
                  AuthMethod None
                  AuthGroup AuthGroup1
                  UnitType Disk
                  LUN0 Storage %1$s/disk %4$dMB
                """.formatted(directory, port, freePort(), MEBIBYTES));
        istgt = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-D",
                        "-c",
                        directory.resolve("istgt.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        portal = Portal.of("127.0.0.1", port);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!listens(port)) {
            if (!istgt.isAlive() || System.nanoTime() > end) {
                fail("istgt did not start: " + Files.readString(directory.resolve("log")));
            }
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (istgt != null) {
            istgt.destroyForcibly().waitFor();
        }
    }

    /** Returns one below those that the system gives to whoever connects: of these another is taken before it is listened at. */
    private static int freePort() throws IOException {
        while (true) {
            int port = 20_000 + (int) ((ProcessHandle.current().pid() * 101 + TAKEN.getAndIncrement()) % 12_000);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (BindException taken) {
                continue;
            }
        }
    }

    private static boolean listens(int port) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20), QuorateRuntime.system());
    }

    private InitiatorSession session(boolean writable) {
        return new JscsiProvider()
                .open(QuorateRuntime.system())
                .login(
                        new InitiatorLogin(
                                portal, Iqn.of("iqn.2026-11.example:jscsi"), TARGET, null, false, false, 0, writable),
                        soon());
    }

    @Test
    void session_movesBlocksAndTellsTheTrueCapacity() throws Exception {
        byte[] data = new byte[200 * 512];
        new Random(3).nextBytes(data);
        try (InitiatorSession session = session(true)) {
            assertThat(session.blockSize(soon())).isEqualTo(512);
            assertThat(session.blocks(soon())).isEqualTo(((long) MEBIBYTES << 20) / 512);
            session.write(16, data, soon());
            assertThat(session.read(16, 200, soon())).isEqualTo(data);
            long last = session.blocks(soon()) - 1;
            assertThat(session.read(last, 1, soon())).containsOnly(0);
        }
        byte[] disk = Files.readAllBytes(directory.resolve("disk"));
        assertThat(Arrays.copyOfRange(disk, 16 * 512, 16 * 512 + data.length)).isEqualTo(data);
        assertThat(Arrays.copyOfRange(disk, 0, 16 * 512)).containsOnly(0);

        try (Quorate quorate = Quorate.builder()
                .endpoint("san", "iscsi://" + portal, spec -> spec.option("initiator", "jscsi"))
                .build()) {
            assertThat(quorate.iscsi("san").read(TARGET, 0, 16, 200)).isEqualTo(data);
            assertThatThrownBy(() -> quorate.iscsi("san").identify(TARGET, 0)).isInstanceOf(UnsupportedException.class);
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void session_refusesWhatItMayNotAndSurvivesItsTarget() throws Exception {
        try (InitiatorSession session = session(false)) {
            Fault readOnly = catchThrowableOfType(Fault.class, () -> session.write(0, new byte[512], soon()));
            assertThat(readOnly.kind()).isEqualTo(ErrorKind.REJECTED);
            Fault beyond = catchThrowableOfType(Fault.class, () -> session.read(session.blocks(soon()) - 1, 2, soon()));
            assertThat(beyond.kind()).isEqualTo(ErrorKind.REJECTED);
            stop();
            Fault lost = catchThrowableOfType(Fault.class, () -> session.read(0, 1, soon()));
            assertThat(lost.phase()).isEqualTo(FaultPhase.UNANSWERED);
            Fault gone = catchThrowableOfType(Fault.class, () -> session.read(0, 1, soon()));
            assertThat(gone).hasMessageContaining("the session was given up");
        }
        assertThat(threads()).isEmpty();
    }

    private static List<Thread> threads() throws InterruptedException {
        List<Thread> ours = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("quorate-jscsi"))
                .toList();
        for (Thread thread : ours) {
            thread.join(5_000);
        }
        return ours.stream().filter(Thread::isAlive).toList();
    }
}
