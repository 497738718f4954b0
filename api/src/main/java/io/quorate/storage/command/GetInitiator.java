package io.quorate.storage.command;

import io.quorate.san.Iqn;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.RemoteInitiator;
import io.quorate.storage.RemoteInitiators;
import java.util.Objects;

/**
 * Reads what the appliance knows of an initiator; fails with kind {@code NOT_FOUND} if that is nothing.
 *
 * @param iqn its name
 * @see RemoteInitiators#find
 */
public record GetInitiator(Iqn iqn) implements ReadCommand<RemoteInitiator> {
    public GetInitiator {
        Objects.requireNonNull(iqn, "iqn");
    }

    @Override
    public String name() {
        return "storage.initiator.get";
    }

    @Override
    public Target target() {
        return new Target("initiator", iqn.value());
    }
}
