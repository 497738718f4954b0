package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.iscsi.machine.Outcome;
import io.quorate.iscsi.machine.Request;
import io.quorate.iscsi.machine.TargetAddresses;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Lun;
import io.quorate.iscsi.scsi.Capacity;
import io.quorate.iscsi.scsi.ScsiRequest;
import io.quorate.iscsi.scsi.Sense;
import io.quorate.iscsi.scsi.VitalProductData;
import io.quorate.san.DiscoveredTarget;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of Quorate's own initiator: a logical unit over a connection that it has alone. A unit attention that only tells of a reset is
 * answered by asking again, at most four times; others are the caller's to judge. After a failure of the connection or of the protocol the
 * session is closed and says so. What it knows of the unit it asked for itself, whoever had the connection before.
 */
final class QuorateSession implements InitiatorSession {
    private static final Logger log = LoggerFactory.getLogger(QuorateSession.class);
    static final int MAX_ATTENTIONS = 4;

    /** What one command of a transfer moves at most. */
    private static final int PIECE = 1 << 16;

    /** What a command may move without asking for the limit. */
    private static final int SMALL = 1 << 16;

    /** How long a connection may have rested without a doubt that it lives. */
    private static final Duration SURE = Duration.ofSeconds(1);

    /** What commands are called in messages, by operation code. */
    private static final String[] NAMES = IntStream.range(0, 256)
            .mapToObj(code -> String.format("SCSI command 0x%02x", code))
            .toArray(String[]::new);

    private final InitiatorLogin login;
    private final @Nullable Source source;
    private final long lun;
    private Connection connection;
    /** Whether the connection is an old one, and nothing was answered over it since. */
    private boolean untried;

    private @Nullable Capacity capacity;
    private long maxTransfer = -1;
    private Deadline latest;

    /** Where connections come from and go to that are not logged out behind every session. */
    interface Source {

        /** Logs in anew. */
        Connection again(Deadline deadline);

        /**
         * Takes a connection back; it is not worked with any more.
         *
         * @param left how long a log-out may take, if it is not kept
         */
        void back(Connection connection, Duration left);
    }

    /**
     * @param source null if the session logs out when it is closed
     * @param untried whether the connection was used before
     * @param deadline that of the login
     */
    QuorateSession(
            Connection connection, InitiatorLogin login, @Nullable Source source, boolean untried, Deadline deadline) {
        this.connection = connection;
        this.login = login;
        this.source = source;
        this.untried = untried;
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
        byte[] result = new byte[Math.multiplyExact(count, size)];
        if (count > 0) {
            fly(true, firstBlock, result, size, deadline);
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
        if (count > 0) {
            fly(false, firstBlock, data, size, deadline);
        }
    }

    private void fly(boolean reads, long firstBlock, byte[] data, int size, Deadline deadline) {
        int piece = piece(data.length, size, deadline) * size;
        if (!reads && data.length > piece) {
            listen(deadline);
        }
        ready(reads ? "READ" : "WRITE", reads, deadline);
        latest = deadline;
        new Flight(this, connection, reads, lun, firstBlock, data, size, piece, deadline).fly();
    }

    /**
     * Hears what the unit has to tell before several commands are under way that write: what stops the first of them would not stop the
     * others, and it may say that another unit has taken its place.
     */
    private void listen(Deadline deadline) {
        ScsiRequest request = ScsiRequest.testUnitReady();
        ScsiReply reply = reply(patiently(request.name(), request.cdb(), Request.NONE, 0, false, deadline));
        if (!ScsiFaults.good(reply)) {
            throw ScsiFaults.of(what(request.name()), reply);
        }
    }

    /** Returns how many blocks one command may move: our limit, and the unit's where it tells one. */
    private int piece(int bytes, int size, Deadline deadline) {
        if (bytes > SMALL && maxTransfer < 0) {
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
        long limit = Math.max(1, PIECE / size);
        return (int) (maxTransfer > 0 ? Math.min(limit, maxTransfer) : limit);
    }

    private byte[] data(ScsiRequest request, Deadline deadline) {
        ScsiReply reply = execute(request.cdb(), request.out(), request.expectedIn(), deadline);
        if (!ScsiFaults.good(reply)) {
            throw ScsiFaults.of(what(request.name()), reply);
        }
        return reply.data();
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
        return reply(patiently(name, cdb, out, expectedIn, ScsiRequest.reads(cdb, out), deadline));
    }

    static ScsiReply reply(Outcome.Scsi end) {
        return new ScsiReply(end.status(), end.data(), end.sense().length == 0 ? null : end.sense());
    }

    private Outcome.Scsi patiently(
            String name, byte[] cdb, byte[] out, int expectedIn, boolean reads, Deadline deadline) {
        for (int attentions = 0; ; attentions++) {
            Outcome.Scsi end = once(name, cdb, out, expectedIn, reads, deadline);
            if (attentions == MAX_ATTENTIONS || !passes(end, reads)) {
                return end;
            }
            log.debug(
                    "unit attention [portal={}, lun={}, sense={}]",
                    connection.portal,
                    login.lun(),
                    Sense.of(end.sense()));
        }
    }

    /** A reset says nothing of the unit, so the command, which was not done, is sent again; what may be another unit now is only read again. */
    static boolean passes(Outcome.Scsi end, boolean reads) {
        if (end.status() != 2) {
            return false;
        }
        Sense sense = Sense.of(end.sense());
        return sense.key() == Sense.UNIT_ATTENTION
                && (sense.asc() == 0x29
                        || reads && sense.asc() == 0x3f && (sense.ascq() == 0x03 || sense.ascq() == 0x0e));
    }

    private Outcome.Scsi once(String name, byte[] cdb, byte[] out, int expectedIn, boolean reads, Deadline deadline) {
        Outcome outcome = run(name, reads, () -> connection.machine.command(lun, cdb, out, expectedIn), deadline);
        if (outcome instanceof Outcome.Scsi end) {
            if (end.response() != 0) {
                throw failed(name, reads, end);
            }
            return end;
        }
        throw rejected(name, reads, outcome);
    }

    Fault failed(String name, boolean reads, Outcome.Scsi end) {
        return Fault.in(reads ? FaultPhase.TRANSIENT : FaultPhase.UNANSWERED, ErrorKind.REJECTED)
                .code(String.format("response 0x%02x", end.response()))
                .because(what(name) + ": the target failed");
    }

    /** Asks which targets there are. */
    List<DiscoveredTarget> discover(Deadline deadline) {
        Outcome outcome = run("SendTargets", true, () -> connection.machine.sendTargets(), deadline);
        if (!(outcome instanceof Outcome.Discovered discovered)) {
            throw rejected("SendTargets", true, outcome);
        }
        return TargetAddresses.discovered(discovered.pairs(), connection.portal);
    }

    private void ready(String name, boolean reads, Deadline deadline) {
        if (Thread.currentThread().isInterrupted()) {
            throw Fault.neverSent(ErrorKind.UNREACHABLE).because(what(name) + ": interrupted");
        }
        if (untried) {
            boolean sure = reads && connection.idle().compareTo(SURE) < 0;
            if (connection.ended() != null || !sure && !connection.lives(deadline.remaining())) {
                renew(deadline);
            } else {
                untried = sure; // else it has just answered
            }
        }
        String why = connection.ended();
        if (why != null) {
            close();
            throw Fault.neverSent(ErrorKind.UNREACHABLE).because(what(name) + ": " + why);
        }
    }

    /** Logs in anew in place of an old connection over which nothing was asked for, or nothing but what only reads. */
    private void renew(Deadline deadline) {
        Source from = source;
        if (from != null) {
            connection.abandon();
            connection = from.again(deadline);
        }
        untried = false;
    }

    private Outcome run(String name, boolean reads, Supplier<Request> begin, Deadline deadline) {
        while (true) {
            ready(name, reads, deadline);
            latest = deadline;
            Request request = begin.get();
            try {
                connection.run(() -> request.outcome() != null, deadline);
                untried = false;
                Outcome outcome = request.outcome();
                if (outcome != null) {
                    return outcome;
                }
                throw new IllegalStateException("no outcome");
            } catch (SocketTimeoutException e) {
                throw broken(request, ErrorKind.DEADLINE_EXCEEDED, name, "no end in the time given", e);
            } catch (IOException e) {
                if (!untried || !reads || Thread.currentThread().isInterrupted()) {
                    throw broken(request, ErrorKind.UNREACHABLE, name, String.valueOf(e.getMessage()), e);
                }
                renew(deadline);
            } catch (IscsiProtocolException e) {
                throw badReply(reads, name, String.valueOf(e.getMessage()), e);
            }
        }
    }

    private Fault broken(Request request, ErrorKind kind, String name, String why, Throwable cause) {
        FaultPhase phase = request.released() ? FaultPhase.UNANSWERED : FaultPhase.NEVER_SENT;
        return Fault.in(phase, kind).cause(cause).because(what(name) + ": " + why);
    }

    Fault badReply(boolean reads, String name, String why, @Nullable Throwable cause) {
        FaultPhase phase = reads ? FaultPhase.LASTING : FaultPhase.UNANSWERED;
        return Fault.in(phase, ErrorKind.BAD_REPLY).cause(cause).because(what(name) + ": " + why);
    }

    Fault rejected(String name, boolean reads, Outcome outcome) {
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

    String what(String name) {
        return name + " to LUN " + login.lun() + " of " + login.target() + " at " + connection.portal;
    }

    /**
     * Logs out as long as the last deadline given allows; or leaves the connection to whoever comes next, if it is to be kept and nothing is
     * under way.
     */
    @Override
    public void close() {
        Source from = source;
        if (from == null || connection.ended() != null) {
            connection.logOut(latest.remaining());
        } else {
            from.back(connection, latest.remaining());
        }
    }
}
