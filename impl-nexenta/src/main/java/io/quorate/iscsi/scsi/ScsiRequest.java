package io.quorate.iscsi.scsi;

import java.nio.ByteBuffer;

/**
 * A SCSI command (SPC-4, SBC-3): what {@link io.quorate.iscsi.InitiatorSession#execute} takes.
 *
 * @param name what it is called in messages
 * @param cdb the command descriptor block
 * @param out what is sent with it; empty if nothing
 * @param expectedIn how many bytes may come back at most
 */
public record ScsiRequest(String name, byte[] cdb, byte[] out, int expectedIn) {
    private static final byte[] NOTHING = {};
    /** Room for a vital product data page. */
    private static final int PAGE = 4096;
    /** Room for 2047 logical units or 2047 reservation keys. */
    private static final int LIST = 16384;

    /** Standard INQUIRY. */
    public static ScsiRequest inquiry() {
        return in("INQUIRY", cdb(6, 0x12).put(4, (byte) 255), 255);
    }

    /** INQUIRY of a vital product data page. */
    public static ScsiRequest vitalProductData(int page) {
        ByteBuffer cdb = cdb(6, 0x12).put(1, (byte) 1).put(2, (byte) page).putShort(3, (short) PAGE);
        return in(String.format("INQUIRY, page %02X", page), cdb, PAGE);
    }

    /** REPORT LUNS. */
    public static ScsiRequest reportLuns() {
        return in("REPORT LUNS", cdb(12, 0xa0).putInt(6, LIST), LIST);
    }

    /** TEST UNIT READY. */
    public static ScsiRequest testUnitReady() {
        return in("TEST UNIT READY", cdb(6, 0x00), 0);
    }

    /** READ CAPACITY (10). */
    public static ScsiRequest readCapacity10() {
        return in("READ CAPACITY (10)", cdb(10, 0x25), 8);
    }

    /** READ CAPACITY (16). */
    public static ScsiRequest readCapacity16() {
        return in("READ CAPACITY (16)", cdb(16, 0x9e).put(1, (byte) 0x10).putInt(10, 32), 32);
    }

    /** READ (10), or (16) where the numbers need it. */
    public static ScsiRequest read(long firstBlock, int blocks, int blockSize) {
        int bytes = Math.multiplyExact(blocks, blockSize);
        return fits10(firstBlock, blocks)
                ? in("READ (10)", blocks10(0x28, firstBlock, blocks), bytes)
                : in("READ (16)", blocks16(0x88, firstBlock, blocks), bytes);
    }

    /** WRITE (10), or (16) where the numbers need it. */
    public static ScsiRequest write(long firstBlock, int blocks, byte[] data) {
        return fits10(firstBlock, blocks)
                ? new ScsiRequest(
                        "WRITE (10)", blocks10(0x2a, firstBlock, blocks).array(), data, 0)
                : new ScsiRequest(
                        "WRITE (16)", blocks16(0x8a, firstBlock, blocks).array(), data, 0);
    }

    /** SYNCHRONIZE CACHE (10) of everything. */
    public static ScsiRequest synchronizeCache() {
        return in("SYNCHRONIZE CACHE (10)", cdb(10, 0x35), 0);
    }

    /** MODE SENSE (6) of all pages, without block descriptors. */
    public static ScsiRequest modeSense() {
        return in(
                "MODE SENSE (6)",
                cdb(6, 0x1a).put(1, (byte) 0x08).put(2, (byte) 0x3f).put(4, (byte) 255),
                255);
    }

    /** PERSISTENT RESERVE IN, READ KEYS. */
    public static ScsiRequest readKeys() {
        return reserveIn("READ KEYS", 0, LIST);
    }

    /** PERSISTENT RESERVE IN, READ RESERVATION. */
    public static ScsiRequest readReservation() {
        return reserveIn("READ RESERVATION", 1, 24);
    }

    /** PERSISTENT RESERVE IN, REPORT CAPABILITIES. */
    public static ScsiRequest reportCapabilities() {
        return reserveIn("REPORT CAPABILITIES", 2, 8);
    }

    /** PERSISTENT RESERVE OUT, REGISTER: {@code key} is what is registered now, 0 if nothing; {@code newKey} 0 ends the registration. */
    public static ScsiRequest register(long key, long newKey) {
        return reserveOut("REGISTER", 0, 0, key, newKey);
    }

    /** PERSISTENT RESERVE OUT, RESERVE. */
    public static ScsiRequest reserve(long key, int type) {
        return reserveOut("RESERVE", 1, type, key, 0);
    }

    /** PERSISTENT RESERVE OUT, RELEASE. */
    public static ScsiRequest release(long key, int type) {
        return reserveOut("RELEASE", 2, type, key, 0);
    }

    /** PERSISTENT RESERVE OUT, CLEAR: takes everybody's registration away. */
    public static ScsiRequest clear(long key) {
        return reserveOut("CLEAR", 3, 0, key, 0);
    }

    /** PERSISTENT RESERVE OUT, PREEMPT: takes the registrations of {@code victim} away, and its reservation. */
    public static ScsiRequest preempt(long key, long victim, int type) {
        return reserveOut("PREEMPT", 4, type, key, victim);
    }

    /** PERSISTENT RESERVE OUT, REGISTER AND IGNORE EXISTING KEY. */
    public static ScsiRequest registerAndIgnore(long newKey) {
        return reserveOut("REGISTER AND IGNORE EXISTING KEY", 6, 0, 0, newKey);
    }

    /**
     * Tells whether a command only reads: it is known, sends nothing and changes nothing that outlasts it. What is not known does not read.
     */
    public static boolean reads(byte[] cdb, byte[] out) {
        if (cdb.length < 6 || out.length > 0) {
            return false;
        }
        int action = cdb[1] & 0x1f;
        return switch (cdb[0] & 0xff) {
            case 0x00, // TEST UNIT READY
                    0x03, // REQUEST SENSE
                    0x08, // READ (6)
                    0x12, // INQUIRY
                    0x1a, // MODE SENSE (6)
                    0x25, // READ CAPACITY (10)
                    0x28, // READ (10)
                    0x5a, // MODE SENSE (10)
                    0x5e, // PERSISTENT RESERVE IN
                    0x88, // READ (16)
                    0xa0, // REPORT LUNS
                    0xa8 -> true; // READ (12)
            case 0x4d -> (cdb[1] & 1) == 0; // LOG SENSE that does not save
            case 0x9e -> action == 0x10 || action == 0x12; // READ CAPACITY (16), GET LBA STATUS
            case 0xa3 -> // REPORT IDENTIFYING INFORMATION, TARGET PORT GROUPS, SUPPORTED OPERATION CODES, TASK
                // MANAGEMENT
                action == 0x05 || action == 0x0a || action == 0x0c || action == 0x0d;
            default -> false;
        };
    }

    private static boolean fits10(long firstBlock, int blocks) {
        return firstBlock + blocks <= 0x1_0000_0000L && blocks <= 0xffff;
    }

    private static ByteBuffer blocks10(int opcode, long firstBlock, int blocks) {
        return cdb(10, opcode).putInt(2, (int) firstBlock).putShort(7, (short) blocks);
    }

    private static ByteBuffer blocks16(int opcode, long firstBlock, int blocks) {
        return cdb(16, opcode).putLong(2, firstBlock).putInt(10, blocks);
    }

    private static ScsiRequest reserveIn(String name, int action, int length) {
        ByteBuffer cdb = cdb(10, 0x5e).put(1, (byte) action).putShort(7, (short) length);
        return in("PERSISTENT RESERVE IN, " + name, cdb, length);
    }

    private static ScsiRequest reserveOut(String name, int action, int type, long key, long serviceKey) {
        byte[] out = ByteBuffer.allocate(24).putLong(key).putLong(serviceKey).array();
        ByteBuffer cdb = cdb(10, 0x5f).put(1, (byte) action).put(2, (byte) type).putInt(5, out.length);
        return new ScsiRequest("PERSISTENT RESERVE OUT, " + name, cdb.array(), out, 0);
    }

    private static ScsiRequest in(String name, ByteBuffer cdb, int length) {
        return new ScsiRequest(name, cdb.array(), NOTHING, length);
    }

    private static ByteBuffer cdb(int length, int opcode) {
        return ByteBuffer.allocate(length).put(0, (byte) opcode);
    }

    @Override
    public String toString() {
        return name;
    }
}
