package io.quorate.host.command;

import io.quorate.host.DiskContent;
import io.quorate.host.DiskVolume;
import io.quorate.host.HostDisk;
import io.quorate.host.HostDisks;
import io.quorate.host.PreparedDisk;
import io.quorate.san.Naa;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.util.List;
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
        DiskContent begun = Inputs.rehearsedContent(host, naa);
        HostDisk disk = Inputs.gpt(begun.disk(), PreparedDisk.begunMark(naa));
        return after(new DiskContent(disk, DiskContent.State.BEGUN, begun.detail()));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.changed(new ReadDiskContent(host, naa), PartitionDisk::after),
                Foretold.unchanged(new ListDisks(host)));
    }

    private static DiskContent after(DiskContent before) {
        return new DiskContent(before.disk(), before.state(), before.detail(), true, new DiskVolume("", "", null));
    }
}
