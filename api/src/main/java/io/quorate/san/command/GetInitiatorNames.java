package io.quorate.san.command;

import io.quorate.san.Iqn;
import io.quorate.san.IscsiClient;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.List;

/**
 * Tells the names our own initiator logs in with: the first, and the second that the proof of reservations plays. No I/O.
 *
 * @see IscsiClient#names
 */
public record GetInitiatorNames() implements ReadCommand<List<Iqn>> {
    @Override
    public String name() {
        return "iscsi.names";
    }

    @Override
    public Target target() {
        return new Target("initiator", "ours");
    }
}
