package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.iscsi.machine.Outcome;
import io.quorate.iscsi.machine.SessionMachine;
import io.quorate.iscsi.machine.TargetAddresses;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Lun;
import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.scsi.Capacity;
import io.quorate.iscsi.scsi.ScsiRequest;
import io.quorate.iscsi.scsi.Sense;
import io.quorate.iscsi.scsi.VitalProductData;
import io.quorate.san.DiscoveredTarget;
import io.quorate.san.Portal;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Visible;
import io.quorate.spi.net.Interrupts;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of Quorate's own initiator. A unit attention that only tells of a reset is answered by asking again, at most four times; others
 * are the caller's to judge. After a failure of the connection or of the protocol the session is closed and says so.
 */
final class QuorateSession implements InitiatorSession {
    private static final Logger log = LoggerFactory.getLogger(QuorateSession.class);
    private static final Duration LOGOUT = Duration.ofSeconds(2);
    private static final int MAX_ATTENTIONS = 4;
    private static final byte[] NOTHING = {};
    /** What one command moves at most, and what it may move without asking for the limit. */
    private static final int CHUNK = 1 << 20;

    private static final int SMALL_CHUNK = 1 << 16;

    /** What commands are called in messages, by operation code. */
    private static final String[] NAMES = IntStream.range(0, 256)
            .mapToObj(code -> String.format("SCSI command 0x%02x", code))
            .toArray(String[]::new);

    private final QuorateRuntime runtime;
    private final Wire wire;
    private final SessionMachine machine;
    private final InitiatorLogin login;
    private final Portal portal;
    private final long lun;
    private @Nullable Capacity capacity;
    private long maxTransfer = -1;
    private Deadline latest;
    private boolean closed;

    /**
     * @param deadline that of the login
     */
    QuorateSession(
            QuorateRuntime runtime,
            Wire wire,
            SessionMachine machine,
            InitiatorLogin login,
            Portal portal,
            Deadline deadline) {
        this.runtime = runtime;
        this.wire = wire;
        this.machine = machine;
        this.login = login;
        this.portal = portal;
        this.lun = Lun.encode(login.lun());
        this.latest = deadline;
    }

    @Override
    public int blockSize(Deadline deadline) {
        return capacity(deadline).blockSize();
    }

    @Override
    public long blocks(Deadline deadline) {
        return capacity(deadline).blocks();
    }

    private Capacity capacity(Deadline deadline) {
        if (capacity == null) {
            ScsiRequest request = ScsiRequest.readCapacity10();
            try {
                byte[] data = data(request, deadline);
                if (Capacity.needs16(data)) {
                    request = ScsiRequest.readCapacity16();
                    capacity = Capacity.of16(data(request, deadline));
                } else {
                    capacity = Capacity.of10(data);
                }
            } catch (IscsiProtocolException e) {
                throw ScsiFaults.of(what(request.name()), e);
            }
        }
        return capacity;
    }

    @Override
    public byte[] read(long firstBlock, int count, Deadline deadline) {
        if (firstBlock < 0 || count < 0 || firstBlock > Long.MAX_VALUE - count) {
            throw new IllegalArgumentException("not a range of blocks: " + count + " at " + firstBlock);
        }
        int size = blockSize(deadline);
        int all = Math.multiplyExact(count, size);
        int chunk = chunk(count, size, deadline);
        byte[] result = count <= chunk ? NOTHING : new byte[all];
        for (int done = 0; done < count; ) {
            int some = Math.min(chunk, count - done);
            byte[] data = data(ScsiRequest.read(firstBlock + done, some, size), deadline);
            if (data.length != some * size) {
                throw badReply(true, "READ", "the target sent " + data.length + " bytes of " + some * size, null);
            }
            if (some == count) {
                return data;
            }
            System.arraycopy(data, 0, result, done * size, data.length);
            done += some;
        }
        return result;
    }

    @Override
    public void write(long firstBlock, byte[] data, Deadline deadline) {
        if (!login.writable()) {
            throw readOnly("WRITE");
        }
        int size = blockSize(deadline);
        int count = data.length / size;
        if (firstBlock < 0 || data.length % size != 0 || firstBlock > Long.MAX_VALUE - count) {
            throw new IllegalArgumentException(
                    data.length + " bytes at block " + firstBlock + " are not whole blocks of " + size);
        }
        int chunk = chunk(count, size, deadline);
        for (int done = 0; done < count; ) {
            int some = Math.min(chunk, count - done);
            byte[] out = some == count ? data : Arrays.copyOfRange(data, done * size, (done + some) * size);
            try {
                write(ScsiRequest.write(firstBlock + done, some, out), out, deadline);
            } catch (Fault fault) {
                // What was written before stays written.
                throw done == 0 ? fault : fault.as(FaultPhase.UNANSWERED).because(String.valueOf(fault.getMessage()));
            }
            done += some;
        }
    }

    private void write(ScsiRequest request, byte[] out, Deadline deadline) {
        Outcome.Scsi end = patiently(request.name(), request.cdb(), out, 0, deadline);
        ScsiFaults.changed(what(request.name()), reply(end));
        if (end.untransferred() > 0) {
            throw badReply(
                    false, "WRITE", "the target left " + end.untransferred() + " bytes over and says good", null);
        }
    }

    /** Returns how many blocks one command may move: our limit, and the unit's where it tells one. */
    private int chunk(int count, int size, Deadline deadline) {
        if ((long) count * size > SMALL_CHUNK && maxTransfer < 0) {
            ScsiRequest request = ScsiRequest.vitalProductData(VitalProductData.BLOCK_LIMITS);
            ScsiReply reply = execute(request.cdb(), request.out(), request.expectedIn(), deadline);
            try {
                maxTransfer = ScsiFaults.good(reply)
                        ? VitalProductData.blockLimits(reply.data()).maxTransfer()
                        : 0; // the page is optional
            } catch (IscsiProtocolException e) {
                maxTransfer = 0; // some send a short one
            }
        }
        long limit = Math.max(1, CHUNK / size);
        return (int) (maxTransfer > 0 ? Math.min(limit, maxTransfer) : limit);
    }

    private byte[] data(ScsiRequest request, Deadline deadline) {
        ScsiReply reply = execute(request.cdb(), request.out(), request.expectedIn(), deadline);
        return ScsiFaults.data(what(request.name()), reply);
    }

    @Override
    public ScsiReply execute(byte[] cdb, byte[] out, int expectedIn, Deadline deadline) {
        if (cdb.length < 6 || cdb.length > 16 || expectedIn < 0) {
            throw new IllegalArgumentException(
                    "a CDB of " + cdb.length + " bytes that expects " + expectedIn + " bytes");
        }
        String name = NAMES[cdb[0] & 0xff];
        if (!login.writable() && !ScsiRequest.reads(cdb, out)) {
            throw readOnly(name);
        }
        return reply(patiently(name, cdb, out, expectedIn, deadline));
    }

    private static ScsiReply reply(Outcome.Scsi end) {
        return new ScsiReply(end.status(), end.data(), end.sense().length == 0 ? null : end.sense());
    }

    private Outcome.Scsi patiently(String name, byte[] cdb, byte[] out, int expectedIn, Deadline deadline) {
        boolean reads = ScsiRequest.reads(cdb, out);
        for (int attentions = 0; ; attentions++) {
            Outcome.Scsi end = once(name, cdb, out, expectedIn, reads, deadline);
            if (attentions == MAX_ATTENTIONS || end.status() != 2 || !passes(Sense.of(end.sense()), reads)) {
                return end;
            }
            log.debug("unit attention [portal={}, lun={}, sense={}]", portal, login.lun(), Sense.of(end.sense()));
        }
    }

    /** A reset says nothing of the unit, so the command, which was not done, is sent again; what may be another unit now is only read again. */
    private static boolean passes(Sense sense, boolean reads) {
        return sense.key() == Sense.UNIT_ATTENTION
                && (sense.asc() == 0x29
                        || reads && sense.asc() == 0x3f && (sense.ascq() == 0x03 || sense.ascq() == 0x0e));
    }

    private Outcome.Scsi once(String name, byte[] cdb, byte[] out, int expectedIn, boolean reads, Deadline deadline) {
        ready(name);
        machine.command(lun, cdb, out, expectedIn);
        Outcome outcome = run(name, reads, deadline);
        if (outcome instanceof Outcome.Scsi end) {
            if (end.response() != 0) {
                throw Fault.in(reads ? FaultPhase.TRANSIENT : FaultPhase.UNANSWERED, ErrorKind.REJECTED)
                        .code(String.format("response 0x%02x", end.response()))
                        .because(what(name) + ": the target failed");
            }
            return end;
        }
        throw rejected(name, reads, outcome);
    }

    /** Asks which targets there are. */
    List<DiscoveredTarget> discover(Deadline deadline) {
        ready("SendTargets");
        machine.sendTargets();
        Outcome outcome = run("SendTargets", true, deadline);
        if (!(outcome instanceof Outcome.Discovered discovered)) {
            throw rejected("SendTargets", true, outcome);
        }
        return TargetAddresses.discovered(discovered.pairs(), portal);
    }

    private void ready(String name) {
        if (Thread.currentThread().isInterrupted()) {
            throw Fault.neverSent(ErrorKind.UNREACHABLE).because(what(name) + ": interrupted");
        }
        if (!closed && !machine.logoutWanted() && !machine.dropped()) {
            return;
        }
        String why = closed ? "the session is closed" : "the target asked us to log out";
        close();
        throw Fault.neverSent(ErrorKind.UNREACHABLE).because(what(name) + ": " + why);
    }

    private Outcome run(String name, boolean reads, Deadline deadline) {
        latest = deadline;
        try (Interrupts.Request listening = wire.listen()) {
            return exchange(deadline);
        } catch (SocketTimeoutException e) {
            throw broken(ErrorKind.DEADLINE_EXCEEDED, name, "no end in the time given", e);
        } catch (IOException e) {
            throw broken(ErrorKind.UNREACHABLE, name, String.valueOf(e.getMessage()), e);
        } catch (IscsiProtocolException e) {
            abandon();
            throw badReply(reads, name, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException | Error e) {
            abandon();
            throw e;
        }
    }

    private Outcome exchange(Deadline deadline) throws IOException, IscsiProtocolException {
        while (true) {
            for (Pdu pdu = machine.next(); pdu != null; pdu = machine.next()) {
                wire.send(pdu, deadline);
            }
            Outcome outcome = machine.outcome();
            if (outcome != null) {
                return outcome;
            }
            if (machine.dropped()) {
                throw new EOFException("the target said that it drops the session");
            }
            if (deadline.expired()) {
                throw new SocketTimeoutException("the time given ran out");
            }
            machine.receive(wire.receive(deadline));
        }
    }

    private Fault broken(ErrorKind kind, String name, String why, Throwable cause) {
        FaultPhase phase = machine.released() ? FaultPhase.UNANSWERED : FaultPhase.NEVER_SENT;
        abandon();
        return Fault.in(phase, kind).cause(cause).because(what(name) + ": " + why);
    }

    private Fault badReply(boolean reads, String name, String why, @Nullable Throwable cause) {
        FaultPhase phase = reads ? FaultPhase.LASTING : FaultPhase.UNANSWERED;
        return Fault.in(phase, ErrorKind.BAD_REPLY).cause(cause).because(what(name) + ": " + why);
    }

    private Fault rejected(String name, boolean reads, Outcome outcome) {
        if (!(outcome instanceof Outcome.Rejected rejected)) {
            throw new IllegalStateException("an outcome of something else: " + outcome);
        }
        return Fault.in(
                        reads || rejected.ofTheRequest() ? FaultPhase.LASTING : FaultPhase.UNANSWERED,
                        ErrorKind.REJECTED)
                .code(String.format("reject 0x%02x", rejected.reason()))
                .because(what(name) + ": the target rejected it");
    }

    private Fault readOnly(String name) {
        return Fault.neverSent(ErrorKind.UNSUPPORTED)
                .hint("access=read-write in the endpoint's options allows it")
                .because(what(name) + ": this endpoint only reads");
    }

    private String what(String name) {
        return name + " to LUN " + login.lun() + " of " + login.target() + " at " + portal;
    }

    private void abandon() {
        closed = true;
        wire.close();
    }

    /** Logs out as long as the last deadline given allows; a target that notices the end of the connection needs no more. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (Interrupts.Request listening = wire.listen()) {
            Duration left = latest.remaining();
            if (!machine.dropped() && !left.isZero() && !Thread.currentThread().isInterrupted()) {
                machine.logout();
                exchange(Deadline.in(left.compareTo(LOGOUT) < 0 ? left : LOGOUT, runtime));
            }
        } catch (IOException | IscsiProtocolException e) {
            log.debug(
                    "no clean logout [portal={}, target={}, why={}]",
                    portal,
                    login.target(),
                    Visible.line(String.valueOf(e.getMessage())));
        } finally {
            wire.close();
        }
    }
}
