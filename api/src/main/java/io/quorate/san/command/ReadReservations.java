package io.quorate.san.command;

import io.quorate.san.IscsiClient;
import io.quorate.san.LunAddress;
import io.quorate.san.Reservations;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Reads a logical unit's persistent reservations.
 *
 * @param unit which
 * @see IscsiClient#reservations
 */
public record ReadReservations(LunAddress unit) implements ReadCommand<Reservations> {
    public ReadReservations {
        Objects.requireNonNull(unit, "unit");
    }

    @Override
    public String name() {
        return "iscsi.reservations";
    }

    @Override
    public Target target() {
        return new Target("logical unit", unit.toString());
    }
}
