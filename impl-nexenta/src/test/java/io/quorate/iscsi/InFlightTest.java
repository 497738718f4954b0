package io.quorate.iscsi;

import static io.quorate.iscsi.QuorateInitiatorTest.login;
import static io.quorate.iscsi.QuorateInitiatorTest.noise;
import static io.quorate.iscsi.QuorateInitiatorTest.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Deadline;
import io.quorate.iscsi.FakeTarget.Peer;
import io.quorate.iscsi.pdu.InitiatorPdu;
import io.quorate.iscsi.pdu.InitiatorPdu.DataOut;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.TargetPdu.AsyncMessage;
import io.quorate.iscsi.pdu.TargetPdu.DataIn;
import io.quorate.iscsi.pdu.TargetPdu.NopIn;
import io.quorate.iscsi.pdu.TargetPdu.ReadyToTransfer;
import io.quorate.iscsi.pdu.TargetPdu.Reject;
import io.quorate.iscsi.pdu.TargetPdu.Residual;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large transfers, of which several commands are under way, at targets that do with them what targets may do. */
class InFlightTest {
    private static final int PIECE = 65_536;
    private static final int BLOCKS = PIECE / 512;
    private static final int DEPTH = 8;
    private static final Map<String, String> SOLICITED = Map.of("ImmediateData", "No", "InitialR2T", "Yes");

    private final Initiator initiator = new QuorateInitiatorProvider().open(QuorateInitiatorTest.RUNTIME);
    private final byte[] disk = noise(24 * PIECE);

    /** What a target does from the first command on that moves blocks. */
    private interface Rest {
        void go(Peer peer) throws Exception;
    }

    private interface Work {
        void with(InitiatorSession session) throws Exception;
    }

    private void at(Map<String, String> answers, Rest rest, Work work) throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(answers);
                    rest.go(peer);
                });
                InitiatorSession session = initiator.login(login(fake.portal(), true), soon())) {
            work.with(session);
        }
    }

    /** Returns the next command that moves blocks; answers what is asked before. */
    private ScsiCommand next(Peer peer) throws Exception {
        while (true) {
            ScsiCommand command = peer.command();
            switch (command.cdb()[0] & 0xff) {
                case 0x00 -> peer.good(command);
                case 0x25 ->
                    peer.data(
                            command,
                            ByteBuffer.allocate(8)
                                    .putInt(disk.length / 512 - 1)
                                    .putInt(512)
                                    .array(),
                            8);
                case 0x28, 0x2a -> {
                    return command;
                }
                default -> peer.sense(command, 5, 0x24, 0);
            }
        }
    }

    private List<ScsiCommand> next(Peer peer, int count) throws Exception {
        List<ScsiCommand> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            commands.add(next(peer));
        }
        return commands;
    }

    private static int offset(ScsiCommand command) {
        return ByteBuffer.wrap(command.cdb()).getInt(2) * 512;
    }

    private byte[] blocks(ScsiCommand command) {
        return Arrays.copyOfRange(disk, offset(command), offset(command) + (int) command.expectedLength());
    }

    private static byte[] part(byte[] all, int pieces) {
        return Arrays.copyOf(all, pieces * PIECE);
    }

    /** Answers the log-out; anything else would be one command too many. */
    private static void farewell(Peer peer) throws Exception {
        throw new IllegalStateException("a command too many: " + peer.command());
    }

    private static Fault fault(Runnable body) {
        Fault fault = catchThrowableOfType(Fault.class, body::run);
        assertThat(fault).isNotNull();
        return fault;
    }

    private static String blocksOf(IntStream pieces) {
        return pieces.mapToObj(i -> i * BLOCKS + " to " + ((i + 1) * BLOCKS - 1))
                .collect(Collectors.joining(", "));
    }

    @Test
    @DisplayName("eight reads are under way, no ninth; answers come in any order, their data mixed")
    void reads_areAnsweredInAnyOrder() throws Exception {
        Random random = new Random(3);
        at(
                Map.of(),
                peer -> {
                    peer.window = 100;
                    List<ScsiCommand> open = next(peer, DEPTH);
                    assertThat(peer.in.available()).as("a ninth").isZero();
                    for (int left = 24; left > 0; left -= open.size(), open = next(peer, Math.min(DEPTH, left))) {
                        Collections.shuffle(open, random);
                        mixed(peer, open);
                    }
                    farewell(peer);
                },
                session -> assertThat(session.read(0, 24 * BLOCKS, soon())).isEqualTo(disk));
    }

    /** Sends data of all, a kilobyte in turn, then each status. */
    private void mixed(Peer peer, List<ScsiCommand> commands) throws Exception {
        int size = 16_384;
        for (int at = 0; at < PIECE; at += size) {
            for (ScsiCommand command : commands) {
                byte[] data = Arrays.copyOfRange(blocks(command), at, at + size);
                peer.send(new DataIn(
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
                        at / size,
                        at,
                        data));
            }
        }
        for (ScsiCommand command : commands) {
            peer.good(command);
        }
    }

    @Test
    @DisplayName("each write gets the data that were asked for it, whatever the order")
    void writes_areAskedForInAnyOrder() throws Exception {
        byte[] data = noise(DEPTH * PIECE);
        at(
                SOLICITED,
                peer -> {
                    List<ScsiCommand> open = next(peer, DEPTH);
                    Map<Integer, ScsiCommand> byTag = new HashMap<>();
                    open.forEach(command -> byTag.put(command.taskTag(), command));
                    Collections.reverse(open);
                    for (int burst = 0; burst < 2; burst++) {
                        int length = PIECE / 2;
                        for (ScsiCommand command : open) {
                            peer.send(new ReadyToTransfer(
                                    0,
                                    command.taskTag(),
                                    1000 + command.taskTag(),
                                    peer.statSn,
                                    peer.expCmdSn,
                                    peer.maxCmdSn(),
                                    burst,
                                    burst * length,
                                    length));
                        }
                        for (int ended = 0; ended < open.size(); ) {
                            DataOut out = (DataOut) peer.receive();
                            assertThat(out.transferTag()).isEqualTo(1000 + out.taskTag());
                            int at = offset(byTag.get(out.taskTag())) + (int) out.offset();
                            System.arraycopy(out.data(), 0, disk, at, out.data().length);
                            ended += out.last() ? 1 : 0;
                        }
                    }
                    for (ScsiCommand command : open) {
                        peer.good(command);
                    }
                    farewell(peer);
                },
                session -> session.write(0, data, soon()));
        assertThat(part(disk, DEPTH)).isEqualTo(data);
    }

    @Test
    @DisplayName("unsolicited data of a write come before the next command")
    void unsolicitedData_comeBeforeTheNextCommand() throws Exception {
        byte[] data = noise(3 * PIECE);
        List<String> order = new ArrayList<>();
        at(
                Map.of("ImmediateData", "Yes", "InitialR2T", "No", "MaxRecvDataSegmentLength", "16384"),
                peer -> {
                    List<ScsiCommand> open = new ArrayList<>(List.of(next(peer)));
                    order.add("command");
                    int ends = 0;
                    while (ends < 3) {
                        InitiatorPdu unit = peer.receive();
                        if (unit instanceof ScsiCommand command) {
                            peer.expCmdSn = command.cmdSn() + 1;
                            open.add(command);
                            order.add("command");
                        } else if (((DataOut) unit).last()) {
                            ends++;
                            order.add("end of data");
                        }
                    }
                    for (ScsiCommand command : open) {
                        peer.good(command);
                    }
                    farewell(peer);
                },
                session -> session.write(0, data, soon()));
        assertThat(order).containsExactly("command", "end of data", "command", "end of data", "command", "end of data");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 7})
    @DisplayName("what a cut leaves unanswered is told, those commands and no others")
    void cut_tellsTheCommandsThatWereNotAnswered(int answered) throws Exception {
        for (boolean reads : new boolean[] {true, false}) {
            at(
                    Map.of(),
                    peer -> {
                        List<ScsiCommand> open = next(peer, DEPTH);
                        for (ScsiCommand command : open.subList(DEPTH - answered, DEPTH)) {
                            if (reads) {
                                peer.data(command, blocks(command), PIECE);
                            } else {
                                peer.good(command);
                            }
                        }
                    },
                    session -> {
                        Fault fault = fault(() -> {
                            if (reads) {
                                session.read(0, DEPTH * BLOCKS, soon());
                            } else {
                                session.write(0, noise(DEPTH * PIECE), soon());
                            }
                        });
                        assertThat(fault.kind()).isEqualTo(ErrorKind.UNREACHABLE);
                        assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
                        assertThat(fault)
                                .hasMessageContaining("answered were " + answered + " commands of 8, not answered those"
                                        + " of the blocks " + blocksOf(IntStream.range(0, DEPTH - answered)));
                        assertThat(fault(() -> session.read(0, 1, soon())).phase())
                                .isEqualTo(FaultPhase.NEVER_SENT);
                    });
        }
    }

    @Test
    void cut_insideTheDataOfTheSecond_leavesTheOthersUnanswered() throws Exception {
        at(
                Map.of(),
                peer -> {
                    List<ScsiCommand> open = next(peer, DEPTH);
                    peer.data(open.get(0), blocks(open.get(0)), PIECE);
                    peer.out.write(data(peer, open.get(1), 0, new byte[PIECE]).frame(false, false), 0, 30_000);
                },
                session -> assertThat(fault(() -> session.read(0, DEPTH * BLOCKS, soon())))
                        .hasMessageContaining("in the middle of a unit")
                        .hasMessageContaining("answered were 1 commands of 8, not answered those of the blocks "
                                + blocksOf(IntStream.range(1, DEPTH))));
    }

    private static Pdu data(Peer peer, ScsiCommand command, long at, byte[] data) {
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
                        0,
                        at,
                        data)
                .toPdu();
    }

    @ParameterizedTest
    @CsvSource({"true, header", "true, data", "false, header"})
    @DisplayName("a wrong digest ends the session; a write is not known to have failed")
    void wrongDigest_inFlight(boolean reads, String which) throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    List<ScsiCommand> open = next(peer, DEPTH);
                    if (!reads) {
                        peer.good(open.get(0));
                        byte[] frame = new NopIn(
                                        0, Pdu.NO_TAG, 5, peer.statSn, peer.expCmdSn, peer.maxCmdSn(), new byte[0])
                                .toPdu()
                                .frame(true, true);
                        frame[40] ^= 1;
                        peer.out.write(frame);
                    } else {
                        peer.data(open.get(3), blocks(open.get(3)), PIECE);
                        byte[] frame =
                                data(peer, open.get(1), 0, new byte[PIECE]).frame(true, true);
                        frame[which.equals("header") ? 9 : 5000] ^= 1;
                        peer.out.write(frame);
                    }
                    farewell(peer);
                });
                InitiatorSession session = initiator.login(QuorateInitiatorTest.digests(fake.portal()), soon())) {
            Fault fault = fault(() -> {
                if (reads) {
                    session.read(0, DEPTH * BLOCKS, soon());
                } else {
                    session.write(0, noise(DEPTH * PIECE), soon());
                }
            });
            assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
            assertThat(fault.phase()).isEqualTo(reads ? FaultPhase.LASTING : FaultPhase.UNANSWERED);
            assertThat(fault).hasMessageContaining("the " + which + " digest is wrong");
        }
    }

    @Test
    void digests_holdForDataThatGoStraightToWhereTheyBelong() throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    peer.window = 100;
                    for (int i = 0; i < 3; i++) {
                        for (ScsiCommand command : next(peer, DEPTH)) {
                            peer.data(command, blocks(command), 10_002); // padded
                        }
                    }
                    farewell(peer);
                });
                InitiatorSession session = initiator.login(QuorateInitiatorTest.digests(fake.portal()), soon())) {
            assertThat(session.read(0, 24 * BLOCKS, soon())).isEqualTo(disk);
        }
    }

    @Test
    @DisplayName("a window of two has two commands under way, a window of none has none until it opens")
    void window_isHeld() throws Exception {
        at(
                Map.of(),
                peer -> {
                    List<ScsiCommand> eight = next(peer, DEPTH);
                    peer.window = 2;
                    for (ScsiCommand command : eight) {
                        peer.data(command, blocks(command), PIECE);
                    }
                    List<ScsiCommand> two = next(peer, 2);
                    assertThat(peer.in.available()).as("a third").isZero();
                    peer.window = 0;
                    for (ScsiCommand command : two) {
                        peer.data(command, blocks(command), PIECE);
                    }
                    peer.window = 1;
                    for (int i = 10; i < 24; i++) {
                        assertThat(peer.in.available())
                                .as("outside of the window")
                                .isZero();
                        peer.send(new NopIn(
                                0, Pdu.NO_TAG, Pdu.NO_TAG, peer.statSn, peer.expCmdSn, peer.maxCmdSn(), new byte[0]));
                        peer.window = 1;
                        ScsiCommand command = next(peer);
                        peer.window = 0;
                        peer.data(command, blocks(command), PIECE);
                        peer.window = 1;
                    }
                    farewell(peer);
                },
                session -> assertThat(session.read(0, 24 * BLOCKS, soon())).isEqualTo(disk));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("a window that shrinks to none and stays so ends at the deadline; what was written is not denied")
    void window_thatStaysShut(boolean reads) throws Exception {
        at(
                Map.of(),
                peer -> {
                    peer.window = 0; // but eight the login allowed, of which some are taken before blocks move
                    for (ScsiCommand command : next(peer, reads ? 6 : 5)) {
                        if (reads) {
                            peer.data(command, blocks(command), PIECE);
                        } else {
                            peer.good(command);
                        }
                    }
                    farewell(peer);
                },
                session -> {
                    session.blockSize(soon());
                    Deadline deadline = Deadline.in(Duration.ofMillis(500), QuorateInitiatorTest.RUNTIME);
                    Fault fault = fault(() -> {
                        if (reads) {
                            session.read(0, 24 * BLOCKS, deadline);
                        } else {
                            session.write(0, disk, deadline);
                        }
                    });
                    assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
                    assertThat(fault.phase()).isEqualTo(reads ? FaultPhase.NEVER_SENT : FaultPhase.UNANSWERED);
                    assertThat(fault).hasMessageEndingWith("answered were " + (reads ? 6 : 5) + " commands of 24");
                });
    }

    @Test
    @DisplayName("a target that has no place for so many gets fewer")
    void taskSetFull_isAskedAgain() throws Exception {
        byte[] data = noise(24 * PIECE);
        at(
                Map.of(),
                peer -> {
                    peer.window = 100;
                    int done = 0;
                    int full = 0;
                    while (done < 24) {
                        List<ScsiCommand> open = new ArrayList<>(List.of(next(peer)));
                        while (peer.in.available() > 0 || open.size() < Math.min(24 - done, full == 0 ? DEPTH : 1)) {
                            open.add(next(peer));
                        }
                        for (int i = 0; i < open.size(); i++) {
                            if (i < 3) {
                                System.arraycopy(peer.collect(open.get(i), PIECE), 0, disk, offset(open.get(i)), PIECE);
                                peer.good(open.get(i));
                                done++;
                            } else {
                                peer.status(open.get(i), full++ % 2 == 0 ? 0x28 : 0x08, new byte[0]);
                            }
                        }
                    }
                    farewell(peer);
                },
                session -> session.write(0, data, soon()));
        assertThat(disk).isEqualTo(data);
    }

    @Test
    void taskSetFull_ofTheOnlyOne_isBusy() throws Exception {
        at(
                Map.of(),
                peer -> {
                    while (true) {
                        peer.status(next(peer), 0x28, new byte[0]);
                    }
                },
                session -> {
                    Fault fault = fault(() -> session.write(0, noise(3 * PIECE), soon()));
                    assertThat(fault.kind()).isEqualTo(ErrorKind.BUSY);
                    assertThat(fault.phase()).isEqualTo(FaultPhase.REFUSED);
                    assertThat(session.blockSize(soon())).isEqualTo(512);
                });
    }

    @Test
    @DisplayName("a reset that one of them tells is no failure: that command is sent again")
    void reset_ofOne_isAskedAgain() throws Exception {
        byte[] data = noise(DEPTH * PIECE);
        at(
                Map.of(),
                peer -> {
                    List<ScsiCommand> open = next(peer, DEPTH);
                    peer.sense(open.get(0), 6, 0x29, 0);
                    for (ScsiCommand command : open.subList(1, DEPTH)) {
                        System.arraycopy(command.data(), 0, disk, offset(command), PIECE);
                        peer.good(command);
                    }
                    ScsiCommand again = next(peer);
                    assertThat(offset(again)).isZero();
                    System.arraycopy(again.data(), 0, disk, 0, PIECE);
                    peer.good(again);
                    farewell(peer);
                },
                session -> session.write(0, data, soon()));
        assertThat(part(disk, DEPTH)).isEqualTo(data);
    }

    @Test
    @DisplayName("another unit in its place is heard of before several writes are under way: none is sent")
    void anotherUnit_isHeardOfBefore() throws Exception {
        try (FakeTarget fake = new FakeTarget(peer -> {
                    peer.login(Map.of());
                    while (true) {
                        ScsiCommand command = peer.command();
                        switch (command.cdb()[0] & 0xff) {
                            case 0x00 -> peer.sense(command, 6, 0x3f, 0x0e);
                            case 0x25 ->
                                peer.data(
                                        command,
                                        ByteBuffer.allocate(8)
                                                .putInt(4095)
                                                .putInt(512)
                                                .array(),
                                        8);
                            default -> peer.sense(command, 5, 0x24, 0);
                        }
                    }
                });
                InitiatorSession session = initiator.login(login(fake.portal(), true), soon())) {
            Fault fault = fault(() -> session.write(0, noise(DEPTH * PIECE), soon()));
            assertThat(fault.code()).isEqualTo("sense 6/3F/0E");
            assertThat(fault.phase()).isEqualTo(FaultPhase.TRANSIENT);
            assertThat(fake.seen)
                    .filteredOn(unit -> unit instanceof ScsiCommand command && command.write())
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("another unit in its place while writes are under way: none is begun, and what was done is not denied")
    void anotherUnit_inFlight_endsIt() throws Exception {
        at(
                Map.of(),
                peer -> {
                    peer.window = 100;
                    List<ScsiCommand> open = next(peer, DEPTH);
                    peer.sense(open.get(2), 6, 0x3f, 0x0e);
                    for (ScsiCommand command : open) {
                        if (command != open.get(2)) {
                            peer.good(command);
                        }
                    }
                    farewell(peer);
                },
                session -> {
                    Fault fault = fault(() -> session.write(0, disk, soon()));
                    assertThat(fault.code()).isEqualTo("sense 6/3F/0E");
                    assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
                });
    }

    @Test
    @DisplayName("after one that failed the others are waited for, and the session goes on")
    void failure_ofOne_leavesTheSession() throws Exception {
        at(
                Map.of(),
                peer -> {
                    List<ScsiCommand> open = next(peer, DEPTH);
                    peer.sense(open.get(5), 3, 0x11, 0);
                    for (ScsiCommand command : open) {
                        if (command != open.get(5)) {
                            peer.data(command, blocks(command), PIECE);
                        }
                    }
                    ScsiCommand one = next(peer);
                    peer.data(one, blocks(one), PIECE);
                    farewell(peer);
                },
                session -> {
                    Fault fault = fault(() -> session.read(0, 24 * BLOCKS, soon()));
                    assertThat(fault.code()).isEqualTo("sense 3/11/00");
                    assertThat(session.read(0, BLOCKS, soon())).isEqualTo(part(disk, 1));
                });
    }

    @Test
    void refusedByAReservation_andNothingWritten_isNoDoubt() throws Exception {
        at(
                Map.of(),
                peer -> {
                    for (ScsiCommand command : next(peer, DEPTH)) {
                        peer.status(command, 0x18, new byte[0]);
                    }
                    farewell(peer);
                },
                session -> {
                    Fault fault = fault(() -> session.write(0, disk, soon()));
                    assertThat(fault.kind()).isEqualTo(ErrorKind.CONFLICT);
                    assertThat(fault.phase()).isEqualTo(FaultPhase.LASTING);
                });
    }

    @Test
    void reject_ofOne_isOfThatOne() throws Exception {
        at(
                Map.of(),
                peer -> {
                    List<ScsiCommand> open = next(peer, DEPTH);
                    peer.send(new Reject(
                            6,
                            peer.statSn++,
                            peer.expCmdSn,
                            peer.maxCmdSn(),
                            0,
                            open.get(4).toPdu().header()));
                    for (ScsiCommand command : open) {
                        if (command != open.get(4)) {
                            peer.data(command, blocks(command), PIECE);
                        }
                    }
                    ScsiCommand one = next(peer);
                    peer.data(one, blocks(one), PIECE);
                    farewell(peer);
                },
                session -> {
                    assertThat(fault(() -> session.read(0, DEPTH * BLOCKS, soon()))
                                    .code())
                            .isEqualTo("reject 0x06");
                    assertThat(session.read(0, BLOCKS, soon())).isEqualTo(part(disk, 1));
                });
    }

    @Test
    @DisplayName("a target that asks for a log-out gets no new command, and those under way are waited for")
    void logoutWanted_inFlight() throws Exception {
        at(
                Map.of(),
                peer -> {
                    peer.window = 100;
                    List<ScsiCommand> open = next(peer, DEPTH);
                    peer.send(new AsyncMessage(
                            0, peer.statSn++, peer.expCmdSn, peer.maxCmdSn(), 1, 0, 0, 0, 5, new byte[0]));
                    for (ScsiCommand command : open) {
                        peer.good(command);
                    }
                    farewell(peer);
                },
                session -> {
                    Fault fault = fault(() -> session.write(0, disk, soon()));
                    assertThat(fault.phase()).isEqualTo(FaultPhase.UNANSWERED);
                    assertThat(fault).hasMessageEndingWith("the target asked us to log out");
                });
    }

    @ParameterizedTest
    @CsvSource({"offset, not at", "twice, belongs to nothing", "short, 'sent 65024 bytes of 65536'", "long, more data"})
    void lies_inFlight_areFoundOut(String lie, String told) throws Exception {
        at(
                Map.of(),
                peer -> {
                    List<ScsiCommand> open = next(peer, DEPTH);
                    ScsiCommand victim = open.get(1);
                    byte[] blocks = blocks(victim);
                    switch (lie) {
                        case "offset" ->
                            peer.out.write(
                                    data(peer, victim, 512, new byte[512]).frame(false, false));
                        case "twice" -> {
                            peer.data(victim, blocks, PIECE);
                            peer.data(victim, blocks, PIECE);
                        }
                        case "long" ->
                            peer.out.write(
                                    data(peer, victim, 0, new byte[PIECE + 4]).frame(false, false));
                        default -> {
                            peer.out.write(
                                    data(peer, victim, 0, new byte[PIECE - 512]).frame(false, false));
                            for (ScsiCommand command : open) {
                                if (command == victim) {
                                    peer.good(command);
                                } else {
                                    peer.data(command, blocks(command), PIECE);
                                }
                            }
                        }
                    }
                    farewell(peer);
                },
                session -> {
                    Fault fault = fault(() -> session.read(0, DEPTH * BLOCKS, soon()));
                    assertThat(fault.kind()).isEqualTo(ErrorKind.BAD_REPLY);
                    assertThat(fault).hasMessageContaining(told);
                });
    }
}
