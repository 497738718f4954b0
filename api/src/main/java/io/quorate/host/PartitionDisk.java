package io.quorate.host;

import io.quorate.spi.Command;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import io.quorate.storage.Naa;
import java.util.Objects;

/**
 * Gives a disk that carries the mark of work begun one partition over all of it, without a drive letter. Done when it has it.
 *
 * @param host the host, as the endpoint names it
 * @param naa the disk's identity
 * @see HostDisks#prepare
 */
public record PartitionDisk(String host, Naa naa) implements Command<DiskContent> {
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
    public Placement placement() {
        return Placement.on(host);
    }

    @Override
    public Safety safety() {
        return Safety.GUARDED;
    }

    @Override
    public DiskContent rehearsed() {
        return Inputs.rehearsedContent(host, naa, true);
    }

    @Override
    public boolean satisfiedWhenPresent() {
        return true;
    }
}
