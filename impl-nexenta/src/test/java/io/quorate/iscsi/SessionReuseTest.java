package io.quorate.iscsi;

import static io.quorate.iscsi.QuorateInitiatorTest.TARGET;
import static io.quorate.iscsi.QuorateInitiatorTest.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Consent;
import io.quorate.Deadline;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.RetrySettings;
import io.quorate.error.QuorateException;
import io.quorate.iscsi.FakeTarget.Peer;
import io.quorate.iscsi.pdu.InitiatorPdu;
import io.quorate.iscsi.pdu.InitiatorPdu.LogoutRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.NopOut;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.TargetPdu.AsyncMessage;
import io.quorate.iscsi.scsi.ScsiRequest;
import io.quorate.nexenta.CutShort;
import io.quorate.san.IscsiClient;
import io.quorate.san.Portal;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One log-in serves verbs that follow each other, and none is made worse by it. */
class SessionReuseTest {
    private static final String NAA = "600144F0C0FFEE000000000000000001";

    private final Clock clock = new Clock();
    private final AtomicInteger commands = new AtomicInteger();
    private byte[] disk = noise(64 * 512);

    /** The real world but for its clock, which moves when it is put forward and at no other time. */
    private static final class Clock extends RealWorld {
        private final AtomicLong ahead = new AtomicLong();

        /** Whether the target says nothing at the end: then it is not waited for as long as in the real world, and else longer. */
        private volatile boolean silent;

        void forward(Duration time) {
            ahead.addAndGet(time.toNanos());
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(ahead.get());
        }

        @Override
        public long nanos() {
            return ahead.get();
        }

        @Override
        public void sleep(Duration time) {
            throw new AssertionError("nothing is to be tried again after a while");
        }

        @Override
        public Duration patience(Duration atMost) {
            return silent ? atMost.dividedBy(20) : atMost.multipliedBy(20);
        }
    }

    private Quorate quorate(FakeTarget fake, String access) {
        return Quorate.builder()
                .runtime(clock)
                .retry(RetrySettings.never())
                .endpoint("san", "iscsi://127.0.0.1:" + fake.portal().port(), spec -> spec.option("access", access))
                .build();
    }

    private static void read(Quorate quorate) {
        quorate.iscsi("san").read(TARGET, 0, 0, 1);
    }

    private InitiatorLogin login(FakeTarget fake, boolean writable) {
        return QuorateInitiatorTest.login(fake.portal(), writable);
    }

    private Deadline soon() {
        return Deadline.in(Duration.ofMinutes(5), clock);
    }

    /** Serves commands, so many at most. */
    private void serve(Peer peer, int most) throws Exception {
        for (int i = 0; i < most; i++) {
            ScsiCommand command = peer.command();
            commands.incrementAndGet();
            byte[] cdb = command.cdb();
            switch (cdb[0] & 0xff) {
                case 0x12 ->
                    peer.data(
                            command,
                            (cdb[1] & 1) == 0
                                    ? Arrays.copyOf(new byte[] {0, 0, 6, 2, 31}, 36)
                                    : cdb[2] == 0
                                            ? new byte[] {0, 0, 0, 2, 0, (byte) 0x83}
                                            : ByteBuffer.allocate(24)
                                                    .put(new byte[] {0, (byte) 0x83, 0, 20, 1, 3, 0, 16})
                                                    .put(HexFormat.of().parseHex(NAA))
                                                    .array(),
                            512);
                case 0x25 ->
                    peer.data(
                            command,
                            ByteBuffer.allocate(8)
                                    .putInt(disk.length / 512 - 1)
                                    .putInt(512)
                                    .array(),
                            8);
                case 0x28 -> {
                    int at = ByteBuffer.wrap(cdb).getInt(2) * 512;
                    peer.data(command, Arrays.copyOfRange(disk, at, at + (int) command.expectedLength()), 65536);
                }
                case 0x2a -> {
                    byte[] data = peer.collect(command, 65536);
                    System.arraycopy(data, 0, disk, ByteBuffer.wrap(cdb).getInt(2) * 512, data.length);
                    peer.good(command);
                }
                case 0x00, 0x35, 0x5f -> peer.good(command);
                default -> peer.sense(command, 5, 0x20, 0);
            }
        }
    }

    private FakeTarget endless() throws Exception {
        return new FakeTarget(peer -> {
            peer.login(Map.of());
            serve(peer, Integer.MAX_VALUE);
        });
    }

    private static void silent(Peer peer) throws Exception {
        while (peer.in.read() >= 0) {}
        throw new EOFException();
    }

    private static List<InitiatorPdu> of(FakeTarget fake, Class<? extends InitiatorPdu> kind) {
        return fake.seen.stream().filter(kind::isInstance).toList();
    }

    @Test
    @DisplayName("verbs that read and write other units of one target share a log-in, which ends with the client")
    void verbs_shareALogin() throws Exception {
        try (FakeTarget fake = endless()) {
            try (Quorate quorate = quorate(fake, "read-write")) {
                IscsiClient iscsi = quorate.iscsi("san");
                byte[] data = noise(1024);
                iscsi.write(TARGET, 0, 3, data, Consent.to(NAA, "test"));
                assertThat(iscsi.read(TARGET, 0, 3, 2)).isEqualTo(data);
                iscsi.read(TARGET, 5, 0, 1);
                assertThat(iscsi.identify(TARGET, 7).naa().hex()).isEqualTo(NAA);
                assertThat(fake.connections()).isEqualTo(1);
                assertThat(of(fake, LogoutRequest.class)).isEmpty();
            }
            assertThat(of(fake, LogoutRequest.class)).hasSize(1);
            assertThat(CutShort.eventually(() -> fake.open.get() == 0)).isTrue();
        }
        assertThat(CutShort.eventually(() -> CutShort.ourThreads().isEmpty())).isTrue();
    }

    @Test
    @DisplayName("what a verb knew of the unit is asked again by the next: it may have grown")
    void capacity_isAskedByEachVerb() throws Exception {
        try (FakeTarget fake = endless();
                Quorate quorate = quorate(fake, "read-only")) {
            IscsiClient iscsi = quorate.iscsi("san");
            assertThatThrownBy(() -> iscsi.read(TARGET, 0, 64, 1)).hasMessageContaining("beyond the end");
            disk = noise(128 * 512);
            assertThat(iscsi.read(TARGET, 0, 64, 1)).hasSize(512);
            assertThat(fake.connections()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a target that dropped it while it rested is logged in to again, without a word of failure")
    void dropped_whileItRests() throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    serve(peer, 2);
                });
                Quorate quorate = quorate(fake, "read-only")) {
            read(quorate);
            assertThat(CutShort.eventually(() -> fake.open.get() == 0)).isTrue();
            read(quorate);
            assertThat(fake.connections()).isEqualTo(2);
            assertThat(commands).hasValue(4);
        }
    }

    @Test
    @DisplayName("a target that asked for a log-out while it rested gets one, and a log-in")
    void logoutWanted_whileItRests() throws Exception {
        clock.silent = true;
        CountDownLatch asked = new CountDownLatch(1);
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    serve(peer, 2);
                    peer.send(new AsyncMessage(
                            0, peer.statSn++, peer.expCmdSn, peer.maxCmdSn(), 3, 0, 0, 0, 5, new byte[0]));
                    asked.countDown();
                    silent(peer);
                });
                Quorate quorate = quorate(fake, "read-only")) {
            read(quorate);
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            read(quorate);
            assertThat(fake.connections()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("after more than a second it is pinged first")
    void rested_isPinged() throws Exception {
        try (FakeTarget fake = endless();
                Quorate quorate = quorate(fake, "read-only")) {
            read(quorate);
            read(quorate);
            assertThat(of(fake, NopOut.class)).isEmpty();
            clock.forward(Duration.ofMillis(1500));
            read(quorate);
            assertThat(of(fake, NopOut.class)).hasSize(1);
            assertThat(fake.connections()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("one that does not answer the ping is given up, long before the call's deadline")
    void rested_andSilent_isGivenUp() throws Exception {
        clock.silent = true;
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    serve(peer, 2);
                    silent(peer);
                });
                Quorate quorate = quorate(fake, "read-only")) {
            read(quorate);
            clock.forward(Duration.ofMillis(1500));
            read(quorate);
            assertThat(fake.connections()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("after five seconds it is logged out, though nobody asks")
    void rested_forLong_isLoggedOut() throws Exception {
        try (FakeTarget fake = endless();
                Quorate quorate = quorate(fake, "read-only")) {
            read(quorate);
            clock.forward(RestingConnections.LONGEST.plusMillis(1));
            assertThat(CutShort.eventually(() -> fake.open.get() == 0)).isTrue();
            assertThat(of(fake, LogoutRequest.class)).hasSize(1);
            read(quorate);
            assertThat(fake.connections()).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("a session is no older than a minute: whom a target admits may have changed")
    void old_isLoggedInAnew() throws Exception {
        try (FakeTarget fake = endless();
                Quorate quorate = quorate(fake, "read-only")) {
            for (int i = 0; i < 20; i++) {
                read(quorate);
                clock.forward(Duration.ofSeconds(4));
            }
            assertThat(fake.connections()).isBetween(2, 3);
        }
    }

    @Test
    @DisplayName("two who call at once have a session each, and both are kept")
    void twoAtOnce_haveASessionEach() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        AtomicInteger logins = new AtomicInteger();
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    logins.incrementAndGet();
                    both.countDown();
                    both.await(60, TimeUnit.SECONDS);
                    serve(peer, Integer.MAX_VALUE);
                });
                Quorate quorate = quorate(fake, "read-only")) {
            Thread[] threads = {new Thread(() -> read(quorate)), new Thread(() -> read(quorate))};
            for (Thread thread : threads) {
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(logins).hasValue(2);
            read(quorate);
            assertThat(logins).hasValue(2);
            assertThat(commands).hasValue(6);
        }
    }

    @Test
    @DisplayName("a session that may not write may not, though it goes on where one was that might")
    void readOnly_staysReadOnly() throws Exception {
        Initiator initiator = new QuorateInitiatorProvider().open(clock);
        try (FakeTarget fake = endless()) {
            try (InitiatorSession writes = initiator.session(login(fake, true), soon())) {
                writes.write(0, noise(512), soon());
            }
            try (InitiatorSession reads = initiator.session(login(fake, false), soon())) {
                assertThat(reads.read(0, 1, soon())).isEqualTo(noise(512));
                Fault fault = catchThrowableOfType(Fault.class, () -> reads.write(0, new byte[512], soon()));
                assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
                ScsiRequest register = ScsiRequest.register(0, 1);
                assertThat(catchThrowableOfType(
                                Fault.class, () -> reads.execute(register.cdb(), register.out(), 0, soon())))
                        .isNotNull();
            }
            assertThat(fake.connections()).isEqualTo(1);
            initiator.close();
        }
    }

    @Test
    @DisplayName(
            "a first command that changes something goes out over nothing that was not heard of just now, and once")
    void firstCommandThatChanges_isSentOnce() throws Exception {
        Initiator initiator = new QuorateInitiatorProvider().open(clock);
        AtomicInteger changes = new AtomicInteger();
        ScsiRequest register = ScsiRequest.register(0, 1);
        try (FakeTarget fake = new FakeTarget(peer -> {
            peer.login(Map.of());
            ScsiCommand first = peer.command();
            changes.addAndGet(first.write() ? 1 : 0);
            peer.good(first);
            // and gone
        })) {
            InitiatorLogin login = login(fake, true);
            try (InitiatorSession one = initiator.session(login, soon())) {
                one.execute(ScsiRequest.testUnitReady().cdb(), new byte[0], 0, soon());
            }
            assertThat(CutShort.eventually(() -> fake.open.get() == 0)).isTrue();
            try (InitiatorSession two = initiator.session(login, soon())) {
                assertThat(two.execute(register.cdb(), register.out(), 0, soon())
                                .status())
                        .isZero();
            }
            assertThat(changes).hasValue(1);
            assertThat(fake.connections()).isEqualTo(2);
            initiator.close();
        }
    }

    @Test
    @DisplayName("a write whose answer is lost is not sent again, old session or not")
    void lostWrite_isNotRepeated() throws Exception {
        Initiator initiator = new QuorateInitiatorProvider().open(clock);
        AtomicInteger writes = new AtomicInteger();
        try (FakeTarget fake = new FakeTarget(peer -> {
            peer.login(Map.of());
            while (true) {
                ScsiCommand command = peer.command();
                if (command.write()) {
                    writes.incrementAndGet();
                    return;
                }
                peer.data(command, ByteBuffer.allocate(8).putInt(63).putInt(512).array(), 8);
            }
        })) {
            InitiatorLogin login = login(fake, true);
            try (InitiatorSession one = initiator.session(login, soon())) {
                one.blocks(soon());
            }
            try (InitiatorSession two = initiator.session(login, soon())) {
                Fault fault = catchThrowableOfType(Fault.class, () -> two.write(0, noise(512), soon()));
                assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
            }
            assertThat(writes).hasValue(1);
            assertThat(fake.connections()).isEqualTo(1);
            initiator.close();
        }
    }

    @Test
    @DisplayName("other names, secrets and digests are other log-ins; a log-in that must be one is")
    void otherLogins_areNotShared() throws Exception {
        Initiator initiator = new QuorateInitiatorProvider().open(clock);
        try (FakeTarget fake = endless()) {
            InitiatorLogin plain = login(fake, false);
            InitiatorLogin digests = QuorateInitiatorTest.digests(fake.portal());
            InitiatorLogin another = new InitiatorLogin(
                    plain.portal(),
                    io.quorate.san.Iqn.of("iqn.2026-01.io.quorate:host2"),
                    TARGET,
                    null,
                    false,
                    false,
                    0,
                    false);
            for (int i = 0; i < 2; i++) {
                for (InitiatorLogin login : List.of(plain, digests, another)) {
                    initiator.session(login, soon()).close();
                }
            }
            assertThat(fake.connections()).isEqualTo(3);
            initiator.login(plain, soon()).close();
            assertThat(fake.connections()).isEqualTo(4);
            assertThat(of(fake, LogoutRequest.class)).hasSize(1);
            initiator.close();
            assertThat(of(fake, LogoutRequest.class)).hasSize(4);
        }
    }

    @Test
    @DisplayName("what was interrupted leaves no session to the next")
    void interrupted_isNotKept() throws Exception {
        clock.silent = true;
        AtomicInteger stuck = new AtomicInteger();
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    if (stuck.getAndIncrement() == 0) {
                        serve(peer, 1);
                        silent(peer);
                    }
                    serve(peer, Integer.MAX_VALUE);
                });
                Quorate quorate = quorate(fake, "read-only")) {
            CutShort.Ended ended = CutShort.play(
                    quorate::close, () -> read(quorate), thread -> commands.get() == 1, CutShort.Act.INTERRUPT);
            assertThat(ended.failure()).isInstanceOf(QuorateException.class).hasMessageContaining("interrupted");
            read(quorate);
            assertThat(fake.connections()).isEqualTo(2);
        }
    }

    /** What a call does when it is cut short. */
    enum Moment {
        PING,
        FLIGHT
    }

    @ParameterizedTest
    @EnumSource(CutShort.Act.class)
    @DisplayName("who waits for the answer to a ping, or for several commands, is let go within a second")
    void cutShort(CutShort.Act act) throws Exception {
        for (Moment moment : Moment.values()) {
            Duration took = Duration.ofDays(1);
            for (int i = 0; i < CutShort.TRIES && took.compareTo(CutShort.SOON) > 0; i++) {
                took = play(moment, act);
            }
            assertThat(took).as("%s", moment).isLessThanOrEqualTo(CutShort.SOON);
        }
    }

    private static Duration play(Moment moment, CutShort.Act act) throws Exception {
        QuorateRuntime real = QuorateRuntime.system();
        Initiator initiator = new QuorateInitiatorProvider().open(real);
        AtomicInteger stuck = new AtomicInteger();
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), real);
        try (FakeTarget fake = new FakeTarget(peer -> {
            peer.login(Map.of());
            while (true) {
                InitiatorPdu unit = peer.receive();
                if (unit instanceof ScsiCommand command && (command.cdb()[0] & 0xff) == 0x25) {
                    peer.expCmdSn = command.cmdSn() + 1;
                    peer.data(
                            command,
                            ByteBuffer.allocate(8).putInt(4095).putInt(512).array(),
                            8);
                } else if (unit instanceof ScsiCommand command && (command.cdb()[0] & 0xff) == 0x12) {
                    peer.expCmdSn = command.cmdSn() + 1;
                    peer.sense(command, 5, 0x24, 0);
                } else {
                    stuck.incrementAndGet();
                }
            }
        })) {
            InitiatorLogin login = QuorateInitiatorTest.login(fake.portal(), true);
            try (InitiatorSession first = initiator.session(login, deadline)) {
                first.blocks(deadline);
            }
            CutShort.Ended ended = CutShort.play(
                    initiator::close,
                    () -> {
                        try (InitiatorSession session = initiator.session(login, deadline)) {
                            if (moment == Moment.PING) {
                                ScsiRequest register = ScsiRequest.register(0, 1); // never over what is not sure
                                session.execute(register.cdb(), register.out(), 0, deadline);
                            } else {
                                session.read(0, 1024, deadline);
                            }
                        }
                    },
                    thread -> stuck.get() >= (moment == Moment.PING ? 1 : 8),
                    act);
            assertThat(ended.failure()).isInstanceOfSatisfying(Fault.class, fault -> {
                assertThat(fault.phase())
                        .isEqualTo(moment == Moment.PING ? FaultPhase.NEVER_SENT : FaultPhase.UNANSWERED);
                assertThat(fault).hasMessageContaining(act == CutShort.Act.CLOSE ? "closed" : "interrupted");
            });
            assertThat(ended.flag()).isEqualTo(act == CutShort.Act.INTERRUPT);
            assertThat(fake.connections()).isEqualTo(1);
            initiator.close();
            return ended.took();
        }
    }

    @Test
    @DisplayName("a client that is closed while sessions rest at a silent target is closed within a second")
    void close_atASilentTarget() throws Exception {
        Duration took = Duration.ofDays(1);
        for (int i = 0; i < CutShort.TRIES && took.compareTo(CutShort.SOON) > 0; i++) {
            try (FakeTarget fake = new FakeTarget(peer -> {
                peer.login(Map.of());
                silent(peer);
            })) {
                Initiator initiator = new QuorateInitiatorProvider().open(QuorateRuntime.system());
                Deadline deadline = Deadline.in(Duration.ofMinutes(1), QuorateRuntime.system());
                InitiatorSession[] sessions = new InitiatorSession[3];
                for (int k = 0; k < sessions.length; k++) {
                    sessions[k] = initiator.session(login(fake, false), deadline);
                }
                for (InitiatorSession session : sessions) {
                    session.close();
                }
                long begun = System.nanoTime();
                initiator.close();
                took = Duration.ofNanos(System.nanoTime() - begun);
                assertThat(CutShort.eventually(() -> fake.open.get() == 0)).isTrue();
            }
        }
        assertThat(took).isLessThanOrEqualTo(CutShort.SOON);
        assertThat(CutShort.eventually(() -> CutShort.ourThreads().isEmpty())).isTrue();
    }

    @Test
    void portalThatIsGone_isUnreachable_thoughASessionWasThere() throws Exception {
        Portal portal;
        Quorate quorate;
        try (FakeTarget fake = endless()) {
            portal = fake.portal();
            quorate = quorate(fake, "read-only");
            read(quorate);
        }
        try (quorate) {
            assertThatThrownBy(() -> read(quorate))
                    .isInstanceOf(io.quorate.error.UnreachableException.class)
                    .hasMessageContaining("login to " + TARGET + " at " + portal);
        }
    }
}
