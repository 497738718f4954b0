package io.quorate.winrm.token;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of NTLM have in common: a signature, a number, and a head that says where in the message each part of variable length lies
 * and how long it is. A reader notes where they lay, so that the message can be written again byte for byte.
 */
final class NtlmLayout {
    private static final byte[] SIGNATURE = "NTLMSSP\0".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST = 0xFFFF;

    private NtlmLayout() {}

    /** Tells which message of NTLM it is; 0 if none. */
    static int type(byte[] message) {
        return message.length >= 12 && Arrays.equals(message, 0, 8, SIGNATURE, 0, 8)
                ? little(message).getInt(8)
                : 0;
    }

    static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads one message. */
    static final class Reader {
        private final byte[] message;
        private final int shortest;
        private final ByteBuffer in;
        private final List<Integer> offsets = new ArrayList<>();

        /** Where the first part begins, thus the head ends. */
        private int head;

        Reader(byte[] message, int type, int shortest) throws TokenException {
            if (message.length < shortest || NtlmLayout.type(message) != type) {
                throw new TokenException("not message " + type + " of NTLM");
            }
            this.message = message;
            this.shortest = shortest;
            this.in = little(message);
            this.head = message.length;
        }

        int flags(int at) {
            return in.getInt(at);
        }

        byte[] fixed(int at, int length) {
            return Arrays.copyOfRange(message, at, at + length);
        }

        /** Reads the part that the head describes there. */
        byte[] part(int at) throws TokenException {
            int length = in.getShort(at) & MOST;
            long offset = in.getInt(at + 4) & 0xFFFF_FFFFL;
            if (length > 0 && (offset < shortest || offset + length > message.length)) {
                throw new TokenException("a part of an NTLM message lies outside of it");
            }
            if (length > 0) {
                head = (int) Math.min(head, offset);
            }
            offsets.add((int) offset);
            return length == 0 ? new byte[0] : Arrays.copyOfRange(message, (int) offset, (int) offset + length);
        }

        /** Returns what stands in the head behind its parts; null if that ends before. */
        byte @Nullable [] head(int at, int length) {
            return head >= at + length ? fixed(at, length) : null;
        }

        List<Integer> offsets() {
            return List.copyOf(offsets);
        }
    }

    /** Writes one message. */
    static final class Writer {
        private final ByteBuffer head;
        private final List<Integer> offsets;
        private final List<byte[]> parts = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();
        private int end;

        /**
         * @param offsets where the parts lie, in the order of the head; empty to lay them one after the other, in the order in which they come
         */
        Writer(int type, int head, List<Integer> offsets) {
            this.head = little(new byte[head]);
            this.head.put(0, SIGNATURE).putInt(8, type);
            this.offsets = offsets;
            this.end = head;
        }

        Writer flags(int at, int flags) {
            head.putInt(at, flags);
            return this;
        }

        Writer fixed(int at, byte[] bytes) {
            head.put(at, bytes);
            return this;
        }

        /** Adds the part that the head describes there; it is the number-th of the head. */
        Writer part(int at, int number, byte[] part) {
            if (part.length > MOST) {
                throw new IllegalArgumentException("a part of an NTLM message is too long");
            }
            int place = offsets.isEmpty() ? end : offsets.get(number);
            head.putShort(at, (short) part.length)
                    .putShort(at + 2, (short) part.length)
                    .putInt(at + 4, place);
            if (part.length > 0) {
                parts.add(part);
                places.add(place);
                end = Math.max(end, place + part.length);
            }
            return this;
        }

        byte[] message() {
            byte[] message = Arrays.copyOf(head.array(), end);
            for (int i = 0; i < parts.size(); i++) {
                System.arraycopy(parts.get(i), 0, message, places.get(i), parts.get(i).length);
            }
            return message;
        }
    }

    /** Reads text as it is: UTF-16LE, or one byte a character. No byte of it is lost. */
    static String text(byte[] bytes, boolean unicode) throws TokenException {
        if (!unicode) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        if (bytes.length % 2 != 0) {
            throw new TokenException("a text of an NTLM message ends in half a character");
        }
        char[] chars = new char[bytes.length / 2];
        little(bytes).asCharBuffer().get(chars);
        return new String(chars);
    }

    /** Writes text: UTF-16LE, or one byte a character. */
    static byte[] bytes(String text, boolean unicode) {
        if (!unicode) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] bytes = new byte[2 * text.length()];
        little(bytes).asCharBuffer().put(text);
        return bytes;
    }
}
