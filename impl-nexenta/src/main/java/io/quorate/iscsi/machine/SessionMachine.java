package io.quorate.iscsi.machine;

import io.quorate.iscsi.machine.Request.Kind;
import io.quorate.iscsi.machine.Request.Sequence;
import io.quorate.iscsi.pdu.Frame;
import io.quorate.iscsi.pdu.InitiatorPdu.DataOut;
import io.quorate.iscsi.pdu.InitiatorPdu.LogoutRequest;
import io.quorate.iscsi.pdu.InitiatorPdu.NopOut;
import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.InitiatorPdu.TextRequest;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Opcode;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.PduReader;
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
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The initiator's side of the full feature phase (RFC 7143 4.2, 11): one connection, error recovery level 0, any number of requests at a
 * time, as far as the target's window goes. Ask for something, send what {@link #next} gives until it gives nothing, hand in what arrives by
 * {@link #receive}, until each request has its outcome; answers come in any order. After an exception the session is of no further use.
 * Not thread-safe.
 */
public final class SessionMachine implements PduReader.Placement {
    /** How many units may arrive one after another without getting anything on. */
    static final int MAX_IDLE_UNITS = 1024;

    /** What one unit of ours carries at most, whatever the target takes. */
    private static final int OUR_MAX_UNIT = 262_144;

    private static final int MAX_PONGS = 32;
    /** What is allocated for data at first, if as much is expected. */
    private static final int ROOM = 1 << 20;

    private final SessionParameters agreed;
    private final Deque<NopIn> pings = new ArrayDeque<>();
    /** Requests without an outcome, in the order in which they were asked for: those that left come first. */
    private final List<Request> open = new ArrayList<>();

    private final Deque<Request> waiting = new ArrayDeque<>();
    /** Requests whose data the target has asked for, in that order. */
    private final Deque<Request> wanted = new ArrayDeque<>();

    private int cmdSn;
    private int expStatSn;
    private int maxCmdSn;
    private int lastTag;
    private int idleUnits;
    private boolean logoutWanted;
    private boolean dropped;

    private @Nullable Request last;
    /** Whose unsolicited data come before any other command (RFC 7143 4.2.2.3.4). */
    private @Nullable Request unsolicited;

    private int placed;
    private int placedAt;

    public SessionMachine(SessionParameters agreed) {
        this.agreed = agreed;
        this.cmdSn = agreed.cmdSn();
        this.expStatSn = agreed.expStatSn();
        this.maxCmdSn = agreed.maxCmdSn();
    }

    /** Asks for a SCSI command, which sends or expects data, not both. */
    public Request command(long lun, byte[] cdb, byte[] out, int expectedIn) {
        if (out.length > 0 && expectedIn > 0) {
            throw new IllegalArgumentException("bidirectional commands are not supported");
        }
        return begin(Request.command(tag(), lun, cdb, out, expectedIn));
    }

    /** Asks for a SCSI command whose data go into an array, so many from there on. */
    public Request reading(long lun, byte[] cdb, byte[] into, int from, int count) {
        Objects.checkFromIndexSize(from, count, into.length);
        return begin(Request.reading(tag(), lun, cdb, into, from, count));
    }

    /** Asks for a SCSI command that sends part of an array, which stays as it is until the request has ended. */
    public Request writing(long lun, byte[] cdb, byte[] out, int from, int count) {
        Objects.checkFromIndexSize(from, count, out.length);
        return begin(Request.writing(tag(), lun, cdb, out, from, count));
    }

    /** Asks which targets there are. */
    public Request sendTargets() {
        return begin(Request.of(Kind.DISCOVERY, tag()));
    }

    /** Asks whether the target lives. */
    public Request ping() {
        return begin(Request.of(Kind.PING, tag()));
    }

    /** Asks to close the session. */
    public Request logout() {
        return begin(Request.of(Kind.LOGOUT, tag()));
    }

    private Request begin(Request next) {
        open.add(next);
        waiting.add(next);
        last = next;
        return next;
    }

    private int tag() {
        lastTag = lastTag + 1 & 0x7fffffff;
        return lastTag;
    }

    /** Returns how the request that was begun last ended; null while it is under way. */
    public @Nullable Outcome outcome() {
        return last == null ? null : last.outcome;
    }

    /** Tells whether everything that was asked for has ended. */
    public boolean idle() {
        return open.isEmpty();
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
        Frame frame = nextFrame();
        return frame == null ? null : frame.pdu();
    }

    /** Returns the next unit to send, as a frame; null if there is none until something arrives. */
    public @Nullable Frame nextFrame() {
        NopIn ping = pings.poll();
        if (ping != null) {
            byte[] data = ping.data().length > agreed.targetMaxData()
                    ? Arrays.copyOf(ping.data(), agreed.targetMaxData())
                    : ping.data();
            return new Frame(
                    new NopOut(true, ping.lun(), Pdu.NO_TAG, ping.transferTag(), cmdSn, expStatSn, data).toPdu());
        }
        if (unsolicited != null) {
            return data(unsolicited);
        }
        Request asked = wanted.peek();
        if (asked != null) {
            return asked.kind == Kind.DISCOVERY ? continuation(asked) : data(asked);
        }
        Request next = waiting.peek();
        return next == null ? null : release(next);
    }

    private @Nullable Frame release(Request r) {
        boolean immediate = r.kind == Kind.PING || r.kind == Kind.LOGOUT;
        if (!immediate && !SerialNumber.notAfter(cmdSn, maxCmdSn)) {
            return null;
        }
        waiting.remove();
        r.released = true;
        return switch (r.kind) {
            case PING -> new Frame(new NopOut(true, 0, r.tag, Pdu.NO_TAG, cmdSn, expStatSn, Request.NOTHING).toPdu());
            case LOGOUT -> new Frame(new LogoutRequest(true, 0, r.tag, 0, cmdSn, expStatSn).toPdu());
            case DISCOVERY -> {
                byte[] text = Text.format(List.of(new TextPair("SendTargets", "All")));
                yield new Frame(
                        new TextRequest(false, true, false, 0, r.tag, Pdu.NO_TAG, cmdSn++, expStatSn, text).toPdu());
            }
            case SCSI -> command(r);
        };
    }

    private int unit() {
        return Math.min(agreed.targetMaxData(), OUR_MAX_UNIT);
    }

    private Frame command(Request r) {
        int first = Math.min(r.outCount, agreed.firstBurst());
        int immediate = agreed.immediateData() ? Math.min(first, unit()) : 0;
        r.claimed = immediate;
        if (!agreed.initialR2t() && immediate < first) {
            r.sequence = new Sequence(Pdu.NO_TAG, immediate, first);
            r.claimed = first;
            unsolicited = r;
        }
        Pdu pdu = new ScsiCommand(
                        false,
                        r.sequence == null,
                        r.expectedIn > 0,
                        r.outCount > 0,
                        1,
                        r.lun,
                        r.tag,
                        Math.max(r.expectedIn, r.outCount),
                        cmdSn++,
                        expStatSn,
                        r.cdb,
                        null,
                        Request.NOTHING)
                .toPdu();
        return new Frame(pdu, r.out, r.outFrom, immediate);
    }

    /** Returns the next data of a request that has a sequence. */
    private Frame data(Request r) {
        Sequence s = Objects.requireNonNull(r.sequence, "sequence");
        int count = (int) Math.min(s.end - s.offset, (long) unit());
        boolean ends = count == s.end - s.offset;
        Pdu pdu = new DataOut(ends, r.lun, r.tag, s.transferTag, expStatSn, s.dataSn++, s.offset, Request.NOTHING)
                .toPdu();
        Frame frame = new Frame(pdu, r.out, r.outFrom + s.offset, count);
        s.offset += count;
        if (ends) {
            r.sequence = null;
            if (r == unsolicited) {
                unsolicited = null;
            } else {
                wanted.remove(r);
            }
        }
        return frame;
    }

    private @Nullable Frame continuation(Request r) {
        if (!SerialNumber.notAfter(cmdSn, maxCmdSn)) {
            return null;
        }
        Pdu pdu = new TextRequest(false, true, false, 0, r.tag, r.transferTag, cmdSn++, expStatSn, Request.NOTHING)
                .toPdu();
        r.transferTag = Pdu.NO_TAG;
        wanted.remove(r);
        return new Frame(pdu);
    }

    /** Data of a read whose place is known go there, if they are the next. */
    @Override
    public byte @Nullable [] place(byte[] header, int length) {
        if ((header[0] & 0x3f) != Opcode.DATA_IN.code()) {
            return null;
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        Request r = find(fields.getInt(16));
        if (r == null
                || !r.placed
                || !r.released
                || (fields.getInt(40) & 0xffffffffL) != r.received
                || length > r.expectedIn - r.received) {
            return null;
        }
        placed = length;
        placedAt = r.inFrom + r.received;
        return r.in;
    }

    @Override
    public int offset() {
        return placedAt;
    }

    /** Takes in what the target sent. */
    public void receive(Pdu pdu) throws IscsiProtocolException {
        TargetPdu unit = TargetPdu.of(pdu);
        int there = placed;
        placed = 0;
        if (++idleUnits > MAX_IDLE_UNITS) {
            throw new IscsiProtocolException("more than " + MAX_IDLE_UNITS + " units that get nothing on");
        }
        window(unit);
        if (unit instanceof DataIn data) {
            dataIn(data, there);
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
            end(current(Kind.LOGOUT, response), new Outcome.LoggedOut(response.response()));
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
    private Request current(Kind kind, TargetPdu unit) throws IscsiProtocolException {
        Request r = find(unit.taskTag());
        if (r == null || !r.released || r.kind != kind) {
            throw unexpected(unit);
        }
        return r;
    }

    private @Nullable Request find(int tag) {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).tag == tag) {
                return open.get(i);
            }
        }
        return null;
    }

    private static IscsiProtocolException unexpected(TargetPdu unit) {
        return new IscsiProtocolException(
                "a " + unit.getClass().getSimpleName() + " that belongs to nothing we asked for");
    }

    private void progress() {
        idleUnits = 0;
    }

    private void end(Request r, Outcome ended) {
        r.outcome = ended;
        open.remove(r);
        wanted.remove(r); // it may end before all its data were sent
        if (r == unsolicited) {
            unsolicited = null;
        }
        progress();
    }

    /** @param there how many of the bytes were put where they belong */
    private void dataIn(DataIn data, int there) throws IscsiProtocolException {
        Request r = current(Kind.SCSI, data);
        int length = there > 0 ? there : data.data().length;
        if (length > r.expectedIn - r.received) {
            throw new IscsiProtocolException("more data than the " + r.expectedIn + " bytes that were expected");
        }
        if (data.offset() != r.received) {
            throw new IscsiProtocolException("data at offset " + data.offset() + ", not at " + r.received);
        }
        if (data.dataSn() != r.dataSn++) {
            throw new IscsiProtocolException("the data number jumps");
        }
        if (length > 0) {
            if (there == 0) {
                takeIn(r, data.data());
            }
            r.received += length;
            progress();
        }
        if (data.hasStatus()) {
            if (!data.last()) {
                throw new IscsiProtocolException("status in a Data-In that is not the last");
            }
            status(data);
            ended(r, 0, data.status(), data.residual(), Request.NOTHING);
        }
    }

    private static void takeIn(Request r, byte[] data) {
        if (!r.placed && data.length == r.expectedIn) {
            r.in = data;
            return;
        }
        if (!r.placed && r.in.length < r.received + data.length) {
            long room = Math.max(r.received + data.length, Math.max(ROOM, 2L * r.in.length));
            r.in = Arrays.copyOf(r.in, (int) Math.min(r.expectedIn, room));
        }
        System.arraycopy(data, 0, r.in, r.inFrom + r.received, data.length);
    }

    private void scsiResponse(ScsiResponse response) throws IscsiProtocolException {
        Request r = current(Kind.SCSI, response);
        status(response);
        ended(r, response.response(), response.status(), response.residual(), response.sense());
    }

    private void ended(Request r, int response, int status, Residual residual, byte[] sense)
            throws IscsiProtocolException {
        long expected = Math.max(r.expectedIn, r.outCount);
        long untransferred = residual.underflow() ? residual.count() : 0;
        if (untransferred > expected) {
            throw new IscsiProtocolException("more bytes left over than were expected");
        }
        if (response == 0 && status == 0) {
            if (r.expectedIn > 0 && residual.underflow() && r.received != expected - untransferred) {
                throw new IscsiProtocolException("the target says that it sent " + (expected - untransferred)
                        + " bytes, but it sent " + r.received);
            }
            int sent = r.sequence == null ? r.claimed : r.sequence.offset;
            if (r.outCount > 0 && sent < expected - untransferred) {
                throw new IscsiProtocolException("the target says that it took " + (expected - untransferred)
                        + " bytes, but it asked for " + sent);
            }
        }
        byte[] data = r.placed ? Request.NOTHING : r.in.length == r.received ? r.in : Arrays.copyOf(r.in, r.received);
        end(r, new Outcome.Scsi(response, status, data, sense, untransferred));
    }

    private void readyToTransfer(ReadyToTransfer request) throws IscsiProtocolException {
        Request r = current(Kind.SCSI, request);
        if (r.sequence != null) {
            throw new IscsiProtocolException("a request for data while another is served");
        }
        if (request.offset() != r.claimed
                || request.length() < 1
                || request.length() > r.outCount - r.claimed
                || request.length() > agreed.maxBurst()) {
            throw new IscsiProtocolException("a request for " + request.length() + " bytes at " + request.offset()
                    + " where " + (r.outCount - r.claimed) + " are left at " + r.claimed);
        }
        if (request.r2tSn() != r.r2tSn++ || request.transferTag() == Pdu.NO_TAG) {
            throw new IscsiProtocolException("a request for data with a wrong number or tag");
        }
        int end = r.claimed + (int) request.length();
        r.sequence = new Sequence(request.transferTag(), r.claimed, end);
        r.claimed = end;
        wanted.add(r);
        progress();
    }

    private void nopIn(NopIn nop) throws IscsiProtocolException {
        if (nop.taskTag() != Pdu.NO_TAG) {
            status(nop);
            end(current(Kind.PING, nop), new Outcome.Alive());
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
        Request r = current(Kind.DISCOVERY, response);
        status(response);
        if (r.transferTag != Pdu.NO_TAG
                || response.last() == (response.transferTag() != Pdu.NO_TAG)
                || response.last() && response.more()) {
            throw new IscsiProtocolException("a text response that neither ends nor goes on");
        }
        Text text = Objects.requireNonNull(r.text, "text");
        text.add(response.data());
        if (response.data().length > 0) {
            progress();
        }
        if (response.last()) {
            end(r, new Outcome.Discovered(text.finishWhatCanBeRead()));
        } else {
            r.transferTag = response.transferTag();
            wanted.add(r);
        }
    }

    private void reject(Reject reject) throws IscsiProtocolException {
        status(reject);
        byte[] header = reject.data();
        if (header.length < Pdu.HEADER) {
            throw unexpected(reject);
        }
        Pdu rejected = new Pdu(Arrays.copyOf(header, Pdu.HEADER), Request.NOTHING, Request.NOTHING);
        Request r = find(rejected.taskTag());
        if (r == null || !r.released) {
            throw unexpected(reject);
        }
        end(r, new Outcome.Rejected(reject.reason(), rejected.opcode() != Opcode.DATA_OUT));
    }
}
