package io.quorate.lab.iscsi;

import io.quorate.iscsi.pdu.InitiatorPdu.ScsiCommand;
import io.quorate.iscsi.pdu.Pdu;
import java.util.Arrays;

/** A SCSI command between its arrival and its answer. */
final class Task {
    final ScsiCommand command;
    final int lun;
    /** Set by whoever aborts it, from any thread; its own connection lets it go. */
    volatile boolean aborted;
    /** Whether it has had its turn and is never answered. */
    boolean hung;

    private final int wanted;
    private byte[] data;
    private int received;
    private boolean unsolicited;
    private int dataSn;
    int transferTag = Pdu.NO_TAG;
    int burstEnd;
    int r2tSn;

    /** What arrived does not fit. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message, null, false, false);
        }
    }

    /** @param wanted how many bytes the initiator is to send */
    Task(ScsiCommand command, int lun, int wanted, boolean unsolicitedFollows, byte[] immediate) {
        this.command = command;
        this.lun = lun;
        this.wanted = wanted;
        this.data = immediate;
        this.received = immediate.length;
        this.unsolicited = unsolicitedFollows;
    }

    /** Tells whether everything is there. */
    boolean complete() {
        return received >= wanted && !unsolicited;
    }

    /** Tells whether the next move is the target's: an R2T. */
    boolean wantsBurst() {
        return !complete() && !unsolicited && transferTag == Pdu.NO_TAG;
    }

    int received() {
        return received;
    }

    /** Starts a solicited burst and returns its length. */
    int burst(int tag, int maxBurst) {
        if (data.length < wanted) {
            data = Arrays.copyOf(data, wanted);
        }
        transferTag = tag;
        dataSn = 0;
        burstEnd = Math.min(wanted, received + maxBurst);
        return burstEnd - received;
    }

    /** Takes a Data-Out in; what is unsolicited ends at {@code firstBurst}. */
    void take(int tag, int sn, long offset, boolean last, byte[] bytes, int firstBurst) throws Broken {
        boolean solicited = tag != Pdu.NO_TAG;
        if (solicited ? tag != transferTag : !unsolicited) {
            throw new Broken("data that nobody asked for");
        }
        if (sn != dataSn) {
            throw new Broken("DataSN " + sn + " where " + dataSn + " is due");
        }
        int end = solicited ? burstEnd : Math.min(wanted, firstBurst);
        if (offset != received || bytes.length > end - received) {
            throw new Broken("data outside of what was asked for");
        }
        dataSn++;
        if (data.length < received + bytes.length) {
            data = Arrays.copyOf(data, Math.max(received + bytes.length, end));
        }
        System.arraycopy(bytes, 0, data, received, bytes.length);
        received += bytes.length;
        if (solicited && last != (received == burstEnd)) {
            throw new Broken("a burst that ends elsewhere than it was to");
        }
        if (last) {
            unsolicited = false;
            transferTag = Pdu.NO_TAG;
            dataSn = 0;
        }
    }

    byte[] data() {
        return data.length == received ? data : Arrays.copyOf(data, received);
    }
}
