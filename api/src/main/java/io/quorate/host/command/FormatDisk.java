package io.quorate.host.command;

import io.quorate.host.DiskContent;
import io.quorate.host.DiskMark;
import io.quorate.host.DiskVolume;
import io.quorate.host.HostDisk;
import io.quorate.host.HostDisks;
import io.quorate.host.PreparedDisk;
import io.quorate.san.Naa;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Formats the partition of a disk that carries the mark of work begun: NTFS, clusters of 64 KiB. Then marks the disk as prepared
 * ({@link DiskMark#prepared}), after which nothing here ever formats it again. Done when it is prepared.
 *
 * @param host the host, as the endpoint names it
 * @param naa the disk's identity
 * @param label the volume's label, at most 32 characters
 * @see HostDisks#prepare
 */
public record FormatDisk(String host, Naa naa, String label)
        implements GuardedCommand<PreparedDisk>, HostCommand<PreparedDisk> {
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
        HostDisk disk = Inputs.offline(Inputs.rehearsedDisk(host, naa), false);
        return new PreparedDisk(Inputs.gpt(disk, DiskMark.prepared(naa)), label, PreparedDisk.CLUSTER_SIZE);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(
                Foretold.each(ReadDiskContent.class, read -> read.naa().equals(naa))
                        .changed(this::after),
                Foretold.each(ListDisks.class, read -> true)
                        .changed(before -> Inputs.each(before, naa, one -> Inputs.gpt(one, DiskMark.prepared(naa)))));
    }

    @Override
    public Set<Target> makes() {
        return Set.of(new Target("available disk", DiskMark.prepared(naa).toString()));
    }

    @Override
    public Set<String> alsoChanges() {
        return Set.of("available disk");
    }

    /** Where it is offline its mark alone tells. */
    private DiskContent after(DiskContent before) {
        HostDisk disk = Inputs.gpt(before.disk(), DiskMark.prepared(naa));
        return new DiskContent(
                disk,
                DiskContent.State.PREPARED,
                Placeholder.TEXT,
                !disk.offline(),
                disk.offline() ? null : new DiskVolume("NTFS", label, PreparedDisk.CLUSTER_SIZE));
    }
}
