package io.quorate.storage.command;

import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.Appliance;
import io.quorate.storage.StorageClient;

/**
 * Reads the appliance's id and version.
 *
 * @see StorageClient#get
 */
public record GetAppliance() implements ReadCommand<Appliance> {
    @Override
    public String name() {
        return "storage.appliance.get";
    }

    @Override
    public Target target() {
        return new Target("appliance", "itself");
    }
}
