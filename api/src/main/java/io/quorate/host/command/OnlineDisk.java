package io.quorate.host.command;

import io.quorate.host.HostDisk;
import io.quorate.host.HostDisks;
import io.quorate.san.Naa;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Brings a disk online on the host and makes it writable. Done when it is so already. Refused for a disk that the cluster owns.
 *
 * @param host the host, as the endpoint names it
 * @param naa the disk's identity
 * @see HostDisks#ensureOnline
 */
public record OnlineDisk(String host, Naa naa) implements GuardedCommand<HostDisk>, HostCommand<HostDisk> {
    public OnlineDisk {
        Inputs.checkHost(host);
        Objects.requireNonNull(naa, "naa");
    }

    @Override
    public String name() {
        return "host.disk.online";
    }

    @Override
    public Target target() {
        return new Target("disk", naa + " on " + host);
    }

    @Override
    public HostDisk rehearsed() {
        return Inputs.offline(Inputs.rehearsedDisk(host, naa), false);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.changed(new ReadDiskContent(host, naa), before -> Inputs.offline(before, false)),
                Foretold.changed(
                        new ListDisks(host), before -> Inputs.each(before, naa, one -> Inputs.offline(one, false))));
    }
}
