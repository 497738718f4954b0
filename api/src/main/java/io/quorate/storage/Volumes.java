package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.Size;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.san.DatasetPath;
import io.quorate.spi.Find;
import io.quorate.storage.command.CreateVolume;
import io.quorate.storage.command.GetVolume;
import io.quorate.storage.command.GrowVolume;
import io.quorate.storage.command.ListVolumes;
import io.quorate.storage.command.Page;
import io.quorate.storage.command.PromoteVolume;
import io.quorate.storage.command.RemoveVolume;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The volumes (zvols). Deadlines, rights and common errors are those of {@link StorageClient}. Immutable
 * and thread-safe.
 */
public final class Volumes {
    private final Calls calls;

    Volumes(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /**
     * Lists all. Where there are many thousands {@link #stream()} holds less at a time. Changes nothing.
     *
     * @throws io.quorate.error.BusyException if the list changes so fast that some might be missed
     */
    public List<Volume> list() {
        try (Stream<Volume> all = stream()) {
            return all.toList();
        }
    }

    /** Lists those of a volume group; none if the group is not there. Otherwise like {@link #list()}. */
    public List<Volume> list(DatasetPath group) {
        try (Stream<Volume> all = stream(group)) {
            return all.toList();
        }
    }

    /**
     * Lists all, page by page as the stream is read; never holds more than two pages. Each page is a call of its own with its own
     * deadline. A volume that is there from the first page to the last comes out exactly once, whatever else comes and goes. Changes
     * nothing. Read the stream in one thread, and close it: {@code try (Stream<Volume> all = volumes.stream())}.
     *
     * @throws io.quorate.error.BusyException while the stream is read, if the list changes so fast that some might be missed
     */
    public Stream<Volume> stream() {
        return Pages.stream(calls, at -> new ListVolumes(null, at, Page.LIMIT), Volume::path);
    }

    /** Lists those of a volume group like {@link #stream()}; none if the group is not there. */
    public Stream<Volume> stream(DatasetPath group) {
        Objects.requireNonNull(group, "group");
        return Pages.stream(calls, at -> new ListVolumes(group, at, Page.LIMIT), Volume::path);
    }

    /** Reads one; empty after a look without it. Changes nothing. */
    public Optional<Volume> find(DatasetPath path) {
        return calls.run(new Find<>(new GetVolume(path)));
    }

    /**
     * Reads one; costs one request. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a look without it
     */
    public Volume get(DatasetPath path) {
        return calls.run(new GetVolume(path));
    }

    /**
     * Creates one. A lost answer is settled by reading back.
     *
     * @param spec says what it should be like; the size must be given
     * @throws IllegalArgumentException if what is asked for contradicts itself
     * @throws io.quorate.error.ConflictException if there is one of that path
     * @throws io.quorate.error.NotFoundException if the volume group is not there
     * @throws io.quorate.error.RejectedException if the appliance refuses, a thick one for want of space for example
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost and reading back could not settle it
     */
    public Volume create(DatasetPath path, Consumer<VolumeSpec> spec) {
        return calls.run(wanted(path, spec));
    }

    /**
     * Creates one like {@link #create}, unless it is there as specified. May be repeated. Never changes one that is there.
     *
     * @throws io.quorate.error.ConflictException if it is there with another size, block size or provisioning; the message names the
     *     differences
     */
    public Ensured<Volume> ensure(DatasetPath path, Consumer<VolumeSpec> spec) {
        return calls.ensure(wanted(path, spec));
    }

    private static CreateVolume wanted(DatasetPath path, Consumer<VolumeSpec> spec) {
        VolumeSpec wanted = new VolumeSpec();
        spec.accept(wanted);
        return new CreateVolume(path, wanted.size(), wanted.blockSize(), wanted.provisioning());
    }

    /**
     * Makes one at least as large; never smaller. A thick one stays thick. May be repeated. Initiators notice after a rescan.
     *
     * @param size the least size, a whole number of the volume's blocks
     * @throws io.quorate.error.NotFoundException if it is not there
     * @throws io.quorate.error.RejectedException if the appliance refuses, a thick one for want of space for example
     */
    public Ensured<Volume> grow(DatasetPath path, Size size) {
        return calls.ensure(new GrowVolume(path, size));
    }

    /**
     * Makes a clone independent of its origin: it takes over the snapshot it was made of and all earlier ones, and its origin becomes a
     * clone of it. One that is no clone is left alone. May be repeated within the call; a later call may climb on to the next origin.
     *
     * @return it as read back
     * @throws io.quorate.error.NotFoundException if it is not there
     * @throws io.quorate.error.ConflictException if both have a snapshot of the same name
     */
    public Volume promote(DatasetPath path) {
        Volume volume = get(path);
        return volume.origin() == null ? volume : calls.run(new PromoteVolume(path, volume.origin()));
    }

    /**
     * Looks what removing it would take: which clones must be promoted first, and which snapshots go with it. Takes a request a
     * snapshot. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException if it is not there
     */
    public RemovalPlan planRemoval(DatasetPath path) {
        return RemovalPlan.of(get(path), snapshots(path), !mappings(path).isEmpty());
    }

    private List<Snapshot> snapshots(DatasetPath path) {
        return new Snapshots(calls).list(path);
    }

    private List<LunMapping> mappings(DatasetPath path) {
        return new LunMappings(calls).of(path);
    }

    /**
     * Removes it as planned, with its data: promotes the planned clones, then destroys it and the snapshots that are left, in minutes,
     * five at most. Looks again before it does: nothing goes that the plan does not name, but what is made between that look and the
     * removal. May be repeated with the same plan, also after a failure half way; already gone is fine.
     *
     * @param plan from {@link #planRemoval}
     * @param consent bound to the volume's guid; without it nothing is sent
     * @throws io.quorate.error.ConsentRequiredException without a consent, or with one for another volume
     * @throws io.quorate.error.ConflictException if it is mapped, if another volume has its path by now, if it has snapshots or clones
     *     that the plan does not name, or snapshots of replication
     */
    public void remove(RemovalPlan plan, @Nullable Consent consent) {
        calls.run(new RemoveVolume(plan), consent);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
