package io.quorate.iscsi.machine;

import io.quorate.iscsi.pdu.InitiatorPdu.DataOut;
import io.quorate.iscsi.pdu.InitiatorPdu.LogoutRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.NopOut;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.InitiatorPdu.TextRequest;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Opcode;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.SerialNumber;
import io.quorate.iscsi.pdu.TargetPdu;
import io.quorate.iscsi.pdu.TargetPdu.AsyncMessage;
import io.quorate.iscsi.pdu.TargetPdu.DataIn;
import io.quorate.iscsi.pdu.TargetPdu.LogoutResponse;
import io.quorate.iscsi.pdu.TargetPdu.NopIn;
import io.quorate.iscsi.pdu.TargetPdu.ReadyToTransfer;
import io.quorate.iscsi.pdu.TargetPdu.Reject;
import io.quorate.iscsi.pdu.TargetPdu.Residual;
import io.quorate.iscsi.pdu.TargetPdu.ScsiResponse;
import io.quorate.iscsi.pdu.TargetPdu.TextResponse;
import io.quorate.iscsi.pdu.Text;
import io.quorate.iscsi.pdu.TextPair;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The initiator's side of the full feature phase (RFC 7143 4.2, 11): one connection, error recovery level 0, one request at a time. Ask for
 * something, send what {@link #next} gives until it gives nothing, hand in what arrives by {@link #receive}, until there is an
 * {@link #outcome}. After an exception the session is of no further use. Not thread-safe.
 */
public final class SessionMachine {
    /** How many units may arrive one after another without getting anything on. */
    static final int MAX_IDLE_UNITS = 1024;

    private static final int MAX_PONGS = 32;
    private static final int MAX_TEXT = 1 << 20;
    /** What is allocated for data at first, if as much is expected. */
    private static final int ROOM = 1 << 20;

    private final SessionParameters agreed;
    private final Deque<NopIn> pings = new ArrayDeque<>();
    private int cmdSn;
    private int expStatSn;
    private int maxCmdSn;
    private int lastTag;
    private int idleUnits;
    private boolean logoutWanted;
    private boolean dropped;

    private @Nullable Task task;
    private @Nullable Outcome outcome;

    private enum Kind {
        SCSI,
        DISCOVERY,
        LOGOUT,
        PING
    }

    /** Data that the target has asked for, or may get unasked. */
    private static final class Sequence {
        final int transferTag;
        final int end;
        int offset;
        int dataSn;

        Sequence(int transferTag, int offset, int end) {
            this.transferTag = transferTag;
            this.offset = offset;
            this.end = end;
        }
    }

    private static final class Task {
        final Kind kind;
        final int tag;
        final long lun;
        final byte[] cdb;
        final byte[] out;
        final int expectedIn;
        boolean released;
        int transferTag = Pdu.NO_TAG;
        /** How much of {@link #out} was sent, asked for, or is on its way. */
        int claimed;

        @Nullable
        Sequence sequence;

        int r2tSn;

        byte[] in = new byte[0];
        int received;
        int dataSn;
        final Text text = new Text(MAX_TEXT);

        Task(Kind kind, int tag, long lun, byte[] cdb, byte[] out, int expectedIn) {
            this.kind = kind;
            this.tag = tag;
            this.lun = lun;
            this.cdb = cdb;
            this.out = out;
            this.expectedIn = expectedIn;
        }
    }

    public SessionMachine(SessionParameters agreed) {
        this.agreed = agreed;
        this.cmdSn = agreed.cmdSn();
        this.expStatSn = agreed.expStatSn();
        this.maxCmdSn = agreed.maxCmdSn();
    }

    /** Asks for a SCSI command, which sends or expects data, not both. */
    public void command(long lun, byte[] cdb, byte[] out, int expectedIn) {
        if (out.length > 0 && expectedIn > 0) {
            throw new IllegalArgumentException("bidirectional commands are not supported");
        }
        begin(new Task(Kind.SCSI, tag(), lun, cdb, out, expectedIn));
    }

    /** Asks which targets there are. */
    public void sendTargets() {
        begin(new Task(Kind.DISCOVERY, tag(), 0, new byte[0], new byte[0], 0));
    }

    /** Asks whether the target lives. */
    public void ping() {
        begin(new Task(Kind.PING, tag(), 0, new byte[0], new byte[0], 0));
    }

    /** Asks to close the session. */
    public void logout() {
        begin(new Task(Kind.LOGOUT, tag(), 0, new byte[0], new byte[0], 0));
    }

    private void begin(Task next) {
        if (task != null && outcome == null) {
            throw new IllegalStateException("a request is under way");
        }
        task = next;
        outcome = null;
    }

    private int tag() {
        lastTag = lastTag + 1 & 0x7fffffff;
        return lastTag;
    }

    /** Returns how the last request ended; null while it is under way. */
    public @Nullable Outcome outcome() {
        return outcome;
    }

    /** Tells whether the request left, be it in part. */
    public boolean released() {
        return task != null && task.released;
    }

    /** Tells whether the target asked us to log out: no new request then. */
    public boolean logoutWanted() {
        return logoutWanted;
    }

    /** Tells whether the target said that it drops the session: nothing more will come. */
    public boolean dropped() {
        return dropped;
    }

    /** Returns the next unit to send; null if there is none until something arrives. */
    public @Nullable Pdu next() {
        NopIn ping = pings.poll();
        if (ping != null) {
            byte[] data = ping.data().length > agreed.targetMaxData()
                    ? Arrays.copyOf(ping.data(), agreed.targetMaxData())
                    : ping.data();
            return new NopOut(true, ping.lun(), Pdu.NO_TAG, ping.transferTag(), cmdSn, expStatSn, data).toPdu();
        }
        Task t = task;
        if (t == null || outcome != null) {
            return null;
        }
        if (!t.released) {
            return release(t);
        }
        return t.kind == Kind.DISCOVERY ? continuation(t) : data(t);
    }

    private @Nullable Pdu release(Task t) {
        switch (t.kind) {
            case PING -> {
                t.released = true;
                return new NopOut(true, 0, t.tag, Pdu.NO_TAG, cmdSn, expStatSn, new byte[0]).toPdu();
            }
            case LOGOUT -> {
                t.released = true;
                return new LogoutRequest(true, 0, t.tag, 0, cmdSn, expStatSn).toPdu();
            }
            case DISCOVERY -> {
                if (!SerialNumber.notAfter(cmdSn, maxCmdSn)) {
                    return null;
                }
                t.released = true;
                byte[] text = Text.format(List.of(new TextPair("SendTargets", "All")));
                return new TextRequest(false, true, false, 0, t.tag, Pdu.NO_TAG, cmdSn++, expStatSn, text).toPdu();
            }
            case SCSI -> {
                if (!SerialNumber.notAfter(cmdSn, maxCmdSn)) {
                    return null;
                }
                t.released = true;
                return command(t);
            }
        }
        throw new IllegalStateException();
    }

    private Pdu command(Task t) {
        int first = Math.min(t.out.length, agreed.firstBurst());
        int immediate = agreed.immediateData() ? Math.min(first, agreed.targetMaxData()) : 0;
        t.claimed = immediate;
        if (!agreed.initialR2t() && immediate < first) {
            t.sequence = new Sequence(Pdu.NO_TAG, immediate, first);
            t.claimed = first;
        }
        return new ScsiCommand(
                        false,
                        t.sequence == null,
                        t.expectedIn > 0,
                        t.out.length > 0,
                        1,
                        t.lun,
                        t.tag,
                        Math.max(t.expectedIn, t.out.length),
                        cmdSn++,
                        expStatSn,
                        t.cdb,
                        null,
                        immediate == t.out.length ? t.out : Arrays.copyOf(t.out, immediate))
                .toPdu();
    }

    private @Nullable Pdu data(Task t) {
        Sequence s = t.sequence;
        if (s == null) {
            return null;
        }
        int end = (int) Math.min(s.end, (long) s.offset + agreed.targetMaxData());
        byte[] data = Arrays.copyOfRange(t.out, s.offset, end);
        boolean last = end == s.end;
        Pdu pdu = new DataOut(last, t.lun, t.tag, s.transferTag, expStatSn, s.dataSn++, s.offset, data).toPdu();
        s.offset = end;
        if (last) {
            t.sequence = null;
        }
        return pdu;
    }

    private @Nullable Pdu continuation(Task t) {
        if (t.transferTag == Pdu.NO_TAG || !SerialNumber.notAfter(cmdSn, maxCmdSn)) {
            return null;
        }
        Pdu pdu = new TextRequest(false, true, false, 0, t.tag, t.transferTag, cmdSn++, expStatSn, new byte[0]).toPdu();
        t.transferTag = Pdu.NO_TAG;
        return pdu;
    }

    /** Takes in what the target sent. */
    public void receive(Pdu pdu) throws IscsiProtocolException {
        TargetPdu unit = TargetPdu.of(pdu);
        if (++idleUnits > MAX_IDLE_UNITS) {
            throw new IscsiProtocolException("more than " + MAX_IDLE_UNITS + " units that get nothing on");
        }
        window(unit);
        if (unit instanceof DataIn data) {
            dataIn(data);
        } else if (unit instanceof ScsiResponse response) {
            scsiResponse(response);
        } else if (unit instanceof ReadyToTransfer request) {
            readyToTransfer(request);
        } else if (unit instanceof NopIn nop) {
            nopIn(nop);
        } else if (unit instanceof AsyncMessage message) {
            async(message);
        } else if (unit instanceof TextResponse response) {
            textResponse(response);
        } else if (unit instanceof LogoutResponse response) {
            status(response);
            current(Kind.LOGOUT, response);
            end(new Outcome.LoggedOut(response.response()));
        } else if (unit instanceof Reject reject) {
            reject(reject);
        } else {
            throw unexpected(unit);
        }
    }

    /** RFC 7143 4.2.2.1: a pair that cannot be is ignored, and the window never shrinks. */
    private void window(TargetPdu unit) {
        boolean possible = SerialNumber.notAfter(unit.expCmdSn(), unit.maxCmdSn() + 1);
        if (possible && SerialNumber.before(maxCmdSn, unit.maxCmdSn())) {
            maxCmdSn = unit.maxCmdSn();
        }
    }

    private void status(TargetPdu unit) throws IscsiProtocolException {
        if (unit.statSn() != expStatSn) {
            throw new IscsiProtocolException("the status number jumps by " + (unit.statSn() - expStatSn));
        }
        expStatSn++;
    }

    /** Returns the request that a unit belongs to, if it is of that kind. */
    private Task current(Kind kind, TargetPdu unit) throws IscsiProtocolException {
        Task t = task;
        if (t == null || outcome != null || !t.released || t.kind != kind || t.tag != unit.taskTag()) {
            throw unexpected(unit);
        }
        return t;
    }

    private static IscsiProtocolException unexpected(TargetPdu unit) {
        return new IscsiProtocolException(
                "a " + unit.getClass().getSimpleName() + " that belongs to nothing we asked for");
    }

    private void progress() {
        idleUnits = 0;
    }

    private void end(Outcome ended) {
        outcome = ended;
        progress();
    }

    private void dataIn(DataIn data) throws IscsiProtocolException {
        Task t = current(Kind.SCSI, data);
        int length = data.data().length;
        if (length > t.expectedIn - t.received) {
            throw new IscsiProtocolException("more data than the " + t.expectedIn + " bytes that were expected");
        }
        if (data.offset() != t.received) {
            throw new IscsiProtocolException("data at offset " + data.offset() + ", not at " + t.received);
        }
        if (data.dataSn() != t.dataSn++) {
            throw new IscsiProtocolException("the data number jumps");
        }
        if (length > 0 && length == t.expectedIn) {
            t.in = data.data();
            t.received = length;
            progress();
        } else if (length > 0) {
            if (t.in.length < t.received + length) {
                long room = Math.max(t.received + length, Math.max(ROOM, 2L * t.in.length));
                t.in = Arrays.copyOf(t.in, (int) Math.min(t.expectedIn, room));
            }
            System.arraycopy(data.data(), 0, t.in, t.received, length);
            t.received += length;
            progress();
        }
        if (data.hasStatus()) {
            if (!data.last()) {
                throw new IscsiProtocolException("status in a Data-In that is not the last");
            }
            status(data);
            ended(t, 0, data.status(), data.residual(), new byte[0]);
        }
    }

    private void scsiResponse(ScsiResponse response) throws IscsiProtocolException {
        Task t = current(Kind.SCSI, response);
        status(response);
        ended(t, response.response(), response.status(), response.residual(), response.sense());
    }

    private void ended(Task t, int response, int status, Residual residual, byte[] sense)
            throws IscsiProtocolException {
        long expected = Math.max(t.expectedIn, t.out.length);
        long untransferred = residual.underflow() ? residual.count() : 0;
        if (untransferred > expected) {
            throw new IscsiProtocolException("more bytes left over than were expected");
        }
        if (response == 0 && status == 0) {
            if (t.expectedIn > 0 && residual.underflow() && t.received != expected - untransferred) {
                throw new IscsiProtocolException("the target says that it sent " + (expected - untransferred)
                        + " bytes, but it sent " + t.received);
            }
            int sent = t.sequence == null ? t.claimed : t.sequence.offset;
            if (t.out.length > 0 && sent < expected - untransferred) {
                throw new IscsiProtocolException("the target says that it took " + (expected - untransferred)
                        + " bytes, but it asked for " + sent);
            }
        }
        byte[] data = t.in.length == t.received ? t.in : Arrays.copyOf(t.in, t.received);
        end(new Outcome.Scsi(response, status, data, sense, untransferred));
    }

    private void readyToTransfer(ReadyToTransfer request) throws IscsiProtocolException {
        Task t = current(Kind.SCSI, request);
        if (t.sequence != null) {
            throw new IscsiProtocolException("a request for data while another is served");
        }
        if (request.offset() != t.claimed
                || request.length() < 1
                || request.length() > t.out.length - t.claimed
                || request.length() > agreed.maxBurst()) {
            throw new IscsiProtocolException("a request for " + request.length() + " bytes at " + request.offset()
                    + " where " + (t.out.length - t.claimed) + " are left at " + t.claimed);
        }
        if (request.r2tSn() != t.r2tSn++ || request.transferTag() == Pdu.NO_TAG) {
            throw new IscsiProtocolException("a request for data with a wrong number or tag");
        }
        int end = t.claimed + (int) request.length();
        t.sequence = new Sequence(request.transferTag(), t.claimed, end);
        t.claimed = end;
        progress();
    }

    private void nopIn(NopIn nop) throws IscsiProtocolException {
        if (nop.taskTag() != Pdu.NO_TAG) {
            status(nop);
            current(Kind.PING, nop);
            end(new Outcome.Alive());
        } else if (nop.transferTag() != Pdu.NO_TAG) {
            if (pings.size() == MAX_PONGS) {
                throw new IscsiProtocolException("more than " + MAX_PONGS + " pings at once");
            }
            pings.add(nop);
        }
    }

    private void async(AsyncMessage message) throws IscsiProtocolException {
        status(message);
        switch (message.event()) {
            case 1, 4 -> logoutWanted = true; // who will not negotiate logs out
            case 2, 3 -> dropped = true;
            default -> {} // news of a logical unit or a vendor: the next command tells
        }
    }

    private void textResponse(TextResponse response) throws IscsiProtocolException {
        Task t = current(Kind.DISCOVERY, response);
        status(response);
        if (t.transferTag != Pdu.NO_TAG
                || response.last() == (response.transferTag() != Pdu.NO_TAG)
                || response.last() && response.more()) {
            throw new IscsiProtocolException("a text response that neither ends nor goes on");
        }
        t.text.add(response.data());
        if (response.data().length > 0) {
            progress();
        }
        if (response.last()) {
            end(new Outcome.Discovered(t.text.finishWhatCanBeRead()));
        } else {
            t.transferTag = response.transferTag();
        }
    }

    private void reject(Reject reject) throws IscsiProtocolException {
        status(reject);
        Task t = task;
        byte[] header = reject.data();
        if (t == null || outcome != null || !t.released || header.length < Pdu.HEADER) {
            throw unexpected(reject);
        }
        Pdu rejected = new Pdu(Arrays.copyOf(header, Pdu.HEADER), new byte[0], new byte[0]);
        if (rejected.taskTag() != t.tag) {
            throw unexpected(reject);
        }
        end(new Outcome.Rejected(reject.reason(), rejected.opcode() != Opcode.DATA_OUT));
    }
}
