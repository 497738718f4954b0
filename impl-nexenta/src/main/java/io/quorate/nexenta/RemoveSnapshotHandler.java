package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.storage.Snapshot;
import io.quorate.storage.command.RemoveSnapshot;
import java.util.Optional;

/** Removes a snapshot; spares what has clones or belongs to replication. */
final class RemoveSnapshotHandler extends Removal<RemoveSnapshot, Snapshot> {

    @Override
    public Class<RemoveSnapshot> handles() {
        return RemoveSnapshot.class;
    }

    @Override
    Optional<Snapshot> find(RemoveSnapshot c, Nef nef) {
        return SnapshotReads.find(nef, c.path());
    }

    @Override
    Optional<Fault> another(RemoveSnapshot c, Snapshot there) {
        return there.guid().equals(c.guid())
                ? Optional.empty()
                : Optional.of(Seen.conflict(
                        c.path() + " is another snapshot by now: its guid is " + there.guid() + ", not " + c.guid()));
    }

    /** One that is to go with its last clone stays until then, and the appliance does not tell it from others. */
    @Override
    protected Observation<Void> done(RemoveSnapshot c, Optional<Snapshot> there) {
        Observation<Void> seen = super.done(c, there);
        boolean cloned = there.isPresent() && !there.get().clones().isEmpty();
        return c.deferred() && cloned && seen instanceof Observation.Absent
                ? Observation.unknown("whether " + c.path() + " goes with its last clone cannot be seen", null)
                : seen;
    }

    @Override
    void spare(RemoveSnapshot c, Snapshot there, Nef nef) {
        if (there.ofReplication()) {
            throw Seen.conflict(c.path() + " belongs to replication, which takes it away itself");
        }
        if (!c.deferred() && !there.clones().isEmpty()) {
            throw Seen.conflict(c.path() + " has clones: " + there.clones());
        }
    }

    @Override
    NefRequest delete(RemoveSnapshot c) {
        NefRequest delete = NefRequest.delete("storage", "snapshots", c.path().toString());
        return c.deferred() ? delete.with("defer", "true") : delete;
    }
}
