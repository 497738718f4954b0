package io.quorate.host.command;

import io.quorate.host.HyperVSettings;
import io.quorate.host.MigrationSpec;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Has live migrations from and to a host go as given. Done when it is so already.
 *
 * @param host the host, as the endpoint names it
 * @param wanted how they go
 * @see io.quorate.host.HostHyperV#ensureMigration
 */
public record SetMigration(String host, MigrationSpec wanted)
        implements GuardedCommand<HyperVSettings>, HostCommand<HyperVSettings> {
    public SetMigration {
        Inputs.checkHost(host);
        Objects.requireNonNull(wanted, "wanted");
    }

    @Override
    public String name() {
        return "host.hyper-v.migration";
    }

    @Override
    public Target target() {
        return new Target("Hyper-V", host);
    }

    @Override
    public HyperVSettings rehearsed() {
        return HyperVInputs.rehearsed().migrating(wanted);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return HyperVInputs.foretold(host, before -> before.migrating(wanted));
    }
}
