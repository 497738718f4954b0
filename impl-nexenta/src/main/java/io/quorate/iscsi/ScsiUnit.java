package io.quorate.iscsi;

import io.quorate.Deadline;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.storage.Naa;
import io.quorate.storage.Reservations;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The SCSI commands Quorate needs of a logical unit, over one session and by one deadline. What comes back is believed only as far as
 * its own lengths go. Passes over UNIT ATTENTION: the command it is reported for was not carried out (SAM-5 5.14).
 */
final class ScsiUnit implements AutoCloseable {
    static final int GOOD = 0x00;
    static final int CHECK_CONDITION = 0x02;
    static final int RESERVATION_CONFLICT = 0x18;

    private static final int BUSY = 0x08;
    private static final int TASK_SET_FULL = 0x28;
    private static final int TASK_ABORTED = 0x40;

    /** How many events a target may have to tell before it answers. */
    private static final int MOST_ATTENTIONS = 8;

    private static final int VPD_LENGTH = 1024;
    private static final int FIRST_LUNS = 4096;

    /** A list of all numbers that there are has room in this. */
    private static final int MOST_LUNS = 8 + 8 * 16_384;

    private static final int KEYS_LENGTH = 8 + 8 * 4096;

    private final InitiatorSession session;
    private final Deadline deadline;

    ScsiUnit(InitiatorSession session, Deadline deadline) {
        this.session = session;
        this.deadline = deadline;
    }

    /** Returns the same session with another deadline. */
    ScsiUnit until(Deadline other) {
        return new ScsiUnit(session, other);
    }

    /**
     * INQUIRY's standard data.
     *
     * @param type the peripheral device type; 0 is a disk
     */
    record Inquiry(int type, String vendor, String product, String revision) {}

    Inquiry inquiry() {
        byte[] data = read("INQUIRY", cdb(6, 0x12).putShort(3, (short) 96).array(), 96, 36);
        if ((data[0] & 0xE0) != 0) {
            // The qualifier: nothing is connected here, or nothing can be.
            throw absent("INQUIRY");
        }
        return new Inquiry(data[0] & 0x1F, text(data, 8, 8), text(data, 16, 16), text(data, 32, 4));
    }

    /** Returns the serial number of VPD page 80; null if there is no such page. */
    @Nullable
    String serial() {
        byte[] page = vpd(0x80);
        return page == null ? null : text(page, 4, page.length - 4);
    }

    /** Returns the longest NAA identifier of the logical unit in VPD page 83; null if it has none. */
    @Nullable
    Naa naa() {
        byte[] page = vpd(0x83);
        String longest = "";
        for (int at = 4; page != null && at + 4 <= page.length; ) {
            int length = page[at + 3] & 0xFF;
            boolean ofTheUnit = (page[at + 1] & 0x30) == 0;
            boolean isNaa = (page[at + 1] & 0x0F) == 3;
            if (at + 4 + length > page.length) {
                throw nonsense("INQUIRY page 83", "a designator ends behind the page");
            }
            if (ofTheUnit && isNaa && (length == 8 || length == 16) && length * 2 > longest.length()) {
                longest = HexFormat.of().formatHex(page, at + 4, at + 4 + length);
            }
            at += 4 + length;
        }
        return longest.isEmpty() ? null : Naa.of(longest);
    }

    /** Returns a vital product data page as long as it says it is; null if the unit does not list it. */
    private byte @Nullable [] vpd(int page) {
        byte[] list = page(0x00);
        for (int i = 4; i < list.length; i++) {
            if ((list[i] & 0xFF) == page) {
                return page(page);
            }
        }
        return null;
    }

    private byte[] page(int page) {
        String what = String.format("INQUIRY page %02X", page);
        byte[] cdb = cdb(6, 0x12)
                .put(1, (byte) 1)
                .put(2, (byte) page)
                .putShort(3, (short) VPD_LENGTH)
                .array();
        byte[] data = read(what, cdb, VPD_LENGTH, 4);
        if ((data[1] & 0xFF) != page) {
            throw nonsense(what, String.format("page %02X came instead", data[1] & 0xFF));
        }
        int length = 4 + Short.toUnsignedInt(ByteBuffer.wrap(data).getShort(2));
        return Arrays.copyOf(data, Math.min(length, data.length));
    }

    /** Returns the logical unit numbers, ascending; well-known units are none. */
    List<Integer> luns() {
        byte[] data = luns(FIRST_LUNS);
        long length = 8 + Integer.toUnsignedLong(ByteBuffer.wrap(data).getInt(0));
        if (length > MOST_LUNS) {
            throw nonsense("REPORT LUNS", length + " bytes of numbers are announced");
        }
        if (length > FIRST_LUNS) {
            data = luns((int) length);
        }
        TreeSet<Integer> luns = new TreeSet<>();
        for (int at = 8; at + 8 <= Math.min(length, data.length); at += 8) {
            int first = ByteBuffer.wrap(data).getShort(at) & 0xFFFF;
            int method = first >> 14;
            if (method == 0 && first <= 0xFF || method == 1) {
                luns.add(first & 0x3FFF);
            }
        }
        return List.copyOf(luns);
    }

    private byte[] luns(int length) {
        return read("REPORT LUNS", cdb(12, 0xA0).putInt(6, length).array(), length, 8);
    }

    /**
     * What READ CAPACITY tells.
     *
     * @param blocks how many
     * @param blockSize of how many bytes
     * @param thin whether blocks get space when they are written
     */
    record Capacity(long blocks, int blockSize, boolean thin) {
        long bytes() {
            return Math.multiplyExact(blocks, (long) blockSize);
        }
    }

    /** Asks with READ CAPACITY (16), or as the session does where the target does not know that. */
    Capacity capacity() {
        byte[] cdb = cdb(16, 0x9E).put(1, (byte) 0x10).putInt(10, 32).array();
        ScsiReply reply = run(cdb, new byte[0], 32);
        if (reply.status() == CHECK_CONDITION && ScsiSense.of(reply).isUnknownCommand()) {
            return sane(session.blocks(deadline), session.blockSize(deadline), false);
        }
        byte[] data = data("READ CAPACITY (16)", reply, 12);
        ByteBuffer fields = ByteBuffer.wrap(data);
        long last = fields.getLong(0);
        if (last < 0 || last == Long.MAX_VALUE) {
            throw nonsense("READ CAPACITY (16)", "the last block is " + Long.toUnsignedString(last));
        }
        return sane(last + 1, fields.getInt(8), data.length > 14 && (data[14] & 0x80) != 0);
    }

    private static Capacity sane(long blocks, int blockSize, boolean thin) {
        if (blockSize < 512
                || blockSize > 65_536
                || Integer.bitCount(blockSize) != 1
                || blocks < 0
                || blocks > Long.MAX_VALUE / blockSize) {
            throw nonsense("READ CAPACITY", blocks + " blocks of " + blockSize + " bytes");
        }
        return new Capacity(blocks, blockSize, thin);
    }

    /** Tells whether the unit is write-protected (MODE SENSE (6), the header's WP bit). */
    boolean writeProtected() {
        byte[] cdb = cdb(6, 0x1A)
                .put(1, (byte) 0x08)
                .put(2, (byte) 0x3F)
                .put(4, (byte) 192)
                .array();
        return (read("MODE SENSE (6)", cdb, 192, 4)[2] & 0x80) != 0;
    }

    Reservations reservations() {
        byte[] keys = reserveIn(0x00, "READ KEYS", KEYS_LENGTH);
        ByteBuffer fields = ByteBuffer.wrap(keys);
        long length = Integer.toUnsignedLong(fields.getInt(4));
        if (length > KEYS_LENGTH - 8) {
            throw nonsense("READ KEYS", length + " bytes of keys are announced");
        }
        List<Long> found = new ArrayList<>();
        for (int at = 8; at + 8 <= Math.min(8 + length, keys.length); at += 8) {
            found.add(fields.getLong(at));
        }
        byte[] held = reserveIn(0x01, "READ RESERVATION", 24);
        ByteBuffer reservation = ByteBuffer.wrap(held);
        long generation = Integer.toUnsignedLong(reservation.getInt(0));
        if (reservation.getInt(4) == 0) {
            return new Reservations(generation, found, null, null);
        }
        if (held.length < 22) {
            throw nonsense("READ RESERVATION", "a reservation is announced and does not come");
        }
        return new Reservations(generation, found, reservation.getLong(8), held[21] & 0x0F);
    }

    private byte[] reserveIn(int action, String what, int length) {
        return read(
                "PERSISTENT RESERVE IN, " + what,
                cdb(10, 0x5E).put(1, (byte) action).putShort(7, (short) length).array(),
                length,
                8);
    }

    /** What PERSISTENT RESERVE OUT does. */
    enum Reserve {
        REGISTER(0x00),
        RESERVE(0x01),
        RELEASE(0x02),
        PREEMPT(0x04),
        REGISTER_AND_IGNORE(0x06);

        private final int action;

        Reserve(int action) {
            this.action = action;
        }
    }

    /**
     * PERSISTENT RESERVE OUT.
     *
     * @param type the reservation's; 0 where the action takes none
     * @param key the key this nexus is registered with; 0 if it is not
     * @param other the key to register or to preempt
     */
    ScsiReply reserveOut(Reserve what, int type, long key, long other) {
        byte[] cdb = cdb(10, 0x5F)
                .put(1, (byte) what.action)
                .put(2, (byte) type)
                .putInt(5, 24)
                .array();
        byte[] parameters = ByteBuffer.allocate(24).putLong(key).putLong(other).array();
        return run(cdb, parameters, 0);
    }

    /** Sends WRITE (10) for no block at all: nothing is written, but a reservation refuses it as it would any write. */
    ScsiReply writeNothing() {
        return run(cdb(10, 0x2A).array(), new byte[0], 0);
    }

    /** Has the unit put what it cached on its medium; one that has no cache need not know the command. */
    void synchronize() {
        ScsiReply reply = run(cdb(10, 0x35).array(), new byte[0], 0);
        if (reply.status() != GOOD
                && !(reply.status() == CHECK_CONDITION && ScsiSense.of(reply).isUnknownCommand())) {
            throw fault("SYNCHRONIZE CACHE", reply);
        }
    }

    byte[] readBlocks(long first, int count) {
        return session.read(first, count, deadline);
    }

    void writeBlocks(long first, byte[] data) {
        session.write(first, data, deadline);
    }

    /** Returns the unit's size and block size without any SCSI command of ours, for sessions that know no other. */
    Capacity plainCapacity() {
        return sane(session.blocks(deadline), session.blockSize(deadline), false);
    }

    @Override
    public void close() {
        session.close();
    }

    private byte[] read(String what, byte[] cdb, int most, int least) {
        return data(what, run(cdb, new byte[0], most), least);
    }

    private static byte[] data(String what, ScsiReply reply, int least) {
        if (reply.status() != GOOD) {
            throw fault(what, reply);
        }
        if (reply.data().length < least) {
            throw nonsense(what, reply.data().length + " bytes came, at least " + least + " were due");
        }
        return reply.data();
    }

    private ScsiReply run(byte[] cdb, byte[] out, int in) {
        for (int told = 0; ; told++) {
            ScsiReply reply = session.execute(cdb, out, in, deadline);
            if (told == MOST_ATTENTIONS
                    || reply.status() != CHECK_CONDITION
                    || !ScsiSense.of(reply).isUnitAttention()) {
                return reply;
            }
        }
    }

    private static ByteBuffer cdb(int length, int operation) {
        return ByteBuffer.allocate(length).put(0, (byte) operation);
    }

    private static String text(byte[] data, int from, int length) {
        return new String(data, from, Math.min(length, data.length - from), StandardCharsets.US_ASCII)
                .replaceAll("[^\\x20-\\x7E]", "")
                .trim();
    }

    /** Says in words how a command ended. */
    static String words(ScsiReply reply) {
        return switch (reply.status()) {
            case GOOD -> "done";
            case CHECK_CONDITION -> "refused, sense " + ScsiSense.of(reply);
            case RESERVATION_CONFLICT -> "refused because of a reservation (status 0x18)";
            default -> String.format("refused with status 0x%02X", reply.status());
        };
    }

    static Fault fault(String what, ScsiReply reply) {
        String message = what + ": " + words(reply);
        return switch (reply.status()) {
            case CHECK_CONDITION -> ScsiSense.of(reply).fault(what, message);
            case RESERVATION_CONFLICT ->
                new Fault(
                        FaultPhase.LASTING,
                        ErrorKind.REJECTED,
                        "0x18",
                        message,
                        "somebody holds a persistent reservation; iscsi.reservations tells the keys",
                        null);
            case BUSY, TASK_SET_FULL -> new Fault(FaultPhase.REFUSED, ErrorKind.BUSY, code(reply), message, null, null);
            case TASK_ABORTED -> new Fault(FaultPhase.TRANSIENT, ErrorKind.BUSY, code(reply), message, null, null);
            default -> new Fault(FaultPhase.LASTING, ErrorKind.REJECTED, code(reply), message, null, null);
        };
    }

    private static String code(ScsiReply reply) {
        return String.format("0x%02X", reply.status());
    }

    private static Fault absent(String what) {
        return new Fault(
                FaultPhase.LASTING,
                ErrorKind.NOT_FOUND,
                null,
                what + ": the target has no such logical unit, or does not show it to our initiator name",
                "add our initiator name to the host group of the LUN's mapping",
                null);
    }

    private static Fault nonsense(String what, String why) {
        return new Fault(FaultPhase.LASTING, ErrorKind.BAD_REPLY, null, what + ": " + why, null, null);
    }
}
