package io.quorate.host.command;

import io.quorate.host.DiskMark;
import io.quorate.host.HostDisks;
import io.quorate.host.PreparedDisk;
import io.quorate.spi.HostCommand;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Target;
import io.quorate.san.Naa;
import java.time.Duration;
import java.util.Objects;

/**
 * Formats the partition of a disk that carries the mark of work begun: NTFS, clusters of 64 KiB. Then marks the disk as prepared
 * ({@link DiskMark#prepared}), after which nothing here ever formats it again. Done when it is prepared.
 *
 * @param host the host, as the endpoint names it
 * @param naa the disk's identity
 * @param label the volume's label, at most 32 characters
 * @see HostDisks#prepare
 */
public record FormatDisk(String host, Naa naa, String label) implements GuardedCommand<PreparedDisk>, HostCommand<PreparedDisk> {
    public FormatDisk {
        Inputs.checkHost(host);
        Objects.requireNonNull(naa, "naa");
        Inputs.checkLabel(label);
    }

    @Override
    public String name() {
        return "host.disk.format";
    }

    @Override
    public Target target() {
        return new Target("disk", naa + " on " + host);
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public PreparedDisk rehearsed() {
        return new PreparedDisk(Inputs.rehearsedDisk(host, naa, false), label, PreparedDisk.CLUSTER_SIZE);
    }
}
