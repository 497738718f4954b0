package io.quorate.host;

import io.quorate.spi.Command;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import io.quorate.storage.Naa;
import java.util.Objects;

/**
 * Takes a disk offline on the host. Done when it is so already. Refused for a disk that the cluster owns.
 *
 * @param host the host, as the endpoint names it
 * @param naa the disk's identity
 * @see HostDisks#ensureOffline
 */
public record OfflineDisk(String host, Naa naa) implements Command<HostDisk> {
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
    public Placement placement() {
        return Placement.on(host);
    }

    @Override
    public Safety safety() {
        return Safety.GUARDED;
    }

    @Override
    public HostDisk rehearsed() {
        return Inputs.rehearsedDisk(host, naa, true);
    }

    @Override
    public boolean satisfiedWhenPresent() {
        return true;
    }
}
