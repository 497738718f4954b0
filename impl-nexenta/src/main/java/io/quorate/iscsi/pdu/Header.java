package io.quorate.iscsi.pdu;

import java.nio.ByteBuffer;

/** Reads and writes the fields of a basic header segment. */
final class Header {
    private final ByteBuffer bytes;

    private Header(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static Header of(Pdu pdu) {
        return new Header(ByteBuffer.wrap(pdu.header()));
    }

    static Header of(Opcode opcode, boolean immediate, int flags) {
        Header header = new Header(ByteBuffer.allocate(Pdu.HEADER));
        return header.set8(0, opcode.code() | (immediate ? 0x40 : 0)).set8(1, flags);
    }

    int u8(int at) {
        return bytes.get(at) & 0xff;
    }

    int u16(int at) {
        return bytes.getShort(at) & 0xffff;
    }

    int i32(int at) {
        return bytes.getInt(at);
    }

    long u32(int at) {
        return bytes.getInt(at) & 0xffffffffL;
    }

    long u48(int at) {
        return (long) u16(at) << 32 | u32(at + 2);
    }

    long i64(int at) {
        return bytes.getLong(at);
    }

    boolean flag(int at, int mask) {
        return (bytes.get(at) & mask) != 0;
    }

    byte[] slice(int from, int to) {
        byte[] slice = new byte[to - from];
        bytes.get(from, slice);
        return slice;
    }

    Header set8(int at, int value) {
        bytes.put(at, (byte) value);
        return this;
    }

    Header set16(int at, int value) {
        bytes.putShort(at, (short) value);
        return this;
    }

    Header set32(int at, int value) {
        bytes.putInt(at, value);
        return this;
    }

    Header set32(int at, long unsigned) {
        if (unsigned >>> 32 != 0) {
            throw new IllegalArgumentException("not 32 bits: " + unsigned);
        }
        bytes.putInt(at, (int) unsigned);
        return this;
    }

    Header set48(int at, long value) {
        return set16(at, (int) (value >>> 32)).set32(at + 2, (int) value);
    }

    Header set64(int at, long value) {
        bytes.putLong(at, value);
        return this;
    }

    /** Sets the three numbers that a target's units carry. */
    Header sequence(int statSn, int expCmdSn, int maxCmdSn) {
        return set32(24, statSn).set32(28, expCmdSn).set32(32, maxCmdSn);
    }

    Header put(int at, byte[] value) {
        bytes.put(at, value);
        return this;
    }

    Pdu with(byte[] data) {
        return new Pdu(bytes.array(), Pdu.NONE, data);
    }

    Pdu with(byte[] additional, byte[] data) {
        return new Pdu(bytes.array(), additional, data);
    }

    Pdu alone() {
        return with(Pdu.NONE);
    }
}
