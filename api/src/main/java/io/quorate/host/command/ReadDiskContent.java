package io.quorate.host.command;

import io.quorate.host.DiskContent;
import io.quorate.host.HostDisks;
import io.quorate.san.Naa;
import io.quorate.spi.HostCommand;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import java.util.Objects;

/**
 * Reads what a disk carries; fails with kind {@code NOT_FOUND} after a list without it.
 *
 * @param host the host, as the endpoint names it
 * @param naa the disk's identity
 * @see HostDisks#content
 */
public record ReadDiskContent(String host, Naa naa) implements ReadCommand<DiskContent>, HostCommand<DiskContent> {
    public ReadDiskContent {
        Inputs.checkHost(host);
        Objects.requireNonNull(naa, "naa");
    }

    @Override
    public String name() {
        return "host.disk.content";
    }

    @Override
    public Target target() {
        return new Target("disk", naa + " on " + host);
    }
}
