package io.quorate.iscsi;

import io.quorate.san.LunAddress;
import io.quorate.san.Naa;
import io.quorate.san.command.ReadNaa;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.util.Set;

/** Reads the identifier that a consent is bound to: INQUIRY, page 83. */
final class ReadNaaHandler extends IscsiRead<ReadNaa, Naa> {

    ReadNaaHandler(IscsiAccess access) {
        super(access);
    }

    @Override
    public Class<ReadNaa> handles() {
        return ReadNaa.class;
    }

    @Override
    Set<InitiatorFeature> needs(ReadNaa c) {
        return ofUnit(c.unit().lun(), InitiatorFeature.SCSI);
    }

    @Override
    public Naa run(ReadNaa c, IscsiLink link) {
        return link.reading(c.unit(), unit -> naa(c.unit(), unit));
    }

    static Naa naa(LunAddress address, ScsiUnit unit) {
        unit.inquiry();
        Naa naa = unit.naa();
        if (naa == null) {
            throw Fault.lasting(ErrorKind.REJECTED)
                    .because(address + " has no NAA identifier in VPD page 83, so no consent can be bound to it");
        }
        return naa;
    }
}
