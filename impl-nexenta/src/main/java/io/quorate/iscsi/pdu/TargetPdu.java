package io.quorate.iscsi.pdu;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What targets send, field by field (RFC 7143 11); see {@link InitiatorPdu} for how.
 */
public sealed interface TargetPdu {

    /** Returns the initiator task tag. */
    int taskTag();

    /** Returns the status number; zero where there is none. */
    int statSn();

    /** Returns the number of the command that the target expects next. */
    int expCmdSn();

    /** Returns the number of the last command that the target takes now. */
    int maxCmdSn();

    /** Returns the bytes. */
    Pdu toPdu();

    /** Reads a unit. */
    static TargetPdu of(Pdu pdu) throws IscsiProtocolException {
        Opcode opcode = pdu.opcode();
        opcode.check(pdu);
        Header header = Header.of(pdu);
        byte[] data = pdu.data();
        return switch (opcode) {
            case NOP_IN -> NopIn.read(header, data);
            case SCSI_RESPONSE -> ScsiResponse.read(header, data);
            case TASK_RESPONSE -> TaskResponse.read(header);
            case LOGIN_RESPONSE -> LoginResponse.read(header, data);
            case TEXT_RESPONSE -> TextResponse.read(header, data);
            case DATA_IN -> DataIn.read(header, data);
            case LOGOUT_RESPONSE -> LogoutResponse.read(header);
            case READY_TO_TRANSFER -> ReadyToTransfer.read(header);
            case ASYNC_MESSAGE -> AsyncMessage.read(header, data);
            case REJECT -> Reject.read(header, data);
            default -> throw new IscsiProtocolException("a " + opcode + " from a target");
        };
    }

    /**
     * A ping, or the answer to one (11.19).
     *
     * @param taskTag the tag of the ping that is answered; {@link Pdu#NO_TAG} otherwise
     * @param transferTag {@link Pdu#NO_TAG} if no answer is wanted
     */
    record NopIn(long lun, int taskTag, int transferTag, int statSn, int expCmdSn, int maxCmdSn, byte[] data)
            implements TargetPdu {
        private static NopIn read(Header h, byte[] data) {
            return new NopIn(h.i64(8), h.i32(16), h.i32(20), h.i32(24), h.i32(28), h.i32(32), data);
        }

        @Override
        public Pdu toPdu() {
            return Header.of(Opcode.NOP_IN, false, 0x80)
                    .set64(8, lun)
                    .set32(16, taskTag)
                    .set32(20, transferTag)
                    .sequence(statSn, expCmdSn, maxCmdSn)
                    .with(data);
        }
    }

    /**
     * What is left over of a transfer.
     *
     * @param overflow whether more was there than expected
     * @param underflow whether less was transferred than expected
     * @param count how many bytes; unsigned 32 bits
     */
    record Residual(boolean overflow, boolean underflow, long count) {
        /** Nothing is left over. */
        public static final Residual NONE = new Residual(false, false, 0);

        private int flags() {
            return (overflow ? 4 : 0) | (underflow ? 2 : 0);
        }
    }

    /**
     * How a command ended (11.4).
     *
     * @param readResidual of the read part of a bidirectional command
     * @param response 0 completed at the target, 1 target failure
     * @param status the SCSI status
     * @param sense empty if none
     */
    record ScsiResponse(
            Residual readResidual,
            Residual residual,
            int response,
            int status,
            int taskTag,
            int snackTag,
            int statSn,
            int expCmdSn,
            int maxCmdSn,
            int expDataSn,
            byte[] sense,
            byte[] responseData)
            implements TargetPdu {
        private static ScsiResponse read(Header h, byte[] data) throws IscsiProtocolException {
            int sense = data.length == 0 ? 0 : data.length == 1 ? -1 : (data[0] & 0xff) << 8 | data[1] & 0xff;
            if (sense < 0 || sense > data.length - 2 && data.length > 0) {
                throw new IscsiProtocolException("sense data longer than what carries them");
            }
            return new ScsiResponse(
                    new Residual(h.flag(1, 0x10), h.flag(1, 0x08), h.u32(40)),
                    new Residual(h.flag(1, 0x04), h.flag(1, 0x02), h.u32(44)),
                    h.u8(2),
                    h.u8(3),
                    h.i32(16),
                    h.i32(20),
                    h.i32(24),
                    h.i32(28),
                    h.i32(32),
                    h.i32(36),
                    data.length == 0 ? data : Arrays.copyOfRange(data, 2, 2 + sense),
                    data.length == 0 ? data : Arrays.copyOfRange(data, 2 + sense, data.length));
        }

        @Override
        public Pdu toPdu() {
            byte[] data = Pdu.NONE;
            if (sense.length + responseData.length > 0) {
                data = ByteBuffer.allocate(2 + sense.length + responseData.length)
                        .putShort((short) sense.length)
                        .put(sense)
                        .put(responseData)
                        .array();
            }
            return Header.of(Opcode.SCSI_RESPONSE, false, 0x80 | readResidual.flags() << 2 | residual.flags())
                    .set8(2, response)
                    .set8(3, status)
                    .set32(16, taskTag)
                    .set32(20, snackTag)
                    .sequence(statSn, expCmdSn, maxCmdSn)
                    .set32(36, expDataSn)
                    .set32(40, readResidual.count())
                    .set32(44, residual.count())
                    .with(data);
        }
    }

    /**
     * How a task management function ended (11.6).
     *
     * @param response 0 complete, 1 no such task, 2 no such logical unit, 3 still allegiant, 4 no reassignment, 5 not supported, 6 not
     *     authorised, 255 rejected
     */
    record TaskResponse(int response, int taskTag, int statSn, int expCmdSn, int maxCmdSn) implements TargetPdu {
        private static TaskResponse read(Header h) {
            return new TaskResponse(h.u8(2), h.i32(16), h.i32(24), h.i32(28), h.i32(32));
        }

        @Override
        public Pdu toPdu() {
            return Header.of(Opcode.TASK_RESPONSE, false, 0x80)
                    .set8(2, response)
                    .set32(16, taskTag)
                    .sequence(statSn, expCmdSn, maxCmdSn)
                    .alone();
        }
    }

    /**
     * A step of a login (11.13); see {@link InitiatorPdu.LoginRequest}.
     *
     * @param statusClass 0 success, 1 redirection, 2 the initiator's fault, 3 the target's
     */
    record LoginResponse(
            boolean transit,
            boolean more,
            int stage,
            int nextStage,
            int versionMax,
            int versionActive,
            long isid,
            int tsih,
            int taskTag,
            int statSn,
            int expCmdSn,
            int maxCmdSn,
            int statusClass,
            int statusDetail,
            byte[] data)
            implements TargetPdu {
        private static LoginResponse read(Header h, byte[] data) {
            return new LoginResponse(
                    h.flag(1, 0x80),
                    h.flag(1, 0x40),
                    h.u8(1) >> 2 & 3,
                    h.u8(1) & 3,
                    h.u8(2),
                    h.u8(3),
                    h.u48(8),
                    h.u16(14),
                    h.i32(16),
                    h.i32(24),
                    h.i32(28),
                    h.i32(32),
                    h.u8(36),
                    h.u8(37),
                    data);
        }

        @Override
        public Pdu toPdu() {
            int flags = (transit ? 0x80 : 0) | (more ? 0x40 : 0) | (stage & 3) << 2 | nextStage & 3;
            return Header.of(Opcode.LOGIN_RESPONSE, false, flags)
                    .set8(2, versionMax)
                    .set8(3, versionActive)
                    .set48(8, isid)
                    .set16(14, tsih)
                    .set32(16, taskTag)
                    .sequence(statSn, expCmdSn, maxCmdSn)
                    .set8(36, statusClass)
                    .set8(37, statusDetail)
                    .with(data);
        }
    }

    /** A text answer (11.11); see {@link InitiatorPdu.TextRequest}. */
    record TextResponse(
            boolean last,
            boolean more,
            long lun,
            int taskTag,
            int transferTag,
            int statSn,
            int expCmdSn,
            int maxCmdSn,
            byte[] data)
            implements TargetPdu {
        private static TextResponse read(Header h, byte[] data) {
            return new TextResponse(
                    h.flag(1, 0x80),
                    h.flag(1, 0x40),
                    h.i64(8),
                    h.i32(16),
                    h.i32(20),
                    h.i32(24),
                    h.i32(28),
                    h.i32(32),
                    data);
        }

        @Override
        public Pdu toPdu() {
            return Header.of(Opcode.TEXT_RESPONSE, false, (last ? 0x80 : 0) | (more ? 0x40 : 0))
                    .set64(8, lun)
                    .set32(16, taskTag)
                    .set32(20, transferTag)
                    .sequence(statSn, expCmdSn, maxCmdSn)
                    .with(data);
        }
    }

    /**
     * Data for the initiator (11.7).
     *
     * @param last whether it ends its sequence
     * @param acknowledge whether an acknowledgement is wanted (error recovery levels above 0)
     * @param hasStatus whether it ends the command: status, statSn and residual count then
     */
    record DataIn(
            boolean last,
            boolean acknowledge,
            boolean hasStatus,
            Residual residual,
            int status,
            long lun,
            int taskTag,
            int transferTag,
            int statSn,
            int expCmdSn,
            int maxCmdSn,
            int dataSn,
            long offset,
            byte[] data)
            implements TargetPdu {
        private static DataIn read(Header h, byte[] data) {
            return new DataIn(
                    h.flag(1, 0x80),
                    h.flag(1, 0x40),
                    h.flag(1, 0x01),
                    new Residual(h.flag(1, 0x04), h.flag(1, 0x02), h.u32(44)),
                    h.u8(3),
                    h.i64(8),
                    h.i32(16),
                    h.i32(20),
                    h.i32(24),
                    h.i32(28),
                    h.i32(32),
                    h.i32(36),
                    h.u32(40),
                    data);
        }

        @Override
        public Pdu toPdu() {
            int flags = (last ? 0x80 : 0) | (acknowledge ? 0x40 : 0) | residual.flags() | (hasStatus ? 1 : 0);
            return Header.of(Opcode.DATA_IN, false, flags)
                    .set8(3, status)
                    .set64(8, lun)
                    .set32(16, taskTag)
                    .set32(20, transferTag)
                    .sequence(statSn, expCmdSn, maxCmdSn)
                    .set32(36, dataSn)
                    .set32(40, offset)
                    .set32(44, residual.count())
                    .with(data);
        }
    }

    /**
     * How a logout ended (11.15).
     *
     * @param response 0 closed, 1 no such connection, 2 no recovery, 3 clean-up failed
     * @param timeToWait seconds
     * @param timeToRetain seconds
     */
    record LogoutResponse(
            int response, int taskTag, int statSn, int expCmdSn, int maxCmdSn, int timeToWait, int timeToRetain)
            implements TargetPdu {
        private static LogoutResponse read(Header h) {
            return new LogoutResponse(h.u8(2), h.i32(16), h.i32(24), h.i32(28), h.i32(32), h.u16(40), h.u16(42));
        }

        @Override
        public Pdu toPdu() {
            return Header.of(Opcode.LOGOUT_RESPONSE, false, 0x80)
                    .set8(2, response)
                    .set32(16, taskTag)
                    .sequence(statSn, expCmdSn, maxCmdSn)
                    .set16(40, timeToWait)
                    .set16(42, timeToRetain)
                    .alone();
        }
    }

    /** A request for data, R2T (11.8). */
    record ReadyToTransfer(
            long lun,
            int taskTag,
            int transferTag,
            int statSn,
            int expCmdSn,
            int maxCmdSn,
            int r2tSn,
            long offset,
            long length)
            implements TargetPdu {
        private static ReadyToTransfer read(Header h) {
            return new ReadyToTransfer(
                    h.i64(8), h.i32(16), h.i32(20), h.i32(24), h.i32(28), h.i32(32), h.i32(36), h.u32(40), h.u32(44));
        }

        @Override
        public Pdu toPdu() {
            return Header.of(Opcode.READY_TO_TRANSFER, false, 0x80)
                    .set64(8, lun)
                    .set32(16, taskTag)
                    .set32(20, transferTag)
                    .sequence(statSn, expCmdSn, maxCmdSn)
                    .set32(36, r2tSn)
                    .set32(40, offset)
                    .set32(44, length)
                    .alone();
        }
    }

    /**
     * What a target says unasked (11.9).
     *
     * @param event 0 SCSI event, 1 wants a logout, 2 drops a connection, 3 drops all of them, 4 wants a negotiation, 5 ended the tasks of a
     *     logical unit, 255 the vendor's own
     */
    record AsyncMessage(
            long lun,
            int statSn,
            int expCmdSn,
            int maxCmdSn,
            int event,
            int vendorCode,
            int parameter1,
            int parameter2,
            int parameter3,
            byte[] data)
            implements TargetPdu {
        private static AsyncMessage read(Header h, byte[] data) {
            return new AsyncMessage(
                    h.i64(8), h.i32(24), h.i32(28), h.i32(32), h.u8(36), h.u8(37), h.u16(38), h.u16(40), h.u16(42),
                    data);
        }

        @Override
        public int taskTag() {
            return Pdu.NO_TAG;
        }

        @Override
        public Pdu toPdu() {
            return Header.of(Opcode.ASYNC_MESSAGE, false, 0x80)
                    .set64(8, lun)
                    .set32(16, Pdu.NO_TAG)
                    .sequence(statSn, expCmdSn, maxCmdSn)
                    .set8(36, event)
                    .set8(37, vendorCode)
                    .set16(38, parameter1)
                    .set16(40, parameter2)
                    .set16(42, parameter3)
                    .with(data);
        }
    }

    /**
     * A refusal of a unit (11.17).
     *
     * @param reason 2 data digest, 3 SNACK, 4 protocol, 5 command not supported, 6 too many immediate commands, 7 task in progress, 8 data
     *     acknowledgement, 9 field, 10 long operation, 11 deprecated, 12 waiting for logout
     * @param data the header of what was refused
     */
    record Reject(int reason, int statSn, int expCmdSn, int maxCmdSn, int dataSn, byte[] data) implements TargetPdu {
        private static Reject read(Header h, byte[] data) {
            return new Reject(h.u8(2), h.i32(24), h.i32(28), h.i32(32), h.i32(36), data);
        }

        @Override
        public int taskTag() {
            return Pdu.NO_TAG;
        }

        @Override
        public Pdu toPdu() {
            return Header.of(Opcode.REJECT, false, 0x80)
                    .set8(2, reason)
                    .set32(16, Pdu.NO_TAG)
                    .sequence(statSn, expCmdSn, maxCmdSn)
                    .set32(36, dataSn)
                    .with(data);
        }
    }
}
