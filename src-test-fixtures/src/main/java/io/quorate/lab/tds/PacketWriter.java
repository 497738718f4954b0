package io.quorate.lab.tds;

import java.io.IOException;
import java.io.OutputStream;

/** Cuts a message into packets. */
final class PacketWriter {
    private static final int CHUNK = 65_536;

    private PacketWriter() {}

    /** Writes a message, several packets at once: a header never leaves without what it announces. */
    static void write(OutputStream out, int type, int spid, int packetSize, byte[] data, int count) throws IOException {
        int each = packetSize - PacketReader.HEADER;
        byte[] chunk = new byte[Math.max(packetSize, Math.min(CHUNK, count + PacketReader.HEADER))];
        int filled = 0;
        int sent = 0;
        int number = 1;
        do {
            int piece = Math.min(each, count - sent);
            int length = piece + PacketReader.HEADER;
            if (filled + length > chunk.length) {
                out.write(chunk, 0, filled);
                filled = 0;
            }
            chunk[filled] = (byte) type;
            chunk[filled + 1] = (byte) (sent + piece == count ? Message.LAST : 0);
            chunk[filled + 2] = (byte) (length >> 8);
            chunk[filled + 3] = (byte) length;
            chunk[filled + 4] = (byte) (spid >> 8);
            chunk[filled + 5] = (byte) spid;
            chunk[filled + 6] = (byte) number++;
            chunk[filled + 7] = 0;
            System.arraycopy(data, sent, chunk, filled + PacketReader.HEADER, piece);
            filled += length;
            sent += piece;
        } while (sent < count);
        out.write(chunk, 0, filled);
        out.flush();
    }
}
