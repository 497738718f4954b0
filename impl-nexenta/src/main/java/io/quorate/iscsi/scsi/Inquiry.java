package io.quorate.iscsi.scsi;

import io.quorate.iscsi.pdu.IscsiProtocolException;

/**
 * Standard INQUIRY data (SPC-4 6.6.2).
 *
 * @param qualifier 0 a unit is here, 1 may be here, 3 cannot be here
 * @param deviceType 0 a disk, 0x0c a controller, 0x1f unknown
 * @param version the SPC version it claims
 */
public record Inquiry(int qualifier, int deviceType, int version, String vendor, String product, String revision) {

    /** Reads what INQUIRY brought. */
    public static Inquiry of(byte[] data) throws IscsiProtocolException {
        if (data.length < 36) {
            throw new IscsiProtocolException("INQUIRY data of " + data.length + " bytes, not 36");
        }
        return new Inquiry(
                data[0] >> 5 & 7,
                data[0] & 0x1f,
                data[2] & 0xff,
                ascii(data, 8, 8),
                ascii(data, 16, 16),
                ascii(data, 32, 4));
    }

    /** Returns printable characters without the blanks around them; what is not printable is a question mark. */
    static String ascii(byte[] data, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = offset; i < offset + length; i++) {
            text.append(data[i] == 0 ? ' ' : data[i] >= ' ' && data[i] < 127 ? (char) data[i] : '?');
        }
        return text.toString().strip();
    }
}
