package io.quorate.iscsi;

import static io.quorate.iscsi.QuorateInitiatorTest.TARGET;
import static io.quorate.iscsi.QuorateInitiatorTest.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Consent;
import io.quorate.Deadline;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.RetrySettings;
import io.quorate.call.AuditRecord;
import io.quorate.error.QuorateException;
import io.quorate.iscsi.pdu.InitiatorPdu;
import io.quorate.iscsi.pdu.InitiatorPdu.LoginRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.LogoutRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.TargetPdu.ReadyToTransfer;
import io.quorate.nexenta.CutShort;
import io.quorate.nexenta.CutShort.Act;
import io.quorate.nexenta.CutShort.Ended;
import io.quorate.san.IscsiClient;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who waits for a target is let go at once, wherever it waits, and nothing is left behind. */
class IscsiCutShortTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String NAA = "600144F0C0FFEE000000000000000001";
    private static final byte[] BLOCK = new byte[512];

    /** Where a call waits. */
    enum Moment {
        CONNECT,
        LOGIN_ANSWER_IS_AWAITED,
        LOGIN_ANSWER_STOPS_IN_THE_MIDDLE,
        DISCOVERY_IS_AWAITED,
        FIRST_ANSWER_IS_AWAITED,
        ANSWER_STOPS_IN_THE_MIDDLE,
        DATA_COMES_DROP_BY_DROP,
        REQUEST_FOR_DATA_IS_AWAITED,
        STATUS_OF_A_WRITE_IS_AWAITED,
        LOGOUT_IS_AWAITED,
        BACKOFF_WHILE_IT_IS_BUSY;

        private void run(FakeTarget.Peer peer, AtomicInteger stuck) throws Exception {
            switch (this) {
                case LOGIN_ANSWER_IS_AWAITED -> silent(peer, stuck);
                case LOGIN_ANSWER_STOPS_IN_THE_MIDDLE -> {
                    LoginRequest request = (LoginRequest) peer.receive();
                    byte[] answer =
                            peer.response(request, true, List.of()).toPdu().frame(false, false);
                    peer.out.write(answer, 0, 20);
                    silent(peer, stuck);
                }
                case BACKOFF_WHILE_IT_IS_BUSY -> peer.send(peer.refusal((LoginRequest) peer.receive(), 3, 1));
                default -> {
                    peer.login(Map.of());
                    serve(peer, stuck);
                }
            }
        }

        private void serve(FakeTarget.Peer peer, AtomicInteger stuck) throws Exception {
            if (this == DISCOVERY_IS_AWAITED) {
                silent(peer, stuck);
            }
            if (this == LOGOUT_IS_AWAITED) {
                untilLogout(peer, stuck);
            }
            while (true) {
                ScsiCommand command = peer.command();
                int code = command.cdb()[0] & 0xff;
                boolean writes = code == 0x2a;
                if (this == FIRST_ANSWER_IS_AWAITED || writes && this == REQUEST_FOR_DATA_IS_AWAITED) {
                    silent(peer, stuck);
                }
                if (code == 0x28 && this == ANSWER_STOPS_IN_THE_MIDDLE) {
                    peer.out.write(new byte[] {0x25, 0, 0, 0, 0, 0});
                    silent(peer, stuck);
                }
                if (code == 0x28 && this == DATA_COMES_DROP_BY_DROP) {
                    stuck.incrementAndGet();
                    while (true) {
                        peer.out.write(0x25);
                        Thread.sleep(200);
                    }
                }
                if (writes) {
                    peer.collect(command, 65536);
                    silent(peer, stuck);
                }
                answer(peer, command, code);
            }
        }

        private static void answer(FakeTarget.Peer peer, ScsiCommand command, int code) throws Exception {
            byte[] cdb = command.cdb();
            switch (code) {
                case 0x00 -> peer.good(command);
                case 0x12 -> {
                    byte[] data = (cdb[1] & 1) == 0
                            ? Arrays.copyOf(new byte[] {0, 0, 6, 2, 31}, 36)
                            : cdb[2] == 0
                                    ? new byte[] {0, 0, 0, 2, 0, (byte) 0x83}
                                    : ByteBuffer.allocate(24)
                                            .put(new byte[] {0, (byte) 0x83, 0, 20, 1, 3, 0, 16})
                                            .put(HexFormat.of().parseHex(NAA))
                                            .array();
                    peer.data(command, data, 512);
                }
                case 0x25 ->
                    peer.data(
                            command,
                            ByteBuffer.allocate(8).putInt(2047).putInt(512).array(),
                            8);
                case 0x28 -> peer.data(command, BLOCK, 512);
                default -> peer.sense(command, 5, 0x20, 0);
            }
        }

        private static void untilLogout(FakeTarget.Peer peer, AtomicInteger stuck) throws Exception {
            while (true) {
                InitiatorPdu unit = peer.receive();
                if (unit instanceof LogoutRequest) {
                    silent(peer, stuck);
                }
                peer.answer(unit);
            }
        }

        /** Says nothing more until the connection ends. */
        private static void silent(FakeTarget.Peer peer, AtomicInteger stuck) throws Exception {
            stuck.incrementAndGet();
            while (peer.in.read() >= 0) {}
            throw new EOFException();
        }

        void call(IscsiClient iscsi) {
            switch (this) {
                case DISCOVERY_IS_AWAITED, LOGOUT_IS_AWAITED -> iscsi.discover(); // a session of its own
                case REQUEST_FOR_DATA_IS_AWAITED, STATUS_OF_A_WRITE_IS_AWAITED ->
                    iscsi.write(TARGET, 0, 0, new byte[512 * 1024], Consent.to(NAA, "test"));
                default -> iscsi.read(TARGET, 0, 0, 1);
            }
        }

        Predicate<Thread> waits(AtomicInteger stuck) {
            return switch (this) {
                case CONNECT -> CutShort.inside("Socket", "connect");
                case BACKOFF_WHILE_IT_IS_BUSY -> CutShort.inside("SystemRuntime", "sleep");
                default -> thread -> stuck.get() > 0;
            };
        }

        boolean writes() {
            return this == REQUEST_FOR_DATA_IS_AWAITED || this == STATUS_OF_A_WRITE_IS_AWAITED;
        }
    }

    /** Without the sweep every other moment, with one of the acts each. */
    static Stream<Arguments> momentsAndActs() {
        return Stream.of(Moment.values())
                .flatMap(moment -> Stream.of(Act.values())
                        .filter(act -> Boolean.getBoolean("quorate.sweep") || moment.ordinal() % 4 == 2 * act.ordinal())
                        .map(act -> Arguments.of(moment, act)));
    }

    @ParameterizedTest(name = "{1} while {0}")
    @MethodSource("momentsAndActs")
    @DisplayName("a call that is cut short ends within a second, tells the truth and leaves nothing")
    void cutShort(Moment moment, Act act) throws Exception {
        Duration took = LONG;
        for (int i = 0; i < CutShort.TRIES && took.compareTo(CutShort.SOON) > 0; i++) {
            took = play(moment, act);
        }
        assertThat(took).isLessThanOrEqualTo(CutShort.SOON);
    }

    private static Duration play(Moment moment, Act act) throws Exception {
        List<AuditRecord> audit = new CopyOnWriteArrayList<>();
        AtomicInteger stuck = new AtomicInteger();
        Duration took;
        try (CutShort.Deaf deaf = new CutShort.Deaf();
                FakeTarget fake = new FakeTarget(peer -> moment.run(peer, stuck))) {
            int port = moment == Moment.CONNECT ? deaf.port() : fake.portal().port();
            Quorate quorate = Quorate.builder()
                    .runtime(QuorateRuntime.system())
                    .retry(RetrySettings.defaults().withDelays(LONG, LONG))
                    .audit(audit::add)
                    .endpoint("san", "iscsi://127.0.0.1:" + port, spec -> spec.option("access", "read-write"))
                    .build();
            try (quorate) {
                Ended ended = CutShort.play(
                        quorate::close, () -> moment.call(quorate.iscsi("san")), moment.waits(stuck), act);

                took = ended.took();
                assertThat(ended.flag()).isEqualTo(act == Act.INTERRUPT);
                if (moment == Moment.LOGOUT_IS_AWAITED) {
                    assertThat(ended.failure()).as("what was read is read").isNull();
                } else {
                    assertThat(ended.failure())
                            .isInstanceOf(QuorateException.class)
                            .hasMessageContaining(
                                    act == Act.CLOSE
                                            ? "closed"
                                            : moment == Moment.BACKOFF_WHILE_IT_IS_BUSY ? "" : "interrupted");
                }
            }
            CutShort.assertAudited(audit);
            assertThat(audit).hasSize(moment.writes() ? 2 : 0);
            assertThat(CutShort.eventually(() -> fake.open.get() == 0))
                    .as("sessions at the target")
                    .isTrue();
            assertThat(fake.connections()).isLessThanOrEqualTo(moment.writes() ? 2 : 1);
        }
        assertThat(CutShort.eventually(() -> CutShort.ourThreads().isEmpty()))
                .as(() -> CutShort.ourThreads().toString())
                .isTrue();
        return took;
    }

    @ParameterizedTest
    @EnumSource(Act.class)
    @DisplayName("a write that a target does not read ends within a second")
    void cutShort_whileTheSocketIsFull(Act act) throws Exception {
        Duration took = LONG;
        for (int i = 0; i < CutShort.TRIES && took.compareTo(CutShort.SOON) > 0; i++) {
            took = playFull(act);
        }
        assertThat(took).isLessThanOrEqualTo(CutShort.SOON);
    }

    private static Duration playFull(Act act) throws Exception {
        int length = 32 << 20;
        byte[] cdb = {(byte) 0x8a, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};
        QuorateRuntime runtime = QuorateRuntime.system();
        Initiator initiator = new QuorateInitiatorProvider().open(runtime);
        Ended ended;
        try (FakeTarget fake = new FakeTarget(4096, peer -> {
            peer.login(Map.of());
            ScsiCommand command = peer.command();
            int sn = 0;
            for (int at = command.data().length; at < length; ) {
                int some = Math.min(1 << 20, length - at);
                peer.send(new ReadyToTransfer(
                        0, command.taskTag(), sn, peer.statSn, peer.expCmdSn, peer.maxCmdSn(), sn++, at, some));
                at += some;
            }
            Thread.sleep(120_000);
        })) {
            Deadline deadline = Deadline.in(Duration.ofMinutes(2), runtime);
            InitiatorSession session = initiator.login(login(fake.portal(), true), deadline);
            ended = CutShort.play(
                    initiator::close,
                    () -> session.execute(cdb, new byte[length], 0, deadline),
                    thread -> CutShort.inside("Wire", "send").test(thread) && fake.seen.size() > 1,
                    act);
            session.close();
        }
        initiator.close();
        assertThat(ended.failure()).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
            assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
        });
        assertThat(ended.flag()).isEqualTo(act == Act.INTERRUPT);
        assertThat(CutShort.eventually(() -> CutShort.ourThreads().isEmpty())).isTrue();
        return ended.took();
    }
}
