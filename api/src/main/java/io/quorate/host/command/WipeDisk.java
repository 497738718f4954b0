package io.quorate.host.command;

import io.quorate.Size;
import io.quorate.host.DiskContent;
import io.quorate.host.HostDisk;
import io.quorate.host.HostDisks;
import io.quorate.san.Naa;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.HostCommand;
import io.quorate.spi.OnceCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Destroys all that is on a disk. Returns it as it is then. Refused unless the disk has exactly that unique id and size, is online, and the
 * cluster does not own it. A disk without a partition table is left alone. Not repeated when the answer is lost.
 *
 * @param host the host, as the endpoint names it
 * @param naa the disk's identity
 * @param uniqueId Windows' identity of it
 * @param size its size
 * @see HostDisks#wipe
 */
public record WipeDisk(String host, Naa naa, String uniqueId, Size size)
        implements OnceCommand<HostDisk>, Destructive, HostCommand<HostDisk> {
    public WipeDisk {
        Inputs.checkHost(host);
        Objects.requireNonNull(naa, "naa");
        Objects.requireNonNull(uniqueId, "uniqueId");
        Objects.requireNonNull(size, "size");
    }

    @Override
    public String identity() {
        return uniqueId + "@" + size.bytes();
    }

    @Override
    public String name() {
        return "host.disk.wipe";
    }

    @Override
    public Target target() {
        return new Target("disk", naa + " on " + host);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public HostDisk rehearsed() {
        return Inputs.raw(Inputs.offline(Inputs.rehearsedDisk(host, naa), false));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.each(ReadDiskContent.class, read -> read.naa().equals(naa))
                        .changed(WipeDisk::after),
                Foretold.each(ListDisks.class, read -> true).changed(before -> Inputs.each(before, naa, Inputs::raw)));
    }

    private static DiskContent after(DiskContent before) {
        HostDisk disk = Inputs.raw(before.disk());
        return new DiskContent(
                disk, disk.offline() ? DiskContent.State.UNKNOWN : DiskContent.State.EMPTY, Placeholder.TEXT);
    }
}
