package io.quorate.iscsi.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.iscsi.pdu.InitiatorPdu;
import io.quorate.iscsi.pdu.InitiatorPdu.DataOut;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.InitiatorPdu.TextRequest;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.TargetPdu;
import io.quorate.iscsi.pdu.TargetPdu.DataIn;
import io.quorate.iscsi.pdu.TargetPdu.LogoutResponse;
import io.quorate.iscsi.pdu.TargetPdu.NopIn;
import io.quorate.iscsi.pdu.TargetPdu.ReadyToTransfer;
import io.quorate.iscsi.pdu.TargetPdu.Residual;
import io.quorate.iscsi.pdu.TargetPdu.ScsiResponse;
import io.quorate.iscsi.pdu.TargetPdu.TaskResponse;
import io.quorate.iscsi.pdu.TargetPdu.TextResponse;
import io.quorate.iscsi.pdu.Text;
import io.quorate.iscsi.pdu.TextPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SessionMachineTest {
    private static final byte[] READ = {0x28, 0, 0, 0, 0, 0, 0, 0, 2, 0};
    private static final byte[] WRITE = {0x2a, 0, 0, 0, 0, 0, 0, 0, 2, 0};
    private static final byte[] NONE = {};

    private int statSn = 10;
    private int maxCmdSn = 107;

    private static SessionMachine machine(int maxData, int burst, int first, boolean initialR2t, boolean immediate) {
        return new SessionMachine(
                new SessionParameters(100, 10, 107, false, false, maxData, burst, first, initialR2t, immediate));
    }

    private static SessionMachine machine() {
        return machine(512, 4096, 1024, true, false);
    }

    private static SessionMachine reading(int length) {
        SessionMachine machine = machine();
        machine.command(0, READ, NONE, length);
        machine.next();
        return machine;
    }

    private static SessionMachine writing(int length) {
        SessionMachine machine = machine();
        machine.command(0, WRITE, new byte[length], 0);
        machine.next();
        return machine;
    }

    private DataIn data(int tag, int sn, long offset, int length, boolean status) {
        return new DataIn(
                status,
                false,
                status,
                Residual.NONE,
                0,
                0,
                tag,
                Pdu.NO_TAG,
                status ? statSn++ : 0,
                101,
                maxCmdSn,
                sn,
                offset,
                new byte[length]);
    }

    private ScsiResponse response(int tag, int status, Residual residual) {
        return new ScsiResponse(Residual.NONE, residual, 0, status, tag, 0, statSn++, 101, maxCmdSn, 0, NONE, NONE);
    }

    private ReadyToTransfer r2t(int tag, int sn, long offset, long length) {
        return new ReadyToTransfer(0, tag, 70 + sn, statSn, 101, maxCmdSn, sn, offset, length);
    }

    private static void give(SessionMachine machine, TargetPdu... units) throws IscsiProtocolException {
        for (TargetPdu unit : units) {
            machine.receive(unit.toPdu());
        }
    }

    private static void refused(SessionMachine machine, String message, TargetPdu... units) {
        assertThatThrownBy(() -> give(machine, units))
                .isInstanceOf(IscsiProtocolException.class)
                .hasMessageContaining(message);
    }

    private static List<InitiatorPdu> drain(SessionMachine machine) throws IscsiProtocolException {
        List<InitiatorPdu> all = new ArrayList<>();
        for (Pdu pdu = machine.next(); pdu != null; pdu = machine.next()) {
            all.add(InitiatorPdu.of(pdu));
        }
        return all;
    }

    @Test
    void read_isPutTogether_andEndsWithTheStatus() throws Exception {
        SessionMachine machine = reading(1024);
        give(machine, data(1, 0, 0, 1000, false));
        assertThat(machine.outcome()).isNull();
        give(machine, data(1, 1, 1000, 24, true));
        Outcome.Scsi end = (Outcome.Scsi) machine.outcome();
        assertThat(end.data()).hasSize(1024);
        assertThat(end.status()).isZero();
        machine.command(0, READ, NONE, 512);
        ScsiCommand next = (ScsiCommand) drain(machine).get(0);
        assertThat(next.cmdSn()).isEqualTo(101);
        assertThat(next.taskTag()).isEqualTo(2);
        assertThat(next.expStatSn()).isEqualTo(11);
    }

    @Test
    void underflow_isTold() throws Exception {
        SessionMachine machine = reading(1024);
        give(machine, data(1, 0, 0, 24, false), response(1, 0, new Residual(false, true, 1000)));
        Outcome.Scsi end = (Outcome.Scsi) machine.outcome();
        assertThat(end.data()).hasSize(24);
        assertThat(end.untransferred()).isEqualTo(1000);
    }

    @Test
    @DisplayName("unsolicited data fill the first burst, the rest goes where it is asked for")
    void write_sendsWhatItMay() throws Exception {
        SessionMachine machine = machine(512, 2048, 1280, false, true);
        byte[] out = new byte[4000];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) (i * 7);
        }
        machine.command(3L << 48, WRITE, out, 0);
        List<InitiatorPdu> sent = drain(machine);
        ScsiCommand command = (ScsiCommand) sent.get(0);
        assertThat(command.last()).isFalse();
        assertThat(command.write()).isTrue();
        assertThat(command.read()).isFalse();
        assertThat(command.expectedLength()).isEqualTo(4000);
        assertThat(command.data()).hasSize(512);
        assertThat(sent.subList(1, sent.size()))
                .extracting(u -> ((DataOut) u).offset() + "+" + ((DataOut) u).data().length + " " + ((DataOut) u).last()
                        + " " + ((DataOut) u).dataSn() + " " + ((DataOut) u).transferTag())
                .containsExactly("512+512 false 0 -1", "1024+256 true 1 -1");
        give(machine, r2t(1, 0, 1280, 2048));
        List<InitiatorPdu> more = drain(machine);
        assertThat(more)
                .extracting(u -> ((DataOut) u).offset() + " " + ((DataOut) u).last() + " " + ((DataOut) u).dataSn()
                        + " " + ((DataOut) u).transferTag())
                .containsExactly("1280 false 0 70", "1792 false 1 70", "2304 false 2 70", "2816 true 3 70");
        assertThat(((DataOut) more.get(1)).data()).isEqualTo(Arrays.copyOfRange(out, 1792, 2304));
        give(machine, r2t(1, 1, 3328, 672));
        assertThat(drain(machine)).hasSize(2);
        give(machine, response(1, 0, Residual.NONE));
        assertThat(machine.outcome()).isInstanceOf(Outcome.Scsi.class);
    }

    @Test
    void window_holdsCommandsBack_andNeverShrinks() throws Exception {
        SessionMachine machine = new SessionMachine(
                new SessionParameters(0xffffffff, 10, 0xffffffff, false, false, 512, 512, 512, true, true));
        machine.command(0, READ, NONE, 512);
        assertThat(drain(machine)).hasSize(1);
        maxCmdSn = 0xffffffff;
        give(machine, response(1, 8, Residual.NONE));
        Request held = machine.command(0, READ, NONE, 512);
        assertThat(drain(machine)).isEmpty();
        assertThat(held.released()).isFalse();
        give(machine, new NopIn(0, Pdu.NO_TAG, Pdu.NO_TAG, 11, 0, 5, NONE));
        give(machine, new NopIn(0, Pdu.NO_TAG, Pdu.NO_TAG, 11, 0, 0xffffffff, NONE));
        assertThat(drain(machine)).hasSize(1);
        assertThat(held.released()).isTrue();
    }

    @Test
    void sendTargets_goesOn_untilTheLastPart() throws Exception {
        SessionMachine machine = machine();
        machine.sendTargets();
        TextRequest first = (TextRequest) drain(machine).get(0);
        assertThat(Text.parse(first.data())).containsExactly(new TextPair("SendTargets", "All"));
        byte[] text = Text.format(List.of(new TextPair("TargetName", "iqn.2026-01.a:b")));
        give(machine, new TextResponse(false, true, 0, 1, 55, statSn++, 101, maxCmdSn, Arrays.copyOf(text, 7)));
        TextRequest second = (TextRequest) drain(machine).get(0);
        assertThat(second.transferTag()).isEqualTo(55);
        assertThat(second.taskTag()).isEqualTo(1);
        assertThat(second.cmdSn()).isEqualTo(101);
        give(
                machine,
                new TextResponse(
                        true,
                        false,
                        0,
                        1,
                        Pdu.NO_TAG,
                        statSn++,
                        102,
                        maxCmdSn,
                        Arrays.copyOfRange(text, 7, text.length)));
        assertThat(machine.outcome())
                .isEqualTo(new Outcome.Discovered(List.of(new TextPair("TargetName", "iqn.2026-01.a:b"))));
    }

    @Test
    void endlessDiscovery_ends() {
        SessionMachine machine = machine();
        machine.sendTargets();
        assertThatThrownBy(() -> {
                    while (true) {
                        drain(machine);
                        give(
                                machine,
                                new TextResponse(false, false, 0, 1, 5, statSn++, 1, statSn + 200, new byte[65536]));
                    }
                })
                .isInstanceOf(IscsiProtocolException.class)
                .hasMessageContaining("bytes");
    }

    @Test
    @DisplayName("targets that lie about data are found out")
    void lyingReads_areRefused() {
        refused(reading(512), "more data", data(1, 0, 0, 513, false));
        refused(reading(512), "more data", data(1, 0, 0, 512, false), data(1, 1, 512, 1, false));
        refused(reading(512), "at offset", data(1, 0, 100, 100, false));
        refused(reading(512), "at offset", data(1, 0, 0, 100, false), data(1, 1, 0, 100, false));
        refused(reading(512), "at offset", data(1, 0, 0xffffffffL, 100, false));
        refused(reading(512), "data number", data(1, 1, 0, 100, false));
        refused(reading(512), "belongs to nothing", data(2, 0, 0, 100, false));
        refused(writing(512), "more data", data(1, 0, 0, 1, false));
        statSn = 10;
        refused(reading(512), "but it sent", response(1, 0, new Residual(false, true, 512 - 20)));
        statSn = 10;
        refused(reading(512), "left over", response(1, 0, new Residual(false, true, 513)));
        DataIn notLast = new DataIn(false, false, true, Residual.NONE, 0, 0, 1, -1, 10, 101, maxCmdSn, 0, 0, NONE);
        refused(reading(512), "not the last", notLast);
    }

    @Test
    @DisplayName("targets that lie about what they want are found out")
    void lyingRequests_areRefused() {
        refused(writing(1024), "a request for", r2t(1, 0, 0, 1025));
        refused(writing(1024), "a request for", r2t(1, 0, 1, 100));
        refused(writing(1024), "a request for", r2t(1, 0, 0, 0));
        refused(writing(1024), "a request for", r2t(1, 0, 0, 0xffffffffL));
        refused(writing(1024), "a request for", r2t(1, 0, 0xffffffffL, 1));
        refused(writing(9000), "a request for", r2t(1, 0, 0, 4097));
        refused(writing(1024), "wrong number", r2t(1, 1, 0, 512));
        refused(writing(1024), "another is served", r2t(1, 0, 0, 512), r2t(1, 1, 512, 512));
        refused(writing(1024), "belongs to nothing", r2t(9, 0, 0, 512));
        refused(reading(1024), "a request for", r2t(1, 0, 0, 512));
        refused(
                writing(1024),
                "wrong number or tag",
                new ReadyToTransfer(0, 1, Pdu.NO_TAG, statSn, 101, maxCmdSn, 0, 0, 512));
        refused(writing(1024), "but it asked for", response(1, 0, Residual.NONE));
    }

    @Test
    void failedWrite_mayEndBeforeItsData() throws Exception {
        SessionMachine machine = writing(1024);
        give(machine, r2t(1, 0, 0, 512), response(1, 0x18, Residual.NONE));
        assertThat(((Outcome.Scsi) machine.outcome()).status()).isEqualTo(0x18);
        assertThat(drain(machine)).isEmpty();
    }

    @Test
    void statusNumbers_mayNotJump() {
        statSn = 11;
        refused(reading(512), "status number jumps", response(1, 0, Residual.NONE));
        statSn = 9;
        refused(reading(512), "status number jumps", response(1, 0, Residual.NONE));
    }

    @Test
    void unitsNobodyAskedFor_areRefused() {
        refused(machine(), "belongs to nothing", new TaskResponse(0, 1, 10, 1, 1));
        refused(machine(), "belongs to nothing", new LogoutResponse(0, 1, 10, 1, 1, 0, 0));
        refused(machine(), "belongs to nothing", new NopIn(0, 4, Pdu.NO_TAG, 10, 1, 1, NONE));
        SessionMachine notSent = machine();
        notSent.command(0, READ, NONE, 512);
        refused(notSent, "belongs to nothing", response(1, 0, Residual.NONE));
    }

    @Test
    void unitsThatGetNothingOn_areCounted() {
        NopIn idle = new NopIn(0, Pdu.NO_TAG, Pdu.NO_TAG, 10, 101, maxCmdSn, NONE);
        SessionMachine machine = reading(512);
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= SessionMachine.MAX_IDLE_UNITS; i++) {
                        give(machine, idle);
                    }
                })
                .isInstanceOf(IscsiProtocolException.class)
                .hasMessageContaining("get nothing on");
        SessionMachine empty = reading(512);
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= SessionMachine.MAX_IDLE_UNITS; i++) {
                        give(empty, data(1, i, 0, 0, false));
                    }
                })
                .isInstanceOf(IscsiProtocolException.class)
                .hasMessageContaining("get nothing on");
        SessionMachine pinged = reading(512);
        assertThatThrownBy(() -> {
                    while (true) {
                        give(pinged, new NopIn(0, Pdu.NO_TAG, 1, 10, 101, maxCmdSn, new byte[1000]));
                    }
                })
                .isInstanceOf(IscsiProtocolException.class)
                .hasMessageContaining("pings at once");
    }

    @Test
    void pongs_fitWhatTheTargetTakes() throws Exception {
        SessionMachine machine = machine();
        give(machine, new NopIn(0, Pdu.NO_TAG, 1, 10, 101, maxCmdSn, new byte[5000]));
        assertThat(machine.next().data()).hasSize(512);
    }

    @Test
    void ping_isAnswered() throws Exception {
        SessionMachine machine = machine();
        machine.ping();
        assertThat(drain(machine)).hasSize(1);
        give(machine, new NopIn(0, 1, Pdu.NO_TAG, statSn++, 101, maxCmdSn, NONE));
        assertThat(machine.outcome()).isEqualTo(new Outcome.Alive());
    }
}
