package io.quorate.iscsi;

import io.quorate.san.Reservations;
import io.quorate.san.command.ReadReservations;
import java.util.Set;

/** Reads the persistent reservations: READ KEYS and READ RESERVATION. */
final class ReadReservationsHandler extends IscsiRead<ReadReservations, Reservations> {

    ReadReservationsHandler(IscsiAccess access) {
        super(access);
    }

    @Override
    public Class<ReadReservations> handles() {
        return ReadReservations.class;
    }

    @Override
    Set<InitiatorFeature> needs(ReadReservations c) {
        return ofUnit(c.unit().lun(), InitiatorFeature.SCSI);
    }

    @Override
    public Reservations run(ReadReservations c, IscsiLink link) {
        return link.reading(c.unit(), ScsiUnit::reservations);
    }
}
