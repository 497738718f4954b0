package io.quorate.storage;

import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.san.DatasetPath;
import io.quorate.spi.Find;
import io.quorate.storage.command.CreateVolumeGroup;
import io.quorate.storage.command.GetVolumeGroup;
import io.quorate.storage.command.ListVolumeGroups;
import io.quorate.storage.command.Page;
import io.quorate.storage.command.RemoveVolumeGroup;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The volume groups, the only places where volumes live. Deadlines, rights and common errors are those of {@link StorageClient}. Immutable
 * and thread-safe.
 */
public final class VolumeGroups {
    private final Calls calls;

    VolumeGroups(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Lists them. Changes nothing. */
    public List<VolumeGroup> list() {
        try (Stream<VolumeGroup> all = stream()) {
            return all.toList();
        }
    }

    /** Lists them, page by page as the stream is read; see {@link Volumes#stream()}. Changes nothing. */
    public Stream<VolumeGroup> stream() {
        return Pages.stream(calls, at -> new ListVolumeGroups(at, Page.LIMIT), VolumeGroup::path);
    }

    /** Reads one; empty after a look without it. Changes nothing. */
    public Optional<VolumeGroup> find(DatasetPath path) {
        return calls.run(new Find<>(new GetVolumeGroup(path)));
    }

    /**
     * Reads one. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a look without it
     */
    public VolumeGroup get(DatasetPath path) {
        return calls.run(new GetVolumeGroup(path));
    }

    /**
     * Creates one. A lost answer is settled by reading back.
     *
     * @throws io.quorate.error.ConflictException if it is there already
     * @throws io.quorate.error.NotFoundException if the pool is not there
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost and reading back could not settle it
     */
    public VolumeGroup create(DatasetPath path) {
        return calls.run(new CreateVolumeGroup(path));
    }

    /** Creates one like {@link #create}, unless it is there. May be repeated. */
    public Ensured<VolumeGroup> ensure(DatasetPath path) {
        return calls.ensure(new CreateVolumeGroup(path));
    }

    /**
     * Removes an empty one. May be repeated; already gone is fine.
     *
     * @throws io.quorate.error.ConflictException if a volume or a snapshot is in it
     */
    public void remove(DatasetPath path) {
        calls.run(new RemoveVolumeGroup(path));
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
