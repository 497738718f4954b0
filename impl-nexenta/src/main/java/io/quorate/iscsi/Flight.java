package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.iscsi.machine.Outcome;
import io.quorate.iscsi.machine.Request;
import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.scsi.ScsiRequest;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Blocks that move in pieces, a command each and several commands at a time, between an array and a logical unit. After a command that
 * failed none is begun, and those under way are waited for, so that it can be told what was done; where the connection ends, the commands
 * that were not answered are told. One flight, one call.
 */
final class Flight {
    /** How many commands are under way at most. */
    static final int DEPTH = 8;

    private static final int BUSY = 0x08;
    private static final int TASK_SET_FULL = 0x28;

    private final QuorateSession session;
    private final Connection connection;
    private final boolean reads;
    private final long lun;
    private final long firstBlock;
    private final byte[] data;
    private final int blockSize;
    private final int pieceSize;
    private final Deadline deadline;

    private final List<Piece> flying = new ArrayList<>(DEPTH);
    private final Deque<Piece> again = new ArrayDeque<>();
    private int depth = DEPTH;
    private int begun;
    private int good;
    /** Whether something may have been done. */
    private boolean touched;

    private @Nullable Fault trouble;
    private String name;

    /** What one command moves. */
    private final class Piece {
        final int from;
        final int count;
        final ScsiRequest request;
        int attentions;
        Request asked;

        Piece(int from, int count) {
            this.from = from;
            this.count = count;
            int blocks = count / blockSize;
            this.request = reads
                    ? ScsiRequest.read(block(), blocks, blockSize)
                    : ScsiRequest.write(block(), blocks, Request.NONE);
            this.asked = ask();
            name = request.name();
        }

        long block() {
            return firstBlock + from / blockSize;
        }

        private Request ask() {
            return reads
                    ? connection.machine.reading(lun, request.cdb(), data, from, count)
                    : connection.machine.writing(lun, request.cdb(), data, from, count);
        }

        Piece begin() {
            asked = ask();
            return this;
        }

        String blocks() {
            return block() + " to " + (block() + count / blockSize - 1);
        }
    }

    /**
     * @param data what is written, or where goes what is read; whole blocks
     * @param pieceSize how many bytes one command moves at most; whole blocks
     */
    Flight(
            QuorateSession session,
            Connection connection,
            boolean reads,
            long lun,
            long firstBlock,
            byte[] data,
            int blockSize,
            int pieceSize,
            Deadline deadline) {
        this.session = session;
        this.connection = connection;
        this.reads = reads;
        this.lun = lun;
        this.firstBlock = firstBlock;
        this.data = data;
        this.blockSize = blockSize;
        this.pieceSize = pieceSize;
        this.deadline = deadline;
        this.name = reads ? "READ" : "WRITE";
    }

    /** Moves everything. */
    void fly() {
        while (begin()) {
            try {
                connection.run(this::someEnded, deadline);
            } catch (SocketTimeoutException e) {
                throw broken(ErrorKind.DEADLINE_EXCEEDED, "no end in the time given", e);
            } catch (IOException e) {
                throw broken(ErrorKind.UNREACHABLE, String.valueOf(e.getMessage()), e);
            } catch (IscsiProtocolException e) {
                throw broken(ErrorKind.BAD_REPLY, String.valueOf(e.getMessage()), e);
            }
            land();
        }
        Fault fault = trouble;
        if (fault != null) {
            // What was written before, or beside it, stays written.
            throw !reads && touched && fault.phase() != FaultPhase.UNANSWERED
                    ? fault.as(FaultPhase.UNANSWERED).because(String.valueOf(fault.getMessage()))
                    : fault;
        }
    }

    /** Begins as many commands as may be under way; false if there is none. */
    private boolean begin() {
        boolean goesOn = trouble == null && connection.ended() == null;
        while (goesOn && flying.size() < depth && (!again.isEmpty() || begun < data.length)) {
            if (again.isEmpty()) {
                int count = Math.min(pieceSize, data.length - begun);
                flying.add(new Piece(begun, count));
                begun += count;
            } else {
                flying.add(again.remove().begin());
            }
        }
        if (flying.isEmpty() && trouble == null && (!again.isEmpty() || begun < data.length)) {
            FaultPhase phase = touched && !reads ? FaultPhase.UNANSWERED : FaultPhase.NEVER_SENT;
            trouble = Fault.in(phase, ErrorKind.UNREACHABLE).because(what() + ": " + connection.ended());
        }
        return !flying.isEmpty();
    }

    private boolean someEnded() {
        for (int i = 0; i < flying.size(); i++) {
            if (flying.get(i).asked.outcome() != null) {
                return true;
            }
        }
        return false;
    }

    private void land() {
        for (Iterator<Piece> i = flying.iterator(); i.hasNext(); ) {
            Piece piece = i.next();
            Outcome outcome = piece.asked.outcome();
            if (outcome != null) {
                i.remove();
                judge(piece, outcome);
            }
        }
    }

    private void judge(Piece piece, Outcome outcome) {
        if (!(outcome instanceof Outcome.Scsi end)) {
            fails(session.rejected(name, reads, outcome));
        } else if (end.response() != 0) {
            fails(session.failed(name, reads, end));
        } else if (QuorateSession.passes(end, reads) && piece.attentions++ < QuorateSession.MAX_ATTENTIONS) {
            again.add(piece);
        } else if ((end.status() == BUSY || end.status() == TASK_SET_FULL) && !flying.isEmpty()) {
            depth = flying.size(); // fewer than there were: it took those
            again.add(piece);
        } else {
            ended(piece, end);
        }
    }

    private void ended(Piece piece, Outcome.Scsi end) {
        ScsiReply reply = QuorateSession.reply(end);
        if (!ScsiFaults.good(reply)) {
            Fault fault = ScsiFaults.of(session.what(name), reply);
            fails(
                    reads || ScsiFaults.refuses(reply)
                            ? fault
                            : fault.as(FaultPhase.UNANSWERED).because(String.valueOf(fault.getMessage())));
        } else if (reads && piece.asked.received() != piece.count) {
            fails(session.badReply(
                    true, "READ", "the target sent " + piece.asked.received() + " bytes of " + piece.count, null));
        } else if (!reads && end.untransferred() > 0) {
            fails(session.badReply(
                    false, "WRITE", "the target left " + end.untransferred() + " bytes over and says good", null));
        } else {
            good++;
            touched = true;
        }
    }

    private void fails(Fault fault) {
        touched |= fault.phase() == FaultPhase.UNANSWERED;
        if (trouble == null) {
            trouble = fault;
        } else {
            trouble.addSuppressed(fault);
        }
    }

    /** What was not answered may have been done, if it left; what was done before stays done. */
    private Fault broken(ErrorKind kind, String why, Exception cause) {
        List<String> lost = new ArrayList<>();
        for (Piece piece : flying) {
            if (piece.asked.released() && piece.asked.outcome() == null) {
                lost.add(piece.blocks());
            }
        }
        boolean several = data.length > pieceSize;
        String more = !several
                ? ""
                : "; answered were " + good + " commands of " + (data.length + pieceSize - 1) / pieceSize
                        + (lost.isEmpty() ? "" : ", not answered those of the blocks " + String.join(", ", lost));
        FaultPhase phase = !lost.isEmpty() || touched && !reads ? FaultPhase.UNANSWERED : FaultPhase.NEVER_SENT;
        if (kind == ErrorKind.BAD_REPLY && reads) {
            phase = FaultPhase.LASTING;
        }
        Fault fault = Fault.in(phase, kind).cause(cause).because(what() + ": " + why + more);
        if (trouble != null) {
            fault.addSuppressed(trouble);
        }
        return fault;
    }

    private String what() {
        return session.what(name);
    }
}
