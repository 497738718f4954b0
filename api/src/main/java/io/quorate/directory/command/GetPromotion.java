package io.quorate.directory.command;

import io.quorate.directory.Promotion;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;

/**
 * Reads how far a host is on its way to become a domain controller.
 *
 * @param host the host, as the endpoint names it
 * @see io.quorate.directory.DirectoryMachine#promotion
 */
public record GetPromotion(String host) implements ReadCommand<Promotion>, HostCommand<Promotion> {
    public GetPromotion {
        DirectoryInputs.checkHost(host);
    }

    @Override
    public String name() {
        return "directory.promotion.get";
    }

    @Override
    public Target target() {
        return DirectoryInputs.machine(host);
    }
}
