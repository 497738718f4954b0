package io.quorate.lab.tds;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a message from the beginning to its end, little-endian; every length is checked before anything is allocated. */
final class Bytes {
    private final byte[] data;
    private final int end;
    private int at;

    Bytes(byte[] data) {
        this(data, 0, data.length);
    }

    private Bytes(byte[] data, int at, int end) {
        this.data = data;
        this.at = at;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    boolean more() {
        return at < end;
    }

    /** Returns the next byte without taking it. */
    int peek() throws TdsProtocolException {
        need(1);
        return data[at] & 0xFF;
    }

    int u8() throws TdsProtocolException {
        need(1);
        return data[at++] & 0xFF;
    }

    int u16() throws TdsProtocolException {
        return u8() | u8() << 8;
    }

    /** Reads two bytes in network order. */
    int u16be() throws TdsProtocolException {
        return u8() << 8 | u8();
    }

    int i32() throws TdsProtocolException {
        return u16() | u16() << 16;
    }

    long u32() throws TdsProtocolException {
        return i32() & 0xFFFF_FFFFL;
    }

    long i64() throws TdsProtocolException {
        return u32() | (long) i32() << 32;
    }

    byte[] take(long count) throws TdsProtocolException {
        need(count);
        byte[] taken = Arrays.copyOfRange(data, at, at + (int) count);
        at += (int) count;
        return taken;
    }

    void skip(long count) throws TdsProtocolException {
        need(count);
        at += (int) count;
    }

    /** Reads so many characters of UTF-16. */
    String text(int characters) throws TdsProtocolException {
        return text(2L * characters, StandardCharsets.UTF_16LE);
    }

    String text(long count, Charset charset) throws TdsProtocolException {
        need(count);
        String text = new String(data, at, (int) count, charset);
        at += (int) count;
        return text;
    }

    /** Reads text behind its length of one byte. */
    String shortText() throws TdsProtocolException {
        return text(u8());
    }

    /** Returns a part of the message, by its place in the whole, for reading apart. */
    Bytes part(long from, long count) throws TdsProtocolException {
        if (from < 0 || count < 0 || from + count > end) {
            throw new TdsProtocolException("an offset points outside of the message");
        }
        return new Bytes(data, (int) from, (int) (from + count));
    }

    /** Returns the message from a place in it to its end, for reading apart. */
    Bytes from(long place) throws TdsProtocolException {
        return part(place, Math.max(0, end - place));
    }

    private void need(long count) throws TdsProtocolException {
        if (count < 0 || count > end - at) {
            throw new TdsProtocolException("the message ends too early");
        }
    }
}
