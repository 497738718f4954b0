package io.quorate.lab.tds;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Puts messages together from packets ([MS-TDS] 2.2.3). */
final class PacketReader {
    static final int HEADER = 8;
    static final int LARGEST = 32_767;

    private PacketReader() {}

    /** A place to read on after each packet: the log-in alone may be under TLS. */
    interface Source {
        InputStream next() throws IOException;
    }

    /**
     * Reads the next message; one that the client says to ignore is skipped.
     *
     * @param most bytes of a message
     * @return null where the stream ends between messages
     */
    static @Nullable Message read(Source source, int most) throws IOException {
        while (true) {
            Message message = readOne(source, most);
            if (message == null || (message.status() & Message.IGNORE) == 0) {
                return message;
            }
        }
    }

    private static @Nullable Message readOne(Source source, int most) throws IOException {
        byte[] data = new byte[0];
        int size = 0;
        int type = -1;
        int status = 0;
        while (true) {
            InputStream in = source.next();
            int first = in.read();
            if (first < 0) {
                if (type < 0) {
                    return null;
                }
                throw new EOFException("the connection ends inside a message");
            }
            byte[] header = exactly(in, HEADER - 1);
            int flags = header[0] & 0xFF;
            int length = (header[1] & 0xFF) << 8 | header[2] & 0xFF;
            if (length < HEADER || length > LARGEST) {
                throw new TdsProtocolException("a packet of " + length + " bytes");
            }
            if (type >= 0 && first != type) {
                throw new TdsProtocolException("a packet of type " + first + " in a message of type " + type);
            }
            if (type < 0) {
                type = first;
                status = flags;
            }
            int more = length - HEADER;
            if (size + more > most) {
                throw new TdsProtocolException("a message of more than " + most + " bytes");
            }
            if (size + more > data.length) {
                byte[] old = data;
                data = Arrays.copyOf(data, Math.min(most, Math.max(size + more, 2 * size)));
                Arrays.fill(old, (byte) 0);
            }
            fill(in, data, size, more);
            size += more;
            if ((flags & Message.LAST) != 0) {
                byte[] whole = Arrays.copyOf(data, size);
                Arrays.fill(data, (byte) 0);
                return new Message(type, status | flags & Message.IGNORE, whole);
            }
        }
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = new byte[count];
        fill(in, bytes, 0, count);
        return bytes;
    }

    private static void fill(InputStream in, byte[] into, int at, int count) throws IOException {
        if (in.readNBytes(into, at, count) < count) {
            throw new EOFException("the connection ends inside a packet");
        }
    }
}
