package io.quorate.iscsi;

import io.quorate.Size;
import io.quorate.iscsi.scsi.Capacity;
import io.quorate.iscsi.scsi.Inquiry;
import io.quorate.san.LunAddress;
import io.quorate.san.LunIdentity;
import io.quorate.san.command.IdentifyLun;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.util.Set;

/** Asks a logical unit who it is: INQUIRY, READ CAPACITY (16), pages 80 and 83. */
final class IdentifyLunHandler extends IscsiRead<IdentifyLun, LunIdentity> {
    private static final int DISK = 0;

    IdentifyLunHandler(IscsiAccess access) {
        super(access);
    }

    @Override
    public Class<IdentifyLun> handles() {
        return IdentifyLun.class;
    }

    @Override
    Set<InitiatorFeature> needs(IdentifyLun c) {
        return ofUnit(c.unit().lun(), InitiatorFeature.SCSI);
    }

    @Override
    public LunIdentity run(IdentifyLun c, IscsiLink link) {
        return link.reading(c.unit(), unit -> identity(c.unit(), unit));
    }

    private static LunIdentity identity(LunAddress address, ScsiUnit unit) {
        Inquiry inquiry = unit.inquiry();
        if (inquiry.deviceType() != DISK) {
            throw Fault.lasting(ErrorKind.REJECTED)
                    .hint("iscsi.luns tells the numbers there are")
                    .because(address + " is no disk but a device of type "
                            + String.format("0x%02X", inquiry.deviceType()) + " (" + inquiry.vendor() + " "
                            + inquiry.product() + ")");
        }
        Capacity capacity = unit.capacity();
        return new LunIdentity(
                address.iqn(),
                address.lun(),
                inquiry.vendor(),
                inquiry.product(),
                inquiry.revision(),
                unit.serial(),
                unit.naa(),
                Size.bytes(capacity.blocks() * capacity.blockSize()),
                Size.bytes(capacity.blockSize()),
                capacity.thin());
    }
}
