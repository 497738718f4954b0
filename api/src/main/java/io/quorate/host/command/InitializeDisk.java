package io.quorate.host.command;

import io.quorate.host.DiskContent;
import io.quorate.host.DiskMark;
import io.quorate.host.HostDisks;
import io.quorate.spi.HostCommand;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Target;
import io.quorate.san.Naa;
import java.util.Objects;

/**
 * Gives an empty disk a GPT and the mark of work begun ({@link DiskMark#begun}). Done when the disk carries a mark of Quorate's. A disk that
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
        return Inputs.rehearsedContent(host, naa, false);
    }
}
