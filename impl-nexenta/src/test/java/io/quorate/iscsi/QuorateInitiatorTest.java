package io.quorate.iscsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.iscsi.pdu.InitiatorPdu.LoginRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.LogoutRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.NopOut;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.TargetPdu.AsyncMessage;
import io.quorate.iscsi.pdu.TargetPdu.NopIn;
import io.quorate.iscsi.pdu.TargetPdu.Reject;
import io.quorate.iscsi.pdu.TextPair;
import io.quorate.iscsi.scsi.ScsiRequest;
import io.quorate.san.DiscoveredTarget;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorateInitiatorTest {
    static final QuorateRuntime RUNTIME = QuorateRuntime.system();
    static final Iqn TARGET = Iqn.of("iqn.2026-01.io.quorate:t1");
    private final Initiator initiator = new QuorateInitiatorProvider().open(RUNTIME);

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10), RUNTIME);
    }

    static InitiatorLogin login(Portal portal, boolean writable) {
        return new InitiatorLogin(
                portal, Iqn.of("iqn.2026-01.io.quorate:host1"), TARGET, null, false, false, 0, writable);
    }

    static InitiatorLogin digests(Portal portal) {
        return new InitiatorLogin(portal, Iqn.of("iqn.2026-01.io.quorate:host1"), TARGET, null, true, true, 300, true);
    }

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void provider_isFoundAsQuorate() {
        assertThat(ServiceLoader.load(InitiatorProvider.class))
                .extracting(InitiatorProvider::name)
                .contains("quorate");
    }

    @Test
    void discover_namesTargetsAndPortals() throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
            peer.login(Map.of());
            peer.serve(new byte[512]);
        })) {
            List<DiscoveredTarget> found = initiator.discover(login(fake.portal(), false), soon());
            assertThat(found)
                    .containsExactly(
                            new DiscoveredTarget(TARGET, List.of(fake.portal(), Portal.of("2001:db8::1", 3261))),
                            new DiscoveredTarget(Iqn.of("iqn.2026-01.io.quorate:t2"), List.of(fake.portal())));
            assertThat(fake.seen).last().isInstanceOf(LogoutRequest.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Yes, No, 262144",
        "Yes, Yes, 262144",
        "No, Yes, 262144",
        "No, No, 4096",
        "Yes, Yes, 512",
        "Yes, No, 65536"
    })
    void writeAndRead_moveEveryByte_whateverWasAgreed(String immediate, String initialR2t, String maxData)
            throws Exception {
        byte[] disk = new byte[4 << 20];
        Map<String, String> answers =
                Map.of("ImmediateData", immediate, "InitialR2T", initialR2t, "MaxRecvDataSegmentLength", maxData);
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(answers);
                    peer.serve(disk);
                });
                InitiatorSession session = initiator.login(login(fake.portal(), true), soon())) {
            assertThat(session.blockSize(soon())).isEqualTo(512);
            assertThat(session.blocks(soon())).isEqualTo(8192);
            byte[] noise = noise(3_000_320 / 512 * 512);
            session.write(17, noise, soon());
            assertThat(session.read(17, noise.length / 512, soon())).isEqualTo(noise);
            assertThat(session.read(0, 17, soon())).containsOnly(0);
        }
    }

    @Test
    void digests_coverHeadersAndData_whenAgreed() throws Exception {
        byte[] disk = new byte[1 << 20];
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    assertThat(peer.agreed)
                            .containsEntry("HeaderDigest", "CRC32C")
                            .containsEntry("DataDigest", "CRC32C");
                    peer.serve(disk);
                });
                InitiatorSession session = initiator.login(digests(fake.portal()), soon())) {
            byte[] noise = noise(512 * 999);
            session.write(1, noise, soon());
            assertThat(session.read(1, 999, soon())).isEqualTo(noise);
            assertThat(fake.seen)
                    .filteredOn(unit -> unit instanceof ScsiCommand)
                    .allSatisfy(unit -> assertThat(((ScsiCommand) unit).lun()).isEqualTo(0x412cL << 48));
        }
    }

    @Test
    void wrongDigest_isABadReply() throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    ScsiCommand command = peer.command();
                    peer.headerDigest = false;
                    peer.dataDigest = false;
                    peer.good(command);
                    peer.good(command);
                    peer.receive();
                });
                InitiatorSession session = initiator.login(digests(fake.portal()), soon())) {
            assertFault(() -> session.blocks(soon()), ErrorKind.BAD_REPLY, FaultPhase.LASTING, null);
        }
    }

    @Test
    void readOnlySession_refusesToWriteAndToReserve_beforeAnythingIsSent() throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    peer.serve(new byte[512]);
                });
                InitiatorSession session = initiator.login(login(fake.portal(), false), soon())) {
            assertFault(
                    () -> session.write(0, new byte[512], soon()), ErrorKind.UNSUPPORTED, FaultPhase.NEVER_SENT, null);
            ScsiRequest register = ScsiRequest.register(0, 1);
            assertFault(
                    () -> session.execute(register.cdb(), register.out(), 0, soon()),
                    ErrorKind.UNSUPPORTED,
                    FaultPhase.NEVER_SENT,
                    null);
            assertThat(fake.seen).noneMatch(unit -> unit instanceof ScsiCommand);
        }
    }

    @Test
    void unitAttentionOfAReset_isAskedAgain_othersAreShown() throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    peer.sense(peer.command(), 6, 0x29, 1);
                    peer.sense(peer.command(), 6, 0x29, 7);
                    peer.good(peer.command());
                    peer.sense(peer.command(), 6, 0x2a, 3);
                    for (int i = 0; i < 5; i++) {
                        peer.sense(peer.command(), 6, 0x29, 0);
                    }
                    peer.receive();
                });
                InitiatorSession session = initiator.login(login(fake.portal(), true), soon())) {
            ScsiRequest ready = ScsiRequest.testUnitReady();
            assertThat(session.execute(ready.cdb(), ready.out(), 0, soon()).status())
                    .isZero();
            ScsiReply preempted = session.execute(ready.cdb(), ready.out(), 0, soon());
            assertThat(preempted.sense()).isNotNull();
            assertThat(ScsiFaults.of("x", preempted).code()).isEqualTo("sense 6/2A/03");
            ScsiReply last = session.execute(ready.cdb(), ready.out(), 0, soon());
            assertThat(ScsiFaults.of("x", last).code()).isEqualTo("sense 6/29/00");
        }
    }

    @Test
    void pings_areAnsweredWhileACommandRuns() throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    ScsiCommand command = peer.command();
                    peer.send(new NopIn(
                            5, Pdu.NO_TAG, 99, peer.statSn, peer.expCmdSn, peer.maxCmdSn(), new byte[] {1, 2, 3}));
                    NopOut pong = (NopOut) peer.receive();
                    assertThat(pong.transferTag()).isEqualTo(99);
                    assertThat(pong.taskTag()).isEqualTo(Pdu.NO_TAG);
                    assertThat(pong.lun()).isEqualTo(5);
                    assertThat(pong.immediate()).isTrue();
                    assertThat(pong.data()).containsExactly(1, 2, 3);
                    peer.good(command);
                    peer.serve(new byte[512]);
                });
                InitiatorSession session = initiator.login(login(fake.portal(), false), soon())) {
            ScsiRequest ready = ScsiRequest.testUnitReady();
            assertThat(session.execute(ready.cdb(), ready.out(), 0, soon()).status())
                    .isZero();
            assertThat(session.blocks(soon())).isEqualTo(1);
        }
    }

    @Test
    void closedWindow_holdsTheCommandBack_untilItOpens() throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.window = 1;
                    peer.login(Map.of());
                    ScsiCommand first = peer.command();
                    peer.window = 0;
                    peer.good(first);
                    peer.window = 1;
                    // the window opens by a ping only
                    peer.send(new NopIn(
                            0, Pdu.NO_TAG, Pdu.NO_TAG, peer.statSn, peer.expCmdSn, peer.maxCmdSn(), new byte[0]));
                    ScsiCommand second = peer.command();
                    peer.window = 0;
                    peer.good(second);
                    peer.receive();
                });
                InitiatorSession session = initiator.login(login(fake.portal(), true), soon())) {
            ScsiRequest ready = ScsiRequest.testUnitReady();
            assertThat(session.execute(ready.cdb(), ready.out(), 0, soon()).status())
                    .isZero();
            assertThat(session.execute(ready.cdb(), ready.out(), 0, soon()).status())
                    .isZero();
            assertFault(
                    () -> session.execute(ready.cdb(), ready.out(), 0, Deadline.in(Duration.ofMillis(100), RUNTIME)),
                    ErrorKind.DEADLINE_EXCEEDED,
                    FaultPhase.NEVER_SENT,
                    null);
        }
    }

    @Test
    void logoutRequest_endsTheSession_afterTheCommand() throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    ScsiCommand command = peer.command();
                    peer.send(new AsyncMessage(
                            0, peer.statSn++, peer.expCmdSn, peer.maxCmdSn(), 1, 0, 0, 0, 5, new byte[0]));
                    peer.good(command);
                    peer.serve(new byte[512]);
                });
                InitiatorSession session = initiator.login(login(fake.portal(), false), soon())) {
            ScsiRequest ready = ScsiRequest.testUnitReady();
            assertThat(session.execute(ready.cdb(), ready.out(), 0, soon()).status())
                    .isZero();
            assertFault(() -> session.blocks(soon()), ErrorKind.UNREACHABLE, FaultPhase.NEVER_SENT, null);
            assertThat(fake.seen).last().isInstanceOf(LogoutRequest.class);
        }
    }

    @Test
    void droppedSession_leavesAWriteUnanswered() throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    peer.command();
                    peer.send(new AsyncMessage(
                            0, peer.statSn++, peer.expCmdSn, peer.maxCmdSn(), 3, 0, 0, 0, 5, new byte[0]));
                    peer.receive();
                });
                InitiatorSession session = initiator.login(login(fake.portal(), true), soon())) {
            ScsiRequest clear = ScsiRequest.clear(1);
            assertFault(
                    () -> session.execute(clear.cdb(), clear.out(), 0, soon()),
                    ErrorKind.UNREACHABLE,
                    FaultPhase.UNANSWERED,
                    null);
            assertFault(
                    () -> session.execute(clear.cdb(), clear.out(), 0, soon()),
                    ErrorKind.UNREACHABLE,
                    FaultPhase.NEVER_SENT,
                    null);
        }
    }

    @Test
    void rejectedCommand_isRejected() throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    ScsiCommand command = peer.command();
                    peer.send(new Reject(
                            5,
                            peer.statSn++,
                            peer.expCmdSn,
                            peer.maxCmdSn(),
                            0,
                            command.toPdu().header()));
                    peer.serve(new byte[512]);
                });
                InitiatorSession session = initiator.login(login(fake.portal(), true), soon())) {
            ScsiRequest clear = ScsiRequest.clear(1);
            assertFault(
                    () -> session.execute(clear.cdb(), clear.out(), 0, soon()),
                    ErrorKind.REJECTED,
                    FaultPhase.LASTING,
                    "reject 0x05");
            assertThat(session.blocks(soon())).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, ACCESS_DENIED, LASTING",
        "2, 2, ACCESS_DENIED, LASTING",
        "2, 3, NOT_FOUND, LASTING",
        "2, 6, BUSY, REFUSED",
        "2, 11, REJECTED, LASTING",
        "3, 1, BUSY, REFUSED",
        "9, 9, BAD_REPLY, LASTING"
    })
    void refusedLogin_saysWhy(int statusClass, int detail, ErrorKind kind, FaultPhase phase) throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
            LoginRequest request = (LoginRequest) peer.receive();
            peer.send(peer.refusal(request, statusClass, detail));
            peer.receive();
        })) {
            String code = kind == ErrorKind.BAD_REPLY ? null : "login " + statusClass + "/" + detail;
            assertFault(() -> initiator.login(login(fake.portal(), true), soon()), kind, phase, code);
        }
    }

    @Test
    void redirection_isFollowed_atMostTwice() throws Exception {
        try (FakeTarget there = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    peer.serve(new byte[1024]);
                });
                FakeTarget here = new FakeTarget(peer -> {
                    LoginRequest request = (LoginRequest) peer.receive();
                    peer.send(peer.refusal(request, 1, 1, new TextPair("TargetAddress", there.portal() + ",1")));
                    peer.receive();
                })) {
            try (InitiatorSession session = initiator.login(login(here.portal(), true), soon())) {
                assertThat(session.blocks(soon())).isEqualTo(2);
            }
        }
        Portal[] self = new Portal[1];
        try (FakeTarget circle = new FakeTarget(peer -> {
            LoginRequest request = (LoginRequest) peer.receive();
            peer.send(peer.refusal(request, 1, 2, new TextPair("TargetAddress", self[0].toString())));
            peer.receive();
        })) {
            self[0] = circle.portal();
            assertFault(
                    () -> initiator.login(login(circle.portal(), true), soon()),
                    ErrorKind.REJECTED,
                    FaultPhase.LASTING,
                    "login 1/2");
            assertThat(circle.connections()).isEqualTo(3);
        }
    }

    @Test
    void nobodyListens_isNeverSent() throws Exception {
        try (Socket quiet = new Socket()) {
            quiet.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // bound, and does not listen
            Portal portal = Portal.of("127.0.0.1", quiet.getLocalPort());
            assertFault(
                    () -> initiator.login(login(portal, true), soon()),
                    ErrorKind.UNREACHABLE,
                    FaultPhase.NEVER_SENT,
                    null);
        }
    }

    @Test
    void thread_isGone_afterTheLastSessionIsClosed() throws Exception {
        List<Thread> others = guards();
        try (FakeTarget fake = new FakeTarget(peer -> {
            peer.login(Map.of());
            peer.serve(new byte[512]);
        })) {
            InitiatorSession one = initiator.login(login(fake.portal(), true), soon());
            InitiatorSession two = initiator.login(login(fake.portal(), true), soon());
            one.close();
            assertThat(two.blocks(soon())).isEqualTo(1);
            List<Thread> ours = new ArrayList<>(guards());
            ours.removeAll(others);
            assertThat(ours).hasSize(1);
            Thread guard = ours.get(0);
            assertThat(guard.isDaemon()).isTrue();
            two.close();
            two.close();
            guard.join(5000);
            assertThat(guard.isAlive()).isFalse();
            assertFault(() -> two.read(0, 1, soon()), ErrorKind.UNREACHABLE, FaultPhase.NEVER_SENT, null);
        }
    }

    static List<Thread> guards() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("quorate-iscsi-deadlines"))
                .toList();
    }

    static void assertFault(Runnable body, ErrorKind kind, FaultPhase phase, String code) {
        Fault fault = catchThrowableOfType(Fault.class, body::run);
        assertThat(fault).isNotNull();
        assertThat(fault.kind()).isEqualTo(kind);
        assertThat(fault.phase()).isEqualTo(phase);
        assertThat(fault.code()).isEqualTo(code);
    }
}
