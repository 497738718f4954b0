package io.quorate.iscsi.pdu;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What initiators send, field by field (RFC 7143 11). Unsigned 32-bit quantities are {@code long}; tags and serial numbers are {@code int},
 * compared by {@link SerialNumber}. Reserved bits are ignored when read and zero when written; whether a unit makes sense at its moment is
 * for the machines to decide.
 */
public sealed interface InitiatorPdu {

    /** Returns the initiator task tag. */
    int taskTag();

    /** Returns the number of the next status that the initiator expects. */
    int expStatSn();

    /** Returns the bytes. */
    Pdu toPdu();

    /** Reads a unit. */
    static InitiatorPdu of(Pdu pdu) throws IscsiProtocolException {
        Opcode opcode = pdu.opcode();
        opcode.check(pdu);
        Header header = Header.of(pdu);
        byte[] data = pdu.data();
        return switch (opcode) {
            case NOP_OUT -> NopOut.read(header, data);
            case SCSI_COMMAND -> ScsiCommand.read(header, pdu.additional(), data);
            case TASK_REQUEST -> TaskRequest.read(header);
            case LOGIN_REQUEST -> LoginRequest.read(header, data);
            case TEXT_REQUEST -> TextRequest.read(header, data);
            case DATA_OUT -> DataOut.read(header, data);
            case LOGOUT_REQUEST -> LogoutRequest.read(header);
            case SNACK_REQUEST -> SnackRequest.read(header);
            default -> throw new IscsiProtocolException("a " + opcode + " from an initiator");
        };
    }

    /**
     * A ping, or the answer to one (11.18).
     *
     * @param taskTag {@link Pdu#NO_TAG} if no answer is wanted
     * @param transferTag the tag of the ping that is answered; {@link Pdu#NO_TAG} otherwise
     */
    record NopOut(boolean immediate, long lun, int taskTag, int transferTag, int cmdSn, int expStatSn, byte[] data)
            implements InitiatorPdu {
        private static NopOut read(Header h, byte[] data) {
            return new NopOut(h.flag(0, 0x40), h.i64(8), h.i32(16), h.i32(20), h.i32(24), h.i32(28), data);
        }

        @Override
        public Pdu toPdu() {
            return Header.of(Opcode.NOP_OUT, immediate, 0x80)
                    .set64(8, lun)
                    .set32(16, taskTag)
                    .set32(20, transferTag)
                    .set32(24, cmdSn)
                    .set32(28, expStatSn)
                    .with(data);
        }
    }

    /**
     * A SCSI command (11.3).
     *
     * @param last whether no unsolicited Data-Out follows
     * @param attribute the task attribute: 0 untagged, 1 simple, 2 ordered, 3 head of queue, 4 ACA
     * @param expectedLength the expected data transfer length
     * @param cdb 16 bytes, or more in an additional header segment
     * @param readLength the expected read length of a bidirectional command; null if it is not one
     * @param data immediate data
     */
    record ScsiCommand(
            boolean immediate,
            boolean last,
            boolean read,
            boolean write,
            int attribute,
            long lun,
            int taskTag,
            long expectedLength,
            int cmdSn,
            int expStatSn,
            byte[] cdb,
            @Nullable Long readLength,
            byte[] data)
            implements InitiatorPdu {
        /** The longest command descriptor block. */
        public static final int MAX_CDB = 260;

        private static final int EXTENDED_CDB = 1;
        private static final int READ_LENGTH = 2;

        public ScsiCommand {
            if (cdb.length > MAX_CDB) {
                throw new IllegalArgumentException("a CDB of " + cdb.length + " bytes");
            }
            cdb = Arrays.copyOf(cdb, Math.max(16, cdb.length));
        }

        private static ScsiCommand read(Header h, byte[] additional, byte[] data) throws IscsiProtocolException {
            byte[] cdb = h.slice(32, 48);
            Long readLength = null;
            ByteBuffer rest = ByteBuffer.wrap(additional);
            while (rest.hasRemaining()) { // whole words: at least four bytes
                int length = rest.getShort() & 0xffff;
                int type = rest.get() & 0x3f;
                int padding = Pdu.padding(length + 3);
                if (length < 1 || length + padding > rest.remaining()) {
                    throw new IscsiProtocolException("an additional header segment of a length that cannot be");
                }
                rest.get(); // reserved in both types
                if (type == EXTENDED_CDB && cdb.length == 16 && length > 1 && length + 15 <= MAX_CDB) {
                    cdb = Arrays.copyOf(cdb, 15 + length);
                    rest.get(cdb, 16, length - 1);
                } else if (type == READ_LENGTH && readLength == null && length == 5) {
                    readLength = rest.getInt() & 0xffffffffL;
                } else {
                    throw new IscsiProtocolException("an additional header segment of type " + type + " and length "
                            + length + " where none is allowed");
                }
                rest.position(rest.position() + padding);
            }
            return new ScsiCommand(
                    h.flag(0, 0x40),
                    h.flag(1, 0x80),
                    h.flag(1, 0x40),
                    h.flag(1, 0x20),
                    h.u8(1) & 7,
                    h.i64(8),
                    h.i32(16),
                    h.u32(20),
                    h.i32(24),
                    h.i32(28),
                    cdb,
                    readLength,
                    data);
        }

        @Override
        public Pdu toPdu() {
            int extended = cdb.length - 16;
            int extendedSize = extended == 0 ? 0 : 4 + extended + Pdu.padding(extended);
            ByteBuffer additional = ByteBuffer.allocate(extendedSize + (readLength == null ? 0 : 8));
            if (extended > 0) {
                additional
                        .putShort((short) (extended + 1))
                        .put((byte) EXTENDED_CDB)
                        .put((byte) 0);
                additional.put(cdb, 16, extended).position(extendedSize);
            }
            if (readLength != null) {
                additional.putShort((short) 5).put((byte) READ_LENGTH).put((byte) 0);
                additional.putInt(readLength.intValue());
            }
            int flags = (last ? 0x80 : 0) | (read ? 0x40 : 0) | (write ? 0x20 : 0) | attribute & 7;
            return Header.of(Opcode.SCSI_COMMAND, immediate, flags)
                    .set64(8, lun)
                    .set32(16, taskTag)
                    .set32(20, expectedLength)
                    .set32(24, cmdSn)
                    .set32(28, expStatSn)
                    .put(32, Arrays.copyOf(cdb, 16))
                    .with(additional.array(), data);
        }
    }

    /**
     * Task management (11.5).
     *
     * @param function 1 abort task, 2 abort task set, 3 clear ACA, 4 clear task set, 5 logical unit reset, 6 target warm reset, 7 target cold
     *     reset, 8 task reassign
     */
    record TaskRequest(
            boolean immediate,
            int function,
            long lun,
            int taskTag,
            int referencedTag,
            int cmdSn,
            int expStatSn,
            int refCmdSn,
            int expDataSn)
            implements InitiatorPdu {
        private static TaskRequest read(Header h) {
            return new TaskRequest(
                    h.flag(0, 0x40),
                    h.u8(1) & 0x7f,
                    h.i64(8),
                    h.i32(16),
                    h.i32(20),
                    h.i32(24),
                    h.i32(28),
                    h.i32(32),
                    h.i32(36));
        }

        @Override
        public Pdu toPdu() {
            return Header.of(Opcode.TASK_REQUEST, immediate, 0x80 | function & 0x7f)
                    .set64(8, lun)
                    .set32(16, taskTag)
                    .set32(20, referencedTag)
                    .set32(24, cmdSn)
                    .set32(28, expStatSn)
                    .set32(32, refCmdSn)
                    .set32(36, expDataSn)
                    .alone();
        }
    }

    /**
     * A step of a login (11.12); always immediate.
     *
     * @param transit whether to go on to {@code nextStage}
     * @param more whether the text continues in another request
     * @param stage 0 security, 1 operational, 3 full feature
     * @param isid our half of the session's id, 48 bits
     * @param tsih the target's half; 0 for a new session
     */
    record LoginRequest(
            boolean transit,
            boolean more,
            int stage,
            int nextStage,
            int versionMax,
            int versionMin,
            long isid,
            int tsih,
            int taskTag,
            int cid,
            int cmdSn,
            int expStatSn,
            byte[] data)
            implements InitiatorPdu {
        private static LoginRequest read(Header h, byte[] data) {
            return new LoginRequest(
                    h.flag(1, 0x80),
                    h.flag(1, 0x40),
                    h.u8(1) >> 2 & 3,
                    h.u8(1) & 3,
                    h.u8(2),
                    h.u8(3),
                    h.u48(8),
                    h.u16(14),
                    h.i32(16),
                    h.u16(20),
                    h.i32(24),
                    h.i32(28),
                    data);
        }

        @Override
        public Pdu toPdu() {
            int flags = (transit ? 0x80 : 0) | (more ? 0x40 : 0) | (stage & 3) << 2 | nextStage & 3;
            return Header.of(Opcode.LOGIN_REQUEST, true, flags)
                    .set8(2, versionMax)
                    .set8(3, versionMin)
                    .set48(8, isid)
                    .set16(14, tsih)
                    .set32(16, taskTag)
                    .set16(20, cid)
                    .set32(24, cmdSn)
                    .set32(28, expStatSn)
                    .with(data);
        }
    }

    /**
     * A text request (11.10).
     *
     * @param last whether the initiator has no more to say
     * @param more whether the text continues in another request
     */
    record TextRequest(
            boolean immediate,
            boolean last,
            boolean more,
            long lun,
            int taskTag,
            int transferTag,
            int cmdSn,
            int expStatSn,
            byte[] data)
            implements InitiatorPdu {
        private static TextRequest read(Header h, byte[] data) {
            return new TextRequest(
                    h.flag(0, 0x40),
                    h.flag(1, 0x80),
                    h.flag(1, 0x40),
                    h.i64(8),
                    h.i32(16),
                    h.i32(20),
                    h.i32(24),
                    h.i32(28),
                    data);
        }

        @Override
        public Pdu toPdu() {
            return Header.of(Opcode.TEXT_REQUEST, immediate, (last ? 0x80 : 0) | (more ? 0x40 : 0))
                    .set64(8, lun)
                    .set32(16, taskTag)
                    .set32(20, transferTag)
                    .set32(24, cmdSn)
                    .set32(28, expStatSn)
                    .with(data);
        }
    }

    /**
     * Data for the target (11.7).
     *
     * @param last whether it ends its sequence
     * @param transferTag the tag of the R2T it answers; {@link Pdu#NO_TAG} if unsolicited
     */
    record DataOut(
            boolean last, long lun, int taskTag, int transferTag, int expStatSn, int dataSn, long offset, byte[] data)
            implements InitiatorPdu {
        private static DataOut read(Header h, byte[] data) {
            return new DataOut(h.flag(1, 0x80), h.i64(8), h.i32(16), h.i32(20), h.i32(28), h.i32(36), h.u32(40), data);
        }

        @Override
        public Pdu toPdu() {
            return Header.of(Opcode.DATA_OUT, false, last ? 0x80 : 0)
                    .set64(8, lun)
                    .set32(16, taskTag)
                    .set32(20, transferTag)
                    .set32(28, expStatSn)
                    .set32(36, dataSn)
                    .set32(40, offset)
                    .with(data);
        }
    }

    /**
     * A logout (11.14).
     *
     * @param reason 0 close the session, 1 close the connection, 2 remove the connection for recovery
     */
    record LogoutRequest(boolean immediate, int reason, int taskTag, int cid, int cmdSn, int expStatSn)
            implements InitiatorPdu {
        private static LogoutRequest read(Header h) {
            return new LogoutRequest(h.flag(0, 0x40), h.u8(1) & 0x7f, h.i32(16), h.u16(20), h.i32(24), h.i32(28));
        }

        @Override
        public Pdu toPdu() {
            return Header.of(Opcode.LOGOUT_REQUEST, immediate, 0x80 | reason & 0x7f)
                    .set32(16, taskTag)
                    .set16(20, cid)
                    .set32(24, cmdSn)
                    .set32(28, expStatSn)
                    .alone();
        }
    }

    /**
     * A request to send again or an acknowledgement of data (11.16); error recovery levels above 0 use it.
     *
     * @param type 0 data or R2T, 1 status, 2 data acknowledgement, 3 R-data
     */
    record SnackRequest(int type, long lun, int taskTag, int transferTag, int expStatSn, long begin, long length)
            implements InitiatorPdu {
        private static SnackRequest read(Header h) {
            return new SnackRequest(h.u8(1) & 0xf, h.i64(8), h.i32(16), h.i32(20), h.i32(28), h.u32(40), h.u32(44));
        }

        @Override
        public Pdu toPdu() {
            return Header.of(Opcode.SNACK_REQUEST, false, 0x80 | type & 0xf)
                    .set64(8, lun)
                    .set32(16, taskTag)
                    .set32(20, transferTag)
                    .set32(28, expStatSn)
                    .set32(40, begin)
                    .set32(44, length)
                    .alone();
        }
    }
}
