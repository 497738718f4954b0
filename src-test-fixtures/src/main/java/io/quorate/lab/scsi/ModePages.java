package io.quorate.lab.scsi;

import static io.quorate.lab.scsi.CheckCondition.unless;

import io.quorate.lab.storage.LogicalUnitState;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** MODE SENSE, without block descriptors, and MODE SELECT: caching (WCE) and control (SWP) can be changed, nothing else. */
final class ModePages {
    private static final int CACHING = 0x08;
    private static final int CONTROL = 0x0A;
    private static final int ALL = 0x3F;
    private static final int WCE = 0x04;
    private static final int SWP = 0x08;
    private static final int DPO_FUA = 0x10;

    /** What MODE SELECT asks for; null where it asks for nothing. */
    record Change(
            @Nullable Boolean writeCacheDisabled, @Nullable Boolean writeProtected) {}

    private ModePages() {}

    static byte[] sense(byte[] cdb, LogicalUnitState unit) throws CheckCondition {
        boolean ten = Bytes.u8(cdb, 0) == Command.MODE_SENSE_10.opcode;
        int control = Bytes.u8(cdb, 2) >> 6;
        int page = cdb[2] & 0x3F;
        int subpage = Bytes.u8(cdb, 3);
        unless(control != 3, Sense.SAVING_NOT_SUPPORTED);
        unless(subpage == 0 || subpage == 0xFF && page == ALL, Sense.INVALID_FIELD_IN_CDB);
        ByteArrayOutputStream pages = new ByteArrayOutputStream();
        for (int code : new int[] {CACHING, CONTROL}) {
            if (page == code || page == ALL) {
                pages.writeBytes(page(code, control, unit));
            }
        }
        unless(pages.size() > 0, Sense.INVALID_FIELD_IN_CDB);
        int head = ten ? 8 : 4;
        byte[] data = new byte[head + pages.size()];
        int device = DPO_FUA | (unit.writeProtected() ? 0x80 : 0);
        if (ten) {
            Bytes.put(data, 0, 2, data.length - 2);
            data[3] = (byte) device;
        } else {
            data[0] = (byte) (data.length - 1);
            data[2] = (byte) device;
        }
        System.arraycopy(pages.toByteArray(), 0, data, head, pages.size());
        return Bytes.cut(data, ten ? Bytes.u16(cdb, 7) : Bytes.u8(cdb, 4));
    }

    /** @param control 0 current, 1 what can be changed, 2 default */
    private static byte[] page(int code, int control, LogicalUnitState unit) {
        byte[] page = new byte[code == CACHING ? 20 : 12];
        page[0] = (byte) code;
        page[1] = (byte) (page.length - 2);
        if (code == CACHING) {
            page[2] = (byte) (control == 0 && unit.writeCacheDisabled() ? 0 : WCE);
        } else if (code == CONTROL) {
            page[4] = (byte) (control == 1 || control == 0 && unit.writeProtected() ? SWP : 0);
            if (control != 1) {
                page[3] = 0x10; // unrestricted reordering
            }
        }
        return page;
    }

    static Change select(byte[] cdb, byte[] out, LogicalUnitState unit) throws CheckCondition {
        boolean ten = Bytes.u8(cdb, 0) == Command.MODE_SELECT_10.opcode;
        unless(Bytes.bit(cdb, 1, 0x10) && !Bytes.bit(cdb, 1, 0x01), Sense.INVALID_FIELD_IN_CDB); // PF, not SP
        int length = ten ? Bytes.u16(cdb, 7) : Bytes.u8(cdb, 4);
        if (length == 0) {
            return new Change(null, null);
        }
        int head = ten ? 8 : 4;
        unless(length >= head && out.length >= length, Sense.PARAMETER_LIST_LENGTH);
        int at = head + (ten ? Bytes.u16(out, 6) : Bytes.u8(out, 3));
        Boolean cacheOff = null;
        Boolean protect = null;
        while (at < length) {
            unless(at + 2 <= length, Sense.PARAMETER_LIST_LENGTH);
            int code = out[at] & 0x3F;
            int size = Bytes.u8(out, at + 1) + 2;
            unless(at + size <= length, Sense.PARAMETER_LIST_LENGTH);
            unless(code == CACHING || code == CONTROL, Sense.INVALID_FIELD_IN_PARAMETERS);
            byte[] current = page(code, 0, unit);
            byte[] mask = page(code, 1, unit);
            unless(size == current.length, Sense.INVALID_FIELD_IN_PARAMETERS);
            for (int i = 2; i < size; i++) {
                unless(((out[at + i] ^ current[i]) & ~mask[i]) == 0, Sense.INVALID_FIELD_IN_PARAMETERS);
            }
            if (code == CACHING) {
                cacheOff = !Bytes.bit(out, at + 2, WCE);
            } else {
                protect = Bytes.bit(out, at + 4, SWP);
            }
            at += size;
        }
        return new Change(cacheOff, protect);
    }
}
