package io.quorate.host.command;

import io.quorate.host.DiskContent;
import io.quorate.host.HostDisk;
import io.quorate.host.HostDisks;
import io.quorate.host.PreparedDisk;
import io.quorate.san.Naa;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Gives an empty disk a GPT and the mark of work begun ({@link PreparedDisk#begunMark}). Done when the disk carries a mark of Quorate's. A disk that
 * is not empty is refused; so is one of which it cannot be told.
 *
 * @param host the host, as the endpoint names it
 * @param naa the disk's identity
 * @see HostDisks#prepare
 */
public record InitializeDisk(String host, Naa naa) implements GuardedCommand<DiskContent>, HostCommand<DiskContent> {
    public InitializeDisk {
        Inputs.checkHost(host);
        Objects.requireNonNull(naa, "naa");
    }

    @Override
    public String name() {
        return "host.disk.initialize";
    }

    @Override
    public Target target() {
        return new Target("disk", naa + " on " + host);
    }

    @Override
    public DiskContent rehearsed() {
        return after(Inputs.rehearsedContent(host, naa));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.each(ReadDiskContent.class, read -> read.naa().equals(naa))
                        .changed(InitializeDisk::after),
                Foretold.each(ListDisks.class, read -> true)
                        .changed(before ->
                                Inputs.each(before, naa, one -> Inputs.gpt(one, PreparedDisk.begunMark(naa)))));
    }

    private static DiskContent after(DiskContent before) {
        HostDisk disk = before.disk();
        Naa naa = Objects.requireNonNull(disk.naa());
        return new DiskContent(
                Inputs.gpt(disk, PreparedDisk.begunMark(naa)), DiskContent.State.BEGUN, Placeholder.TEXT);
    }
}
