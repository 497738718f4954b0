package io.quorate.iscsi.pdu;

/**
 * A protocol data unit: the basic header segment, additional header segments and the data segment, without padding and digests (RFC 7143
 * 11.2). Values only; who builds or reads one by its kind uses the classes beside this one.
 *
 * @param header 48 bytes
 * @param additional the additional header segments; empty if none
 * @param data the data segment; empty if none
 */
public record Pdu(byte[] header, byte[] additional, byte[] data) {
    /** The length of the basic header segment. */
    public static final int HEADER = 48;

    public Pdu {
        if (header.length != HEADER) {
            throw new IllegalArgumentException("a header has " + HEADER + " bytes, not " + header.length);
        }
    }
}
