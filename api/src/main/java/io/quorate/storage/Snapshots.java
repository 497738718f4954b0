package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.san.DatasetPath;
import io.quorate.san.SnapshotPath;
import io.quorate.spi.Find;
import io.quorate.storage.command.CloneSnapshot;
import io.quorate.storage.command.CreateSnapshot;
import io.quorate.storage.command.GetSnapshot;
import io.quorate.storage.command.GetVolume;
import io.quorate.storage.command.ListSnapshots;
import io.quorate.storage.command.Page;
import io.quorate.storage.command.RemoveSnapshot;
import io.quorate.storage.command.RollbackVolume;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots, and the clones made of them. Deadlines, rights and common errors are those of {@link StorageClient}. Immutable
 * and thread-safe.
 */
public final class Snapshots {
    private final Calls calls;

    Snapshots(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /**
     * Lists those of a dataset; each is read by itself, and left out if it is gone by then. None if the dataset is not there. Where there are many
     * thousands {@link #stream} holds less at a time. Changes nothing.
     *
     * @throws io.quorate.error.BusyException if the list changes so fast that some might be missed
     */
    public List<Snapshot> list(DatasetPath of) {
        try (Stream<Snapshot> all = stream(of)) {
            return all.toList();
        }
    }

    /**
     * Lists those of a dataset, page by page like {@link Volumes#stream()}; each is read by itself when its turn comes, and left out if it
     * is gone by then. None if the dataset is not there. Changes nothing.
     */
    public Stream<Snapshot> stream(DatasetPath of) {
        Objects.requireNonNull(of, "of");
        return Pages.stream(calls, at -> new ListSnapshots(of, at, Page.LIMIT), path -> path)
                .map(this::find)
                .filter(Optional::isPresent)
                .map(Optional::get);
    }

    /** Reads one; empty after a look without it. Changes nothing. */
    public Optional<Snapshot> find(SnapshotPath path) {
        return calls.run(new Find<>(new GetSnapshot(path)));
    }

    /**
     * Reads one. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a look without it
     */
    public Snapshot get(SnapshotPath path) {
        return calls.run(new GetSnapshot(path));
    }

    /**
     * Creates one. What a running machine holds in memory is not in it. A lost answer is settled by reading back.
     *
     * @throws io.quorate.error.ConflictException if there is one of that name
     * @throws io.quorate.error.NotFoundException if the dataset is not there
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost and reading back could not settle it
     */
    public Snapshot create(SnapshotPath path) {
        return calls.run(new CreateSnapshot(path, false));
    }

    /** Creates one of a volume group and of every volume in it at one instant; otherwise like {@link #create}. Returns the group's. */
    public Snapshot createRecursive(SnapshotPath path) {
        return calls.run(new CreateSnapshot(path, true));
    }

    /**
     * Clones it into a new volume of the same pool: thick if the volume it is a snapshot of is, else thin. Takes five minutes at most. A
     * lost answer is settled by reading back.
     *
     * @param target the new volume
     * @throws io.quorate.error.ConflictException if there is a volume of that path
     * @throws io.quorate.error.NotFoundException if the snapshot is not there
     * @throws io.quorate.error.RejectedException if the space of a thick one cannot be reserved; the clone is there then, and thin
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost and reading back could not settle it
     */
    public Volume clone(SnapshotPath path, DatasetPath target) {
        return calls.run(new CloneSnapshot(path, target));
    }

    /**
     * Clones it like {@link #clone}, unless the target is its clone already; one that lacks its reservation gets it. May be repeated.
     *
     * @throws io.quorate.error.ConflictException if the target is there and no clone of it
     */
    public Ensured<Volume> ensureClone(SnapshotPath path, DatasetPath target) {
        return calls.ensure(new CloneSnapshot(path, target));
    }

    /**
     * Takes the volume back to the snapshot: all later writes are lost. A volume that is mapped is refused: a host that has it mounted would
     * go on with what it remembers of it. A size that went back is put forward again. Later snapshots are not removed; the appliance may refuse because of them. Not repeated when the answer is lost.
     *
     * @param consent bound to the volume's guid; without it nothing is sent but a read
     * @return the volume as read back
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another volume
     * @throws io.quorate.error.ConflictException if the volume is mapped; nothing was changed then
     * @throws io.quorate.error.NotFoundException if volume or snapshot are not there
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost
     */
    public Volume rollback(SnapshotPath path, @Nullable Consent consent) {
        String guid = calls.run(new GetVolume(path.dataset())).guid();
        return calls.run(new RollbackVolume(path, guid), consent);
    }

    /**
     * Removes it now, with what only it holds. May be repeated; already gone is fine.
     *
     * @param consent bound to its guid; without it nothing is sent but a read
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another snapshot
     * @throws io.quorate.error.ConflictException while it has clones, or if replication made it
     */
    public void remove(SnapshotPath path, @Nullable Consent consent) {
        remove(path, false, consent);
    }

    /** Has it go when its last clone goes, at once if it has none; otherwise like {@link #remove}. */
    public void removeDeferred(SnapshotPath path, @Nullable Consent consent) {
        remove(path, true, consent);
    }

    private void remove(SnapshotPath path, boolean deferred, @Nullable Consent consent) {
        find(path).ifPresent(there -> calls.run(new RemoveSnapshot(path, there.guid(), deferred), consent));
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
