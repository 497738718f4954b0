package io.quorate.host;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.Size;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Waiter;
import io.quorate.error.ConflictException;
import io.quorate.error.ErrorReport;
import io.quorate.error.NotFoundException;
import io.quorate.error.RejectedException;
import io.quorate.host.command.FormatDisk;
import io.quorate.host.command.InitializeDisk;
import io.quorate.host.command.ListDisks;
import io.quorate.host.command.OfflineDisk;
import io.quorate.host.command.OnlineDisk;
import io.quorate.host.command.PartitionDisk;
import io.quorate.host.command.ReadDiskContent;
import io.quorate.host.command.RescanDisks;
import io.quorate.host.command.WipeDisk;
import io.quorate.san.Naa;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A host's disks, found by identity and never by number. Deadlines, rights and common errors are those of {@link HostClient}. Immutable and
 * thread-safe.
 */
public final class HostDisks {
    private static final Duration VOLUME_TIME = Duration.ofMinutes(2);

    private final Calls calls;
    private final String host;

    HostDisks(Calls calls, String host) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.host = Objects.requireNonNull(host, "host");
    }

    /** Lists them, each once. Changes nothing. */
    public List<HostDisk> list() {
        return calls.run(new ListDisks(host));
    }

    /** Finds the disk of a logical unit; empty after a list without it. Changes nothing. */
    public Optional<HostDisk> find(Naa naa) {
        return list().stream().filter(disk -> naa.equals(disk.naa())).findFirst();
    }

    /** Has Windows look for new, changed and vanished disks ({@code Update-HostStorageCache}). Content stays. May be repeated. */
    public void rescan() {
        calls.run(new RescanDisks(host));
    }

    /**
     * Brings a disk online and makes it writable. Windows then mounts the file systems that it finds, which may write to them: never do this
     * to a disk that another host has mounted. May be repeated.
     *
     * @throws io.quorate.error.NotFoundException after a list without the disk
     * @throws io.quorate.error.RejectedException if the cluster owns it
     */
    public Ensured<HostDisk> ensureOnline(Naa naa) {
        return calls.ensure(new OnlineDisk(host, naa));
    }

    /**
     * Takes a disk offline on this host; its content stays. May be repeated.
     *
     * @throws io.quorate.error.NotFoundException after a list without the disk
     * @throws io.quorate.error.RejectedException if the cluster owns it
     */
    public Ensured<HostDisk> ensureOffline(Naa naa) {
        return calls.ensure(new OfflineDisk(host, naa));
    }

    /**
     * Prepares an empty disk for the cluster: online, GPT, one partition, NTFS with 64 KiB clusters, no drive letter, and Quorate's mark
     * ({@link PreparedDisk#mark mark}). Goes on where an earlier attempt of Quorate's own stopped, so it may be repeated. A prepared disk is left alone,
     * whatever its label is. Takes seconds, ten minutes at most for a step.
     *
     * <p>Empty is what Windows shows no partition table of. It does not see data without one (LVM, LUKS, a file system or a database on the bare
     * disk): such a disk is initialised and formatted, and its data is lost. Where that can be, look at its blocks first
     * ({@link io.quorate.san.IscsiClient#read}), or share it with {@link io.quorate.flow.ShareDiskSpec#iscsi}, which does.
     *
     * <p>What is not provably empty or provably Quorate's own unfinished work is refused. An offline disk is brought online only if it has no
     * partition table or carries the mark of Quorate's own unfinished work. Let one host at a time prepare a disk: each step looks once more right before it changes
     * something, but two hosts that do so in the same moment cannot see each other. A disk with the mark of a prepared one is not brought
     * online: another host may have it mounted, and the cluster does it later by itself.
     *
     * @param label the volume's label, at most 32 characters
     * @throws io.quorate.error.NotFoundException after a list without the disk: rescan first
     * @throws IllegalArgumentException if that is no label
     * @throws io.quorate.error.ConflictException if it carries something else; see {@link #wipe}
     * @throws io.quorate.error.RejectedException if it cannot be told what it carries
     */
    public Ensured<PreparedDisk> prepare(Naa naa, String label) {
        FormatDisk format = new FormatDisk(host, naa, label);
        // What Windows remembers of a disk that another host prepared meanwhile is stale: it would pass for empty.
        rescan();
        DiskContent content = content(naa);
        boolean changed = false;
        if (mayComeOnline(content)) {
            changed = ensureOnline(naa).changed();
            content = content(naa);
        }
        if (content.state() == DiskContent.State.PREPARED) {
            return new Ensured<>(prepared(content), changed);
        }
        refuse(content);
        if (content.state() == DiskContent.State.EMPTY) {
            content = calls.ensure(new InitializeDisk(host, naa)).value();
        }
        if (!content.partitioned()) {
            content = calls.ensure(new PartitionDisk(host, naa)).value();
        }
        if (content.volume() == null) {
            awaitVolume(naa);
        }
        return new Ensured<>(calls.ensure(format).value(), true);
    }

    /**
     * Reads whether a disk is prepared, and how far. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a list without the disk
     */
    public DiskContent content(Naa naa) {
        return calls.run(new ReadDiskContent(host, naa));
    }

    /**
     * Destroys all that is on a disk ({@code Clear-Disk}), so that it can be prepared. Not repeated when the answer is lost. Takes seconds, five minutes at most.
     *
     * @param consent bound to the disk's unique id and size, {@code UNIQUEID@bytes} ({@link HostDisk#identity}); without it nothing is sent
     *     but a read
     * @throws io.quorate.error.NotFoundException after a list without the disk
     * @throws io.quorate.error.RejectedException if the cluster owns it, or it is offline or read-only here
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost
     */
    public void wipe(Naa naa, @Nullable Consent consent) {
        HostDisk disk = find(naa)
                .orElseThrow(() -> new NotFoundException(
                        report("host.disk.wipe", naa, "the host lists no such disk", "rescan the host's disks"), null));
        calls.run(new WipeDisk(host, naa, disk.uniqueId(), disk.size()), consent);
    }

    /** Nothing of anybody's is mounted by it: there is no table, or what is there is Quorate's own unfinished work. */
    private static boolean mayComeOnline(DiskContent content) {
        HostDisk disk = content.disk();
        Naa naa = disk.naa();
        boolean begun = naa != null && PreparedDisk.begunMark(naa).equals(disk.guid());
        return (disk.offline() || disk.readOnly())
                && !disk.clustered()
                && content.state() != DiskContent.State.FOREIGN
                && (disk.style() == PartitionStyle.RAW || begun || content.state() == DiskContent.State.EMPTY);
    }

    private void refuse(DiskContent content) {
        if (content.state() == DiskContent.State.FOREIGN) {
            throw new ConflictException(
                    report(
                            "host.disk.prepare",
                            content.disk().naa(),
                            "nothing was changed: " + content.detail(),
                            isPreparedOnce(content.disk())
                                    ? "look whether its file system is locked (BitLocker) or damaged, and unlock or repair it"
                                    : "if nobody needs what is on it, wipe it first with a consent to "
                                            + content.disk().identity()),
                    null);
        }
        if (content.state() == DiskContent.State.UNKNOWN) {
            throw new RejectedException(
                    report(
                            "host.disk.prepare",
                            content.disk().naa(),
                            "nothing was changed, because it cannot be told what it carries: " + content.detail(),
                            content.disk().offline()
                                    ? "look on a host where it is online, or bring it online on this one if no other uses it"
                                    : null),
                    null);
        }
    }

    private static boolean isPreparedOnce(HostDisk disk) {
        Naa naa = disk.naa();
        return naa != null && PreparedDisk.mark(naa).equals(disk.guid());
    }

    /** Windows shows a new partition's volume some time after the partition. */
    private void awaitVolume(Naa naa) {
        Waiter.of(calls.runtime(), "disk " + naa + " on " + host + " shows its new volume", () -> content(naa))
                .until(seen -> seen.volume() != null)
                .never(seen ->
                        seen.state() == DiskContent.State.FOREIGN ? Optional.of(seen.detail()) : Optional.empty())
                .describedBy(DiskContent::detail)
                .await(VOLUME_TIME);
    }

    private static PreparedDisk prepared(DiskContent content) {
        DiskVolume volume = content.volume();
        Size clusterSize = volume == null ? null : volume.clusterSize();
        return new PreparedDisk(
                content.disk(),
                volume == null ? "" : volume.label(),
                clusterSize == null ? PreparedDisk.CLUSTER_SIZE : clusterSize);
    }

    private ErrorReport report(String operation, @Nullable Naa naa, String said, @Nullable String hint) {
        return new ErrorReport(
                operation,
                "disk " + naa + " on " + host,
                host,
                null,
                calls.endpoint(),
                0,
                Duration.ZERO,
                said,
                null,
                hint,
                null);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("host", host)
                .toString();
    }
}
