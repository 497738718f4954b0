package io.quorate.iscsi;

import static io.quorate.iscsi.QuorateInitiatorTest.TARGET;
import static io.quorate.iscsi.QuorateInitiatorTest.login;
import static io.quorate.iscsi.QuorateInitiatorTest.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Secret;
import io.quorate.iscsi.pdu.InitiatorPdu.LoginRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.TargetPdu.DataIn;
import io.quorate.iscsi.pdu.TargetPdu.NopIn;
import io.quorate.iscsi.pdu.TargetPdu.ReadyToTransfer;
import io.quorate.iscsi.pdu.TargetPdu.Residual;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Targets that are silent, drip, close or lie, on the real clock. No wait that is asked for ends after the deadline, and these targets go on
 * for ever, so that nothing but the deadline ends the call.
 */
class QuorateInitiatorDeadlineTest {
    private static final Duration TIME = Duration.ofMillis(300);

    /** Sockets wait for whole milliseconds, and a busy machine may pause between reading the clock and asking for a wait. */
    private static final Duration SLACK = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final byte[] READ = {0x28, 0, 0, 0, 0, 0, 0, 0, 1, 0};
    private static final byte[] WRITE = {(byte) 0x8a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};

    private final AskedWaits waits = new AskedWaits();
    private final Initiator initiator = new QuorateInitiatorProvider().open(waits);

    private interface Attempt {
        void run(Deadline deadline) throws Exception;
    }

    /** Runs into the deadline. What a busy machine adds to it is not counted. */
    private void endsInTime(ErrorKind kind, FaultPhase phase, Attempt attempt) {
        // What ends by itself, and not by the deadline, gets all the time that a busy machine needs for it.
        endsInTime(kind == ErrorKind.DEADLINE_EXCEEDED ? TIME : PATIENCE, kind, phase, attempt);
    }

    private void endsInTime(Duration time, ErrorKind kind, FaultPhase phase, Attempt attempt) {
        long start = System.nanoTime();
        Deadline deadline = waits.deadline(time);

        Fault fault = catchThrowableOfType(Fault.class, () -> attempt.run(deadline));

        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(fault).isNotNull();
        assertThat(fault.kind()).as(fault.getMessage()).isEqualTo(kind);
        assertThat(fault.phase()).as(fault.getMessage()).isEqualTo(phase);
        assertThat(waits.beyond()).isLessThanOrEqualTo(SLACK);
        assertThat(took).isLessThan(time.plus(PATIENCE));
        if (kind == ErrorKind.DEADLINE_EXCEEDED) {
            assertThat(took).isGreaterThanOrEqualTo(time);
        }
    }

    private void loginEnds(ErrorKind kind, FaultPhase phase, FakeTarget.Script script) throws Exception {
        try (FakeTarget fake = new FakeTarget(script)) {
            endsInTime(kind, phase, deadline -> initiator.login(login(fake.portal(), true), deadline));
        }
    }

    /** Logs in for as long as it takes, then runs a command into the deadline. */
    private void commandEnds(ErrorKind kind, FaultPhase phase, byte[] cdb, int out, FakeTarget.Script script)
            throws Exception {
        try (FakeTarget fake = new FakeTarget(4096, peer -> {
            peer.login(Map.of());
            script.run(peer);
        })) {
            InitiatorSession session = initiator.login(login(fake.portal(), true), soon());
            endsInTime(kind, phase, deadline -> session.execute(cdb, new byte[out], out > 0 ? 0 : 512, deadline));
            fake.sever();
            session.close();
        }
    }

    @Test
    void connect_whenNobodyTakesTheConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> fill = new ArrayList<>();
            try {
                for (int i = 0; i < 8; i++) { // the queue takes a few, then the kernel drops what asks for more
                    Socket socket = new Socket();
                    fill.add(socket);
                    socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 100);
                }
            } catch (java.net.SocketTimeoutException full) {
                assertThat(full).hasMessageContaining("timed out");
            }
            Portal portal = Portal.of(server.getInetAddress().getHostAddress(), server.getLocalPort());
            endsInTime(
                    ErrorKind.DEADLINE_EXCEEDED,
                    FaultPhase.NEVER_SENT,
                    deadline -> initiator.login(login(portal, true), deadline));
            for (Socket socket : fill) {
                socket.close();
            }
        }
    }

    @Test
    void login_whenTheTargetIsSilent() throws Exception {
        loginEnds(ErrorKind.DEADLINE_EXCEEDED, FaultPhase.NEVER_SENT, peer -> {
            while (peer.in.read() >= 0) {}
        });
    }

    @Test
    void login_whenTheTargetDrips() throws Exception {
        loginEnds(ErrorKind.DEADLINE_EXCEEDED, FaultPhase.NEVER_SENT, peer -> {
            LoginRequest request = (LoginRequest) peer.receive();
            drip(peer, peer.response(request, true, List.of()).toPdu().frame(false, false));
        });
    }

    @Test
    void login_whenTheTargetCloses() throws Exception {
        loginEnds(ErrorKind.UNREACHABLE, FaultPhase.NEVER_SENT, FakeTarget.Peer::receive);
    }

    @Test
    void login_whenTheTargetLies() throws Exception {
        loginEnds(ErrorKind.BAD_REPLY, FaultPhase.LASTING, peer -> {
            LoginRequest request = (LoginRequest) peer.receive();
            while (true) {
                peer.send(peer.response(request, false, List.of()));
            }
        });
    }

    @Test
    void logout_whenTheTargetIsSilent_isNotWaitedForBeyondTheDeadline() throws Exception {
        AtomicBoolean loggedIn = new AtomicBoolean();
        try (FakeTarget fake = new FakeTarget(peer -> {
            peer.login(Map.of());
            while (peer.in.read() >= 0) {}
        })) {
            waits.holdUntil(loggedIn::get);
            endsInTime(Duration.ofSeconds(1), ErrorKind.BUSY, FaultPhase.TRANSIENT, deadline -> {
                InitiatorSession session = initiator.login(login(fake.portal(), true), deadline);
                loggedIn.set(true);
                session.close();
                throw Fault.passing(ErrorKind.BUSY).because("the test's own");
            });
        }
    }

    @Test
    void read_whenTheTargetIsSilent() throws Exception {
        commandEnds(ErrorKind.DEADLINE_EXCEEDED, FaultPhase.UNANSWERED, READ, 0, peer -> {
            while (peer.in.read() >= 0) {}
        });
    }

    @Test
    void read_whenTheTargetDrips() throws Exception {
        commandEnds(ErrorKind.DEADLINE_EXCEEDED, FaultPhase.UNANSWERED, READ, 0, peer -> {
            ScsiCommand command = peer.command();
            drip(peer, data(peer, command, 0, new byte[512]).frame(false, false));
        });
    }

    @Test
    void read_whenTheTargetDripsWholeUnits() throws Exception {
        commandEnds(ErrorKind.DEADLINE_EXCEEDED, FaultPhase.UNANSWERED, READ, 0, peer -> {
            ScsiCommand command = peer.command();
            for (int i = 0; i < 512; i++) {
                peer.out.write(data(peer, command, i, new byte[1]).frame(false, false));
                Thread.sleep(20);
            }
            untilClosed();
        });
    }

    @Test
    void read_whenTheTargetClosesInsideADataSegment() throws Exception {
        commandEnds(ErrorKind.UNREACHABLE, FaultPhase.UNANSWERED, READ, 0, peer -> {
            byte[] frame = data(peer, peer.command(), 0, new byte[512]).frame(false, false);
            peer.out.write(frame, 0, 300);
        });
    }

    @Test
    void read_whenTheTargetLiesAboutALength() throws Exception {
        commandEnds(ErrorKind.BAD_REPLY, FaultPhase.LASTING, READ, 0, peer -> {
            byte[] frame = data(peer, peer.command(), 0, new byte[512]).frame(false, false);
            frame[5] = 0x7f;
            peer.out.write(frame);
            while (peer.in.read() >= 0) {}
        });
    }

    @Test
    void write_whenTheTargetPingsForEver_withoutReading() throws Exception {
        commandEnds(ErrorKind.DEADLINE_EXCEEDED, FaultPhase.UNANSWERED, WRITE, 512, peer -> {
            ScsiCommand command = peer.command();
            byte[] ping = new NopIn(0, Pdu.NO_TAG, 1, peer.statSn, peer.expCmdSn, peer.maxCmdSn(), new byte[262144])
                    .toPdu()
                    .frame(false, false);
            for (int i = 0; i < 200; i++) {
                peer.out.write(ping);
            }
            assertThat(command.taskTag()).isPositive();
            untilClosed();
        });
    }

    @Test
    void write_whenTheTargetDoesNotRead() throws Exception {
        int length = 32 << 20;
        commandEnds(ErrorKind.DEADLINE_EXCEEDED, FaultPhase.UNANSWERED, WRITE, length, peer -> {
            ScsiCommand command = peer.command();
            int sn = 0;
            for (int at = command.data().length; at < length; ) {
                int some = Math.min(1 << 20, length - at);
                peer.send(new ReadyToTransfer(
                        0, command.taskTag(), sn, peer.statSn, peer.expCmdSn, peer.maxCmdSn(), sn++, at, some));
                at += some;
            }
            untilClosed();
        });
    }

    @Test
    void write_whenTheTargetDrops_isUnanswered_notFailed() throws Exception {
        commandEnds(ErrorKind.UNREACHABLE, FaultPhase.UNANSWERED, WRITE, 512, FakeTarget.Peer::command);
    }

    @Test
    void write_whenTheTargetLies_isUnanswered() throws Exception {
        commandEnds(ErrorKind.BAD_REPLY, FaultPhase.UNANSWERED, WRITE, 512, peer -> {
            peer.statSn += 5;
            peer.good(peer.command());
            while (peer.in.read() >= 0) {}
        });
    }

    @Test
    void close_whenTheTargetIsSilent_takesTwoSeconds() throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
            peer.login(Map.of());
            while (peer.in.read() >= 0) {}
        })) {
            InitiatorSession session = initiator.login(login(fake.portal(), true), soon());
            waits.deadline(Duration.ofSeconds(2));
            long start = System.nanoTime();
            session.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(1990), PATIENCE);
            assertThat(waits.lengths()).isNotEmpty().allMatch(it -> it.compareTo(Duration.ofSeconds(2)) <= 0);
        }
    }

    @Test
    void faults_showNoSecret() throws Exception {
        String secret = "incoming12345";
        Credentials.Chap chap = new Credentials.Chap("in", Secret.of(secret), "out", Secret.of(secret));
        InitiatorLogin same = new InitiatorLogin(
                Portal.of("127.0.0.1"), Iqn.of("iqn.2026-01.io.quorate:h"), TARGET, chap, false, false, 0, true);
        Fault fault = catchThrowableOfType(Fault.class, () -> initiator.login(same, soon()));
        assertThat(fault.kind()).isEqualTo(ErrorKind.REJECTED);
        assertThat(fault.getMessage()).contains("the same CHAP secret").doesNotContain(secret);
        assertThat(same.toString()).doesNotContain(secret);
    }

    /** Keeps a connection open without a word; the end of the target interrupts it. */
    private static void untilClosed() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private static void drip(FakeTarget.Peer peer, byte[] bytes) throws Exception {
        for (byte b : bytes) {
            peer.out.write(b);
            Thread.sleep(20);
        }
        untilClosed();
    }

    private static Pdu data(FakeTarget.Peer peer, ScsiCommand command, int at, byte[] data) {
        return new DataIn(
                        false,
                        false,
                        false,
                        Residual.NONE,
                        0,
                        0,
                        command.taskTag(),
                        Pdu.NO_TAG,
                        0,
                        peer.expCmdSn,
                        peer.maxCmdSn(),
                        at,
                        at,
                        data)
                .toPdu();
    }
}
