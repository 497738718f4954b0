package io.quorate.host.command;

import io.quorate.host.HostDisk;
import io.quorate.host.HostDisks;
import io.quorate.spi.HostCommand;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Target;
import io.quorate.san.Naa;
import java.util.Objects;

/**
 * Takes a disk offline on the host. Done when it is so already. Refused for a disk that the cluster owns.
 *
 * @param host the host, as the endpoint names it
 * @param naa the disk's identity
 * @see HostDisks#ensureOffline
 */
public record OfflineDisk(String host, Naa naa) implements GuardedCommand<HostDisk>, HostCommand<HostDisk> {
    public OfflineDisk {
        Inputs.checkHost(host);
        Objects.requireNonNull(naa, "naa");
    }

    @Override
    public String name() {
        return "host.disk.offline";
    }

    @Override
    public Target target() {
        return new Target("disk", naa + " on " + host);
    }

    @Override
    public HostDisk rehearsed() {
        return Inputs.rehearsedDisk(host, naa, true);
    }
}
