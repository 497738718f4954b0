package io.quorate.host.command;

import io.quorate.host.DiskContent;
import io.quorate.host.HostDisks;
import io.quorate.spi.HostCommand;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Target;
import io.quorate.san.Naa;
import java.util.Objects;

/**
 * Gives a disk that carries the mark of work begun one partition over all of it, without a drive letter. Done when it has it.
 *
 * @param host the host, as the endpoint names it
 * @param naa the disk's identity
 * @see HostDisks#prepare
 */
public record PartitionDisk(String host, Naa naa) implements GuardedCommand<DiskContent>, HostCommand<DiskContent> {
    public PartitionDisk {
        Inputs.checkHost(host);
        Objects.requireNonNull(naa, "naa");
    }

    @Override
    public String name() {
        return "host.disk.partition";
    }

    @Override
    public Target target() {
        return new Target("disk", naa + " on " + host);
    }

    @Override
    public DiskContent rehearsed() {
        return Inputs.rehearsedContent(host, naa, true);
    }
}
