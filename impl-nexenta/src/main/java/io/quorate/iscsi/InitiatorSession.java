package io.quorate.iscsi;

import io.quorate.Deadline;

/**
 * A session with one connection. Every method ends by its deadline and throws a {@link io.quorate.spi.Fault} when it fails. Not for several
 * threads at once.
 */
public interface InitiatorSession extends AutoCloseable {

    /** Returns the size of a logical block in bytes. */
    int blockSize(Deadline deadline);

    /** Returns the number of logical blocks. */
    long blocks(Deadline deadline);

    /** Reads blocks, 64 MiB at most, with as many commands as the unit takes; several may be under way at once. */
    byte[] read(long firstBlock, int count, Deadline deadline);

    /**
     * Writes blocks, 64 MiB at most, with as many commands as the unit takes; several may be under way at once. Refused unless the session is
     * writable. Where it fails and some blocks may have been written, the fault is of the phase {@code UNANSWERED}.
     */
    void write(long firstBlock, byte[] data, Deadline deadline);

    /**
     * Runs any SCSI command; needs {@link InitiatorFeature#SCSI}.
     *
     * @param cdb the command descriptor block
     * @param out what is sent with it; empty if nothing
     * @param expectedIn how many bytes may come back at most
     */
    ScsiReply execute(byte[] cdb, byte[] out, int expectedIn, Deadline deadline);

    /** Logs out, within two seconds, and closes the connection; or keeps it, see {@link Initiator#session}. */
    @Override
    void close();
}
