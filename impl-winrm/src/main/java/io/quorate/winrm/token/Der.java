package io.quorate.winrm.token;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes and strictly reads the little DER (X.690) that log-ins need: definite lengths in their shortest form, tags of one byte. A
 * {@link Reader} goes over what stands at one level, one value after the other, and {@linkplain Reader#enter enters} what holds others.
 */
public final class Der {
    public static final int BOOLEAN = 0x01;
    public static final int INTEGER = 0x02;
    public static final int BIT_STRING = 0x03;
    public static final int OCTET_STRING = 0x04;
    public static final int OID = 0x06;
    public static final int ENUMERATED = 0x0A;
    public static final int GENERAL_STRING = 0x1B;
    public static final int SEQUENCE = 0x30;

    /** SPNEGO needs five, CredSSP's credentials seven. */
    private static final int MOST_LEVELS = 16;

    private Der() {}

    /** Returns the tag of an explicit {@code [number]}. */
    public static int context(int number) {
        return 0xA0 | number;
    }

    /** Returns the tag of an {@code [APPLICATION number]} that holds others. */
    public static int application(int number) {
        return 0x60 | number;
    }

    /** Writes a value that holds these, one after the other. */
    public static byte[] value(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length = Math.addExact(length, content.length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >>> 8 * i);
            }
        }
        for (byte[] content : contents) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    public static byte[] sequence(byte[]... contents) {
        return value(SEQUENCE, contents);
    }

    public static byte[] octets(byte[] content) {
        return value(OCTET_STRING, content);
    }

    public static byte[] integer(long number) {
        return value(INTEGER, twosComplement(number));
    }

    public static byte[] enumerated(int number) {
        return value(ENUMERATED, twosComplement(number));
    }

    /** Writes an object identifier such as {@code 1.3.6.1.5.5.2}. */
    public static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        arc(out, Long.parseLong(arcs[0]) * 40 + Long.parseLong(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            arc(out, Long.parseLong(arcs[i]));
        }
        return value(OID, out.toByteArray());
    }

    private static void arc(ByteArrayOutputStream out, long arc) {
        for (int shift = 63 / 7 * 7; shift > 0; shift -= 7) {
            if (arc >>> shift != 0) {
                out.write((int) (0x80 | arc >>> shift & 0x7F));
            }
        }
        out.write((int) (arc & 0x7F));
    }

    private static byte[] twosComplement(long number) {
        int bytes = 1;
        while (bytes < 8 && number >> 8 * bytes - 1 != 0 && number >> 8 * bytes - 1 != -1) {
            bytes++;
        }
        byte[] result = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            result[i] = (byte) (number >> 8 * (bytes - 1 - i));
        }
        return result;
    }

    /** Reads the values of one level, in their order. */
    public static final class Reader {
        private final byte[] bytes;
        private final int end;
        private final int level;
        private int at;

        /** Reads what fills these bytes. */
        public Reader(byte[] bytes) {
            this(bytes, 0, bytes.length, 0);
        }

        private Reader(byte[] bytes, int at, int end, int level) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
            this.level = level;
        }

        /** Tells whether another value begins here. */
        public boolean more() {
            return at < end;
        }

        /** Tells whether the next value has a tag. */
        public boolean next(int tag) {
            return more() && (bytes[at] & 0xFF) == tag;
        }

        /** Goes past a value that holds others and returns what reads those. */
        public Reader enter(int tag) throws TokenException {
            if (level == MOST_LEVELS) {
                throw new TokenException("DER is nested too deeply");
            }
            int length = head(tag);
            at += length;
            return new Reader(bytes, at - length, at, level + 1);
        }

        /** Enters {@code [number]} and returns the content of the only value it holds. */
        public byte[] only(int number, int tag) throws TokenException {
            Reader inside = enter(context(number));
            byte[] content = inside.content(tag);
            inside.end();
            return content;
        }

        /** Goes past a value and returns its content. */
        public byte[] content(int tag) throws TokenException {
            int length = head(tag);
            at += length;
            return Arrays.copyOfRange(bytes, at - length, at);
        }

        /** Goes past a value of any tag and returns all of it. */
        public byte[] whole() throws TokenException {
            int from = at;
            if (!more()) {
                throw new TokenException("DER ends where a value should begin");
            }
            int length = head(bytes[at] & 0xFF);
            at += length;
            return Arrays.copyOfRange(bytes, from, at);
        }

        public byte[] octets() throws TokenException {
            return content(OCTET_STRING);
        }

        public long integer() throws TokenException {
            return number(INTEGER);
        }

        public int enumerated() throws TokenException {
            long number = number(ENUMERATED);
            if (number != (int) number) {
                throw new TokenException("DER holds an enumerated value that is too large");
            }
            return (int) number;
        }

        private long number(int tag) throws TokenException {
            byte[] content = content(tag);
            boolean shortest = content.length > 0 && (content.length == 1 || content[0] != (byte) (content[1] >> 7));
            if (!shortest || content.length > 8) {
                throw new TokenException("DER holds a number that is too long or too short");
            }
            long number = content[0];
            for (int i = 1; i < content.length; i++) {
                number = number << 8 | content[i] & 0xFF;
            }
            return number;
        }

        /** Reads an object identifier as text. */
        public String oid() throws TokenException {
            byte[] content = content(OID);
            StringBuilder dotted = new StringBuilder();
            long arc = 0;
            boolean begun = false;
            for (byte b : content) {
                if (arc > Long.MAX_VALUE >> 8 || !begun && b == (byte) 0x80) {
                    throw new TokenException("DER holds an object identifier that is none");
                }
                arc = arc << 7 | b & 0x7F;
                begun = b < 0;
                if (!begun) {
                    if (dotted.isEmpty()) {
                        long first = Math.min(2, arc / 40);
                        dotted.append(first).append('.').append(arc - 40 * first);
                    } else {
                        dotted.append('.').append(arc);
                    }
                    arc = 0;
                }
            }
            if (begun || dotted.isEmpty()) {
                throw new TokenException("DER holds an object identifier that is none");
            }
            return dotted.toString();
        }

        /** Reads a text of which each byte is one character, as in Kerberos. */
        public String text(int tag) throws TokenException {
            return new String(content(tag), StandardCharsets.ISO_8859_1);
        }

        /** Says that nothing more may follow at this level. */
        public void end() throws TokenException {
            if (more()) {
                throw new TokenException("DER goes on where it should end");
            }
        }

        /** Goes past tag and length and returns the length. */
        private int head(int tag) throws TokenException {
            if (!next(tag)) {
                throw new TokenException(String.format("DER does not hold the value %02X where it should", tag));
            }
            if (end - at < 2) {
                throw new TokenException("DER is cut off");
            }
            int length = bytes[at + 1] & 0xFF;
            int from = at + 2;
            if (length >= 0x80) {
                int more = length & 0x7F;
                if (more == 0 || more > 4 || end - from < more) {
                    throw new TokenException("DER has a length that is not definite, too large or cut off");
                }
                long large = 0;
                for (int i = 0; i < more; i++) {
                    large = large << 8 | bytes[from++] & 0xFF;
                }
                if (large < 0x80 || large >> 8 * (more - 1) == 0 || large > end - from) {
                    throw new TokenException("DER has a length that is not the shortest form or reaches too far");
                }
                length = (int) large;
            }
            if (length > end - from) {
                throw new TokenException("DER is cut off");
            }
            at = from;
            return length;
        }
    }
}
