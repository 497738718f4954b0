package io.quorate.iscsi.machine;

import io.quorate.iscsi.pdu.Pdu;
import io.quorate.iscsi.pdu.Text;
import org.jspecify.annotations.Nullable;

/** What a session was asked for, until it has ended. Not thread-safe. */
public final class Request {
    /** No bytes. */
    public static final byte[] NONE = {};

    static final byte[] NOTHING = NONE;

    private static final int MAX_TEXT = 1 << 20;

    enum Kind {
        SCSI,
        DISCOVERY,
        LOGOUT,
        PING
    }

    /** Data that the target has asked for, or may get unasked. */
    static final class Sequence {
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

    final Kind kind;
    final int tag;
    final long lun;
    final byte[] cdb;

    /** What is sent: {@link #outCount} bytes from {@link #outFrom} on. */
    final byte[] out;

    final int outFrom;
    final int outCount;
    final int expectedIn;

    /** Whether what comes goes into somebody's array: {@link #in}, from {@link #inFrom} on. */
    final boolean placed;

    final int inFrom;
    byte[] in;
    int received;
    int dataSn;

    boolean released;
    int transferTag = Pdu.NO_TAG;

    /** How much of what is sent was sent, asked for, or is on its way. */
    int claimed;

    @Nullable
    Sequence sequence;

    int r2tSn;

    @Nullable
    Text text;

    @Nullable
    Outcome outcome;

    private Request(
            Kind kind,
            int tag,
            long lun,
            byte[] cdb,
            byte[] out,
            int outFrom,
            int outCount,
            byte @Nullable [] in,
            int inFrom,
            int expectedIn) {
        this.kind = kind;
        this.tag = tag;
        this.lun = lun;
        this.cdb = cdb;
        this.out = out;
        this.outFrom = outFrom;
        this.outCount = outCount;
        this.placed = in != null;
        this.in = in == null ? NOTHING : in;
        this.inFrom = inFrom;
        this.expectedIn = expectedIn;
    }

    static Request of(Kind kind, int tag) {
        Request request = new Request(kind, tag, 0, NOTHING, NOTHING, 0, 0, null, 0, 0);
        if (kind == Kind.DISCOVERY) {
            request.text = new Text(MAX_TEXT);
        }
        return request;
    }

    static Request command(int tag, long lun, byte[] cdb, byte[] out, int expectedIn) {
        return new Request(Kind.SCSI, tag, lun, cdb, out, 0, out.length, null, 0, expectedIn);
    }

    static Request reading(int tag, long lun, byte[] cdb, byte[] into, int from, int count) {
        return new Request(Kind.SCSI, tag, lun, cdb, NOTHING, 0, 0, into, from, count);
    }

    static Request writing(int tag, long lun, byte[] cdb, byte[] out, int from, int count) {
        return new Request(Kind.SCSI, tag, lun, cdb, out, from, count, null, 0, 0);
    }

    /** Returns how it ended; null while it is under way. */
    public @Nullable Outcome outcome() {
        return outcome;
    }

    /** Tells whether it left, be it in part. */
    public boolean released() {
        return released;
    }

    /** Returns how many bytes have come. */
    public int received() {
        return received;
    }
}
