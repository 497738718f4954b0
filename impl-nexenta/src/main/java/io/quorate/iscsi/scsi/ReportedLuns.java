package io.quorate.iscsi.scsi;

import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.Lun;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeSet;

/** What REPORT LUNS told (SPC-4 6.33). */
public final class ReportedLuns {
    private ReportedLuns() {}

    /** Returns the numbers, sorted. Well-known logical units are left out: they are no disks. */
    public static List<Integer> of(byte[] data) throws IscsiProtocolException {
        ByteBuffer in = ByteBuffer.wrap(data);
        if (data.length < 8) {
            throw new IscsiProtocolException("REPORT LUNS data of " + data.length + " bytes");
        }
        long length = in.getInt(0) & 0xffffffffL;
        if (length % 8 != 0 || length > data.length - 8) {
            throw new IscsiProtocolException(
                    "REPORT LUNS says that it has " + length + " bytes of numbers but has " + (data.length - 8));
        }
        TreeSet<Integer> luns = new TreeSet<>();
        for (int at = 8; at < 8 + length; at += 8) {
            long lun = in.getLong(at);
            if (lun >>> 56 != 0xc1) {
                luns.add(Lun.decode(lun));
            }
        }
        return List.copyOf(luns);
    }
}
